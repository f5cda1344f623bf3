"""FEEL types: which values belong to them, and the conversions when a value is bound to one.

DMN 1.5, 10.3.2.9 (conformance and conversion) and table 54 (`instance of`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from engine.feel.syntax import TypeName
from engine.feel.temporal import days_of, make_date_time
from engine.feel.temporal_text import offset_zone
from engine.feel.values import (
    CONTEXT,
    DATE,
    DATE_TIME,
    FUNCTION,
    LIST,
    NULL,
    RANGE,
    FeelFunction,
    Range,
    kind,
)


class FeelType(Protocol):
    """A type; the host may declare its own, such as the item definitions of a decision model."""

    def accepts(self, value: Any) -> bool:
        """Whether the canonical value, never null, belongs to the type."""


class AnyType:
    """Every value."""

    def accepts(self, value: Any) -> bool:
        """Always true."""
        return True


class KindType:
    """All values of one kind, such as `number`."""

    def __init__(self, name: str) -> None:
        self.kind = name

    def accepts(self, value: Any) -> bool:
        """Whether the value is of the kind."""
        return kind(value) == self.kind


class ListType:
    """`list<T>`"""

    def __init__(self, element: FeelType) -> None:
        self.element = element

    def accepts(self, value: Any) -> bool:
        """Whether the value is a list of such elements; null elements belong to every type."""
        return type(value) is list and all(item is None or self.element.accepts(item) for item in value)


class RangeType:
    """`range<T>`"""

    def __init__(self, element: FeelType) -> None:
        self.element = element

    def accepts(self, value: Any) -> bool:
        """Whether the value is a range whose ends are such values."""
        if type(value) is not Range:
            return False
        ends = [end for end in (value.low, value.high) if end is not None]
        return all(self.element.accepts(end) for end in ends)


class ContextType:
    """`context<a: T, b: T>`"""

    def __init__(self, entries: Mapping[str, FeelType]) -> None:
        self.entries = entries

    def accepts(self, value: Any) -> bool:
        """Whether the value is a context that has at least these entries."""
        if type(value) is not dict:
            return False
        return all(
            name in value and (value[name] is None or wanted.accepts(value[name]))
            for name, wanted in self.entries.items()
        )


class FunctionType:
    """`function<T, U> -> V`"""

    def __init__(self, parameters: tuple[FeelType, ...], result: FeelType) -> None:
        self.parameters = parameters
        self.result = result

    def accepts(self, value: Any) -> bool:
        """Whether the value is a function of that many parameters."""
        if kind(value) != FUNCTION:
            return False
        count = len(value.parameters) if hasattr(value, "parameters") else None
        return count is None or count == len(self.parameters)


_KIND_NAMES = (
    "string",
    "number",
    "boolean",
    "date",
    "time",
    "date and time",
    "days and time duration",
    "years and months duration",
)
ANY = AnyType()
_NAMED: dict[str, FeelType] = {name: KindType(name) for name in _KIND_NAMES} | {
    "Any": ANY,
    "any": ANY,
    "Null": KindType(NULL),
    "list": KindType(LIST),
    "context": KindType(CONTEXT),
    "range": KindType(RANGE),
    "function": KindType(FUNCTION),
    # Spellings of DMN 1.1 and of XML that models still use.
    "dateTime": KindType(DATE_TIME),
    "dayTimeDuration": KindType("days and time duration"),
    "yearMonthDuration": KindType("years and months duration"),
}


def resolve_type(name: TypeName, declared: Mapping[str, FeelType]) -> FeelType | None:
    """The type of a name, `None` if it is not defined."""
    if name.name == LIST and name.arguments:
        element = resolve_type(name.arguments[0], declared)
        return None if element is None else ListType(element)
    if name.name == RANGE and name.arguments:
        element = resolve_type(name.arguments[0], declared)
        return None if element is None else RangeType(element)
    if name.name == CONTEXT and name.entries:
        entries: dict[str, FeelType] = {}
        for key, inner in name.entries:
            entry = resolve_type(inner, declared)
            if entry is None:
                return None
            entries[key] = entry
        return ContextType(entries)
    if name.name == FUNCTION and name.result is not None:
        parameters = [resolve_type(argument, declared) for argument in name.arguments]
        result = resolve_type(name.result, declared)
        known = tuple(parameter for parameter in parameters if parameter is not None)
        return None if result is None or len(known) < len(parameters) else FunctionType(known, result)
    found = declared.get(name.name)
    return found if found is not None else _NAMED.get(name.name)


def convert(value: Any, wanted: FeelType) -> tuple[bool, Any]:
    """Whether the value can be bound to the type, and the value after the implicit conversions of 10.3.2.9.4."""
    if value is None or wanted.accepts(value):
        return True, value
    if type(value) is list and len(value) == 1 and value[0] is not None and wanted.accepts(value[0]):
        return True, value[0]
    if type(value) is not list and wanted.accepts([value]):
        return True, [value]
    if kind(value) == DATE:
        midnight = make_date_time(days_of(value), 0, offset_zone(0))
        if wanted.accepts(midnight):
            return True, midnight
    return False, None


__all__ = ["ANY", "FeelFunction", "FeelType", "convert", "resolve_type"]
