"""Arithmetic, comparison, three-valued logic, `if`, `between`, `in` (DMN 1.5, tables 42 to 55)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.feel import compile_expression, evaluate


@pytest.mark.parametrize(
    "text, value",
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 3 - 2", 5),
        ("20 / 2 / 5", 2),
        ("2 ** 3 ** 2", 64),
        ("-2 ** 2", 4),
        ("2 ** -1", Decimal("0.5")),
        ("0 ** 0", 1),
        ("2 ** 0.5 * 2 ** 0.5 > 1.99999", True),
        ("1 / 0", None),
        ("(-8) ** (1 / 3)", None),
        ('"a" + "b"', "ab"),
        ('"a" - "b"', None),
        ('"a" + 1', None),
        ("1 + null", None),
        ("null + null", None),
        ("true + true", None),
        ("[1] + [2]", None),
        ('-"a"', None),
        ("-null", None),
    ],
)
def test_arithmetic(text: str, value: Any) -> None:
    assert evaluate(text, {}) == value


@pytest.mark.parametrize(
    "text, value",
    [
        ("1 = 1.0", True),
        ('1 = "1"', None),
        ("null = null", True),
        ("null = 1", False),
        ("1 != null", True),
        ('"a" != "b"', True),
        ("[1, 2] = [1, 2]", True),
        ("[1, 2] = [2, 1]", False),
        ("[1] = 1", None),
        ("{a: 1, b: 2} = {b: 2, a: 1}", True),
        ("{a: 1} = {a: 1, b: 2}", False),
        ("[1..3] = [1..3]", True),
        ("[1..3] = [1..3)", False),
        ("(< 3) = (< 3)", True),
        ("1 < 2", True),
        ("2 <= 2", True),
        ('"Ä" > "Z"', True),
        ("1 < null", None),
        ('1 < "2"', None),
        ("true > false", None),
        ("[1] < [2]", None),
    ],
)
def test_comparison(text: str, value: Any) -> None:
    assert evaluate(text, {}) is value


TRUTH = ["true", "false", "null", '"x"']


def _meaning(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text)


@pytest.mark.parametrize("left", TRUTH)
@pytest.mark.parametrize("right", TRUTH)
def test_and_and_or_are_three_valued(left: str, right: str) -> None:
    one, other = _meaning(left), _meaning(right)
    conjunction = False if False in (one, other) else (None if None in (one, other) else True)
    disjunction = True if True in (one, other) else (None if None in (one, other) else False)
    assert evaluate(f"{left} and {right}", {}) is conjunction
    assert evaluate(f"{left} or {right}", {}) is disjunction


@pytest.mark.parametrize(
    "text, value", [("not(true)", False), ("not(false)", True), ("not(null)", None), ("not(1)", None)]
)
def test_not_is_three_valued(text: str, value: bool | None) -> None:
    assert evaluate(text, {}) is value


def test_and_binds_tighter_than_or() -> None:
    assert evaluate("true or false and false", {}) is True
    assert evaluate("false and false or true", {}) is True


def test_a_thousand_alternatives_are_one_condition() -> None:
    text = " or ".join(f"x = {number}" for number in range(1000))
    assert evaluate(text, {"x": 999}) is True
    assert evaluate(" + ".join("1" for _ in range(3000)), {}) == 3000
    chain = "".join(f"if x = {number} then {number} else " for number in range(500)) + "null"
    assert evaluate(chain, {"x": 499}) == 499


@pytest.mark.parametrize(
    "text, value",
    [
        ('if true then "ja" else "nein"', "ja"),
        ('if null then "ja" else "nein"', "nein"),
        ('if 1 then "ja" else "nein"', "nein"),
        ("if false then 1 else if true then 2 else 3", 2),
        ("(if true then 1 else 2) + 1", 2),
        ("if true then 1 else 2 + 1", 1),
    ],
)
def test_if(text: str, value: Any) -> None:
    assert evaluate(text, {}) == value


@pytest.mark.parametrize(
    "text, value",
    [
        ("2 between 1 and 3", True),
        ("1 between 1 and 3", True),
        ("4 between 1 and 3", False),
        ("2 between 1 and 3 and true", True),
        ("2 between 1 and 1 + 1", True),
        ("null between 1 and 3", None),
        ('2 between 1 and "3"', None),
        ('"b" between "a" and "c"', True),
    ],
)
def test_between_includes_both_ends(text: str, value: Any) -> None:
    assert evaluate(text, {}) is value


@pytest.mark.parametrize(
    "text, value",
    [
        ("2 in [1..3]", True),
        ("3 in [1..3)", False),
        ("1 in ]1..3]", False),
        ("1 in (1..3)", False),
        ("3 in [1..3[", False),
        ("2 in [1, 2, 3]", True),
        ("2 in [[1..3]]", True),
        ("[1, 2] in [[1, 2], [3]]", True),
        ("2 in 2", True),
        ("2 in (1, 2)", True),
        ("2 in (> 1, < 0)", True),
        ("2 in (> 1)", True),
        ("2 in > 1", True),
        ("2 in (!= 2)", False),
        ("2 in (= 2)", True),
        ("2 in <= 1", False),
        ("2 in (1 + 1)", True),
        ("2 in (1 + 1) * 2", False),
        ("2 in (1..2]", True),
        ('"b" in ["a".."c"]', True),
        ("null in [1..3]", None),
        ("null in [null]", True),
        ("null in null", True),
        ('"x" in [1..3]', None),
        ("5 in (null..10)", None),
        ("true in (? = true)", True),
        ("2 in (? > 1 and ? < 3)", True),
    ],
)
def test_in(text: str, value: Any) -> None:
    assert evaluate(text, {}) is value


def test_comparisons_of_comparisons_end_at_eight() -> None:
    assert compile_expression("1 < 2 = true").evaluate({}) is True
