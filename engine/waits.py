"""What a running instance waits for, as plain values: the language between `engine.spiff` and the rest.

A *token* is the id (32 hex digits) of a live position in one instance. One token may wait for several things at once
(an event-based gateway), so a wait is named by token and element together. `process_key` tells whose diagram the
element belongs to: the instance's own or that of a called process.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from engine.errors import Incident

Json = Any

#: Error class of tokens that wait for each other: no retry helps, only another token does.
DEADLOCK = "Deadlock"
Variables = Mapping[str, Any]


class StepKind(StrEnum):
    ENTERED = "entered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    FAILED = "failed"
    FLOW = "flow"


@dataclass(frozen=True)
class Step:
    """One thing that happened to a token while the engine advanced; becomes a history row.

    `element_id` is as drawn. Elements made up while rewriting a diagram never appear here.
    """

    kind: StepKind
    process_key: str
    element_id: str
    element_type: str
    token: str


@dataclass(frozen=True)
class Wait:
    token: str
    process_key: str
    element_id: str


@dataclass(frozen=True)
class UserTaskWait(Wait):
    pass


@dataclass(frozen=True)
class TimerWait(Wait):
    """`due_at` is aware and fixed when the token armed the timer (or changed by a person)."""

    due_at: datetime
    interrupting: bool | None = None  # None: not a boundary or event sub-process timer


@dataclass(frozen=True)
class SubscriptionWait(Wait):
    """A message or signal the token listens to. `correlation_key` was computed when the wait was armed."""

    kind: str  # "message" | "signal"
    name: str
    correlation_key: str | None = None


@dataclass(frozen=True)
class JobWait(Wait):
    """A service or send task with effect outside: parked until a worker has acted."""

    handler: str
    retry: str | None
    inputs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class IncidentWait(Wait):
    """A token that failed. `error_class` and `message` hold no personal data."""

    error_class: str
    message: str


@dataclass(frozen=True)
class Waits:
    user_tasks: tuple[UserTaskWait, ...] = ()
    timers: tuple[TimerWait, ...] = ()
    subscriptions: tuple[SubscriptionWait, ...] = ()
    jobs: tuple[JobWait, ...] = ()
    incidents: tuple[IncidentWait, ...] = ()


@dataclass(frozen=True)
class UserTaskDescription:
    """The attributes of a user task, evaluated once when its token arrives."""

    name: str
    documentation: str
    form: str | None
    assignee: str | None
    candidate_groups: tuple[str, ...]
    due_at: datetime | None
    follow_up_at: datetime | None
    priority: int
    lane: str | None
    #: The tokens it was offered with before and taken back, newest first.
    continues: tuple[str, ...] = ()


@dataclass(frozen=True)
class Position:
    """A live token for the picture: `state` is active, waiting (join, event), started (sub-process) or failed."""

    token: str
    process_key: str
    element_id: str
    state: str


@dataclass(frozen=True)
class ThrownEvent:
    """A message or signal thrown by the instance, to be routed by the engine in the same transaction.

    `payload` holds explicit mapping results only. `time_to_live` is an ISO duration for buffering, None for none.
    """

    kind: str  # "message" | "signal"
    name: str
    correlation_key: str | None
    payload: Mapping[str, Any]
    time_to_live: str | None
    element_id: str


@dataclass(frozen=True)
class HandlerCall:
    """A service or send task with effect inside, called within the transaction of the step."""

    handler: str
    process_key: str
    element_id: str
    token: str
    inputs: Mapping[str, Any]


def _no_store(name: str, *_: Any) -> Any:
    raise Incident("NoDataStore", f"The data store {name} cannot be reached from here.")


@dataclass(frozen=True)
class Environment:
    """All that a step may reach: passed in, never looked up.

    `call_handler` returns the handler's outputs; it may raise `BpmnError`; any other exception makes an incident.
    `decide` evaluates the decision version fixed for this definition and returns its value.
    `functions` are the host functions of FEEL expressions (legal calendar).
    `read_store` gives the content of a data store, None at first, and keeps it for the step; `write_store` changes it.
    """

    now: datetime
    call_handler: Callable[[HandlerCall], Mapping[str, Any]]
    decide: Callable[[str, Variables], Any]
    functions: Mapping[str, Any]
    calendar: Any
    read_store: Callable[[str], Any] = _no_store
    write_store: Callable[[str, Any], None] = _no_store
