"""Filters, paths, `for`, `some`, `every` (DMN 1.5, 10.3.2.5, 10.3.2.14, 10.3.2.15)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from engine.feel import evaluate

PEOPLE = [{"name": "Ada", "age": 36}, {"name": "Bo", "age": 17}, {"name": "Cy", "age": None}]


@pytest.mark.parametrize(
    "text, value",
    [
        ("[10, 20, 30][1]", 10),
        ("[10, 20, 30][-1]", 30),
        ("[10, 20, 30][4]", None),
        ("[10, 20, 30][0]", None),
        ("[10, 20, 30][1.5]", None),
        ("[10, 20, 30][1 + 1]", 20),
        ("[][1]", None),
        ("[][item > 1]", []),
        ("5[1]", 5),
        ("5[2]", None),
        ("5[item = 5]", [5]),
        ("null[1]", None),
        ("null[true]", []),
        ("[1, 2, 3, 4][item > 2]", [3, 4]),
        ("[1, 2, 3, 4][even(item)]", [2, 4]),
        ("[1, null, 3][item > 1]", [3]),
        ('[1, "a", 3][item > 1]', [3]),
        ("[1, 2][true]", [1, 2]),
        ("[1, 2][null]", []),
        ("people[age > 18].name", ["Ada"]),
        ('people[name = "Bo"][1].age', 17),
        ("people[item.age = null].name", ["Cy"]),
        ("people.name", ["Ada", "Bo", "Cy"]),
        ("people[2].name", "Bo"),
        ("people[age > limit].name", ["Ada"]),
        ("[{item: 1}, {item: 2}][item = 2]", [{"item": 2}]),
        ("[[1], [2, 3]][count(item) > 1]", [[2, 3]]),
        ("people[1].missing", None),
        ("people.missing", [None, None, None]),
        ("null.x", None),
        ("5.5.x", None),
    ],
)
def test_filters_and_paths(text: str, value: Any) -> None:
    assert evaluate(text, {"people": PEOPLE, "limit": 18}) == value


@pytest.mark.parametrize(
    "text, value",
    [
        ("for x in [1, 2] return x * 10", [10, 20]),
        ("for x in 1..3 return x", [1, 2, 3]),
        ("for x in 3..1 return x", [3, 2, 1]),
        ("for x in [1..3] return x", [1, 2, 3]),
        ("for x in (1..3) return x", [2]),
        ("for x in [1, 2], y in [10, 20] return x + y", [11, 21, 12, 22]),
        ("for x in [[1, 2], [3]], y in x return y", [1, 2, 3]),
        ("for x in 1..2, y in x..2 return [x, y]", [[1, 1], [1, 2], [2, 2]]),
        ("for i in 0..5 return if i < 2 then 1 else partial[-1] + partial[-2]", [1, 1, 2, 3, 5, 8]),
        ("for i in 1..3 return count(partial)", [0, 1, 2]),
        ("for x in 7 return x", [7]),
        ("for x in [] return x", []),
        ("for x in null return x", None),
        ('for x in 1.."a" return x', None),
        ("for x in 1.5..3 return x", ["1.5", "2.5"]),
        ("some x in [1, 2] satisfies x = 2", True),
        ("some x in [1, 2] satisfies x = 3", False),
        ("some x in [1, null] satisfies x > 3", None),
        ("every x in [1, 2] satisfies x > 0", True),
        ("every x in [1, 2] satisfies x > 1", False),
        ("every x in [] satisfies false", True),
        ("some x in [] satisfies true", False),
        ("some x in [1, 2], y in [2, 3] satisfies x = y", True),
        ("every x in null satisfies true", None),
        ("every x in 1..3 satisfies x < 4", True),
    ],
)
def test_iteration(text: str, value: Any) -> None:
    expected = (
        [Decimal(item) if isinstance(item, str) else item for item in value] if isinstance(value, list) else value
    )
    assert evaluate(text, {}) == expected


def test_iteration_over_dates_goes_by_days() -> None:
    days = evaluate('for d in @"2024-02-28"..@"2024-03-01" return d', {})
    assert days == [dt.date(2024, 2, 28), dt.date(2024, 2, 29), dt.date(2024, 3, 1)]
    assert evaluate('count(for d in [@"2024-03-01"..@"2024-02-01"] return d)', {}) is None
    assert evaluate('count(for d in @"2024-03-01"..@"2024-02-01" return d)', {}) == 30


def test_partial_is_a_copy_and_never_contains_itself() -> None:
    assert evaluate("for i in 1..3 return partial", {}) == [[], [[]], [[], [[]]]]
