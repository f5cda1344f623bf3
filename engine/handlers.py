"""The registry of what service and send tasks do. A diagram names a handler; only registered names can be deployed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from engine.calendar import BusinessCalendar


class Effect(StrEnum):
    """Where a handler acts: on the database within the step, or on the world after it."""

    INSIDE = "inside"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Change:
    """Facts that change for everything running under a business key.

    `variables` by name; assignees and candidate groups of open tasks from old to new; `reason` as people read it.
    Open tasks of people who are neither named nor in `keeps` go back to their groups; with None nobody loses one.
    """

    variables: Mapping[str, Any]
    assignees: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    keeps: frozenset[str] | None = None
    reason: str = ""


@dataclass(frozen=True)
class InsideCall:
    """What an inside handler gets. It may only touch the database, and commits or rolls back with the step.

    `inputs` are the mapped inputs of the task, or all variables the task sees if it maps none. What is appended to
    `changes` reaches everything running under the business key once the step is done, in the same transaction.
    """

    session: Session
    now: datetime
    actor: str
    calendar: BusinessCalendar
    inputs: Mapping[str, Any]
    instance_id: int
    business_key: str | None
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class OutsideCall:
    """What an outside handler gets. The same `idempotency_key` may be seen again: the effect must not double."""

    now: datetime
    inputs: Mapping[str, Any]
    idempotency_key: str


InsideHandler = Callable[[InsideCall], Mapping[str, Any] | None]
OutsideHandler = Callable[[OutsideCall], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Handler:
    name: str
    effect: Effect
    function: Callable[[Any], Mapping[str, Any] | None]


class HandlerRegistry:
    """Handlers by name. Names are `room.verb` in German, as the designer reads them in the diagram."""

    def __init__(self) -> None:
        self._handlers: dict[str, Handler] = {}

    def inside(self, name: str, function: InsideHandler) -> None:
        self._add(Handler(name, Effect.INSIDE, function))

    def outside(self, name: str, function: OutsideHandler) -> None:
        self._add(Handler(name, Effect.OUTSIDE, function))

    def _add(self, handler: Handler) -> None:
        if handler.name in self._handlers:
            raise ValueError(f"handler {handler.name} is registered twice")
        self._handlers[handler.name] = handler

    def __getitem__(self, name: str) -> Handler:
        return self._handlers[name]

    def __contains__(self, name: object) -> bool:
        return name in self._handlers

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._handlers))
