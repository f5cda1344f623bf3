"""The qualified first interview (Fachkonzept A.1.4)."""
