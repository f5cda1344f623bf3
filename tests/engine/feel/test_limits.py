"""Evaluations that would never end, or never fit, end with a typed error that names the limit."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import Any

import pytest

from engine.feel import (
    FeelError,
    FeelLimitError,
    FeelSyntaxError,
    Limits,
    compile_expression,
    compile_unary_tests,
    evaluate,
)

TIGHT = Limits(steps=20_000, depth=40, list_size=2_000, string_size=10_000)

#: Expression, and the limit that ends it.
ENDLESS = [
    ("10 ** (10 ** 10)", "magnitude"),
    ("9.9e6144 * 10", "magnitude"),
    ("9.9e6144 + 9.9e6144", "magnitude"),
    ("exp(100000)", "magnitude"),
    ("sum([9.9e6144, 9.9e6144])", "magnitude"),
    ("median([9.9e6144, 9.9e6144])", "magnitude"),
    ("stddev([9.9e6144, -9.9e6144])", "magnitude"),
    ("-huge", "magnitude"),
    ("string(for i in 1..1500 return 1e6144)", "string_size"),
    ("for i in 1..1500 return text", "steps"),
    ("product([1e6000, 1e6000])", "magnitude"),
    ('number("1e9999")', "magnitude"),
    ('@"P1D" * 1e100', "magnitude"),
    ('@"P999999999999999999Y" * 10', "magnitude"),
    ("for i in 1..1000000000000 return i", "list_size"),
    ("for i in 1..1e6144 return i", "list_size"),
    ("for i in -9e6144..9e6144 return i", "list_size"),
    ("for i in 1e34..(1e34 + 100) return i", None),
    ("for i in [1e34..1e34 + 100] return i", None),
    ("some i in 1..100000000 satisfies i < 0", "list_size"),
    ('for d in @"-999999999-01-01"..@"999999999-01-01" return d', "list_size"),
    ("for i in 1..1000, j in 1..1000 return 1", "list_size"),
    ("count(for i in 1..1500 return for j in 1..1500 return 1)", "steps"),
    ("concatenate(a, a, a)", "list_size"),
    ("append(a, a, a)", None),
    ("{f: function(x) f(x), r: f(1)}.r", "depth"),
    ("{f: function(x) if x = 0 then 0 else 1 + f(x - 1), r: f(1000)}.r", "depth"),
    ("{f: function(x) g(x), g: function(x) f(x), r: f(1)}.r", "depth"),
    ("sort(a, function(x, y) {f: function(z) f(z), r: f(1)}.r)", "depth"),
    ('for i in 1..100 return if i = 1 then "x" else partial[-1] + partial[-1]', "string_size"),
    ("string join(for i in 1..2000 return text)", "string_size"),
    ('replace(text, "x", "yyyyyyyyyyyyyyyyyyyy")', "string_size"),
    ("for i in 1..100 return if i = 1 then [1] else [partial[-1], partial[-1]]", "steps"),
    ("string(for i in 1..100 return if i = 1 then [1] else [partial[-1], partial[-1]])", "steps"),
    ("{x: for i in 1..100 return if i = 1 then [1] else [partial[-1], partial[-1]], r: x = x}.r", "steps"),
    ("flatten(for i in 1..100 return if i = 1 then [1] else [partial[-1], partial[-1]])", "steps"),
    (
        "(for i in 1..30 return if i = 1 then [1] else [partial[-1], partial[-1]])[30] instance of list<list<Any>>",
        "steps",
    ),
    ("for i in 1..1000 return partial", "steps"),
    ('matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "(a+)+b")', "steps"),
    ("distinct values(for i in 1..1900 return {k: i})", "steps"),
    ("for i in 1..2000 return 2 ** 0.5", "steps"),
    ("a[count(a[item > 0]) > 0]", "steps"),
]


@pytest.mark.parametrize("text, limit", ENDLESS)
def test_an_endless_evaluation_ends_with_its_limit(text: str, limit: str | None) -> None:
    scope = {"a": list(range(1, 1001)), "text": "x" * 1000, "huge": Decimal("1e9999")}
    if limit is None:
        evaluate(text, scope, limits=TIGHT)
        return
    with pytest.raises(FeelLimitError) as caught:
        evaluate(text, scope, limits=TIGHT)
    assert caught.value.limit == limit
    assert caught.value.message_de != caught.value.message_en


DEEP = [
    "(" * 5000 + "1" + ")" * 5000,
    "[" * 5000 + "]" * 5000,
    "{a:" * 5000 + "1" + "}" * 5000,
    "f(" * 5000 + ")" * 5000,
    "not(" * 5000 + "true" + ")" * 5000,
    "1 in (" * 5000 + "1" + ")" * 5000,
    "if " * 5000 + "true",
    "for x in " * 5000 + "[1]",
    "some x in " * 5000 + "[1]",
    "function(a) " * 5000 + "a",
    "a[" * 5000 + "1" + "]" * 5000,
    "1 instance of " + "list<" * 5000,
    "[1.." * 5000,
    "(< " * 5000 + "1",
    "a" + ".b" * 5000,
    "a" + "[1]" * 5000,
    "a" + "()" * 5000,
    "1 < " * 5000 + "1",
    "@" * 5000,
    "-" * 5001,
]


@pytest.mark.parametrize("text", DEEP)
def test_deep_nesting_is_a_syntax_error(text: str) -> None:
    for compile_text in (compile_expression, compile_unary_tests):
        with pytest.raises(FeelSyntaxError):
            compile_text(text)


def test_deep_nesting_on_a_deep_stack_is_still_a_typed_error() -> None:
    text = "(" * 50 + "1 + 1" + ")" * 50

    def down(levels: int) -> Any:
        return down(levels - 1) if levels else compile_expression(text).evaluate({})

    room = sys.getrecursionlimit() - 150
    for levels in range(room - 300, room, 25):
        try:
            assert down(levels) == 2
        except FeelError:
            compile_expression("1")
        except RecursionError:
            pass  # the stack was full before the language was asked


def test_sixty_levels_are_enough_for_people() -> None:
    assert evaluate("(" * 50 + "1" + ")" * 50, {}) == 1


def test_a_text_of_megabytes_is_refused_at_once() -> None:
    with pytest.raises(FeelSyntaxError):
        compile_expression("1 + " * 1_000_000 + "1")


def test_nested_values_of_the_host_may_not_be_bottomless() -> None:
    bottomless: list[Any] = []
    bottomless.append(bottomless)
    with pytest.raises(FeelLimitError):
        evaluate("x", {"x": bottomless})


def test_the_same_evaluation_always_ends_the_same_way() -> None:
    text = "count(for i in 1..1000 return i)"
    enough = next(steps for steps in range(1000, 5000, 10) if _fits(text, steps))
    assert not _fits(text, enough - 10)
    assert _fits(text, enough)


def _fits(text: str, steps: int) -> bool:
    try:
        return bool(evaluate(text, {}, limits=Limits(steps=steps)))
    except FeelLimitError:
        return False
