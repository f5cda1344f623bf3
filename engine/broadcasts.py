"""Signals: everybody who waits at the moment one is thrown gets it exactly once, and nobody who comes later.

A few listeners get it in the transaction that throws. Many, and those who are suspended, are written down and served
by workers in batches: the row of a listener goes in the transaction that delivers, so a worker that dies repeats
nothing and loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, delete, func, insert, literal, select

from engine.values import decode, encode
from models.runtime import Broadcast, BroadcastListener, Instance, InstanceStatus, Subscription

if TYPE_CHECKING:
    from engine.context import Context
    from engine.unit import Live

BROADCAST: Any = Broadcast.__table__
LISTENER: Any = BroadcastListener.__table__
SUBSCRIPTION: Any = Subscription.__table__

#: Listeners that are served at once; a transaction over more would hold too many instances for too long.
IN_ONE_GO = 100


def throw(
    context: Context, name: str, payload: Mapping[str, Any], thrower: Live | None = None
) -> tuple[list[int], int]:
    """Instance ids reached now, and the number of listeners that workers will serve.

    In the instance that threw the signal it has already reached all waits.
    """
    wanted = [SUBSCRIPTION.c.kind == "signal", SUBSCRIPTION.c.name == name]
    if thrower is not None:
        wanted.append(SUBSCRIPTION.c.instance_id != thrower.id)
    waiting = (
        select(SUBSCRIPTION.c.instance_id, SUBSCRIPTION.c.token, SUBSCRIPTION.c.element_id)
        .join(Instance, Instance.id == SUBSCRIPTION.c.instance_id)
        .where(*wanted)
    )
    found = context.session.execute(
        waiting.add_columns(Instance.status)
        .order_by(SUBSCRIPTION.c.instance_id, SUBSCRIPTION.c.id)
        .limit(IN_ONE_GO + 1)
    ).all()
    if len(found) > IN_ONE_GO:
        return [], _write_down(context, name, payload, waiting)
    reached = [
        row.instance_id for row in found if row.status is InstanceStatus.ACTIVE and _deliver(context, row, payload)
    ]
    held_back = 0
    if any(row.status is InstanceStatus.SUSPENDED for row in found):
        held_back = _write_down(context, name, payload, waiting.where(Instance.status == InstanceStatus.SUSPENDED))
    return list(dict.fromkeys(reached)), held_back


def _write_down(context: Context, name: str, payload: Mapping[str, Any], waiting: Select[Any]) -> int:
    session = context.session
    listening = session.execute(select(func.count()).select_from(waiting.subquery())).scalar_one()
    number = session.execute(
        insert(BROADCAST)
        .values(name=name, payload=encode(dict(payload)), thrown_at=context.now, listening=listening)
        .returning(BROADCAST.c.id)
    ).scalar_one()
    columns = ["broadcast_id", "instance_id", "token", "element_id"]
    rows = waiting.with_only_columns(
        literal(number), SUBSCRIPTION.c.instance_id, SUBSCRIPTION.c.token, SUBSCRIPTION.c.element_id
    )
    session.execute(insert(LISTENER).from_select(columns, rows))
    return int(listening)


def deliver_batch(context: Context, broadcast_id: int, limit: int) -> int:
    """Serve the next listeners of a broadcast; returns how many rows went. Suspended instances keep theirs."""
    session = context.session
    broadcast = session.execute(select(BROADCAST).where(BROADCAST.c.id == broadcast_id)).one_or_none()
    if broadcast is None:
        return 0
    rows = session.execute(
        select(LISTENER)
        .join(Instance, Instance.id == LISTENER.c.instance_id)
        .where(LISTENER.c.broadcast_id == broadcast_id, _can_be_served())
        .order_by(LISTENER.c.instance_id, LISTENER.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=LISTENER)
    ).all()
    payload = decode(broadcast.payload)
    for row in rows:
        _deliver(context, row, payload)
    session.execute(delete(LISTENER).where(LISTENER.c.id.in_([row.id for row in rows])))
    left = select(LISTENER.c.id).where(LISTENER.c.broadcast_id == broadcast_id).limit(1)
    if session.execute(left).first() is None:
        session.execute(delete(BROADCAST).where(BROADCAST.c.id == broadcast_id))
        context.record("signal.delivered", data={"signal": broadcast.name, "listening": broadcast.listening})
    return len(rows)


def open_broadcasts(limit: int) -> Select[Any]:
    """Ids of broadcasts with listeners that can be served, oldest first."""
    return (
        select(LISTENER.c.broadcast_id)
        .join(Instance, Instance.id == LISTENER.c.instance_id)
        .where(_can_be_served())
        .group_by(LISTENER.c.broadcast_id)
        .order_by(LISTENER.c.broadcast_id)
        .limit(limit)
    )


def _can_be_served() -> ColumnElement[bool]:
    return Instance.status != InstanceStatus.SUSPENDED


def _deliver(context: Context, wait: Any, payload: Mapping[str, Any]) -> bool:
    """False if the instance has ended or no longer waits there."""
    live = context.unit.find_active(wait.instance_id)
    return live is not None and context.unit.deliver(live, wait.token, wait.element_id, payload)
