"""A running office for journeys: real web server, real database, real clock that a team lead moves."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import select

from engine.calendar import BERLIN, berlin_date
from engine.commands.complete_task import CompleteTask
from engine.commands.move_office_clock import MoveOfficeClock
from engine.executor import Engine
from engine.worker import Worker, drain
from models.casework import Case, Person
from models.identity import Role
from models.migrate import upgrade
from models.runtime import TaskStatus, UserTask
from processes.bootstrap import build_engine, deploy_shipped
from processes.demo import DEMO_PASSWORD, demo_accounts, seed
from processes.demo.biographies import Biography, biographies
from processes.demo.office import seed_state
from processes.demo.player import RECIPES, Player
from processes.demo.question import Question, Task, Values, required_values
from processes.settings import Settings
from tests.serving import serving
from web.app import create_app
from web.settings import WebSettings

#: Cases of an office for journeys; the first ones show a talk, renewals, work left over and a fresh case.
CASES = 6
#: The moment a journey begins: a Tuesday without holidays near it. What chance brings about in the demo depends on it.
MOMENT = datetime(2026, 11, 10, 9, tzinfo=BERLIN)


def standing_still() -> datetime:
    """The time of a journey: it passes only when a team lead moves the office clock."""
    return MOMENT


@dataclass
class Office:
    """`people` are those behind the cases, by case number; journeys add their own."""

    url: str
    engine: Engine
    app: Flask
    people: dict[str, Biography] = field(default_factory=dict)
    password: str = DEMO_PASSWORD

    @property
    def today(self) -> date:
        return berlin_date(self.engine.now())

    def settle(self) -> None:
        """What the worker does: everything due at this moment."""
        drain(Worker(self.engine, "acceptance"))

    def case_of(self, course: str) -> str:
        """The number of the first case that runs like this."""
        return next(number for number, person in self.people.items() if person.course.name == course)

    def open_tasks(self, number: str) -> list[UserTask]:
        with self.engine.reading() as rows:
            found = select(UserTask).where(UserTask.business_key == number, UserTask.status == TaskStatus.OPEN)
            return list(rows.scalars(found.order_by(UserTask.id)))

    def answers(self, task_id: int) -> Values:
        """What a caseworker of the demo would enter for this task."""
        with self.engine.reading() as rows:
            row = rows.get_one(UserTask, task_id)
            assert row.form_id is not None
            form = self.engine.definitions.form(rows, row.form_id)
        task = _task(row)
        person = self.people[task.case_number]
        question = Question(self.engine, task, person, form.key, form.form, task.chance(person), date.min)
        values = required_values(question)
        return values | RECIPES[form.key](question) if form.key in RECIPES else values

    def complete(self, number: str, name: str, entries: Mapping[str, Any]) -> None:
        """Whoever has to do a task does it, without a browser. `entries` by dotted place replace those of the demo."""
        task = next(t for t in self.open_tasks(number) if t.name == name)
        values = self.answers(task.id)
        for place, value in entries.items():
            *way, last = place.split(".")
            inside: Any = values
            for step in way:
                inside = inside[int(step) if step.isdigit() else step]
            inside[last] = value
        player = Player(self.engine, date.min)
        self.engine.execute(CompleteTask(task.id, values), player.worker_of(_task(task), self.people[number]))
        self.settle()

    def let_pass(self, days: int) -> None:
        """Days go by, and everything that comes due happens."""
        lead = next(account.username for account in demo_accounts() if account.kind is Role.TEAM_LEAD)
        self.engine.execute(MoveOfficeClock(days), Player(self.engine, date.min).actors[lead])
        self.settle()

    def do_daily_work(self, number: str, *, but: Collection[str] = ()) -> None:
        """Colleagues finish what is open in this case, except elements named in `but`, until nothing is left."""
        player = Player(self.engine, date.min)
        for _ in range(60):
            self.settle()
            task = next((t for t in self.open_tasks(number) if t.element_id not in but), None)
            if task is None:
                return
            player.complete(_task(task), self.people[number])
        raise AssertionError(f"the work on {number} never ends")


def _task(row: UserTask) -> Task:
    number = row.business_key or ""
    return Task(row.id, row.instance_id, row.token, row.element_id, number, row.form_id, row.assignee, row.created_at)


def furnish(database_url: str) -> None:
    """Fill an empty database with a small demo office."""
    settings = Settings(database_url=database_url, demo=True)
    engine = build_engine(settings)
    upgrade(engine.database)
    engine.database.dispose()
    seed(settings, cases=CASES, report=lambda _line: None, now=standing_still)


@contextmanager
def open_office(database_url: str) -> Iterator[Office]:
    """Serve a furnished office on a free port."""
    engine = build_engine(Settings(database_url=database_url, demo=True), real=standing_still)
    deploy_shipped(engine)
    app = create_app(engine, WebSettings(secret_key="k" * 40, https=False, is_demo=True))
    try:
        with serving(app, threads=8) as address:
            office = Office(address, engine, app, _people(engine))
            office.settle()
            yield office
    finally:
        engine.database.dispose()


def _people(engine: Engine) -> dict[str, Biography]:
    with engine.reading() as rows:
        begun = seed_state(rows).begun
        assert begun is not None
        numbers = select(Person.customer_no, Case.case_number).join(Case, Case.person_id == Person.id)
        by_customer = dict(rows.execute(numbers).all())
    people = biographies(begun.cases, begun.day, engine.calendar)
    return {by_customer[p.client.customer_no]: p for p in people}
