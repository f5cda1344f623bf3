"""Ranges as values, the interval functions and `range()` (DMN 1.5, 10.3.2.7, tables 73 and 82)."""

from __future__ import annotations

from typing import Any

import pytest

from engine.feel import Range, compile_expression, evaluate


@pytest.mark.parametrize(
    "text, value",
    [
        ("[1..3]", Range(1, 3)),
        ("]1..3[", Range(1, 3, False, False)),
        ("(1..3)", Range(1, 3, False, False)),
        ('["a".."b")', Range("a", "b", True, False)),
        ("[1 + 1..2 * 3]", Range(2, 6)),
        ("[list[1]..list[2]]", Range(4, 9)),
        ("[1..list[2][", Range(1, 9, True, False)),
        ("[3..1]", None),
        ('[1.."a"]', None),
        ("(< 3)", Range(None, 3, False, False, "<")),
        ("(>= 3)", Range(3, None, True, False, ">=")),
        ("(= 3)", Range(3, 3, True, True, "=")),
        ("[1..3].start", 1),
        ("(1..3].start included", False),
        ("(1..3].end included", True),
        ("(< 3).start", None),
        ("(< 3).end", 3),
    ],
)
def test_ranges_are_values(text: str, value: Any) -> None:
    assert evaluate(text, {"list": [4, 9]}) == value


@pytest.mark.parametrize(
    "text, value",
    [
        ('range("[1..3]")', "[1..3]"),
        ('range("(1..3[")', "(1..3)"),
        ('range(" [ 1 .. 3 ] ")', "[1..3]"),
        ('range("[-5..-1]")', "[-5..-1]"),
        (r'range("[\"a\"..\"b\"]")', '["a".."b"]'),
        (r'range("[date(\"2024-01-01\")..@\"2024-12-31\"]")', "[2024-01-01..2024-12-31]"),
        ('range("[3..1]")', None),
        ('range("[1..")', None),
        ('range("[1 + 1..3]")', None),
        ('range("[x..3]")', None),
        ('range("(< 3)")', None),
        ('range("[string(1)..3]")', None),
        (r'range("[@\"x\"..3]")', None),
        ("string((>= 3))", "(>= 3)"),
    ],
)
def test_range_reads_only_constants(text: str, value: str | None) -> None:
    assert evaluate(f"string({text})", {"x": 1}) == value


INTERVALS = [
    ("before(1, 2)", True),
    ("before(2, 1)", False),
    ("before(1, [1..2])", False),
    ("before(1, (1..2])", True),
    ("before([1..2], 3)", True),
    ("before([1..2), 2)", True),
    ("before([1..2], [2..3])", False),
    ("before([1..2), [2..3])", True),
    ("before((< 1), 1)", True),
    ("before((> 1), 5)", False),
    ('before(1, "a")', None),
    ("before(null, 1)", None),
    ("after(2, 1)", True),
    ("after([2..3], [1..2))", True),
    ("after((> 5), [1..5])", True),
    ("meets([1..2], [2..3])", True),
    ("meets([1..2), [2..3])", False),
    ("meets([1..2], 2)", None),
    ("met by([2..3], [1..2])", True),
    ("overlaps([1..3], [2..5])", True),
    ("overlaps([1..2], [3..5])", False),
    ("overlaps([1..3), [3..5])", False),
    ("overlaps((< 3), (> 1))", True),
    ("overlaps before([1..3], [2..5])", True),
    ("overlaps before([1..5], [2..5])", True),
    ("overlaps before([2..5], [1..3])", False),
    ("overlaps before([1..9], [2..5])", False),
    ("overlaps after([2..5], [1..3])", True),
    ("overlaps after([1..3], [2..5])", False),
    ("finishes(5, [1..5])", True),
    ("finishes(5, [1..5))", False),
    ("finishes([3..5], [1..5])", True),
    ("finishes([0..5], [1..5])", False),
    ("finished by([1..5], 5)", True),
    ("finished by([1..5], [3..5])", True),
    ("includes([1..5], 3)", True),
    ("includes([1..5), 5)", False),
    ("includes([1..5], [2..5])", True),
    ("includes([1..5), [2..5])", False),
    ("includes((> 0), [2..5])", True),
    ("during(3, [1..5])", True),
    ("during([2..3], [1..5])", True),
    ("during([2..6], [1..5])", False),
    ("starts(1, [1..5])", True),
    ("starts([1..2], [1..5])", True),
    ("starts((1..2], [1..5])", False),
    ("started by([1..5], 1)", True),
    ("started by([1..5], [1..2])", True),
    ("coincides(1, 1)", True),
    ("coincides([1..2], [1..2])", True),
    ("coincides([1..2], [1..2))", False),
    ("coincides((< 1), (< 1))", True),
    ("coincides([1..2], 1)", False),
    ('includes([@"2024-01-01"..@"2024-12-31"], @"2024-06-01")', True),
    ("before(point1: 1, point2: 2)", True),
    ("during(point: 3, range: [1..5])", True),
]


@pytest.mark.parametrize("text, value", INTERVALS)
def test_interval_functions(text: str, value: bool | None) -> None:
    assert evaluate(text, {}) is value


def test_a_range_of_the_host_has_its_ends_made_decimals() -> None:
    assert evaluate("3 in r", {"r": Range(1, 5)}) is True
    assert evaluate("r.start + 0.5", {"r": Range(1, 5)}) == 1.5


def test_a_range_with_a_null_end_answers_nothing() -> None:
    result = compile_expression("3 in [1..x]").evaluate_with_reasons({"x": None})
    assert result.value is None
    assert result.reasons
