"""Many instances of one kind without starting each: copies of one that the engine has started, with tokens, rows and
chains of their own."""

from __future__ import annotations

import secrets
from typing import Any

import sqlalchemy
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from engine.audit import INSTANCE, link
from engine.seal import HISTORY
from models.runtime import Timer

TIMER: Any = Timer.__table__
_CHUNK = 2_000


def multiply(database: sqlalchemy.Engine, instance_id: int, copies: int) -> None:
    """Add `copies` instances that wait for the same timers as this one."""
    with Session(database.execution_options(writing=True)) as session:
        instance = dict(session.execute(select(INSTANCE).where(INSTANCE.c.id == instance_id)).one()._mapping)
        timers = _rows(session, TIMER, instance_id)
        history = _rows(session, HISTORY, instance_id)
        tokens = sorted({row["token"] for row in [*timers, *history] if row["token"]} | _tokens_in(instance["state"]))
        highest = session.execute(select(sqlalchemy.func.max(INSTANCE.c.id))).scalar_one()
        for begin in range(0, copies, _CHUNK):
            numbers = range(highest + 1 + begin, highest + 1 + min(begin + _CHUNK, copies))
            _copy(session, instance, timers, history, tokens, numbers)
        if database.dialect.name == "postgresql":
            session.execute(text("SELECT setval(pg_get_serial_sequence('instance', 'id'), max(id)) FROM instance"))
        session.commit()
        session.execute(text("ANALYZE"))
        session.commit()


def _rows(session: Session, table: Any, instance_id: int) -> list[dict[str, Any]]:
    found = session.execute(select(table).where(table.c.instance_id == instance_id).order_by(table.c.id))
    return [{k: v for k, v in row._mapping.items() if k != "id"} for row in found]


def _tokens_in(state: bytes) -> set[str]:
    """All ids in a state: texts of 32 hexadecimal digits."""
    parts = state.decode().split('"')
    return {p for p in parts if len(p) == 32 and all(c in "0123456789abcdef" for c in p)}


def _copy(
    session: Session,
    instance: dict[str, Any],
    timers: list[dict[str, Any]],
    history: list[dict[str, Any]],
    tokens: list[str],
    numbers: range,
) -> None:
    instances, new_timers, new_history = [], [], []
    for number in numbers:
        fresh = {token: secrets.token_hex(16) for token in tokens}
        state = instance["state"].decode()
        for token, new in fresh.items():
            state = state.replace(token, new)
        own = [{**row, "instance_id": number, "token": fresh.get(row["token"])} for row in history]
        for row in own:
            row["hash"] = None
        head = own[-1]["hash"] = link(None, own)
        instances.append({**instance, "id": number, "state": state.encode(), "history_head": head})
        new_timers += [{**row, "instance_id": number, "token": fresh[row["token"]]} for row in timers]
        new_history += own
    session.execute(insert(INSTANCE), instances)
    session.execute(insert(TIMER), new_timers)
    session.execute(insert(HISTORY), new_history)
