"""What exactly migrating one instance does: told without doing it, by the function that doing it uses.

Facts only: element ids, moments, names of messages and handlers. Nothing here holds process data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from engine.errors import Incident
from engine.migration.plan import MigrationPlan
from engine.spiff import Program, Run
from engine.spiff.carry_over import CarriedOver, carry_over
from engine.waits import Environment, HandlerCall, Position, SubscriptionWait, TimerWait, Wait, Waits

#: Error class of a token at which a dry run stops because a handler would act.
WOULD_ACT = "WouldAct"


@dataclass(frozen=True)
class Place:
    """An element of a process."""

    process: str
    element: str


@dataclass(frozen=True)
class Move:
    """A token with its place before and after; `state` as in `Position`."""

    token: str
    was: Place
    becomes: Place
    state: str


@dataclass(frozen=True)
class Kept:
    """A wait that goes on. `kind` is task, job, timer, message or signal; timers have their unchanged due moment."""

    kind: str
    was: Place
    becomes: Place
    due_at: datetime | None = None


@dataclass(frozen=True)
class Begun:
    """A wait that begins with the migration: timers with their due moment, messages and signals with their name."""

    kind: str
    place: Place
    due_at: datetime | None = None
    name: str | None = None


@dataclass(frozen=True)
class Preview:
    """Everything the migration of one instance does. Applying it in the same moment does exactly this."""

    moves: tuple[Move, ...]
    kept: tuple[Kept, ...]
    begun: tuple[Begun, ...]
    ended: tuple[Kept, ...]
    #: sub-processes begun around what runs, and taken away from around it
    emerged: tuple[Place, ...] = ()
    dissolved: tuple[Place, ...] = ()
    #: elements completed because the instance goes on by itself, in order
    goes_on: tuple[Place, ...] = ()
    #: handlers that would act then; a dry run cannot look behind them
    acts: tuple[Place, ...] = ()
    #: names of messages that wait in the buffer for a wait that begins: they are delivered at once
    receives: tuple[str, ...] = ()
    #: process variables that belonged to a dissolved sub-process before
    freed: tuple[str, ...] = ()
    #: where the instance stands at the end, and in which state, as in `Position`
    stands: tuple[tuple[Place, str], ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """True if the instance only changes its version: same places, same waits."""
        same = all(m.was == m.becomes for m in self.moves) and all(k.was == k.becomes for k in self.kept)
        return same and not (
            self.begun or self.ended or self.emerged or self.dissolved or self.goes_on or self.acts or self.receives
        )

    def to_json(self) -> dict[str, Any]:
        """A form that can be stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Preview:
        """What `to_json` described. Raises KeyError, TypeError."""
        places = {
            name: tuple(Place(**each) for each in stored[name]) for name in ("emerged", "dissolved", "goes_on", "acts")
        }
        return cls(
            moves=tuple(
                Move(e["token"], Place(**e["was"]), Place(**e["becomes"]), e["state"]) for e in stored["moves"]
            ),
            kept=tuple(_kept(each) for each in stored["kept"]),
            begun=tuple(
                Begun(e["kind"], Place(**e["place"]), _moment(e["due_at"]), e["name"]) for e in stored["begun"]
            ),
            ended=tuple(_kept(each) for each in stored["ended"]),
            receives=tuple(stored["receives"]),
            freed=tuple(stored["freed"]),
            stands=tuple((Place(**place), state) for place, state in stored["stands"]),
            **places,
        )


def _kept(stored: Mapping[str, Any]) -> Kept:
    return Kept(stored["kind"], Place(**stored["was"]), Place(**stored["becomes"]), _moment(stored["due_at"]))


