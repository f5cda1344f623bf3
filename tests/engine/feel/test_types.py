"""`instance of` and the conversions when values are bound to types (DMN 1.5, 10.3.2.9 and table 54)."""

from __future__ import annotations

from typing import Any

import pytest

from engine.feel import FeelSyntaxError, compile_expression, evaluate


class Adult:
    """A type of the host."""

    def accepts(self, value: Any) -> bool:
        return type(value) is dict and value.get("age") is not None and value["age"] >= 18


@pytest.mark.parametrize(
    "text, value",
    [
        ("1 instance of number", True),
        ('"a" instance of number', False),
        ("true instance of boolean", True),
        ('@"2024-01-01" instance of date', True),
        ('@"2024-01-01T00:00:00" instance of date', False),
        ('@"2024-01-01T00:00:00" instance of date and time', True),
        ('@"P1D" instance of days and time duration', True),
        ('@"P1D" instance of years and months duration', False),
        ("null instance of Any", False),
        ("1 instance of Any", True),
        ("[1, 2] instance of list<number>", True),
        ('[1, "a"] instance of list<number>', False),
        ("[1, null] instance of list<number>", True),
        ("[[1]] instance of list<list<number>>", True),
        ("{a: 1, b: 2} instance of context<a: number>", True),
        ('{a: "x"} instance of context<a: number>', False),
        ("{} instance of context<a: number>", False),
        ("{a b: 1} instance of context<a b: number>", True),
        ("[1..2] instance of range<number>", True),
        ('["a".."b"] instance of range<number>', False),
        ("(function(a: number, b: number) a) instance of function<number, number> -> number", True),
        ("(function(a) a) instance of function<number, number> -> number", False),
        ("1 instance of number and true", True),
        ("-1 instance of number", None),
        ("1 instance of unbekannt", None),
        ("{age: 20} instance of Erwachsener", True),
        ("{age: 10} instance of Erwachsener", False),
        ("[{age: 20}] instance of list<Erwachsener>", True),
        ("(function(p: Erwachsener) p.age)({age: 10})", None),
        ("(function(p: Erwachsener) p.age)({age: 30})", 30),
    ],
)
def test_instance_of(text: str, value: Any) -> None:
    assert compile_expression(text, types={"Erwachsener": Adult()}).evaluate({}) == value


@pytest.mark.parametrize(
    "text, value",
    [
        ("(function(x: number) x)([5])", 5),
        ("(function(x: list<number>) x)(5)", [5]),
        ("(function(x: number) x)([5, 6])", None),
        ('string((function(x: date and time) x)(@"2024-01-01"))', "2024-01-01T00:00:00Z"),
        ('upper case(["a"])', "A"),
        ("count(5)", 1),
        ("sum(5)", 5),
        ('concatenate(1, [2], "a")', [1, 2, "a"]),
    ],
)
def test_values_are_converted_when_they_are_bound(text: str, value: Any) -> None:
    assert evaluate(text, {}) == value


@pytest.mark.parametrize(
    "text", ["1 instance of", "1 instance of list<", "1 instance of 5", "1 instance of context<a>"]
)
def test_malformed_types_are_refused(text: str) -> None:
    with pytest.raises(FeelSyntaxError):
        compile_expression(text)
