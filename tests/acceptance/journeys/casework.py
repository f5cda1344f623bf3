"""The people of the office at work on one client's case, each at a browser of their own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from engine.calendar import berlin_date
from models.casework import Appointment, AppointmentState, Case
from processes.demo import demo_accounts
from tests.acceptance.conftest import Visit
from tests.acceptance.newcomer import Newcomer, open_case
from tests.acceptance.office import Office
from tests.acceptance.visitor import Visitor

CASEWORKER = "a.becker"
#: Longest way the clock of the office goes in one move.
FARTHEST = 366


@dataclass
class Casework:
    """`by_hand`: also what a journey is not about is done in a browser."""

    office: Office
    visit: Visit
    by_hand: bool
    number: str = ""
    #: who opened the case, and therefore works on it
    caseworker: str = CASEWORKER
    at_desk: dict[str, Visitor] = field(default_factory=dict)

    def at(self, username: str) -> Visitor:
        """Somebody's desk; they sign in when they are first needed."""
        if username not in self.at_desk:
            self.at_desk[username] = self.visit(username)
        return self.at_desk[username]

    @property
    def desk(self) -> Visitor:
        """The desk of the caseworker of the case."""
        return self.at(self.caseworker)

    @property
    def lead(self) -> Visitor:
        """The desk of the team lead of the case."""
        return self.at(self._lead)

    @property
    def _lead(self) -> str:
        team = self.office.people[self.number].team
        return next(account.username for account in demo_accounts() if account.leads(team))

    def begin(self, newcomer: Newcomer, caseworker: str = CASEWORKER) -> None:
        """Open the case; from here on everything is about it."""
        self.caseworker = caseworker
        self.number = open_case(self.desk, self.office, newcomer)

    # --- time ------------------------------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        return self.office.today

    def go_to(self, day: date) -> None:
        """The clock of the office is moved to this day, and everything due until then happens."""
        while day > self.today:
            days = min((day - self.today).days, FARTHEST)
            if self.by_hand:
                self.lead.move_clock(days)
            else:
                self.office.let_pass(days)

    @property
    def next_talk(self) -> date:
        """The day of the next appointment that is agreed."""
        found = select(Appointment.starts_at).join(Case, Case.id == Appointment.case_id)
        found = found.where(Case.case_number == self.number, Appointment.state == AppointmentState.AGREED)
        with self.office.engine.reading() as rows:
            return berlin_date(rows.scalars(found.order_by(Appointment.starts_at)).first() or self.office.engine.now())

    def go_on(self, days: int) -> None:
        self.go_to(self.today + timedelta(days=days))

    def workday(self, number: int, start: date | None = None) -> date:
        """So many working days after today, or after `start`."""
        return self.office.engine.calendar.working_day_offset(start or self.today, number)

    def go_to_talk(self) -> None:
        """To the day after the next appointment: it has begun, whatever its time of the day."""
        self.go_to(self.next_talk + timedelta(days=1))

    # --- work ------------------------------------------------------------------------------------------------------

    def do(self, name: str, **entries: Any) -> None:
        """The caseworker concludes a task by hand; what `entries` do not say is filled in as in the demo."""
        self.desk.work_on(self.number, name, **entries)

    def quickly(self, name: str, **entries: Any) -> None:
        """A step that leads to what the journey is about; by hand only the long way."""
        if self.by_hand:
            task = next(t for t in self.office.open_tasks(self.number) if t.name == name)
            desk = self.at(task.assignee or self._lead)
            desk.work_on(self.number, name, queue=task.assignee is None, **entries)
        else:
            self.office.complete(self.number, name, entries)

    def decide(self, name: str, **entries: Any) -> None:
        """The team lead concludes a task from the queue by hand."""
        self.lead.work_on(self.number, name, queue=True, **entries)

    def routine(self, *, but: Collection[str] = ()) -> None:
        """What the journey is not about: everything open is done, except elements in `but`."""
        if not self.by_hand:
            self.office.do_daily_work(self.number, but=but)
            return
        for _ in range(60):
            self.office.settle()
            task = next((t for t in self.office.open_tasks(self.number) if t.element_id not in but), None)
            if task is None:
                return
            desk = self.at(task.assignee or self._lead)
            desk.work_on(self.number, task.name, queue=task.assignee is None)
        raise AssertionError(f"the work on {self.number} never ends")

    def first_round(self, newcomer: Newcomer, caseworker: str = CASEWORKER) -> None:
        """A new client up to the first agreement and the next appointment: not what the journey is about."""
        self.begin(newcomer, caseworker)
        self.routine(but={"ausgang_festhalten"})
        self.go_to_talk()
        self.routine()

    # --- looking ---------------------------------------------------------------------------------------------------

    def open_tasks(self) -> list[str]:
        """What stands in the caseworker's own list for this case."""
        return self.desk.tasks_of(self.number)

    def listed(self, name: str) -> str:
        """What the caseworker's own list says about an open task."""
        return self.desk.listed(self.number, name)

    def open(self, name: str) -> str:
        """The caseworker opens a task from the list; what its page says."""
        self.desk.tasks_of(self.number)
        self.desk.follow(name)
        return self.desk.read()

    def look(self, part: str = "") -> str:
        """What the caseworker reads on a page of the case, everything unfolded."""
        self.desk.go(f"/faelle/{self.number}{part}")
        return self.desk.read()


def told(day: date) -> str:
    """A day as pages write it."""
    return f"{day:%d.%m.%Y}"
