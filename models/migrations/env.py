"""Alembic's entry: the connection is handed in by `models.migrate`, so no ini file and no working directory matter."""

from alembic import context

from models import casework, desk, history, identity, operations, runtime
from models.base import Base

#: Importing the modules above fills the metadata; naming them keeps the imports honest.
TABLE_MODULES = (runtime, operations, history, identity, casework, desk)

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    # SQLite changes a table by copying it; the batch mode writes those copies.
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
