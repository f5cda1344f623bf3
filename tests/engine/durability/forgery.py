"""Damaging a database by hand, and covering the tracks as far as the database alone allows."""

from __future__ import annotations

from itertools import groupby

from sqlalchemy import Engine, select, text, update
from sqlalchemy.orm import Session

from engine.audit import INSTANCE, link
from engine.seal import HISTORY


def damage(database: Engine, *statements: str) -> None:
    """Run SQL past everything that keeps the rules."""
    with database.execution_options(writing=True).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def without_guard(database: Engine, guard: str, table: str) -> None:
    """Take away the trigger that refuses changes, as the owner of the database can."""
    of_table = f" ON {table}" if database.dialect.name == "postgresql" else ""
    damage(database, f"DROP TRIGGER {guard}{of_table}")


def forge_links(database: Engine) -> None:
    """Make all links anew over the rows as they are: what somebody with the database and our code could do."""
    with Session(database.execution_options(writing=True)) as session, session.begin():
        rows = session.execute(select(HISTORY).order_by(HISTORY.c.instance_id, HISTORY.c.id)).all()
        for instance_id, group in groupby(rows, key=lambda row: row.instance_id):
            its_rows = list(group)
            links = [[row] for row in its_rows] if instance_id is None else [its_rows]
            for part in links:
                forged = link(None, [row._mapping for row in part])
                for row in part:
                    value = forged if row is part[-1] else None
                    session.execute(update(HISTORY).where(HISTORY.c.id == row.id).values(hash=value))
                if instance_id is not None:
                    session.execute(update(INSTANCE).where(INSTANCE.c.id == instance_id).values(history_head=forged))
