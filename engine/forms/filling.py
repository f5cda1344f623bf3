"""Fields that follow others while a form is filled in: a chosen template puts its texts into the fields it is for.

Property ``fill`` is a FEEL expression; its value goes into the field when the page asks the form to follow the answers
so far. What a person typed stays: only an empty field is filled, or one that still holds a value of the list
``fillOver``, that is what an earlier filling put there.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from engine.forms.components import Component, ComponentType, fields_of
from engine.forms.errors import InputError
from engine.forms.raw_input import at, put
from engine.forms.reading import empty_value, read_value
from engine.forms.state import FormState, Surroundings, root_scope
from engine.forms.writing import to_raw


def filled(
    components: tuple[Component, ...], canonical: Mapping[str, Any], state: FormState, around: Surroundings
) -> dict[str, Any]:
    """Raw input in the form's shape with the visible, writable fields that follow others filled."""
    raw: dict[str, Any] = deepcopy(dict(canonical))
    scope = root_scope(around, state.values)
    for field in fields_of(components):
        if field.fill is None or field.type is ComponentType.DYNAMICLIST:
            continue
        if field.name in state.hidden or field.name in state.readonly:
            continue
        value = _typed(field, field.fill.evaluate(scope, now=around.now))
        if value is not None and _may_replace(field, at(state.values, field.path), scope, around):
            put(raw, field.path, to_raw(field, value))
    return raw


def _may_replace(field: Component, held: Any, scope: Mapping[str, Any], around: Surroundings) -> bool:
    if held == empty_value(field):
        return True
    over = field.fill_over.evaluate(scope, now=around.now) if field.fill_over is not None else None
    return isinstance(over, list) and any(_typed(field, one) == held for one in over)


def _typed(field: Component, value: Any) -> Any:
    """The value as the field would read it; None for one it cannot hold."""
    if value is None or value == "":
        return None
    try:
        return read_value(field, value)
    except InputError:
        return None
