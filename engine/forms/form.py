"""The compiled form: what the rest of the application works with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from engine.feel import FeelFunction
from engine.forms.components import Component, ComponentType, fields_of
from engine.forms.errors import FormRefused
from engine.forms.filling import filled
from engine.forms.raw_input import UnreadableInput, add_row, at, canonical, put, remove_row
from engine.forms.reader import read_form
from engine.forms.reading import read
from engine.forms.schema import form_schema
from engine.forms.state import FormState, Surroundings, given_value, placed, root_scope, row_scope, settle
from engine.forms.texts import NO_ROWS, Told, as_written
from engine.forms.validation import FieldError, FormResult, at_place, validate
from engine.forms.view import Node, view
from engine.forms.writing import readable, to_raw
from engine.lint.finding import Finding, Severity


class Answer(NamedTuple):
    """One line of a check-answers page."""

    label: str
    text: str
    #: dotted path of the field, for a link back to it
    place: str


@dataclass(frozen=True)
class Page:
    """Components that are shown together; ``title`` is empty when the form has a single page."""

    title: str
    components: tuple[Component, ...]


@dataclass(frozen=True)
class Form:
    """A form compiled from form-js JSON. Immutable; share it between threads.

    Raw input is either what a page sent (flat names, see :mod:`engine.forms.raw_input`) or nested JSON values.
    ``context`` is data around the form (process or case); FEEL texts see it behind the fields of the form.
    """

    id: str
    components: tuple[Component, ...]
    #: warnings and hints of the compiler
    findings: tuple[Finding, ...] = ()
    #: what the words that the form says of its own are told as, see :mod:`engine.forms.texts`
    told: Told = as_written

    @cached_property
    def fields(self) -> tuple[Component, ...]:
        """All fields in document order, groups opened; a dynamic list is one field with ``fields`` of its own."""
        return tuple(fields_of(self.components))

    @cached_property
    def names(self) -> frozenset[str]:
        """First parts of the names of all inputs: what raw input of this form may hold."""
        return frozenset(field.path[0] if field.path else field.key for field in self.fields)

    @cached_property
    def schema(self) -> dict[str, Any]:
        """JSON Schema 2020-12 of the values, ``additionalProperties`` false."""
        return form_schema(self.components, self.id)

    @cached_property
    def is_dynamic(self) -> bool:
        """True when an answer may change what the form shows: conditions, choices or texts in FEEL."""
        return _is_dynamic(self.components)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages: a top-level component with property ``page`` starts the page of that title.

        Components without the property stay on the current page; without any the form is a single page.
        """
        titles: list[str] = []
        members: list[list[Component]] = []
        for component in self.components:
            title = component.properties.get("page", "")
            if not members or (title and title != titles[-1]):
                titles.append(title)
                members.append([])
            members[-1].append(component)
        return tuple(Page(title, tuple(inside)) for title, inside in zip(titles, members, strict=True))

    def validate(self, raw: Mapping[str, Any], context: Mapping[str, Any], *, now: datetime) -> FormResult:
        """Typed values and errors. Values of hidden fields are dropped, unknown names are errors; never raises for
        JSON input (``FeelLimitError`` passes through when a condition of the designer does not end)."""
        return validate(self.components, raw, Surroundings(context, now))

    def visible(self, raw: Mapping[str, Any], context: Mapping[str, Any], *, now: datetime) -> frozenset[str]:
        """Dotted paths of the visible fields, rows included (``kinder``, ``kinder.0.name``)."""
        around = Surroundings(context, now)
        _, state = self._settled(raw, around)
        return frozenset(item.place for item in placed(self.components, state, around) if item.component.is_field)

    def initial(self, context: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """Raw input a new form starts with: property ``prefill``, data under the same path, or default values."""
        around = Surroundings(context, now)
        return _initial(self.components, context, root_scope(around, {}), around)

    def filled(self, raw: Mapping[str, Any], context: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """Raw input with the fields filled that follow others (property ``fill``); what was typed stays."""
        if all(field.fill is None for field in self.fields):
            return dict(raw)
        around = Surroundings(context, now)
        known, state = self._settled(raw, around)
        return filled(self.components, known, state, around)

    def view(
        self, raw: Mapping[str, Any], context: Mapping[str, Any], *, now: datetime, page: int | None = None
    ) -> tuple[Node, ...]:
        """The visible components ready to be shown, with the input as typed; ``page`` from 0, None for all."""
        around = Surroundings(context, now)
        known, state = self._settled(raw, around)
        components = self.components if page is None else self.pages[page].components
        return view(components, known, state, around, self.told)

    def display(self, values: Mapping[str, Any], context: Mapping[str, Any], *, now: datetime) -> list[Answer]:
        """Label, readable text and path of every visible field, for check-answers pages and printouts.

        ``values`` are those of a :class:`FormResult`, or what was stored of them. Fields in rows are labelled
        ``Kinder 1: Vorname``.
        """
        around = Surroundings(context, now)
        _, state = self._settled(values, around)
        answers: list[Answer] = []
        rows: dict[str, str] = {}
        for item in placed(self.components, state, around):
            component = item.component
            if not component.is_field:
                continue
            label = rows.get(item.prefix, "") + (component.label.over(item.scope, now) or component.key)
            value = at_place(state.values, item.place)
            if component.type is ComponentType.DYNAMICLIST:
                rows |= {f"{item.place}.{number}.": f"{label} {number + 1}: " for number in range(len(value))}
                if not value:
                    answers.append(Answer(label, self.told(NO_ROWS), item.place))
            else:
                text = readable(component, value, state.options.get(item.place, ()), self.told)
                answers.append(Answer(label, text, item.place))
        return answers

    def page_of(self, error: FieldError) -> int:
        """The number (from 0) of the page on which ``error`` can be corrected; 0 for errors of the whole form."""
        for number, page in enumerate(self.pages):
            for field in fields_of(page.components):
                if error.path == field.name or error.path.startswith(f"{field.name}."):
                    return number
        return 0

    def add_row(self, raw: Mapping[str, Any], name: str) -> dict[str, Any]:
        """Raw input with an empty row more in the dynamic list ``name``. Raises KeyError when there is no such list
        or its rows are fixed, :class:`UnreadableInput`."""
        return add_row(raw, self.components, name)

    def remove_row(self, raw: Mapping[str, Any], name: str, number: int) -> dict[str, Any]:
        """Raw input without row ``number`` (from 0) of ``name``. Raises KeyError, :class:`UnreadableInput`."""
        return remove_row(raw, self.components, name, number)

    def _settled(self, raw: Mapping[str, Any], around: Surroundings) -> tuple[dict[str, Any], FormState]:
        try:
            known, _ = canonical(self.components, raw)
        except UnreadableInput:
            known = {}
        return known, settle(self.components, read(self.components, known).values, around)


def lint_form(source: bytes | str, functions: Mapping[str, FeelFunction] | None = None) -> tuple[Finding, ...]:
    """Everything that is wrong or doubtful in a form file, in document order."""
    return read_form(source, functions or {})[2]


def compile_form(
    source: bytes | str, functions: Mapping[str, FeelFunction] | None = None, told: Told = as_written
) -> Form:
    """The compiled form of a form-js file; ``functions`` are host functions its FEEL texts may call.

    ``told`` gives every text for people in other words, for readers of another language: fields, rules and values are
    those of the file. An expression is told as a whole and must be one again.

    Raises :class:`FormRefused` with all errors (warnings last) when the file is not usable.
    """
    form_id, components, findings = read_form(source, functions or {}, told)
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise FormRefused(sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR))
    return Form(form_id, components, findings, told)


def _is_dynamic(components: tuple[Component, ...]) -> bool:
    return any(
        component.hide is not None
        or not isinstance(component.readonly, bool)
        or (component.options is not None and component.options.static is None)
        or component.fill is not None
        or any(text.expression is not None for text in (component.label, component.description, component.text))
        or _is_dynamic(component.components)
        for component in components
    )


def _initial(
    components: tuple[Component, ...], given: Any, scope: Mapping[str, Any], around: Surroundings
) -> dict[str, Any]:
    raw: dict[str, Any] = {}
    for field in fields_of(components):
        if field.type is ComponentType.DYNAMICLIST:
            found = at(given, field.path) if isinstance(given, Mapping) else None
            rows = found if isinstance(found, list) and found else [{}] * field.repetitions
            filled = [
                _initial(field.components, row, row_scope(scope, {}, number), around) for number, row in enumerate(rows)
            ]
            put(raw, field.path, filled)
        else:
            put(raw, field.path, to_raw(field, given_value(field, given, scope, around)))
    return raw
