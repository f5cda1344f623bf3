"""The people of the demo office at work: they open cases and complete tasks with the rights they have in life."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from engine.actor import Actor
from engine.calendar import berlin_date
from engine.commands.complete_task import CompleteTask
from engine.executor import Engine
from models.casework import (
    ENDED_STATES,
    Case,
    ConsentForm,
    EmploymentCategory,
    HouseholdPurpose,
    LegalCircle,
    Provider,
)
from models.identity import User
from models.runtime import TaskStatus, UserTask
from processes.access import actor_for
from processes.demo import intake_answers, plan_answers, service_answers, services, talk_answers
from processes.demo.accounts import demo_accounts
from processes.demo.biographies import Biography
from processes.demo.question import Question, Recipe, Task, required_values
from processes.employment.commands import FirstMask, TakeUpWork
from processes.household.commands import JoinHousehold, RecordHouseholdConsent
from processes.household.rules import Answer
from processes.integration.commands import DeregisterCase, OpenCase, ReportChange

#: Establishment number of the employer that hires in the demo, as in `providers.json`.
EMPLOYER = "10000007"

RECIPES: Mapping[str, Recipe] = {
    **intake_answers.RECIPES,
    **plan_answers.RECIPES,
    **service_answers.RECIPES,
    **talk_answers.RECIPES,
}


class Player:
    """`day` is the day the office is shown on."""

    def __init__(self, engine: Engine, day: date) -> None:
        self.engine, self.day = engine, day
        with engine.reading() as rows:
            self.actors = {user.username: actor_for(user) for user in rows.scalars(select(User))}

    def open_case(self, person: Biography) -> str:
        """Returns the case number."""
        command = OpenCase(person.client, person.circle, person.team, person.caseworker.username, person.status)
        number = self.engine.execute(command, self._caseworker(person))
        self._join_household(number, person)
        return number

    def _join_household(self, number: str, person: Biography) -> None:
        """Every third pair of neighbours in the list of clients is a household; most of them share their data."""
        pair, second = divmod(int(person.client.customer_no[-6:]), 2)
        if person.circle is not LegalCircle.SGB2 or pair % 3:
            return
        actor = self._caseworker(person)
        self.engine.execute(JoinHousehold(number, f"31702BG{pair:07d}"), actor)
        if not second:
            given = RecordHouseholdConsent(number, HouseholdPurpose.SHARE_DATA, Answer.GIVEN, ConsentForm.WRITTEN)
            self.engine.execute(given, actor)

    def complete(self, task: Task, person: Biography) -> None:
        """Complete the task if it is still open. Raises ValuesRefused if a recipe does not fit its form."""
        with self.engine.reading() as rows:
            status = rows.execute(select(UserTask.status).where(UserTask.id == task.id)).scalar_one()
            if status is not TaskStatus.OPEN:
                return
            form = self.engine.definitions.form(rows, task.form_id) if task.form_id else None
        values = {}
        if form is not None:
            question = Question(self.engine, task, person, form.key, form.form, task.chance(person), self.day)
            values = required_values(question)
            if form.key in RECIPES:
                values |= RECIPES[form.key](question)
        self.engine.execute(CompleteTask(task.id, values), self.worker_of(task, person))

    def report_change(self, number: str, person: Biography) -> None:
        if self._is_running(number):
            text = "Die Person meldet einen Umzug innerhalb der Stadt; der Weg zur Arbeit ändert sich."
            self.engine.execute(ReportChange(number, text), self._caseworker(person))

    def take_up_work(self, number: str, person: Biography) -> None:
        if self._is_running(number):
            with self.engine.reading() as rows:
                employer = rows.scalars(select(Provider).where(Provider.establishment_no == EMPLOYER)).one()
            job = FirstMask(
                EmploymentCategory.INSURED,
                title=f"{person.occupation.title}, {employer.name}"[:120],
                started_on=berlin_date(self.engine.now()),
                employer=employer.name,
                establishment_no=EMPLOYER,
                place=employer.city,
                provider_id=employer.id,
            )
            self.engine.execute(TakeUpWork(number, job), self._caseworker(person))

    def have_idea(self, idea: services.Idea, number: str, person: Biography) -> None:
        services.follow(self.engine, self._caseworker(person), number, idea, person)

    def deregister(self, number: str, person: Biography) -> None:
        if self._is_running(number):
            today = berlin_date(self.engine.now())
            command = DeregisterCase(number, today, "Umzug in den Bereich eines anderen Trägers")
            self.engine.execute(command, self._caseworker(person))

    def _is_running(self, number: str) -> bool:
        with self.engine.reading() as rows:
            state = rows.scalars(select(Case.state).where(Case.case_number == number)).one()
            return state not in ENDED_STATES

    def _caseworker(self, person: Biography) -> Actor:
        return self.actors[person.caseworker.username]

    def worker_of(self, task: Task, person: Biography) -> Actor:
        """Who does a task: whoever it is given to, else the team lead."""
        if task.assignee is not None:
            return self.actors[task.assignee]
        lead = next(a for a in demo_accounts() if a.leads(person.team))
        return self.actors[lead.username]
