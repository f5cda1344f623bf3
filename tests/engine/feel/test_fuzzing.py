"""Random texts, from the grammar and from nothing at all: only typed errors may leave.

`PHASENWERK_LONG=1` runs a hundred times as many.
"""

from __future__ import annotations

import datetime as dt
import os
import resource
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.feel import (
    FeelError,
    FeelFunction,
    Limits,
    compile_expression,
    compile_unary_tests,
    feel_text,
    variables,
)
from engine.feel.builtin import BUILT_INS
from tests.engine.feel.test_sandbox import harmless, watched

#: `make chaos` takes the long run; the short one is part of every test run.
pytestmark = pytest.mark.chaos

LONG = os.environ.get("PHASENWERK_LONG") == "1"
EXAMPLES = 20_000 if LONG else 200
FUZZ = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
TIGHT = Limits(steps=5_000, depth=20, list_size=500, string_size=2_000)
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SCOPE: dict[str, Any] = {
    "a": 1,
    "b": "text",
    "c": {"d": [1, 2, {"e": None}], "f g": 2.5},
    "h": dt.date(2024, 2, 29),
    "x y": [True, False, None],
}
HOST = {"eine Funktion": FeelFunction("eine Funktion", ("p", "q"), lambda p, q: [p, q])}

NAMES = st.sampled_from(["a", "b", "c", "c.d", "c.f g", "h", "x y", "item", "partial", "?", "unbekannt", "a-b", "i"])
LITERALS = st.one_of(
    st.integers(-5, 100).map(str),
    st.sampled_from(["0.1", "1e30", "-1e-30", "9e6144", "true", "false", "null", "[]", "{}", '""']),
    st.text(max_size=5).map(feel_text),
    st.sampled_from(["2024-02-29", "10:00:00Z", "2024-02-29T10:00:00@Europe/Berlin", "P1Y", "-PT1S", "quark"]).map(
        lambda text: f'@"{text}"'
    ),
)
OPERATORS = st.sampled_from(
    ["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in", "between 1 and", "instance of"]
)
TYPES = st.sampled_from(["number", "list<string>", "context<a: Any>", "range<date>", "function<number> -> Any", "Any"])
FUNCTIONS = st.sampled_from([*BUILT_INS, "eine Funktion", "i"])


def _composed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """One step of the grammar around smaller expressions."""
    several = st.lists(inner, max_size=3).map(", ".join)
    return st.one_of(
        st.tuples(inner, OPERATORS, inner).map(" ".join),
        st.builds("({})".format, inner),
        st.builds("-{}".format, inner),
        st.builds("[{}]".format, several),
        st.builds("{}[{}]".format, inner, inner),
        st.builds("{}.{}".format, inner, st.sampled_from(["d", "e", "year", "start", "f g"])),
        st.builds("{}({})".format, FUNCTIONS, several),
        st.builds("({})({})".format, inner, several),
        st.builds("if {} then {} else {}".format, inner, inner, inner),
        st.builds("for i in {} return {}".format, inner, inner),
        st.builds("for i in {}..{}, j in {} return {}".format, inner, inner, inner, inner),
        st.builds("{} i in {} satisfies {}".format, st.sampled_from(["some", "every"]), inner, inner),
        st.builds("function(i, p: {}) {}".format, TYPES, inner),
        st.builds("{{i: {}, f g: {}}}".format, inner, inner),
        st.builds("{}{}..{}{}".format, st.sampled_from("[(]"), inner, inner, st.sampled_from("])[")),
        st.builds("({} {})".format, st.sampled_from(["<", ">=", "=", "!="]), inner),
        st.builds("{} in ({}, < {})".format, inner, inner, inner),
        st.builds("{} instance of {}".format, inner, TYPES),
    )


EXPRESSIONS = st.recursive(st.one_of(NAMES, LITERALS), _composed, max_leaves=12)
_SYMBOLS = "( ) [ ] { } , : . .. + - * / ** = != < <= > >= -> @ \" ' \\ // /* */ ? ; 1 1.5"
_WORDS = "if then else for in return some every satisfies function external between and or not instance of a"
_TYPE_WORDS = "list range context date time null true date and time string length item partial"
TOKENS = st.lists(
    st.sampled_from([*_SYMBOLS.split(), *_WORDS.split(), *_TYPE_WORDS.split(), '"s"', "\n"]), max_size=25
).map(" ".join)


@pytest.fixture(autouse=True, scope="module")
def bounded_memory() -> Iterator[None]:
    """In the long run, an expression that fills the memory is a failure of its test, not of the machine."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if LONG:
        resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, hard))
    yield
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _only_typed_errors(text: str) -> None:
    with watched():
        with suppress(FeelError):
            expression = compile_expression(text, names=["x y", "f g", "a-b"], functions=HOST)
            variables(expression)
            assert harmless(expression.evaluate_with_reasons(SCOPE, now=NOW, limits=TIGHT).value)
        with suppress(FeelError):
            compile_unary_tests(text, names=["x y"], functions=HOST).matches(1, SCOPE, now=NOW, limits=TIGHT)


@FUZZ
@given(EXPRESSIONS)
def test_expressions_of_the_grammar_evaluate_or_are_refused(text: str) -> None:
    _only_typed_errors(text)


@FUZZ
@given(TOKENS)
def test_tokens_in_any_order_are_read_or_refused(text: str) -> None:
    _only_typed_errors(text)


@FUZZ
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    _only_typed_errors(text)


@FUZZ
@given(EXPRESSIONS, st.data())
def test_a_damaged_expression_is_read_or_refused(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 5)))
    _only_typed_errors(text[:start] + data.draw(st.text(max_size=3)) + text[end:])


@FUZZ
@given(FUNCTIONS, st.lists(EXPRESSIONS, max_size=4))
def test_every_built_in_accepts_any_arguments(name: str, arguments: list[str]) -> None:
    _only_typed_errors(f"{name}({', '.join(arguments)})")


@FUZZ
@given(st.text("abc()[]{}*+?|^$\\.-,0123dswpP&", max_size=15), st.text("abc-12\n", max_size=20), st.text("smixq"))
def test_any_pattern_matches_or_is_refused(pattern: str, text: str, flags: str) -> None:
    expression = compile_expression('[matches(t, p, f), replace(t, p, "$1", f), split(t, p)]')
    with suppress(FeelError):
        expression.evaluate({"p": pattern, "t": text, "f": flags}, limits=TIGHT)
