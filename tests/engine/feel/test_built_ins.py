"""Built-in functions, with one line for each rule of their tables (DMN 1.5, 10.3.4)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.feel import evaluate

CONVERSION = [
    ("string(1.10)", "1.1"),
    ("string(1e3)", "1000"),
    ("string(-0.0)", "0"),
    ("string(true)", "true"),
    ('string("a")', "a"),
    ("string(null)", None),
    ('string([1, "a", null])', '[1, "a", null]'),
    ('string({a: 1, "b c": {d: "x\\"y"}})', '{a: 1, b c: {d: "x\\"y"}}'),
    ('number("1.5")', "1.5"),
    ('number("1,500.5", ",", ".")', "1500.5"),
    ('number("1.500,5", ".", ",")', "1500.5"),
    ('number("1 500", " ", ".")', "1500"),
    ('number("1500.5", null, ".")', "1500.5"),
    ('number("1,5", ",", ",")', None),
    ('number("1,5", "x", ".")', None),
    ('number("eins")', None),
    ('number("1_000")', None),
    ('number("")', None),
    ("number(from: null)", None),
]
STRINGS = [
    ('substring("Phasen", 3)', "asen"),
    ('substring("Phasen", 3, 2)', "as"),
    ('substring("Phasen", -2, 1)', "e"),
    ('substring("Phasen", 0)', None),
    ('substring("Phasen", 7)', None),
    ('substring("😀ab", 2)', "ab"),
    ('string length("Ü😀")', "2"),
    ('string length("")', "0"),
    ('upper case("straße 1")', "STRASSE 1"),
    ('lower case("ÄB")', "äb"),
    ('substring before("a-b-c", "-")', "a"),
    ('substring before("abc", "x")', ""),
    ('substring after("a-b-c", "-")', "b-c"),
    ('substring after("abc", "")', "abc"),
    ('contains("abc", "bc")', True),
    ('contains("abc", null)', None),
    ('starts with("abc", "ab")', True),
    ('ends with("abc", "ab")', False),
    ('string join(["a", null, "b"], "-")', "a-b"),
    ('string join(["a", "b"])', "ab"),
    ("string join([])", ""),
    ('string join(["a", 1])', None),
    ('split("a, b,c", ",\\s*")', ["a", "b", "c"]),
]
LISTS = [
    ("list contains([1, null], null)", True),
    ("list contains([1, 2], 3)", False),
    ("count([])", "0"),
    ("min([3, 1, 2])", "1"),
    ("min(3, 1, 2)", "1"),
    ('max("a", "c", "b")', "c"),
    ('max([@"2024-01-01", @"2025-01-01"]).year', "2025"),
    ('min(1, "a")', None),
    ("min([])", None),
    ("sum([1, 2, 3])", "6"),
    ("sum(1, 2, 3)", "6"),
    ("sum([])", None),
    ('sum([1, "a"])', None),
    ("product([2, 3, 4])", "24"),
    ("mean([1, 2, 3, 4])", "2.5"),
    ("median(8, 2, 5, 3, 4)", "4"),
    ("median([6, 1, 2, 3])", "2.5"),
    ("median([])", None),
    ("stddev(2, 4, 7, 5)", "2.081665999466132735282297706979931"),
    ("stddev([47])", None),
    ("mode(6, 3, 9, 6, 6)", [6]),
    ("mode([6, 1, 9, 6, 1])", [1, 6]),
    ("mode([])", []),
    ("all([true, true])", True),
    ("all([true, null])", None),
    ("all([false, null])", False),
    ("all([])", True),
    ("any([false, true])", True),
    ("any([false, 1])", None),
    ("any([])", False),
    ("sublist([4, 5, 6], 1, 2)", [4, 5]),
    ("sublist([4, 5, 6], -2)", [5, 6]),
    ("sublist([4, 5, 6], 4)", None),
    ("sublist([4, 5, 6], 2, 5)", None),
    ("append([1], 2, 3)", [1, 2, 3]),
    ("append([1], null)", [1, None]),
    ("concatenate([1, 2], [3])", [1, 2, 3]),
    ("insert before([1, 3], 2, 2)", [1, 2, 3]),
    ("insert before([1, 3], -1, 2)", [1, 2, 3]),
    ("insert before([1, 3], 9, 2)", None),
    ("remove([1, 2, 3], 2)", [1, 3]),
    ("remove([1, 2, 3], 0)", None),
    ("list replace([1, 2, 3], 2, 9)", [1, 9, 3]),
    ("list replace([1, 2, 3], function(item, neu) item < neu, 2)", [2, 2, 3]),
    ("list replace([1, 2, 3], function(item, neu) 1, 2)", None),
    ("reverse([1, 2, 3])", [3, 2, 1]),
    ("index of([1, 2, 1, null], 1)", [1, 3]),
    ("index of([1, null], null)", [2]),
    ("union([1, 2], [2, 3], [1.0])", [1, 2, 3]),
    ("distinct values([1, 2, 1.0, null, null, [1], [1]])", [1, 2, None, [1]]),
    ("flatten([1, [2, [3, []]], 4])", [1, 2, 3, 4]),
    ("sort([3, 1, 2])", [1, 2, 3]),
    ('sort(["b", "a"])', ["a", "b"]),
    ('sort([1, "a"])', None),
    ("sort([{a: 2}, {a: 1}], function(x, y) x.a < y.a)", [{"a": 1}, {"a": 2}]),
    ("sort(list: [2, 1], precedes: function(x, y) x < y)", [1, 2]),
]
NUMBERS = [
    ("decimal(1 / 3, 2)", "0.33"),
    ("decimal(2.5, 0)", "2"),
    ("decimal(3.5, 0)", "4"),
    ("floor(-1.5)", "-2"),
    ("floor(1.56, 1)", "1.5"),
    ("ceiling(-1.5)", "-1"),
    ("ceiling(1.51, 1)", "1.6"),
    ("round up(5.5, 0)", "6"),
    ("round up(-1.126, 2)", "-1.13"),
    ("round down(-2.5, 0)", "-2"),
    ("round half up(2.5, 0)", "3"),
    ("round half up(-1.125, 2)", "-1.13"),
    ("round half down(2.5, 0)", "2"),
    ("round half down(-1.125, 2)", "-1.12"),
    ("round half up(1250, -2)", "1300"),
    ("round up(1, 7000)", None),
    ("abs(-10)", "10"),
    ("modulo(12, 5)", "2"),
    ("modulo(-12, 5)", "3"),
    ("modulo(12, -5)", "-3"),
    ("modulo(10.1, 4.5)", "1.1"),
    ("modulo(1, 0)", None),
    ("sqrt(16)", "4"),
    ("sqrt(-1)", None),
    ("decimal(log(10), 8)", "2.30258509"),
    ("log(0)", None),
    ("decimal(exp(5), 8)", "148.41315910"),
    ("odd(5)", True),
    ("odd(-5)", True),
    ("even(2.0)", True),
    ("even(2.5)", None),
    ('abs("a")', None),
]
CONTEXTS = [
    ('get value({a: 1}, "a")', "1"),
    ('get value({a: 1}, "b")', None),
    ("get entries({a: 1, b: 2}).key", ["a", "b"]),
    ('get entries({a: 1})[key = "a"].value', [1]),
    ('context([{key: "a", value: 1}])', {"a": 1}),
    ('context([{key: "a", value: 1}, {key: "a", value: 2}])', None),
    ('context([{key: "a"}])', None),
    ('context put({a: 1}, "b", 2)', {"a": 1, "b": 2}),
    ('context put({a: {b: 1}}, ["a", "c"], 2)', {"a": {"b": 1, "c": 2}}),
    ('context put({}, ["a", "b"], 2)', {"a": {"b": 2}}),
    ("context put({}, [], 2)", None),
    ("context merge([{a: 1, b: 1}, {b: 2}])", {"a": 1, "b": 2}),
    ("context merge([])", {}),
    ("context merge([1])", None),
]


@pytest.mark.parametrize("text, value", [*CONVERSION, *STRINGS, *LISTS, *NUMBERS, *CONTEXTS])
def test_a_built_in_has_its_value(text: str, value: Any) -> None:
    result = evaluate(text, {})
    if isinstance(result, Decimal) and not isinstance(value, bool):
        assert result == Decimal(value)
    else:
        assert result == value
        assert isinstance(result, bool) is isinstance(value, bool)


def test_changing_functions_leave_their_argument_alone() -> None:
    scope = {"a": [1, 2, 3], "c": {"x": {"y": 1}}}
    evaluate('[append(a, 4), remove(a, 1), reverse(a), context put(c, ["x", "y"], 2)]', scope)
    assert scope == {"a": [1, 2, 3], "c": {"x": {"y": 1}}}
