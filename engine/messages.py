"""Messages and signals between instances: who listens, what is buffered, what is started.

A message reaches every subscription of its name and correlation key, but in one instance only the oldest of them; each
subscription is served exactly once, because delivery removes it in the same transaction. It starts the processes that
begin with it and have taken it by no running instance. If nothing of this happens and it has a time to live, its own
or one drawn at the message in a diagram, it is kept until somebody arms a wait for it. Signals are served by
`engine.broadcasts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from engine import broadcasts
from engine.calendar import TimerSchedule, parse_timer
from engine.definitions import newest
from engine.errors import NotFound
from engine.values import decode, encode
from engine.waits import SubscriptionWait, ThrownEvent
from models.runtime import (
    BufferedMessage,
    Definition,
    DefinitionKind,
    Instance,
    InstanceStatus,
    StartSubscription,
    Subscription,
)

if TYPE_CHECKING:
    from engine.context import Context
    from engine.unit import Live

BUFFER: Any = BufferedMessage.__table__
SUBSCRIPTION: Any = Subscription.__table__

#: A message for a suspended instance is kept this long when it names no time to live itself.
SUSPENDED_TIME_TO_LIVE = timedelta(days=365)


@dataclass(frozen=True)
class Correlated:
    """What became of a message or signal: instance ids it reached, instance ids it started, or that it waits."""

    delivered: tuple[int, ...] = ()
    started: tuple[int, ...] = ()
    buffered: bool = False
    #: Listeners of a signal that workers will serve.
    queued: int = 0


def route(context: Context, event: ThrownEvent, thrower: Live | None = None) -> Correlated:
    """Deliver a thrown message or signal within the current transaction."""
    if event.kind == "signal":
        return broadcast(context, event.name, event.payload, thrower)
    return correlate(
        context,
        event.name,
        event.correlation_key,
        event.payload,
        time_to_live=event.time_to_live,
        business_key=thrower.business_key if thrower else None,
        parent_id=thrower.id if thrower else None,
    )


def correlate(
    context: Context,
    name: str,
    key: str | None,
    payload: Mapping[str, Any],
    *,
    time_to_live: str | None = None,
    business_key: str | None = None,
    parent_id: int | None = None,
    instance_id: int | None = None,
) -> Correlated:
    """Deliver a message, or start by it, or keep it. With `instance_id` it is meant for that instance alone."""
    if key is None and payload:
        key = _own_key(context, name, payload)
    delivered, held_back = _deliver_all(context, name, key, payload, instance_id)
    started = []
    if instance_id is None:
        started = _start_all(context, "message", name, key, payload, business_key, parent_id, delivered)
    if not delivered and not started and not time_to_live and instance_id is None:
        time_to_live = _drawn_time_to_live(context, name)
    buffered = False
    if held_back or (not delivered and not started and time_to_live):
        expires = expiry(context.now, time_to_live) if time_to_live else context.now + SUSPENDED_TIME_TO_LIVE
        # Whoever keeps a message clears away those whose time is over: the buffer never grows for ever.
        context.session.execute(delete(BUFFER).where(BUFFER.c.expires_at <= context.now))
        context.session.execute(
            insert(BUFFER).values(
                name=name,
                correlation_key=key,
                payload=encode(dict(payload)),
                received_at=context.now,
                expires_at=expires,
            )
        )
        buffered = True
    context.record(
        "message.correlated",
        business_key=business_key,
        data={"message": name, "delivered": len(delivered), "started": len(started), "buffered": buffered},
    )
    return Correlated(tuple(delivered), tuple(started), buffered)


def _drawn_time_to_live(context: Context, name: str) -> str | None:
    """How long a message waits by the newest versions of the processes that know it; the longest if they differ."""
    newest_ones = (
        select(func.max(Definition.id)).where(Definition.kind == DefinitionKind.PROCESS).group_by(Definition.key)
    )
    drawn = [
        context.definitions.process(context.connection, each).program.times_to_live.get(name)
        for each in context.session.execute(newest_ones).scalars()
    ]
    return max(filter(None, drawn), key=lambda text: expiry(context.now, text), default=None)


def _own_key(context: Context, name: str, payload: Mapping[str, Any]) -> str | None:
    """The key a message tells by itself, if one of those who wait for it knows how (correlation properties)."""
    waiting = (
        select(Instance.definition_id)
        .join(SUBSCRIPTION, SUBSCRIPTION.c.instance_id == Instance.id)
        .where(
            SUBSCRIPTION.c.kind == "message", SUBSCRIPTION.c.name == name, SUBSCRIPTION.c.correlation_key.is_not(None)
        )
    )
    starting = select(StartSubscription.definition_id).where(
        StartSubscription.kind == "message", StartSubscription.name == name
    )
    for definition_id in context.session.execute(waiting.union(starting)).scalars():
        key = context.unit.message_key(definition_id, name, payload)
        if key is not None:
            return key
    return None


def broadcast(context: Context, name: str, payload: Mapping[str, Any], thrower: Live | None = None) -> Correlated:
    """Everybody who listens gets the signal; it starts every process that starts by it."""
    delivered, queued = broadcasts.throw(context, name, payload, thrower)
    started = _start_all(context, "signal", name, None, payload, None, None, delivered)
    return Correlated(tuple(delivered), tuple(started), queued=queued)


def expiry(now: datetime, time_to_live: str) -> datetime:
    """The moment a buffered message is forgotten."""
    schedule = TimerSchedule.arm(parse_timer(time_to_live), now)
    return schedule.due_at if schedule is not None else now


def _deliver_all(
    context: Context, name: str, key: str | None, payload: Mapping[str, Any], instance_id: int | None
) -> tuple[list[int], bool]:
    """Returns the instance ids reached, and whether a suspended instance held the message back."""
    wanted = [SUBSCRIPTION.c.kind == "message", SUBSCRIPTION.c.name == name]
    wanted.append(_same_key(SUBSCRIPTION.c.correlation_key, key))
    if instance_id is not None:
        wanted.append(SUBSCRIPTION.c.instance_id == instance_id)
    rows = context.session.execute(
        select(
            SUBSCRIPTION.c.instance_id,
            SUBSCRIPTION.c.token,
            SUBSCRIPTION.c.element_id,
            Instance.status,
        )
        .join(Instance, Instance.id == SUBSCRIPTION.c.instance_id)
        .where(*wanted)
        .order_by(SUBSCRIPTION.c.instance_id, SUBSCRIPTION.c.id)
    ).all()
    reached: list[int] = []
    held_back = False
    for row in rows:
        if row.status is InstanceStatus.SUSPENDED:
            held_back = True
        elif row.instance_id not in reached:
            live = context.unit.load(row.instance_id)
            if context.unit.deliver(live, row.token, row.element_id, payload):
                reached.append(row.instance_id)
    return reached, held_back


def _start_all(
    context: Context,
    kind: str,
    name: str,
    key: str | None,
    payload: Mapping[str, Any],
    business_key: str | None,
    parent_id: int | None,
    reached: Sequence[int],
) -> list[int]:
    """Start every process that starts by this, unless one of its instances has already taken it.

    A message is taken by a process once. A signal is for everybody, so it starts a process even if an instance of it
    waited, except where the wait was for a further trigger of the instance's own start.
    """
    starts = context.session.execute(
        select(StartSubscription.definition_id, StartSubscription.element_id, Definition.key)
        .join(Definition, Definition.id == StartSubscription.definition_id)
        .where(StartSubscription.kind == kind, StartSubscription.name == name)
        .order_by(StartSubscription.id)
    ).all()
    taken = {context.unit.load(each, verb="look").process.key for each in reached} if starts else set()
    started = []
    for definition_id, element_id, process_key in starts:
        if process_key in taken and (kind == "message" or "#" in element_id):
            continue
        if key is not None and _runs_already(context, process_key, key):
            continue
        live = context.unit.start(
            definition_id,
            {},
            business_key=business_key,
            start_element=element_id,
            payload=payload,
            start_key=key,
            parent_id=parent_id,
        )
        taken.add(process_key)
        started.append(live.id)
    return started


def _runs_already(context: Context, process_key: str, key: str) -> bool:
    """A message with a key starts a process at most once while that instance lives (also within one command)."""
    found = context.session.execute(
        select(Instance.id)
        .join(Definition, Definition.id == Instance.definition_id)
        .where(
            Definition.kind == DefinitionKind.PROCESS,
            Definition.key == process_key,
            Instance.start_key == key,
            Instance.status.in_([InstanceStatus.ACTIVE, InstanceStatus.SUSPENDED]),
        )
        .limit(1)
    ).first()
    return found is not None


def deliver_buffered(context: Context, live: Live, armed: Sequence[SubscriptionWait]) -> None:
    """Give newly armed waits the oldest buffered message that fits, at most one per wait and message."""
    wanted = _fitting(armed)
    if not wanted:
        return
    rows = context.session.execute(
        select(BUFFER.c.id, BUFFER.c.name, BUFFER.c.correlation_key, BUFFER.c.payload)
        .where(or_(*wanted), BUFFER.c.expires_at > context.now)
        .order_by(BUFFER.c.id)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        open_waits = live.run.waits().subscriptions
        match = next(
            (s for s in armed if s in open_waits and s.name == row.name and s.correlation_key == row.correlation_key),
            None,
        )
        if match is None:
            continue
        if context.unit.deliver(live, match.token, match.element_id, decode(row.payload)):
            context.session.execute(delete(BUFFER).where(BUFFER.c.id == row.id))


def buffered_for(rows: Session | Connection, armed: Sequence[SubscriptionWait], now: datetime) -> list[str]:
    """Names of the messages in the buffer that `deliver_buffered` would look at for these waits, oldest first."""
    wanted = _fitting(armed)
    if not wanted:
        return []
    fitting = select(BUFFER.c.name).where(or_(*wanted), BUFFER.c.expires_at > now).order_by(BUFFER.c.id)
    return list(rows.execute(fitting).scalars())


def _fitting(armed: Sequence[SubscriptionWait]) -> list[ColumnElement[bool]]:
    return [
        and_(BUFFER.c.name == s.name, _same_key(BUFFER.c.correlation_key, s.correlation_key))
        for s in armed
        if s.kind == "message"
    ]


def _same_key(column: Any, key: str | None) -> ColumnElement[bool]:
    result: ColumnElement[bool] = column.is_(None) if key is None else column == key
    return result


def start_process(
    context: Context,
    key: str,
    variables: Mapping[str, Any],
    *,
    business_key: str | None = None,
    version: int | None = None,
    start_element: str | None = None,
) -> int:
    """Start the newest (or the given) version of a process within the current transaction; returns the instance id.

    Raises NotFound if there is no such process or version.
    """
    definition = newest(context.session, DefinitionKind.PROCESS, key, version)
    if definition is None:
        raise NotFound("process", key if version is None else f"{key} version {version}")
    return context.unit.start(definition.id, variables, business_key=business_key, start_element=start_element).id
