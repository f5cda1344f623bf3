"""+ - * / ** and negation over numbers, strings, dates and durations (DMN 1.5, tables 45 and 57 to 59)."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal
from typing import Any

from engine.feel.decimals import CONTEXT
from engine.feel.errors import FeelLimitError
from engine.feel.run import Run
from engine.feel.temporal import (
    DAY,
    SECOND,
    DaysTimeDuration,
    YearsMonthsDuration,
    add_months,
    at_instant,
    days_of,
    instant,
    make_date_of_days,
    make_time,
    nanos_of,
    offset_seconds,
)
from engine.feel.values import DATE, DATE_TIME, DAYS_TIME, NUMBER, STRING, TIME, YEARS_MONTHS, kind

_MAX_NANOS = 10**9 * 366 * DAY * 4
_MAX_MONTHS = 10**19
#: Steps of a power, which takes many times as long as an addition.
_COSTLY = 40


def arithmetic(run: Run, operator: str, left: Any, right: Any) -> Any:
    """`left operator right`, null with a reason if the operands do not fit."""
    rule = _RULES.get((kind(left), operator, kind(right)))
    if rule is None:
        return run.null("operands", operator, left, right)
    try:
        return rule(run, left, right)
    except (decimal.DivisionByZero, decimal.DivisionUndefined, ZeroDivisionError):
        return run.null("zero")
    except decimal.InvalidOperation:
        return run.null("number_result", operator, left, right)
    except (ValueError, OverflowError):
        return run.null("date_result")


def negate(run: Run, value: Any) -> Any:
    """`-value`"""
    if type(value) is Decimal:
        return CONTEXT.minus(value)
    if type(value) is YearsMonthsDuration:
        return YearsMonthsDuration(-value.months)
    if type(value) is DaysTimeDuration:
        return DaysTimeDuration(-value.nanoseconds)
    return run.null("negate", value)


def months_duration(months: int) -> YearsMonthsDuration:
    """A duration of months; raises `FeelLimitError` for lengths no calendar knows."""
    if abs(months) > _MAX_MONTHS:
        raise _duration_too_long()
    return YearsMonthsDuration(months)


def nanos_duration(nanos: int) -> DaysTimeDuration:
    """A duration of nanoseconds; raises `FeelLimitError` for lengths no calendar knows."""
    if abs(nanos) > _MAX_NANOS:
        raise _duration_too_long()
    return DaysTimeDuration(nanos)


def _duration_too_long() -> FeelLimitError:
    return FeelLimitError("magnitude", "a duration is too long", "eine Dauer ist zu lang")


def _whole(value: Decimal) -> int:
    if value.adjusted() > 40:
        raise _duration_too_long()
    return int(value.to_integral_value(rounding=ROUND_DOWN))


def _concatenate(run: Run, left: str, right: str) -> str:
    run.sized_string(len(left) + len(right))
    return left + right


def _power(run: Run, left: Decimal, right: Decimal) -> Decimal:
    if not right:
        return Decimal(1)
    run.charge(_COSTLY)
    return CONTEXT.power(left, right)


def date_midnight_instant(value: Any) -> int:
    """The instant at which a date begins in UTC, in nanoseconds since 1970."""
    return days_of(value) * DAY


def _difference(run: Run, left: Any, right: Any) -> Any:
    left_date, right_date = kind(left) == DATE, kind(right) == DATE
    left_zoned = left_date or left.tzinfo is not None
    right_zoned = right_date or right.tzinfo is not None
    if left_zoned != right_zoned and not (left_date or right_date):
        return run.null("operands", "-", left, right)
    if left_date != right_date and not (left_zoned and right_zoned):
        return run.null("operands", "-", left, right)
    one = date_midnight_instant(left) if left_date else instant(left)
    other = date_midnight_instant(right) if right_date else instant(right)
    return nanos_duration(one - other)


def _time_difference(run: Run, left: Any, right: Any) -> Any:
    if (left.tzinfo is None) != (right.tzinfo is None):
        return run.null("operands", "-", left, right)
    one = nanos_of(left) - (offset_seconds(left) or 0) * SECOND
    other = nanos_of(right) - (offset_seconds(right) or 0) * SECOND
    return DaysTimeDuration(one - other)


def _shift_time(value: Any, nanos: int) -> Any:
    return make_time((nanos_of(value) + nanos) % DAY, value.tzinfo)


def _shift_date(value: Any, nanos: int) -> Any:
    # A date counts as its midnight; what the duration leaves of the day is dropped (table 57).
    return make_date_of_days(days_of(value) + nanos // DAY)


def _shift_date_time(value: Any, nanos: int) -> Any:
    return at_instant(instant(value) + nanos, value.tzinfo)


def _divide_months(run: Run, left: YearsMonthsDuration, right: YearsMonthsDuration) -> Decimal:
    return CONTEXT.divide(Decimal(left.months), Decimal(right.months))


def _divide_nanos(run: Run, left: DaysTimeDuration, right: DaysTimeDuration) -> Decimal:
    return CONTEXT.divide(Decimal(left.nanoseconds), Decimal(right.nanoseconds))


def _scale_months(run: Run, left: YearsMonthsDuration, right: Decimal) -> YearsMonthsDuration:
    return months_duration(_whole(CONTEXT.multiply(Decimal(left.months), right)))


def _scale_nanos(run: Run, left: DaysTimeDuration, right: Decimal) -> DaysTimeDuration:
    return nanos_duration(_whole(CONTEXT.multiply(Decimal(left.nanoseconds), right)))


def _part_months(run: Run, left: YearsMonthsDuration, right: Decimal) -> YearsMonthsDuration:
    return months_duration(_whole(CONTEXT.divide(Decimal(left.months), right)))


def _part_nanos(run: Run, left: DaysTimeDuration, right: Decimal) -> DaysTimeDuration:
    return nanos_duration(_whole(CONTEXT.divide(Decimal(left.nanoseconds), right)))


_Rule = Callable[[Run, Any, Any], Any]
_RULES: dict[tuple[str, str, str], _Rule] = {
    (NUMBER, "+", NUMBER): lambda run, a, b: CONTEXT.add(a, b),
    (NUMBER, "-", NUMBER): lambda run, a, b: CONTEXT.subtract(a, b),
    (NUMBER, "*", NUMBER): lambda run, a, b: CONTEXT.multiply(a, b),
    (NUMBER, "/", NUMBER): lambda run, a, b: CONTEXT.divide(a, b),
    (NUMBER, "**", NUMBER): _power,
    (STRING, "+", STRING): _concatenate,
    (YEARS_MONTHS, "+", YEARS_MONTHS): lambda run, a, b: months_duration(a.months + b.months),
    (YEARS_MONTHS, "-", YEARS_MONTHS): lambda run, a, b: months_duration(a.months - b.months),
    (YEARS_MONTHS, "*", NUMBER): _scale_months,
    (NUMBER, "*", YEARS_MONTHS): lambda run, a, b: _scale_months(run, b, a),
    (YEARS_MONTHS, "/", NUMBER): _part_months,
    (YEARS_MONTHS, "/", YEARS_MONTHS): _divide_months,
    (DAYS_TIME, "+", DAYS_TIME): lambda run, a, b: nanos_duration(a.nanoseconds + b.nanoseconds),
    (DAYS_TIME, "-", DAYS_TIME): lambda run, a, b: nanos_duration(a.nanoseconds - b.nanoseconds),
    (DAYS_TIME, "*", NUMBER): _scale_nanos,
    (NUMBER, "*", DAYS_TIME): lambda run, a, b: _scale_nanos(run, b, a),
    (DAYS_TIME, "/", NUMBER): _part_nanos,
    (DAYS_TIME, "/", DAYS_TIME): _divide_nanos,
    (TIME, "-", TIME): _time_difference,
}
for _one in (DATE, DATE_TIME):
    for _other in (DATE, DATE_TIME):
        _RULES[(_one, "-", _other)] = _difference
    _RULES[(_one, "+", YEARS_MONTHS)] = lambda run, a, b: add_months(a, b.months)
    _RULES[(_one, "-", YEARS_MONTHS)] = lambda run, a, b: add_months(a, -b.months)
    _RULES[(YEARS_MONTHS, "+", _one)] = lambda run, a, b: add_months(b, a.months)


def _shifts(value_kind: str, shift: Callable[[Any, int], Any]) -> None:
    _RULES[(value_kind, "+", DAYS_TIME)] = lambda run, a, b: shift(a, b.nanoseconds)
    _RULES[(value_kind, "-", DAYS_TIME)] = lambda run, a, b: shift(a, -b.nanoseconds)
    _RULES[(DAYS_TIME, "+", value_kind)] = lambda run, a, b: shift(b, a.nanoseconds)


_shifts(TIME, _shift_time)
_shifts(DATE, _shift_date)
_shifts(DATE_TIME, _shift_date_time)
