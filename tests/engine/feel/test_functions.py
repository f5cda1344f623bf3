"""Function definitions, calls by position and by name, functions as values, functions of the host."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from engine.feel import DaysTimeDuration, FeelFunction, compile_expression, evaluate, variables


@pytest.mark.parametrize(
    "text, value",
    [
        ("(function(a, b) a - b)(5, 3)", 2),
        ("(function(a, b) a - b)(b: 5, a: 3)", -2),
        ("(function() 7)()", 7),
        ("(function(a) a)(1, 2)", None),
        ("(function(a, b) a)(1)", None),
        ("(function(a) a)(b: 1)", None),
        ("(function(a: number) a)(1)", 1),
        ('(function(a: number) a)("x")', None),
        ("(function(a: number) a)([1])", 1),
        ("(function(a: list<number>) a)(1)", [1]),
        ("(function(a: string, b) b)(null, 2)", 2),
        ("{double: function(x) x * 2, r: double(4)}.r", 8),
        ("{fact: function(n) if n <= 1 then 1 else n * fact(n - 1), r: fact(20)}.r", 2432902008176640000),
        ("{add: function(x) function(y) x + y, r: add(2)(3)}.r", 5),
        ("sort([3, 1, 2], function(x, y) x > y)", [3, 2, 1]),
        ("[1, 2, 3](1)", None),
        ("5(1)", None),
        ("null(1)", None),
        ("nirgends(1)", None),
        ('{f: function(x) external {java: {class: "a", method signature: "b"}}, r: f(1)}.r', None),
        ("{f: count, r: f([1, 2])}.r", 2),
        ("[sum, max][2](1, 5)", 5),
        ('substring(string: "abc", start position: 2)', "bc"),
        ('substring(start position: 2, length: 1, string: "abc")', "b"),
        ('substring(string: "abc", from: 2)', None),
        ("count(list: [1, 2])", 2),
        ("abs(n: -1)", 1),
        ("append(list: [1], item: 2)", [1, 2]),
        ("append(list: [1])", None),
        ("sum(list: 1, item: 2)", None),
    ],
)
def test_calls(text: str, value: Any) -> None:
    assert evaluate(text, {}) == value


def test_a_function_sees_the_scope_it_was_written_in() -> None:
    assert evaluate("{x: 1, f: function() x, g: {x: 2, r: f()}}.g.r", {}) == 1


def frist_ende(start: dt.date, length: DaysTimeDuration) -> dt.date:
    return start + length.to_timedelta()


HOST = {
    "frist ende": FeelFunction("frist ende", ("date", "duration"), frist_ende),
    "zähle": FeelFunction("zähle", ("liste",), len),
    "weigert sich": FeelFunction("weigert sich", (), lambda: int("x")),
}


def test_functions_of_the_host_may_have_spaces_in_their_names() -> None:
    text = 'frist ende(date("2024-01-01"), duration("P14D"))'
    assert evaluate(text, {}, functions=HOST) == dt.date(2024, 1, 15)
    named = 'frist ende(duration: duration("P1D"), date: date("2024-01-01"))'
    assert compile_expression(named, functions=HOST).evaluate({}) == dt.date(2024, 1, 2)


def test_what_a_host_function_returns_becomes_a_feel_value() -> None:
    result = evaluate("zähle([1, 2, 3])", {}, functions=HOST)
    assert result == 3
    assert isinstance(result, Decimal)


def test_a_value_error_of_a_host_function_is_the_reason_of_a_null() -> None:
    result = compile_expression("weigert sich()", functions=HOST).evaluate_with_reasons({})
    assert result.value is None
    assert "weigert sich" in result.reasons[0]


def test_too_many_arguments_for_a_host_function_are_null() -> None:
    assert evaluate("zähle(1, 2)", {}, functions=HOST) is None


def test_functions_are_not_variables() -> None:
    text = "frist ende(beginn, dauer) + count(liste)"
    assert variables(text, functions=HOST) == {"beginn", "dauer", "liste"}
    assert compile_expression(text, functions=HOST).reading.functions == {"frist ende", "count"}