def _moment(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(stored)


@dataclass(frozen=True)
class Foreseen:
    """The instance in its new version, with what happened on the way."""

    run: Run
    preview: Preview
    #: the waits it had, in the words of the new version: (token, element) before → the wait now
    renamed: tuple[tuple[Wait, Wait], ...]
    #: the waits it had that are over
    over: tuple[Wait, ...]


def foresee(program: Program, raw: bytes, target: Program, plan: MigrationPlan, environment: Environment) -> Foreseen:
    """Carry the state of an instance over. Pure but for what `environment` does. Raises `NotMovable`."""
    before = Run.load(program, raw, environment)
    waits, positions = before.waits(), before.positions()
    carried = carry_over(program, raw, target, plan, environment)
    renamed, over = _translate(waits, carried)
    return Foreseen(carried.run, _preview(positions, carried, renamed, over), renamed, over)


def watching(environment: Environment) -> Environment:
    """The environment of a dry run: where a handler would act, the token stops."""

    def stop(call: HandlerCall) -> Mapping[str, Any]:
        raise Incident(WOULD_ACT, call.handler)

    return replace(environment, call_handler=stop)


# ---------------------------------------------------------------------- comparing
@dataclass
class _Index:
    waits: Waits
    by_name: dict[tuple[type, str, str], Wait] = field(default_factory=dict)
    by_token: dict[tuple[type, str], Wait] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for wait in all_waits(self.waits):
            self.by_name[type(wait), wait.token, wait.element_id] = wait
            self.by_token[type(wait), wait.token] = wait


def all_waits(waits: Waits) -> list[Wait]:
    """Every wait of an instance."""
    return [*waits.user_tasks, *waits.timers, *waits.subscriptions, *waits.jobs, *waits.incidents]


def _translate(before: Waits, carried: CarriedOver) -> tuple[tuple[tuple[Wait, Wait], ...], tuple[Wait, ...]]:
    after = _Index(carried.waits)
    renamed, over = [], []
    for wait in all_waits(before):
        now: Wait | None
        if isinstance(wait, TimerWait | SubscriptionWait):
            name = carried.facts.waits.get((wait.token, wait.element_id))
            now = after.by_name.get((type(wait), *name)) if name is not None else None
        else:
            now = after.by_token.get((type(wait), wait.token))
            if wait.token in carried.facts.renewed_jobs and wait in before.jobs:
                now = None
        if now is None:
            over.append(wait)
        else:
            renamed.append((wait, now))
    return tuple(renamed), tuple(over)


def _preview(
    before: tuple[Position, ...],
    carried: CarriedOver,
    renamed: tuple[tuple[Wait, Wait], ...],
    over: tuple[Wait, ...],
) -> Preview:
    facts, run = carried.facts, carried.run
    was = {position.token: position for position in before}
    moves = [Move(p.token, _at(was[p.token]), _at(p), was[p.token].state) for p in carried.positions if p.token in was]
    old_names = {id(now) for _, now in renamed}
    begun = [w for w in all_waits(carried.waits) if id(w) not in old_names and kind_of(w) != "incident"]
    places = {position.token: _at(position) for position in carried.positions}
    acts = [_wait_at(i) for i in run.waits().incidents if i.error_class == WOULD_ACT]
    return Preview(
        moves=tuple(moves),
        kept=tuple(Kept(kind_of(a), _wait_at(a), _wait_at(b), _due(b)) for a, b in renamed),
        begun=tuple(Begun(kind_of(w), _wait_at(w), _due(w), getattr(w, "name", None)) for w in begun),
        ended=tuple(Kept(kind_of(w), _wait_at(w), _wait_at(w), _due(w)) for w in over),
        emerged=tuple(places[token] for token in facts.emerged if token in places),
        dissolved=tuple(_at(was[token]) for token in facts.dissolved if token in was),
        goes_on=tuple(Place(s.process_key, s.element_id) for s in run.steps if s.kind == "completed"),
        acts=tuple(acts),
        freed=tuple(facts.freed),
        stands=tuple((_at(position), position.state) for position in run.positions()),
    )


def kind_of(wait: Wait) -> str:
    """task, timer, message, signal, job or incident."""
    if isinstance(wait, SubscriptionWait):
        return wait.kind
    return {"UserTaskWait": "task", "TimerWait": "timer", "JobWait": "job"}.get(type(wait).__name__, "incident")


def _at(position: Position) -> Place:
    return Place(position.process_key, position.element_id)


def _wait_at(wait: Wait) -> Place:
    return Place(wait.process_key, wait.element_id.partition("#")[0])


def _due(wait: Wait) -> datetime | None:
    return wait.due_at if isinstance(wait, TimerWait) else None
