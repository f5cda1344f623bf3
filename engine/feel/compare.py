"""Equality and order of values (DMN 1.5, tables 42 and 53)."""

from __future__ import annotations

from typing import Any

from engine.feel.run import Run
from engine.feel.temporal import (
    SECOND,
    days_of,
    instant,
    nanos_of,
    offset_seconds,
)
from engine.feel.values import (
    BOOLEAN,
    CONTEXT,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    LIST,
    NUMBER,
    RANGE,
    STRING,
    TIME,
    YEARS_MONTHS,
    Range,
    kind,
)

#: Characters that are compared in the time of one step.
_LONG = 4096
_ORDERED = frozenset({NUMBER, STRING, DATE, TIME, DATE_TIME, YEARS_MONTHS, DAYS_TIME})


def order_key(value: Any, value_kind: str) -> Any:
    """Something Python orders as FEEL orders the value, for values of one ordered kind."""
    if value_kind in (NUMBER, STRING):
        return value
    if value_kind == DATE:
        return days_of(value)
    if value_kind == DATE_TIME:
        return instant(value)
    if value_kind == TIME:
        return nanos_of(value) - (offset_seconds(value) or 0) * SECOND
    return value.months if value_kind == YEARS_MONTHS else value.nanoseconds


def compare(left: Any, right: Any) -> int | None:
    """Negative, zero or positive as `left` is before, at or after `right`; `None` if they have no order."""
    left_kind = kind(left)
    if left_kind != kind(right) or left_kind not in _ORDERED:
        return None
    if left_kind in (TIME, DATE_TIME) and (left.tzinfo is None) != (right.tzinfo is None):
        return None
    one, other = order_key(left, left_kind), order_key(right, left_kind)
    return int(one > other) - int(one < other)


def place(run: Run, left: Any, right: Any) -> int | None:
    """`compare` inside an evaluation, which pays for walking along long strings."""
    if type(left) is str and len(left) > _LONG:
        run.charge(len(left) // _LONG)
    return compare(left, right)


def equal(run: Run, left: Any, right: Any) -> bool | None:
    """Whether two values are equal; `None` if the question has no answer for their kinds."""
    if left is None or right is None:
        return left is right
    left_kind, right_kind = kind(left), kind(right)
    if left_kind != right_kind:
        return None
    if left_kind == STRING:
        if len(left) > _LONG:
            run.charge(len(left) // _LONG)
        return bool(left == right)
    if left_kind in (NUMBER, BOOLEAN, YEARS_MONTHS, DAYS_TIME):
        return bool(left == right)
    if left_kind == DATE:
        return days_of(left) == days_of(right)
    if left_kind in (TIME, DATE_TIME):
        if (left.tzinfo is None) != (right.tzinfo is None):
            return False
        # Equality looks at the properties (table 60), of which the smallest is the whole second; order is exact.
        return bool(order_key(left, left_kind) // SECOND == order_key(right, left_kind) // SECOND)
    if left_kind == LIST:
        run.charge(min(len(left), len(right)))
        if len(left) != len(right):
            return False
        return all(equal(run, one, other) is True for one, other in zip(left, right, strict=True))
    if left_kind == CONTEXT:
        run.charge(min(len(left), len(right)))
        if left.keys() != right.keys():
            return False
        return all(equal(run, value, right[key]) is True for key, value in left.items())
    if left_kind == RANGE:
        return _equal_ranges(run, left, right)
    return left is right


def same(run: Run, left: Any, right: Any) -> bool | None:
    """`equal` where its answer is seen: values of different kinds are null with a reason."""
    result = equal(run, left, right)
    return run.null("compare", left, right) if result is None else result


def _equal_ranges(run: Run, left: Range, right: Range) -> bool:
    return (
        left.operator == right.operator
        and left.low_included == right.low_included
        and left.high_included == right.high_included
        and equal(run, left.low, right.low) is True
        and equal(run, left.high, right.high) is True
    )


def in_range(run: Run, value: Any, interval: Range) -> bool | None:
    """Whether the range holds the value; `None` if value and ends cannot be compared."""
    if value is None:
        return run.null("compare", value, interval)
    if interval.operator in ("=", "!="):
        result = same(run, value, interval.low)
        return None if result is None else result is (interval.operator == "=")
    if interval.low is None and interval.operator not in ("<", "<="):
        return run.null("compare", value, None)
    if interval.high is None and interval.operator not in (">", ">="):
        return run.null("compare", value, None)
    if interval.low is not None:
        order = place(run, value, interval.low)
        if order is None:
            return run.null("compare", value, interval.low)
        if order < 0 or (order == 0 and not interval.low_included):
            return False
    if interval.high is not None:
        order = place(run, value, interval.high)
        if order is None:
            return run.null("compare", value, interval.high)
        if order > 0 or (order == 0 and not interval.high_included):
            return False
    return True


def satisfies(run: Run, value: Any, test: Any) -> bool | None:
    """Whether `value in test` holds for a test that is a value: equal, element of a list, inside a range."""
    test_kind = kind(test)
    if test_kind == RANGE and type(value) is not Range:
        return in_range(run, value, test)
    if test_kind == LIST:
        run.charge(len(test))
        if type(value) is list and equal(run, value, test) is True:
            return True
        return any(
            equal(run, value, element) is True
            or (type(element) is Range and type(value) is not Range and in_range(run, value, element) is True)
            for element in test
        )
    return same(run, value, test)


def ordered(run: Run, operator: str, left: Any, right: Any) -> bool | None:
    """`<`, `<=`, `>` and `>=`."""
    order = place(run, left, right)
    if order is None:
        return run.null("compare", left, right)
    if operator == "<":
        return order < 0
    if operator == "<=":
        return order <= 0
    return order > 0 if operator == ">" else order >= 0
