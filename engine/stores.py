"""Data stores: one value by the name of the store, shared by all instances and kept beyond them (BPMN 2.0, 10.4.1).

Whoever reads a store holds it until the transaction ends, so that what an activity reads, computes and writes back in
one step cannot be overtaken.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.values import decode, encode
from models.runtime import StoredData

if TYPE_CHECKING:
    from engine.context import Context

STORED: Any = StoredData.__table__


def read_store(context: Context, name: str) -> Any:
    """The content of a store, None if nothing was ever stored."""
    content = context.session.execute(
        select(STORED.c.content).where(STORED.c.name == name).with_for_update()
    ).scalar_one_or_none()
    return None if content is None else decode(content)


@dataclass
class SeenStores:
    """The stores for somebody who only looks: what is written is read again here and nowhere else."""

    rows: Session | Connection
    _written: dict[str, str] = field(default_factory=dict)

    def read(self, name: str) -> Any:
        """The content of a store, None if nothing was ever stored. Nobody is kept from changing it."""
        content = self._written.get(name)
        if content is None:
            content = self.rows.execute(select(STORED.c.content).where(STORED.c.name == name)).scalar_one_or_none()
        return None if content is None else decode(content)

    def write(self, name: str, value: Any) -> None:
        """Keep the content until the look is over. Raises ValueNotStorable."""
        self._written[name] = encode(value)


def write_store(context: Context, name: str, value: Any) -> None:
    """Replace the content of a store. Raises ValueNotStorable."""
    session = context.session
    values = {
        "content": encode(value),
        "changed_at": context.now,
        "changed_by": context.actor.name,
    }
    change = update(STORED).where(STORED.c.name == name).values(**values)
    if session.execute(change).rowcount == 0:  # type: ignore[attr-defined]
        try:
            with session.begin_nested():
                session.execute(insert(STORED).values(name=name, **values))
        except IntegrityError:  # somebody else has stored something for the first time just now
            session.execute(change)
    context.record("store.written", data={"store": name})
