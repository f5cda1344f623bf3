"""A form ready to be shown: every text evaluated, hidden parts gone, values as typed. Knows no HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.forms.components import MAX_ROWS, MULTIPLE, Component, ComponentType
from engine.forms.errors import InputError
from engine.forms.input_texts import read_boolean
from engine.forms.raw_input import at
from engine.forms.schema import bounds_over
from engine.forms.state import FormState, Surroundings, place_of, root_scope, row_scope
from engine.forms.writing import to_raw


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
    #: Markdown of a text component
    text: str = ""
    #: as typed: str, list of str, or ``{"date": …, "time": …}``
    value: Any = ""
    checked: bool = False
    choices: tuple[Choice, ...] = ()
    readonly: bool = False
    required: bool = False
    #: most characters; None without limit
    max_length: int | None = None
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
    components: tuple[Component, ...], canonical: Mapping[str, Any], state: FormState, around: Surroundings
) -> tuple[Node, ...]:
    """The visible nodes over raw input in the form's shape and its settled state."""
    scope = root_scope(around, state.values)
    return _Viewer(state, around).nodes(components, "", scope, canonical, state.values)


@dataclass(frozen=True)
class _Viewer:
    state: FormState
    around: Surroundings

    def nodes(
        self,
        components: tuple[Component, ...],
        prefix: str,
        scope: Mapping[str, Any],
        raw: Mapping[str, Any],
        values: Mapping[str, Any],
    ) -> tuple[Node, ...]:
        found = []
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
                node = replace(node, text=component.text.over(scope, self.around.now))
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
        bounds = bounds_over(component, lambda bound: bound.evaluate(scope, now=self.around.now))
        return {
            "value": value,
            "checked": component.type is ComponentType.CHECKBOX and _is_ticked(value),
            "choices": tuple(
                Choice(option.text, option.label, option.text in chosen) for option in self.state.options.get(place, ())
            ),
            "readonly": readonly,
            "required": component.required and not readonly,
            "max_length": bounds.get("maxLength"),
        }


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


def _is_ticked(value: Any) -> bool:
    try:
        return read_boolean(value)
    except InputError:
        return False
