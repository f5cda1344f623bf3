"""Cells of decision tables as sets: which constants a cell names, and sample values that stand for all others.

A cell that only compares its value with constants is the same for every value between two neighbouring constants. So
a few samples per column — every constant, something between two of them, something below and above all — decide
exactly which values a cell accepts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cmp_to_key
from itertools import pairwise
from typing import Any

from engine.feel import DaysTimeDuration, UnaryTests, YearsMonthsDuration, compile_unary_tests
from engine.feel import syntax as ast
from engine.feel.compare import compare
from engine.feel.values import (
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    NUMBER,
    STRING,
    TIME,
    YEARS_MONTHS,
    kind,
)
from engine.lint.constants import constant

_ORDERED = frozenset({NUMBER, DATE, TIME, DATE_TIME, DAYS_TIME, YEARS_MONTHS})
#: Stands for every string that no cell names.
OTHER_TEXT = "…"


@dataclass(frozen=True)
class Cell:
    """One parsed cell. `constants` is None if the cell looks at more than its own value."""

    tests: UnaryTests | None
    constants: tuple[Any, ...] | None

    @property
    def irrelevant(self) -> bool:
        """Whether the cell accepts everything."""
        return self.tests is None

    def accepts(self, value: Any) -> bool:
        """Whether the cell accepts the value; only meaningful if the cell looks at nothing else."""
        return self.tests is None or self.tests.matches(value, {}) is True


IRRELEVANT = Cell(None, ())


def read_cell(text: str, names: Iterable[str]) -> Cell:
    """The cell of that text; raises `FeelSyntaxError`. An empty cell accepts everything, like `-`."""
    if text.strip() in ("", "-"):
        return IRRELEVANT
    tests = compile_unary_tests(text, names=names)
    return Cell(tests, _constants(tests.tree))


def _constants(node: Any) -> tuple[Any, ...] | None:
    """The constants of tests that only compare with constants, else None."""
    if isinstance(node, ast.UnaryTestList):
        parts: Iterable[Any] = node.tests
    elif isinstance(node, ast.ListLiteral):
        parts = node.items
    elif isinstance(node, ast.ComparisonTest):
        parts = (node.operand,)
    elif isinstance(node, ast.RangeLiteral):
        parts = [end for end in (node.low, node.high) if end is not None]
    else:
        is_constant, value = constant(node)
        return (value,) if is_constant else None
    found: list[Any] = []
    for part in parts:
        inner = _constants(part)
        if inner is None:
            return None
        found.extend(inner)
    return tuple(found)


def empty_ranges(node: Any) -> list[tuple[Any, Any]]:
    """The ends of every range in the tests that ends before it begins."""
    found: list[tuple[Any, Any]] = []
    for test in node.tests if isinstance(node, ast.UnaryTestList) else ():
        found.extend(empty_ranges(test))
        if isinstance(test, ast.RangeLiteral):
            (low_known, low), (high_known, high) = constant(test.low), constant(test.high)
            if low_known and high_known and (compare(low, high) or 0) > 0:
                found.append((low, high))
    return found


def samples(value_kind: str | None, constants: Iterable[Any], domain: Cell) -> list[Any] | None:
    """Values that stand for the whole domain of a column, or None if the column cannot be divided like that.

    `value_kind` is the declared kind of its values, None if undeclared.
    """
    named = _distinct([*constants, *(domain.constants or ())])
    if value_kind is None:
        kinds = {kind(value) for value in named if value is not None}
        value_kind = kinds.pop() if len(kinds) == 1 else None
    values: list[Any] | None = None
    if value_kind == BOOLEAN:
        values = [True, False]
    elif value_kind == STRING:
        values = [value for value in named if isinstance(value, str)] + [OTHER_TEXT]
    elif value_kind in _ORDERED:
        values = _spread([value for value in named if value is not None and kind(value) == value_kind], value_kind)
    if values is None:
        return None
    if domain.constants is not None and None in domain.constants:
        values.append(None)
    return [value for value in values if domain.constants is None or domain.accepts(value)]


def _distinct(values: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if not any(type(value) is type(other) and value == other for other in found):
            found.append(value)
    return found


def _spread(named: list[Any], value_kind: str) -> list[Any]:
    """The values in order, with one between each two neighbours, one below and one above."""
    step = _STEPS[value_kind]
    if not named:
        return [step.zero]
    ordered = sorted(named, key=cmp_to_key(lambda one, other: compare(one, other) or 0))
    values = [step.below(ordered[0])]
    for low, high in pairwise(ordered):
        values += [low, step.between(low, high)]
    values += [ordered[-1], step.above(ordered[-1])]
    return [value for value in values if value is not None]


@dataclass(frozen=True)
class _Step:
    """How to leave the constants of one kind; None where nothing lies there."""

    zero: Any
    below: Callable[[Any], Any]
    above: Callable[[Any], Any]
    between: Callable[[Any, Any], Any]


def _day(value: Any, days: int) -> Any:
    try:
        return value + dt.timedelta(days=days)
    except (OverflowError, TypeError):
        return None


def _middle_day(low: Any, high: Any) -> Any:
    gap = (high - low) / 2 if isinstance(low, dt.datetime) else dt.timedelta(days=(high - low).days // 2)
    return low + gap if gap else None


def _time(value: Any, hours: int) -> Any:
    hour = value.hour + hours
    return value.replace(hour=hour) if 0 <= hour < 24 else None


def _middle_time(low: Any, high: Any) -> Any:
    seconds = (high.hour - low.hour) * 3600 + (high.minute - low.minute) * 60 + high.second - low.second
    moment = dt.datetime.combine(dt.date(2000, 1, 1), low) + dt.timedelta(seconds=seconds / 2)
    return moment.timetz() if seconds > 0 else None


_STEPS = {
    NUMBER: _Step(Decimal(0), lambda n: n - 1, lambda n: n + 1, lambda low, high: (low + high) / 2),
    DATE: _Step(dt.date(2000, 1, 1), lambda d: _day(d, -1), lambda d: _day(d, 1), _middle_day),
    DATE_TIME: _Step(dt.datetime(2000, 1, 1), lambda d: _day(d, -1), lambda d: _day(d, 1), _middle_day),  # noqa: DTZ001
    TIME: _Step(dt.time(12), lambda t: _time(t, -1), lambda t: _time(t, 1), _middle_time),
    YEARS_MONTHS: _Step(
        YearsMonthsDuration(0),
        lambda d: YearsMonthsDuration(d.months - 1),
        lambda d: YearsMonthsDuration(d.months + 1),
        lambda low, high: (
            YearsMonthsDuration((low.months + high.months) // 2) if high.months - low.months > 1 else None
        ),
    ),
    DAYS_TIME: _Step(
        DaysTimeDuration(0),
        lambda d: DaysTimeDuration(d.nanoseconds - 10**9),
        lambda d: DaysTimeDuration(d.nanoseconds + 10**9),
        lambda low, high: DaysTimeDuration((low.nanoseconds + high.nanoseconds) // 2),
    ),
}
