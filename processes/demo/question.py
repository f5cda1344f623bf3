"""One open task as the demo's caseworkers see it, and values for fields that no recipe names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from engine import queries
from engine.calendar import BERLIN, BusinessCalendar
from engine.executor import Engine
from engine.forms import Form
from engine.forms.components import Component, ComponentType
from engine.formsupport import FormCall
from processes.demo.biographies import Biography

Values = dict[str, Any]


@dataclass(frozen=True)
class Task:
    """What the demo needs to know of an open task."""

    id: int
    instance_id: int
    token: str
    element_id: str
    case_number: str
    form_id: int | None
    assignee: str | None
    created_at: datetime

    def chance(self, person: Biography) -> Random:
        """Chance for this task alone: the same whenever it is looked at, also after an interrupted seed."""
        return Random(f"{person.client.customer_no} {self.element_id} {self.created_at.timestamp():.0f}")


@dataclass(frozen=True)
class Question:
    """`day` is the day the office is shown on."""

    engine: Engine
    task: Task
    person: Biography
    name: str
    form: Form
    rng: Random
    day: date

    @property
    def now(self) -> datetime:
        return self.engine.now()

    @property
    def today(self) -> date:
        return self.now.astimezone(BERLIN).date()

    @property
    def calendar(self) -> BusinessCalendar:
        return self.engine.calendar

    @cached_property
    def variables(self) -> Mapping[str, Any]:
        """The process data that the task sees. Costs a look at the instance."""
        with self.engine.reading() as rows:
            run = queries.run_of(rows, self.engine.definitions, self.task.instance_id, self.now)
            return run.scope_variables(self.task.token)

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """What the form sees: process data and, over them, the office's facts. Costs more than the data alone."""
        with self.engine.reading() as rows:
            call = FormCall(rows, self.now, self.name, self.task.case_number, self.variables)
            return self.engine.forms.context_of(call)

    @cached_property
    def initial(self) -> Values:
        """What the form starts with."""
        return self.form.initial(self.facts, now=self.now)

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def in_days(self, at_least: int, at_most: int) -> date:
        """A working day so many days ahead."""
        return self.calendar.next_working_day(self.today + timedelta(days=self.rng.randint(at_least, at_most)))


#: Values of one form for one case. Fields it does not name keep what the form starts with.
Recipe = Callable[[Question], Values]


def required_values(question: Question) -> Values:
    """Values for the required fields outside rows, from the form alone.

    So a form that has got a field more since its recipe was written is still filled in. Fields that are hidden drop
    out when the form is checked.
    """
    values: Values = {}
    for field in question.form.fields:
        if field.rules.required and field.type is not ComponentType.DYNAMICLIST:
            inside = values
            for name in field.path[:-1]:
                inside = inside.setdefault(name, {})
            inside[field.path[-1]] = _value(field, question)
    return values


def _value(field: Component, question: Question) -> Any:
    match field.type:
        case ComponentType.CHECKBOX:
            return True
        case ComponentType.NUMBER:
            return 1
        case ComponentType.DATETIME:
            return question.in_days(14, 40)
        case ComponentType.RADIO | ComponentType.SELECT:
            options = field.options.static if field.options else None
            return options[0].value if options else None
        case _:
            return "Im Gespräch geklärt und festgehalten."
