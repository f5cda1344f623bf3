"""What a form looks like over the values entered so far: hidden and read-only fields, choices on offer.

Conditions read values of other fields, a hidden field has no value, and choices may come from FEEL; so the state is
computed in passes until nothing changes any more. Conditions that depend on each other in a circle never settle:
then a field is hidden if either of the last two passes hid it, so that the same input always gives the same form.
"""

from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from engine.calendar import BERLIN
from engine.forms.components import MAX_ROWS, MULTIPLE, Component, ComponentType, Expression, Option, option_text
from engine.forms.errors import InputError
from engine.forms.field_rules import options_from
from engine.forms.raw_input import at, put
from engine.forms.reading import empty_value, read_value

#: Depth of conditions on conditions that is followed; no real form goes beyond three.
MAX_PASSES = 12


@dataclass(frozen=True)
class Surroundings:
    """What a form is filled in for: data from the process or case, and the moment."""

    context: Mapping[str, Any]
    now: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "now", self.now.astimezone(BERLIN))  # today() in a form is the day of the office


@dataclass(frozen=True)
class FormState:
    """A settled form. Places are dotted paths for fields and ``prefix#id`` for other components."""

    #: typed values of all fields; hidden ones are empty
    values: dict[str, Any]
    hidden: frozenset[str] = frozenset()
    readonly: frozenset[str] = frozenset()
    #: place → choices on offer
    options: Mapping[str, tuple[Option, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Placed:
    """A visible component at its place, with the names its FEEL texts can use."""

    component: Component
    place: str
    scope: Mapping[str, Any]
    #: dotted path of the row it lies in, with a dot at the end; empty outside of dynamic lists
    prefix: str


def place_of(component: Component, prefix: str) -> str:
    """Where a component stands: unique in one filled-in form."""
    return f"{prefix}{component.name}" if component.is_field else f"{prefix}#{component.id}"


def settle(components: tuple[Component, ...], values: dict[str, Any], around: Surroundings) -> FormState:
    """The state of the form over typed ``values`` (see :func:`engine.forms.reading.read`)."""
    state = FormState(values)
    for _ in range(MAX_PASSES):
        following = _Pass(values, state, around).run(components)
        if following == state:
            return following
        previous, state = state, following
    return _Pass(values, state, around, always_hidden=previous.hidden | state.hidden).run(components)


@dataclass(frozen=True)
class _Level:
    """The values of one level (the form, or a row): as entered, as conditions see them, as given, as they become."""

    entered: Mapping[str, Any]
    seen: Mapping[str, Any]
    given: Any
    values: dict[str, Any]


class _Pass:
    """One walk over the form with the previous state as what conditions see."""

    def __init__(
        self,
        entered: dict[str, Any],
        state: FormState,
        around: Surroundings,
        always_hidden: frozenset[str] = frozenset(),
    ) -> None:
        self.entered = entered
        self.state = state
        self.around = around
        self.always_hidden = always_hidden
        self.hidden: set[str] = set()
        self.readonly: set[str] = set()
        self.options: dict[str, tuple[Option, ...]] = {}

    def run(self, components: tuple[Component, ...]) -> FormState:
        scope = root_scope(self.around, self.state.values)
        level = _Level(self.entered, self.state.values, self.around.context, {})
        self._walk(components, "", scope, level, inside_hidden=False)
        return FormState(level.values, frozenset(self.hidden), frozenset(self.readonly), self.options)

    def _walk(
        self,
        components: tuple[Component, ...],
        prefix: str,
        scope: Mapping[str, Any],
        level: _Level,
        *,
        inside_hidden: bool,
    ) -> None:
        for component in components:
            place = place_of(component, prefix)
            hidden = inside_hidden or place in self.always_hidden or self._holds(component.hide, scope)
            if hidden:
                self.hidden.add(place)
            if component.type is ComponentType.GROUP:
                self._walk(component.components, prefix, scope, level, inside_hidden=hidden)
            elif component.is_field and hidden:
                put(level.values, component.path, empty_value(component))
            elif component.type is ComponentType.DYNAMICLIST:
                put(level.values, component.path, self._rows(component, place, scope, level))
            elif component.is_field:
                put(level.values, component.path, self._value(component, place, scope, level))

    def _rows(self, component: Component, place: str, scope: Mapping[str, Any], level: _Level) -> list[dict[str, Any]]:
        entered = list(at(level.entered, component.path) or ())
        given = at(level.given, component.path) if isinstance(level.given, Mapping) else None
        given = given if isinstance(given, list) else []
        if not component.add_remove:
            fixed = min(len(given) or component.repetitions, MAX_ROWS)
            entered = (entered + [{}] * fixed)[:fixed]
        seen = at(level.seen, component.path) or []
        rows: list[dict[str, Any]] = []
        for number, row in enumerate(entered):
            inner = _Level(
                entered=row,
                seen=seen[number] if number < len(seen) else row,
                given=given[number] if number < len(given) else {},
                values={},
            )
            inner_scope = row_scope(scope, inner.seen, number)
            self._walk(component.components, f"{place}.{number}.", inner_scope, inner, inside_hidden=False)
            rows.append(inner.values)
        return rows

    def _value(self, component: Component, place: str, scope: Mapping[str, Any], level: _Level) -> Any:
        if component.options is not None:
            self.options[place] = self._choices(component, scope)
        locked = component.disabled or (
            component.readonly if isinstance(component.readonly, bool) else self._holds(component.readonly, scope)
        )
        if locked:
            self.readonly.add(place)
            value = given_value(component, level.given, scope, self.around)
        else:
            value = at(level.entered, component.path)
        if component.options is None:
            return empty_value(component) if value is None else value
        by_text = {option.text: option.value for option in self.options[place]}
        if component.type in MULTIPLE:
            return [by_text.get(option_text(item), item) for item in value or ()]
        return None if value is None else by_text.get(option_text(value), value)

    def _choices(self, component: Component, scope: Mapping[str, Any]) -> tuple[Option, ...]:
        source = component.options
        if source is None:
            return ()
        if source.static is not None:
            return source.static
        if source.data_path is not None:
            found = at({source.data_path[0]: scope.get(source.data_path[0])}, source.data_path)
        else:
            found = source.expression.evaluate(scope, now=self.around.now) if source.expression else None
        return options_from(found) or ()

    def _holds(self, condition: Expression | None, scope: Mapping[str, Any]) -> bool:
        return condition is not None and condition.evaluate(scope, now=self.around.now) is True


def given_value(component: Component, given: Any, scope: Mapping[str, Any], around: Surroundings) -> Any:
    """The value a field starts with, typed: property ``prefill``, else data under its path, else its default.

    ``given`` is the process data, or the matching row of it. A value that the field cannot hold counts as none.
    """
    found: Any = None
    if component.prefill is not None:
        found = component.prefill.evaluate(scope, now=around.now)
    if found is None and isinstance(given, Mapping):
        found = at(given, component.path)
    if found is None:
        found = component.default
    try:
        return read_value(component, found)
    except InputError:
        return empty_value(component)


def root_scope(around: Surroundings, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Names for FEEL outside of dynamic lists: the fields of the form before the data around it."""
    return ChainMap(dict(values), dict(around.context))


def row_scope(outer: Mapping[str, Any], row: Mapping[str, Any], number: int) -> Mapping[str, Any]:
    """Names for FEEL inside a row, as in form-js: its fields, ``this`` (the row), ``parent`` and ``i`` (from 1)."""
    numbers = [*outer["i"], number + 1] if "this" in outer else [number + 1]
    return ChainMap({**row, "this": row, "parent": outer, "i": numbers}, dict(outer))


def placed(components: tuple[Component, ...], state: FormState, around: Surroundings) -> Iterator[Placed]:
    """The visible components of a settled form in document order, rows opened."""
    yield from _placed(components, state, "", root_scope(around, state.values), state.values)


def _placed(
    components: tuple[Component, ...],
    state: FormState,
    prefix: str,
    scope: Mapping[str, Any],
    values: Mapping[str, Any],
) -> Iterator[Placed]:
    for component in components:
        place = place_of(component, prefix)
        if place in state.hidden:
            continue
        yield Placed(component, place, scope, prefix)
        if component.type is ComponentType.GROUP:
            yield from _placed(component.components, state, prefix, scope, values)
        elif component.type is ComponentType.DYNAMICLIST:
            for number, row in enumerate(at(values, component.path) or ()):
                yield from _placed(
                    component.components, state, f"{place}.{number}.", row_scope(scope, row, number), row
                )
