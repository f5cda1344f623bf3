"""Driving one instance in memory, the way the core does: after every act it is dumped and loaded again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from engine.calendar import BERLIN, BusinessCalendar
from engine.calendar_functions import calendar_functions
from engine.spiff import Program, Run
from engine.waits import Environment, HandlerCall, Step, StepKind, ThrownEvent, Waits

START = datetime(2026, 1, 5, 8, tzinfo=BERLIN)
CALENDAR = BusinessCalendar()
FUNCTIONS = calendar_functions(lambda: CALENDAR)


class Play:
    """An instance with a clock. `handlers` are the inside handlers by name, `decisions` by id."""

    def __init__(
        self,
        program: Program,
        variables: Mapping[str, Any] | None = None,
        *,
        handlers: Mapping[str, Callable[[HandlerCall], Mapping[str, Any]]] | None = None,
        decisions: Mapping[str, Callable[[Mapping[str, Any]], Any]] | None = None,
        start: str | None = None,
        payload: Mapping[str, Any] | None = None,
    ) -> None:
        self.program = program
        self.handlers = dict(handlers or {})
        self.decisions = dict(decisions or {})
        self.now = START
        self.steps: list[Step] = []
        self.thrown: list[ThrownEvent] = []
        self.run = Run.start(program, variables or {}, self.environment(), start_element=start, payload=payload or {})
        self._keep()

    def environment(self) -> Environment:
        return Environment(
            now=self.now,
            call_handler=lambda call: self.handlers[call.handler](call),
            decide=lambda key, variables: self.decisions[key](variables),
            functions=FUNCTIONS,
            calendar=CALENDAR,
        )

    def _keep(self) -> None:
        self.steps += self.run.steps
        self.thrown += self.run.thrown
        before = (self.run.waits(), self.run.positions(), self.run.variables())
        raw = self.run.dump()
        self.run = Run.load(self.program, raw, self.environment())
        assert (self.run.waits(), self.run.positions(), self.run.variables()) == before
        assert self.run.dump() == raw

    # ------------------------------------------------------------------ acts
    def complete(self, element: str, **values: Any) -> Play:
        self.run.complete_user_task(self.task(element), values)
        self._keep()
        return self

    def complete_token(self, token: str, **values: Any) -> Play:
        self.run.complete_user_task(token, values)
        self._keep()
        return self

    def travel(self, **delta: float) -> Play:
        """Move the clock; everything that comes due fires in order."""
        goal = self.now + timedelta(**delta)
        while True:
            due = [timer for timer in self.waits.timers if timer.due_at <= goal]
            if not due:
                break
            timer = min(due, key=lambda each: each.due_at)
            self.now = max(self.now, timer.due_at)
            self.run = Run.load(self.program, self.run.dump(), self.environment())
            assert self.run.fire_timer(timer.token, timer.element_id)
            self._keep()
        self.now = goal
        self.run = Run.load(self.program, self.run.dump(), self.environment())
        return self

    def send(self, name: str, key: str | None = None, **payload: Any) -> Play:
        """Deliver a message to the first wait that matches."""
        wait = next(
            w for w in self.waits.subscriptions if (w.kind, w.name, w.correlation_key) == ("message", name, key)
        )
        assert self.run.deliver(wait.token, wait.element_id, payload)
        self._keep()
        return self

    def signal(self, name: str, **payload: Any) -> Play:
        """A signal from outside, to every wait that matches."""
        for wait in [w for w in self.waits.subscriptions if (w.kind, w.name) == ("signal", name)]:
            self.run.deliver(wait.token, wait.element_id, payload)
        self._keep()
        return self

    def set(self, **values: Any) -> Play:
        self.run.set_variables(values)
        self._keep()
        return self

    def retry(self, element: str) -> Play:
        self.run.retry(next(i.token for i in self.waits.incidents if i.element_id == element))
        self._keep()
        return self

    def move(self, element: str, to: str, way: str | None = None) -> Play:
        """Move the first token at an element."""
        self.run.move_token(self.token(element), to, way)
        self._keep()
        return self

    def add(self, to: str, way: str | None = None) -> Play:
        self.run.add_token(to, way)
        self._keep()
        return self

    def remove(self, element: str, turn: int | None = None) -> Play:
        self.run.remove_token(self.token(element, turn))
        self._keep()
        return self

    # ------------------------------------------------------------------ questions
    def token(self, element: str, turn: int | None = None) -> str:
        """The first token at an element, or that of a turn of a repeated activity."""
        return next(p.token for p in self.run.token_places() if (p.element_id, p.turn) == (element, turn))

    def targets(self, element: str | None = None) -> list[str]:
        """Names of the elements the token at `element` can be moved to, or where one can be added; sorted."""
        return sorted(t.element_id for t in self.run.target_places(self.token(element) if element else None))

    @property
    def waits(self) -> Waits:
        return self.run.waits()

    def task(self, element: str) -> str:
        tokens = [wait.token for wait in self.waits.user_tasks if wait.element_id == element]
        assert tokens, f"{element} is not open, but {self.open}"
        return tokens[0]

    @property
    def open(self) -> list[str]:
        """Open user tasks, sorted."""
        return sorted(wait.element_id for wait in self.waits.user_tasks)

    @property
    def timers(self) -> list[str]:
        return sorted(wait.element_id for wait in self.waits.timers)

    @property
    def listening(self) -> list[str]:
        return sorted(f"{wait.element_id}:{wait.name}" for wait in self.waits.subscriptions)

    @property
    def incidents(self) -> list[str]:
        return sorted(f"{wait.element_id}:{wait.error_class}" for wait in self.waits.incidents)

    @property
    def trace(self) -> list[str]:
        """Completed elements in order."""
        return [step.element_id for step in self.steps if step.kind is StepKind.COMPLETED]

    @property
    def cancelled(self) -> list[str]:
        return sorted(step.element_id for step in self.steps if step.kind is StepKind.CANCELLED)

    @property
    def data(self) -> dict[str, Any]:
        return self.run.variables()

    @property
    def status(self) -> str:
        return self.run.status

    @property
    def done(self) -> bool:
        return self.status == "completed"


def resumed(program: Program, raw: bytes, now: datetime) -> Play:
    """An instance that goes on from a stored state."""
    play = Play.__new__(Play)
    play.program, play.now = program, now.astimezone(BERLIN)
    play.handlers, play.decisions, play.steps, play.thrown = {}, {}, [], []
    play.run = Run.load(program, raw, play.environment())
    return play
