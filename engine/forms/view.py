"""A form ready to be shown: every text evaluated, hidden parts gone, values as typed. Knows no HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from engine.forms.components import MAX_ROWS, MULTIPLE, Component, ComponentType, DateSubtype
from engine.forms.errors import InputError
from engine.forms.input_texts import read_boolean, read_date, read_time
from engine.forms.raw_input import at
from engine.forms.reading import read_value
from engine.forms.state import FormState, Surroundings, place_of, root_scope, row_scope
from engine.forms.texts import Told
from engine.forms.writing import readable, to_raw
from engine.phrases import Prose, verbatim


@dataclass(frozen=True, slots=True)
class Choice:
    """One option with whether it is chosen; ``value`` is its text in a web form."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Node:
    """One visible component. ``place`` is unique on the page and the name of the input of a field."""

    component: Component
    place: str
    label: str
    description: str
    #: Markdown of a text component; what a read-only field shows, as people read it
    text: str = ""
    #: as typed: str, list of str, or ``{"date": …, "time": …}``; a readable date or time is written as ISO 8601
    value: Any = ""
    #: False when a date or time was typed that an input of a browser for dates and times cannot hold
    is_readable: bool = True
    checked: bool = False
    choices: tuple[Choice, ...] = ()
    readonly: bool = False
    required: bool = False
    #: inside a group
    children: tuple[Node, ...] = ()
    #: rows of a dynamic list
    rows: tuple[tuple[Node, ...], ...] = ()
    can_add: bool = False
    can_remove: bool = False

    @property
    def type(self) -> ComponentType:
        """The type of the component."""
        return self.component.type


def view(
    components: tuple[Component, ...], canonical: Mapping[str, Any], state: FormState, around: Surroundings, told: Told
) -> tuple[Node, ...]:
    """The visible nodes over raw input in the form's shape and its settled state."""
    scope = root_scope(around, state.values)
    return _Viewer(state, around, told).nodes(components, "", scope, canonical, state.values)


@dataclass(frozen=True)
class _Viewer:
    state: FormState
    around: Surroundings
    told: Told

    def nodes(
        self,
        components: tuple[Component, ...],
        prefix: str,
        scope: Mapping[str, Any],
        raw: Mapping[str, Any],
        values: Mapping[str, Any],
    ) -> tuple[Node, ...]:
        found = []
        shown = cache(lambda: _as_they_are(scope))
        for component in components:
            place = place_of(component, prefix)
            if place in self.state.hidden:
                continue
            node = Node(
                component=component,
                place=place,
                label=component.label.over(scope, self.around.now),
                description=component.description.over(scope, self.around.now),
            )
            if component.type is ComponentType.TEXT:
                node = replace(node, text=component.text.over(shown(), self.around.now))
            elif component.type is ComponentType.GROUP:
                node = replace(node, children=self.nodes(component.components, prefix, scope, raw, values))
            elif component.type is ComponentType.DYNAMICLIST:
                node = replace(node, **self._list(component, place, scope, raw, values))
            elif component.is_field:
                node = replace(node, **self._input(component, place, scope, raw, values))
            found.append(node)
        return tuple(found)

    def _list(
        self,
        component: Component,
        place: str,
        scope: Mapping[str, Any],
        raw: Mapping[str, Any],
        values: Mapping[str, Any],
    ) -> dict[str, Any]:
        raw_rows = at(raw, component.path) or []
        rows = tuple(
            self.nodes(
                component.components,
                f"{place}.{number}.",
                row_scope(scope, row, number),
                raw_rows[number] if number < len(raw_rows) else {},
                row,
            )
            for number, row in enumerate(at(values, component.path) or ())
        )
        return {
            "rows": rows,
            "can_add": component.add_remove and len(rows) < MAX_ROWS,
            "can_remove": component.add_remove,
        }

    def _input(
        self,
        component: Component,
        place: str,
        scope: Mapping[str, Any],
        raw: Mapping[str, Any],
        values: Mapping[str, Any],
    ) -> dict[str, Any]:
        readonly = place in self.state.readonly
        value = (
            to_raw(component, at(values, component.path)) if readonly else _typed(component, at(raw, component.path))
        )
        chosen = set(value) if isinstance(value, list) else {value} if isinstance(value, str) else set()
        is_readable = True
        if component.type is ComponentType.DATETIME and not readonly:
            value, is_readable = _date_parts(component, value)
        options = self.state.options.get(place, ())
        return {
            "value": value,
            "is_readable": is_readable,
            "text": readable(component, at(values, component.path), options, self.told) if readonly else "",
            "checked": component.type is ComponentType.CHECKBOX and _is_ticked(value),
            "choices": tuple(Choice(option.text, option.label, option.text in chosen) for option in options),
            "readonly": readonly,
            "required": component.required and not readonly,
        }


def _as_they_are(value: Any) -> Any:
    """Data for the Markdown of a text component: texts are shown as they are, only prose is Markdown."""
    match value:
        case Prose():
            return value
        case str():
            return verbatim(value)
        case Mapping():
            return {key: _as_they_are(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_as_they_are(inner) for inner in value]
        case _:
            return value


def _typed(component: Component, raw: Any) -> Any:
    """Raw input as its input shows it; JSON values from a client are written out first."""
    if component.type in MULTIPLE:
        items = raw if isinstance(raw, list) else [raw]
        return [item if isinstance(item, str) else to_raw(component, [item])[0] for item in items if item is not None]
    if isinstance(raw, list):
        raw = raw[0] if raw else ""
    if isinstance(raw, str | dict):
        return raw
    return to_raw(component, raw)


def _date_parts(component: Component, value: Any) -> tuple[Any, bool]:
    """The typed date or time as its inputs hold it, and whether inputs for dates and times can hold it."""
    if component.subtype is not DateSubtype.DATETIME:
        try:
            return to_raw(component, read_value(component, value)), True
        except InputError:
            return value if isinstance(value, str) else "", False
    if isinstance(value, dict):
        parts = {name: text if isinstance(text := value.get(name), str) else "" for name in ("date", "time")}
    else:
        try:
            found = to_raw(component, read_value(component, value))
            parts = found if isinstance(found, dict) else {"date": "", "time": ""}
        except InputError:
            return {"date": value if isinstance(value, str) else "", "time": ""}, False
    try:
        day, clock = read_date(parts["date"]), read_time(parts["time"])
    except InputError:
        return parts, False
    return {"date": day.isoformat() if day else "", "time": clock.strftime("%H:%M") if clock else ""}, True


def _is_ticked(value: Any) -> bool:
    try:
        return read_boolean(value)
    except InputError:
        return False
