"""What is stored: tables, constraints, migrations."""
