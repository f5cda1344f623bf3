"""The language in one breath: one line for each kind of expression."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.feel import FeelSyntaxError, compile_expression, compile_unary_tests, evaluate, variables

EXPRESSIONS: list[tuple[str, Any]] = [
    ('if Alter < 25 then "U25" else "Ü25"', "U25"),
    ("1 + 2 * 3 ** 2", Decimal(19)),
    ("[1, 2, 3][item > 1]", [2, 3]),
    ("for x in 1..3 return x * 2", [2, 4, 6]),
    ("{a: 1, b: a + 1}.b", 2),
    ("some x in [1, 2] satisfies x > 1", True),
    ("every x in [1, 2] satisfies x > 1", False),
    ("Alter in [18..25)", True),
    ("Alter in (< 18, > 67)", False),
    ("Alter between 18 and 67", True),
    ("Alter instance of number", True),
    ("(function(a, b) a - b)(b: 1, a: 3)", 2),
    ("sum([1, 2, 3])", 6),
    ('string(date("2024-01-31") + duration("P1M"))', "2024-02-29"),
    ("Zahl der Kinder + 1", 3),
    ("= Alter", 24),
    ("nichts.da", None),
]


@pytest.mark.parametrize("text, value", EXPRESSIONS)
def test_an_expression_has_its_value(text: str, value: Any) -> None:
    assert evaluate(text, {"Alter": 24, "Zahl der Kinder": 2}) == value


def test_unary_tests_ask_about_the_input() -> None:
    tests = compile_unary_tests("< 18, [65..67], ? = Grenze")
    assert [tests.matches(age, {"Grenze": 40}) for age in (17, 18, 40, 66)] == [True, False, True, True]
    assert compile_unary_tests("-").matches(None, {}) is True
    assert compile_unary_tests('not("a", "b")').matches("c", {}) is True


def test_a_syntax_error_says_where_and_what_was_expected() -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression("if a\n  than b")
    assert (caught.value.line, caught.value.column) == (2, 3)
    assert caught.value.expected == ("'then'",)
    assert caught.value.message_de.startswith("Zeile 2, Spalte 3")


def test_variables_lists_what_is_read() -> None:
    assert variables("a + b.c + count(d) + (for x in e return x)") == {"a", "b", "d", "e"}


def test_a_null_carries_its_reason() -> None:
    result = compile_expression("1 / 0").evaluate_with_reasons({})
    assert result.value is None
    assert result.reasons == ("division by zero",)
