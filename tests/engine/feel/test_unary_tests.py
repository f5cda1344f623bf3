"""Unary tests, the language of table cells (DMN 1.5, 7.3.3 and grammar rules 7 to 18)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from engine.feel import FeelSyntaxError, Range, compile_unary_tests

CASES: list[tuple[str, Any, bool | None]] = [
    ("-", 1, True),
    ("-", None, True),
    ("5", 5, True),
    ("5", 6, False),
    ("5, 6", 6, True),
    ('"a", "b"', "b", True),
    ('not("a", "b")', "b", False),
    ('not("a", "b")', "c", True),
    ("not(< 5)", 4, False),
    ("< 5", 4, True),
    (">= 5", 4, False),
    ("!= 5", 4, True),
    ("= 5", 5, True),
    ("[1..5]", 5, True),
    ("(1..5)", 5, False),
    ("< 0, [10..20]", 15, True),
    ("-1", -1, True),
    ("- 1 + 2", 1, True),
    ("true", True, True),
    ("true", None, False),
    ("false", False, True),
    ("null", None, True),
    ("not(null)", 1, True),
    ("not(null)", None, False),
    ("< 5", None, None),
    ("< 5", "a", None),
    ("? > 3", 4, True),
    ("? > 3 and ? < 6", 5, True),
    ("not(? > 3)", 5, False),
    ("not(true) or true", 5, True),
    ('contains(?, "ab")', "xaby", True),
    ('starts with(?, "x"), "q"', "q", True),
    ("Grenze", 40, True),
    ("Liste", 3, True),
    ("Liste", 9, False),
    ("Bereich", 15, True),
    ("> Grenze", 41, True),
    ("[Grenze..Grenze + 10]", 50, True),
    ("Grenze > 30", 1, True),
    ("count(?) > 1", [1, 2], True),
    ("list contains(?, 2)", [1, 2], True),
    ('date("2024-01-01")', dt.date(2024, 1, 1), True),
    ('< @"2024-01-01"', dt.date(2023, 12, 31), True),
    ("some x in ? satisfies x > 1", [1, 2], True),
]


@pytest.mark.parametrize("text, value, expected", CASES)
def test_a_cell_is_met(text: str, value: Any, expected: bool | None) -> None:
    scope = {"Grenze": 40, "Liste": [1, 2, 3], "Bereich": Range(10, 20)}
    tests = compile_unary_tests(text)
    assert tests.matches(value, scope) is expected


@pytest.mark.parametrize("text", ["", "5,", "not(5", "< ", "not()", "- -", ", 5", "5 6"])
def test_a_malformed_cell_is_refused(text: str) -> None:
    with pytest.raises(FeelSyntaxError):
        compile_unary_tests(text)


def test_a_cell_without_an_answer_says_why() -> None:
    result = compile_unary_tests("< 5").matches_with_reasons("a", {})
    assert result.value is None
    assert result.reasons == ('"a" and 5 cannot be compared',)
    assert result.reasons[0].message_de == '"a" und 5 sind nicht vergleichbar'
