"""The history of the schema. `models.migrate.upgrade` runs it; a version once released is never edited."""
