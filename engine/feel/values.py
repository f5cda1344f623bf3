"""What a FEEL value is in Python, and the kind of each.

| FEEL | Python |
|---|---|
| null, boolean, string, list, context | `None`, `bool`, `str`, `list`, `dict` |
| number | `Decimal`; `int` and `float` are accepted and become `Decimal` |
| date, time, date and time | `datetime.date`, `.time`, `.datetime`, see `engine.feel.temporal` |
| both durations | `YearsMonthsDuration`, `DaysTimeDuration`; `timedelta` is accepted |
| range | `Range` |
| function | `FeelFunction`, or the closure of a function definition |
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.feel.temporal import DaysTimeDuration, WideDate, WideDateTime, WideTime, YearsMonthsDuration

NULL, BOOLEAN, NUMBER, STRING = "null", "boolean", "number", "string"
DATE, TIME, DATE_TIME = "date", "time", "date and time"
YEARS_MONTHS, DAYS_TIME = "years and months duration", "days and time duration"
LIST, CONTEXT, RANGE, FUNCTION = "list", "context", "range", "function"


@dataclass(frozen=True, slots=True)
class Range:
    """An interval such as `[1..5)`, or the comparison with one value such as `(< 5)`.

    `operator` is empty for an interval, where `None` as an end is null, so that nothing is known to lie inside.
    It is `<`, `<=`, `>`, `>=` for a range without bound on the other side, whose end is `None`, and `=` or `!=` for
    one value, which then is both ends.
    """

    low: Any
    high: Any
    low_included: bool = True
    high_included: bool = True
    operator: str = ""


@dataclass(frozen=True, slots=True)
class FeelFunction:
    """A function of the host: `name` may contain spaces, `parameters` are the names for calls by name.

    `callable` gets canonical FEEL values by position and returns one. A `ValueError` it raises becomes null with the
    error's text as reason; any other exception is a defect of the host and passes through.
    """

    name: str
    parameters: tuple[str, ...]
    callable: Callable[..., Any]


class Closure:
    """The value of `function(...) body`: parameters, their types and the compiled body over its frame.

    `cost` is how many steps one call takes.
    """

    __slots__ = ("body", "cost", "frame", "parameters", "types")

    def __init__(self, parameters: tuple[str, ...], types: tuple[Any, ...], body: Any, frame: Any, cost: int) -> None:
        self.parameters = parameters
        self.types = types
        self.body = body
        self.frame = frame
        self.cost = cost


_KINDS: dict[type, str] = {
    type(None): NULL,
    bool: BOOLEAN,
    Decimal: NUMBER,
    str: STRING,
    dt.date: DATE,
    WideDate: DATE,
    dt.time: TIME,
    WideTime: TIME,
    dt.datetime: DATE_TIME,
    WideDateTime: DATE_TIME,
    YearsMonthsDuration: YEARS_MONTHS,
    DaysTimeDuration: DAYS_TIME,
    list: LIST,
    dict: CONTEXT,
    Range: RANGE,
    FeelFunction: FUNCTION,
    Closure: FUNCTION,
}


def register_function_class(cls: type) -> None:
    """Let values of `cls` count as functions."""
    _KINDS[cls] = FUNCTION


def kind(value: Any) -> str:
    """The kind of a canonical value."""
    return _KINDS[type(value)]


kind_of_type = _KINDS.get
