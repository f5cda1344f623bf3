"""From raw input to typed values, field by field; what cannot be read becomes a problem and an empty value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.forms.components import (
    CHOICES,
    MULTIPLE,
    TEXTS,
    Component,
    ComponentType,
    DateSubtype,
    fields_of,
)
from engine.forms.errors import InputError
from engine.forms.input_texts import read_boolean, read_date, read_date_time, read_number, read_text, read_time
from engine.forms.raw_input import at, put

_DATE_READERS = {DateSubtype.DATE: read_date, DateSubtype.TIME: read_time, DateSubtype.DATETIME: read_date_time}


@dataclass
class Reading:
    """Typed values in the shape of the form, and what could not be read, by dotted path."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, InputError] = field(default_factory=dict)


def read(components: tuple[Component, ...], canonical: Mapping[str, Any]) -> Reading:
    """Every field of the form read from input in the form's shape (see :func:`engine.forms.raw_input.canonical`)."""
    reading = Reading()
    _read_level(components, canonical, "", reading.values, reading.problems)
    return reading


def _read_level(
    components: tuple[Component, ...],
    canonical: Mapping[str, Any],
    prefix: str,
    values: dict[str, Any],
    problems: dict[str, InputError],
) -> None:
    for component in fields_of(components):
        raw = at(canonical, component.path)
        if component.type is ComponentType.DYNAMICLIST:
            rows: list[dict[str, Any]] = []
            for number, row in enumerate(raw or ()):
                rows.append({})
                _read_level(component.components, row, f"{prefix}{component.name}.{number}.", rows[-1], problems)
            put(values, component.path, rows)
            continue
        try:
            value = read_value(component, raw)
        except InputError as error:
            problems[f"{prefix}{component.name}"] = error
            value = empty_value(component)
        put(values, component.path, value)


def read_value(component: Component, raw: Any) -> Any:
    """The typed value of one field.

    Text is ``str``, number ``Decimal``, datetime ``date``/``time``/aware ``datetime``, checkbox ``bool``, checklist
    and taglist a list; nothing entered is None, False or []. Choices keep the text that was sent: only the choices
    on offer say which value it stands for. Raises :class:`InputError`.
    """
    kind = component.type
    if isinstance(raw, list) and len(raw) == 1 and kind not in MULTIPLE:
        raw = raw[0]
    if raw is None:
        return empty_value(component)
    if kind in TEXTS:
        return read_text(raw, many_lines=kind is ComponentType.TEXTAREA)
    if kind is ComponentType.NUMBER:
        return read_number(raw, component.decimal_digits)
    if kind is ComponentType.DATETIME:
        return _DATE_READERS[component.subtype](raw)
    if kind is ComponentType.CHECKBOX:
        return read_boolean(raw)
    if kind in MULTIPLE:
        items: Sequence[Any] = raw if isinstance(raw, list | tuple) else [raw]
        if not all(_is_choice(item) for item in items):
            raise _not_on_offer()
        return [item for number, item in enumerate(items) if item != "" and item not in items[:number]]
    if kind in CHOICES:
        if not _is_choice(raw):
            raise _not_on_offer()
        return None if raw == "" else raw
    raise TypeError(f"{component.id} is no input")


def empty_value(component: Component) -> Any:
    """What a field holds when nothing was entered or it is hidden."""
    if component.type is ComponentType.CHECKBOX:
        return False
    if component.type in MULTIPLE or component.type is ComponentType.DYNAMICLIST:
        return []
    return None


def is_empty(value: Any) -> bool:
    """True for what :func:`empty_value` gives."""
    return value is None or value is False or value == [] or value == ""


def _is_choice(value: Any) -> bool:
    return isinstance(value, str | int | float)


def _not_on_offer() -> InputError:
    return InputError("option", "Wählen Sie eine der angebotenen Möglichkeiten.", "Choose one of the options on offer.")
