"""Literals: numbers, strings, booleans, null, lists, contexts, comments (DMN 1.5, 10.3.1.2 and 10.3.1.5)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.feel import FeelSyntaxError, compile_expression, evaluate


@pytest.mark.parametrize(
    "text, value",
    [
        ("0", "0"),
        ("007", "7"),
        (".5", "0.5"),
        ("1.50", "1.50"),
        ("-3", "-3"),
        ("--3", "3"),
        ("1e3", "1000"),
        ("2.5E-2", "0.025"),
        ("1234567890123456789012345678901234", "1234567890123456789012345678901234"),
    ],
)
def test_numbers_are_decimals(text: str, value: str) -> None:
    result = evaluate(text, {})
    assert isinstance(result, Decimal)
    assert result == Decimal(value)


def test_a_number_has_34_digits_and_rounds_half_even() -> None:
    assert evaluate("1 / 3", {}) == Decimal("0." + "3" * 34)
    assert evaluate("1234567890123456789012345678901234.5", {}) == Decimal("1234567890123456789012345678901234")
    assert evaluate("1234567890123456789012345678901235.5", {}) == Decimal("1234567890123456789012345678901236")


@pytest.mark.parametrize(
    "text, value",
    [
        (r'""', ""),
        (r'"a\nb\rc\td"', "a\nb\rc\td"),
        (r'"\"\'\\"', "\"'\\"),
        (r'"\u00e4\U01F600"', "ä😀"),
        (r'"\uD83D\uDE00"', "😀"),
        (r'"\d+"', "\\d+"),
        ('"zwei\nZeilen"', "zwei\nZeilen"),
        ('"// kein Kommentar"', "// kein Kommentar"),
    ],
)
def test_strings_resolve_their_escapes(text: str, value: str) -> None:
    assert evaluate(text, {}) == value


@pytest.mark.parametrize("text, value", [("true", True), ("false", False), ("null", None)])
def test_words_for_truth_and_nothing(text: str, value: bool | None) -> None:
    assert evaluate(text, {}) is value


@pytest.mark.parametrize("name", ["true", "false", "null", "if", "for", "and", "function"])
def test_no_scope_takes_the_words_of_the_language_away(name: str) -> None:
    scope = {name: "x"}
    assert evaluate('if true and not(false) then null else "y"', scope) is None
    assert evaluate("(function(a) a)(for i in [1] return i)", scope) == [1]


@pytest.mark.parametrize(
    "text, value",
    [
        ("[]", []),
        ("[1, [2, 3], null]", [1, [2, 3], None]),
        ("{}", {}),
        ('{a: 1, "b c": 2, d e: 3}', {"a": 1, "b c": 2, "d e": 3}),
        ("{a: 1, b: a + 1, c: b * 2}", {"a": 1, "b": 2, "c": 4}),
        ("{a: 1, a: 2}", None),
    ],
)
def test_lists_and_contexts(text: str, value: Any) -> None:
    assert evaluate(text, {}) == value


@pytest.mark.parametrize(
    "text", ["1 + /* eins */ 2", "1 // eins\n+ 2", "/**/1/***/+2", "1\u00a0+\u20032", "\ufeff1 +\u200b 2", "1\n+\r\n2"]
)
def test_comments_and_any_white_space_separate_tokens(text: str) -> None:
    assert evaluate(text, {}) == 3


@pytest.mark.parametrize("text", ['"offen', "/* offen", "1 # 2", "a ; b", "`ls`", "1..2..3", "$a", "a\\b", "1 1"])
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(FeelSyntaxError):
        compile_expression(text)


def test_a_number_beyond_decimal128_is_refused_when_read() -> None:
    with pytest.raises(FeelSyntaxError):
        compile_expression("1e7000")


def test_a_leading_equals_sign_is_ignored_and_positions_stay() -> None:
    assert evaluate("= 1 + 1", {}) == 2
    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression("= 1 +")
    assert caught.value.column == 6
