"""A year and a half of a demo jobcenter: people work through their tasks while a clock of its own moves.

Everything goes through the commands that people and the worker use. What happens next is derived from the database
and from biographies set in advance, so that a seed that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import partial

from sqlalchemy import func, select

from engine.calendar import BERLIN
from engine.errors import ValuesRefused
from engine.executor import Engine
from engine.queries import next_event
from engine.worker import Worker, drain
from models.casework import Case, Person
from models.history import HistoryEntry
from models.runtime import TaskStatus, UserTask
from processes.demo.biographies import Biography
from processes.demo.pace import moment_of_work
from processes.demo.player import Player
from processes.demo.question import Task
from processes.demo.services import ideas

_OPENED = (
    select(
        UserTask.id,
        UserTask.instance_id,
        UserTask.token,
        UserTask.element_id,
        func.coalesce(UserTask.business_key, ""),
        UserTask.form_id,
        UserTask.assignee,
        UserTask.created_at,
    )
    .where(UserTask.status == TaskStatus.OPEN)
    .order_by(UserTask.id)
)
_NUMBERS = select(Person.customer_no, Case.case_number).join(Case, Case.person_id == Person.id)


@dataclass
class Clock:
    """Time in the simulation."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(order=True)
class Plan:
    """Something a person will do. `place` keeps the order of what falls on the same second."""

    at: datetime
    place: int
    act: Callable[[], None] = field(compare=False)


class Simulation:
    """The story until the first moment of `day`; what falls due on the day itself is left to the office."""

    def __init__(
        self, engine: Engine, clock: Clock, people: Iterable[Biography], day: date, report: Callable[[str], None]
    ) -> None:
        """`report` gets a German line per month, and one for each task that nobody could complete."""
        self.engine, self.clock, self.report = engine, clock, report
        self.until = datetime.combine(day, time(), BERLIN).astimezone(UTC)
        self.player = Player(engine, day)
        self.worker = Worker(engine, "demo")
        self.plans: list[Plan] = []
        self.planned = 0
        self.by_case: dict[str, Biography] = {}
        self.seen_task = 0
        self._take_up(people)

    def run(self) -> None:
        """Live through the story."""
        month = ""
        while True:
            due = self._look_around()
            planned = self.plans[0].at if self.plans else self.until
            moment = min(planned, due or self.until)
            if moment >= self.until:
                break
            self.clock.now = max(self.clock.now, moment)
            if f"{self.clock.now:%Y-%m}" != month:
                month = f"{self.clock.now:%Y-%m}"
                self.report(f"{month}: {len(self.by_case)} Fälle eröffnet")
            if due is not None and due <= self.clock.now:
                drain(self.worker)
            else:
                heapq.heappop(self.plans).act()
        self.clock.now = self.until
        drain(self.worker)

    def _take_up(self, people: Iterable[Biography]) -> None:
        """Plan what lies ahead; what has happened is in the database."""
        with self.engine.reading() as rows:
            last = rows.scalars(select(func.max(HistoryEntry.at))).one()
            opened = dict(rows.execute(_NUMBERS).all())
        if last is not None:
            self.clock.now = max(self.clock.now, last)
        for person in people:
            number = opened.get(person.client.customer_no)
            if number is None:
                self._plan(person.opened_at, partial(self._open, person))
            else:
                self._follow(number, person)

    def _open(self, person: Biography) -> None:
        self._follow(self.player.open_case(person), person)

    def _follow(self, number: str, person: Biography) -> None:
        self.by_case[number] = person
        for at, act in (
            (person.changed_at, self.player.report_change),
            (person.works_at, self.player.take_up_work),
            (person.deregistered_at, self.player.deregister),
        ):
            if at is not None and at > self.clock.now:
                self._plan(at, partial(act, number, person))
        for at, idea in ideas(person, self.engine.calendar):
            if at > self.clock.now:
                self._plan(at, partial(self.player.have_idea, idea, number, person))

    def _look_around(self) -> datetime | None:
        """Plan when tasks that have opened since will be done; returns when time alone will move something."""
        with self.engine.reading() as rows:
            due = next_event(rows)
            opened = rows.execute(_OPENED.where(UserTask.id > self.seen_task)).all()
        for row in opened:
            task = Task(*row)
            self.seen_task = task.id
            person = self.by_case[task.case_number]
            moment = moment_of_work(task, person, self.engine.calendar)
            if moment is not None:
                self._plan(moment, partial(self._complete, task, person))
        return due

    def _complete(self, task: Task, person: Biography) -> None:
        """What a form refuses stays open, as it would on a desk, and is said."""
        try:
            self.player.complete(task, person)
        except ValuesRefused as refused:
            why = "; ".join(f"{field}: {message}" for field, message in sorted(refused.errors.items()))
            self.report(f"{task.case_number}: „{task.element_id}“ blieb offen. {why}")

    def _plan(self, at: datetime, act: Callable[[], None]) -> None:
        self.planned += 1
        heapq.heappush(self.plans, Plan(at.astimezone(UTC), self.planned, act))
