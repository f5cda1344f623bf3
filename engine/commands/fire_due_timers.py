"""The worker fires what has come due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import orjson
from sqlalchemy import Integer, bindparam, insert, select, update

from engine.calendar import BERLIN, TimerSchedule, parse_timer
from engine.calendar_functions import timer_from_value
from engine.context import Context
from engine.feel import compile_expression
from engine.projection import INCIDENT, TIMER
from engine.unit import INSTANCE, Live
from models.runtime import InstanceStatus, StartSubscription

START: Any = StartSubscription.__table__

#: Timers one command fires for one instance; a cycle that was missed for longer goes on in the next round.
MOST_PER_ROUND = 500


_INSTANCE = (
    INSTANCE.c.id,
    INSTANCE.c.definition_id,
    INSTANCE.c.business_key,
    INSTANCE.c.status,
    INSTANCE.c.version,
    INSTANCE.c.state,
    INSTANCE.c.history_head,
)
_ONE = select(*_INSTANCE).where(INSTANCE.c.id == bindparam("of_id")).with_for_update(skip_locked=True)
#: The number stands in the text: PostgreSQL must know how few rows it is about, or it reads and sorts all.
_LONGEST_DUE = (
    select(*_INSTANCE)
    .join(TIMER, TIMER.c.instance_id == INSTANCE.c.id)
    .where(TIMER.c.due_at <= bindparam("of_now"), TIMER.c.is_parked.is_(False))
    .order_by(TIMER.c.due_at)
    .limit(bindparam("of_limit", type_=Integer, literal_execute=True))
    .with_for_update(of=INSTANCE, skip_locked=True)
)
_PARKED = select(TIMER.c.token, TIMER.c.element_id).where(
    TIMER.c.instance_id.in_(bindparam("of_ids", expanding=True)), TIMER.c.is_parked
)


@dataclass(frozen=True)
class FireDueTimers:
    """Fire the due timers of one instance in due order; returns how many fired.

    Nothing due any more, an ended or suspended instance, or another worker at it: zero, silently.
    """

    permission: ClassVar[str] = "worker"

    instance_id: int

    def run(self, context: Context) -> int:
        return _fire(context, context.connection.execute(_ONE, {"of_id": self.instance_id}).all())


@dataclass(frozen=True)
class FireLongestDue:
    """Fire the due timers of the instances that are longest due; returns how many fired.

    All in one transaction: `limit` bounds how many instances share it, and how long others wait for one of them.
    Instances at which another worker or a person is at work are left to the next round.
    """

    permission: ClassVar[str] = "worker"

    limit: int

    def run(self, context: Context) -> int:
        wanted = {"of_now": context.now, "of_limit": self.limit}
        return _fire(context, context.connection.execute(_LONGEST_DUE, wanted).all())


def _fire(context: Context, rows: Sequence[Any]) -> int:
    """Fire what is due in these locked instances. The state decides: a row may be there twice, or be out of date."""
    active = {row.id: row for row in rows if row.status is InstanceStatus.ACTIVE}
    if not active:
        return 0
    parked = {(t.token, t.element_id) for t in context.connection.execute(_PARKED, {"of_ids": list(active)})}
    return sum(_fire_in(context, context.unit.adopt(row), parked) for row in active.values())


def _fire_in(context: Context, live: Live, parked: set[tuple[str, str]]) -> int:
    fired = 0
    while fired < MOST_PER_ROUND and _fire_next(context, live, parked):
        fired += 1
    if fired:
        context.unit.touch(live)
    if live.run.thrown:
        context.unit.settle()  # what it says to others reaches them before their later timers fire
    return fired


def _fire_next(context: Context, live: Live, parked: set[tuple[str, str]]) -> bool:
    due = [t for t in live.run.waits().timers if t.due_at <= context.now and (t.token, t.element_id) not in parked]
    for timer in sorted(due, key=lambda t: t.due_at):
        if live.run.fire_timer(timer.token, timer.element_id):
            live.fired.add((timer.token, timer.element_id))
            context.unit.record_timer(live, timer)
            return True
    return False


@dataclass(frozen=True)
class FireStartTimer:
    """Start an instance whose timer start event has come due, and compute the next occurrence."""

    permission: ClassVar[str] = "worker"

    start_id: int

    def run(self, context: Context) -> int:
        row = context.session.execute(
            select(START).where(START.c.id == self.start_id).with_for_update(skip_locked=True)
        ).one_or_none()
        if row is None or row.due_at is None or row.due_at > context.now:
            return 0
        following = next_occurrence(row.schedule, context)
        context.session.execute(update(START).where(START.c.id == row.id).values(**following))
        context.unit.start(row.definition_id, {}, business_key=None, start_element=row.element_id)
        return 1


def next_occurrence(schedule: str, context: Context) -> dict[str, Any]:
    """The next occurrence as column values; due_at None when there is no further one.

    Occurrences missed during downtime start an instance each, or, as the diagram says, one for all.
    """
    state = orjson.loads(schedule)
    missed = state.get("missed", "each")
    current = TimerSchedule.from_state(state).following()
    while missed == "once" and current is not None and current.due_at <= context.now:
        current = current.following()
    return _columns(current, missed)


def first_occurrence(text: str, missed: str, context: Context) -> dict[str, Any]:
    """Column values of a newly deployed timer start. Raises CalendarError, FeelError if the text gives no time."""
    if text.startswith("="):
        functions = context.definitions.functions
        value = compile_expression(text[1:], functions=functions).evaluate({}, now=context.now.astimezone(BERLIN))
        timer = timer_from_value(value)
    else:
        timer = parse_timer(text)
    return _columns(TimerSchedule.arm(timer, context.now), missed)


def _columns(schedule: TimerSchedule | None, missed: str) -> dict[str, Any]:
    if schedule is None:
        return {"due_at": None, "schedule": None}
    return {"due_at": schedule.due_at, "schedule": orjson.dumps(schedule.to_state() | {"missed": missed}).decode()}


@dataclass(frozen=True)
class ParkTimers:
    """After firing failed as a whole: park the due timers and open an incident, so that nothing is lost."""

    permission: ClassVar[str] = "worker"

    instance_id: int
    error_class: str

    def run(self, context: Context) -> None:
        due = context.session.execute(
            select(TIMER).where(
                TIMER.c.instance_id == self.instance_id, TIMER.c.due_at <= context.now, TIMER.c.is_parked.is_(False)
            )
        ).all()
        for timer in due:
            context.session.execute(update(TIMER).where(TIMER.c.id == timer.id).values(is_parked=True))
            context.session.execute(
                insert(INCIDENT).values(
                    instance_id=timer.instance_id,
                    token=timer.token,
                    process_key=timer.process_key,
                    element_id=timer.element_id,
                    kind="timer",
                    error_class=self.error_class,
                    message="the timer could not be fired",
                    created_at=context.now,
                )
            )
            context.record(
                "incident.opened",
                instance_id=timer.instance_id,
                process_key=timer.process_key,
                element_id=timer.element_id,
                token=timer.token,
                data={"error_class": self.error_class},
            )
