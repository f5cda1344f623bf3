"""`value.member`: entries of contexts and the properties of temporal values and ranges (DMN 1.5, table 60)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.run import Run
from engine.feel.temporal import (
    DAY,
    SECOND,
    DaysTimeDuration,
    WideDate,
    WideDateTime,
    WideTime,
    YearsMonthsDuration,
    date_parts,
    days_of,
    nanos_of,
    offset_seconds,
    zone_name,
)
from engine.feel.values import Range, kind


def member(run: Run, value: Any, name: str) -> Any:
    """The member, over lists the list of the members of the elements; null with a reason if there is none."""
    cls = type(value)
    if cls is dict:
        if name in value:
            return value[name]
        return run.null("no_member", name, "the context")
    if cls is list:
        run.sized_list(len(value))
        return [member(run, element, name) for element in value]
    if value is None:
        return run.null("no_member", name, "null")
    rule = _PROPERTIES.get(cls, {}).get(name)
    if rule is None:
        return run.null("no_member", name, kind(value))
    return rule(value)


def weekday(value: Any) -> int:
    """1 for Monday to 7 for Sunday."""
    return (days_of(value) + 3) % 7 + 1


def _part(index: int) -> Callable[[Any], Decimal]:
    return lambda value: Decimal(date_parts(value)[index])


def _clock(divisor: int, modulus: int) -> Callable[[Any], Decimal]:
    return lambda value: Decimal(nanos_of(value) // SECOND // divisor % modulus)


def _offset(value: Any) -> DaysTimeDuration | None:
    seconds = offset_seconds(value)
    return None if seconds is None else DaysTimeDuration(seconds * SECOND)


def _zone(value: Any) -> str | None:
    return zone_name(value.tzinfo).removeprefix("@") or None


def _towards_zero(value: int, divisor: int, modulus: int | None = None) -> Decimal:
    size = abs(value) // divisor
    if modulus is not None:
        size %= modulus
    return Decimal(-size if value < 0 else size)


_Properties = dict[str, Callable[[Any], Any]]
_DATE: _Properties = {
    "year": _part(0),
    "month": _part(1),
    "day": _part(2),
    "weekday": lambda value: Decimal(weekday(value)),
}
_TIME: _Properties = {
    "hour": _clock(3600, 24),
    "minute": _clock(60, 60),
    "second": _clock(1, 60),
    "time offset": _offset,
    "timezone": _zone,
}
_YEARS_MONTHS: _Properties = {
    "years": lambda value: _towards_zero(value.months, 12),
    "months": lambda value: _towards_zero(value.months, 1, 12),
}
_DAYS_TIME: _Properties = {
    "days": lambda value: _towards_zero(value.nanoseconds, DAY),
    "hours": lambda value: _towards_zero(value.nanoseconds, 3600 * SECOND, 24),
    "minutes": lambda value: _towards_zero(value.nanoseconds, 60 * SECOND, 60),
    "seconds": lambda value: _towards_zero(value.nanoseconds, SECOND, 60),
}
_RANGE: _Properties = {
    "start": lambda value: value.low,
    "end": lambda value: value.high,
    "start included": lambda value: value.low_included,
    "end included": lambda value: value.high_included,
}
# A property of the other kind of temporal value is null without being an error of the expression.
_PROPERTIES: dict[type, _Properties] = {
    dt.date: _DATE,
    WideDate: _DATE,
    dt.time: _TIME,
    WideTime: _TIME,
    dt.datetime: _DATE | _TIME,
    WideDateTime: _DATE | _TIME,
    YearsMonthsDuration: _YEARS_MONTHS,
    DaysTimeDuration: _DAYS_TIME,
    Range: _RANGE,
}
