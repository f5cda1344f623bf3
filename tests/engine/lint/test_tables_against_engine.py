"""The findings about random tables are exactly what the decision engine does with them."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.dmn import Model
from engine.lint.tables import lint_tables
from tests.engine.dmn.build import column, decision, definitions, table
from tests.engine.dmn.build import given as input_data

_NUMBERS = st.integers(0, 4)
_INTERVAL = st.builds(
    lambda low, high, left, right: f"{left}{min(low, high)}..{max(low, high)}{right}",
    _NUMBERS,
    _NUMBERS,
    st.sampled_from("[("),
    st.sampled_from("])"),
)
_COMPARISON = st.builds(
    lambda operator, number: f"{operator} {number}", st.sampled_from(["<", "<=", ">", ">="]), _NUMBERS
)
_NUMBER_CELL = st.one_of(
    st.just("-"), _INTERVAL, _COMPARISON, _NUMBERS.map(str), _COMPARISON.map(lambda t: f"not({t})")
)
_LETTER_CELL = st.sampled_from(["-", '"a"', '"a","b"', 'not("a")', "null"])
_RULES = st.lists(st.tuples(_NUMBER_CELL, _LETTER_CELL), min_size=1, max_size=5)
#: Every value on and between the constants above, and every letter; the same with missing values.
_DECLARED = list(product([Decimal(n) / 2 for n in range(-1, 10)], ["a", "b", "c"]))
_POINTS = list(product([None, *(Decimal(n) / 2 for n in range(-1, 10))], [None, "a", "b", "c"]))


def _table(policy: str, rules: list[tuple[str, str]]) -> bytes:
    columns = [column("n", "number"), column("l", "string", '"a","b","c"')]
    logic = table(policy, columns, [(cells, [str(number)]) for number, cells in enumerate(rules, 1)])
    return definitions(input_data("n"), input_data("l"), decision("d", logic, inputs=["n", "l"]))


def _matching(data: bytes, n: Decimal | None, letter: str | None) -> list[int]:
    return [int(number) for number in Model.from_xml(data).decide("d", {"n": n, "l": letter}).value or []]


def _details(data: bytes, code: str) -> list[Any]:
    return [finding.detail for finding in lint_tables(data) if finding.code == code]


@given(_RULES)
@settings(max_examples=60, deadline=None)
def test_overlaps_gaps_and_dead_rules_are_found_exactly(rules: list[tuple[str, str]]) -> None:
    all_matching = _table("RULE ORDER", rules)
    model = Model.from_xml(all_matching)
    by_point = {
        (n, letter): [int(number) for number in model.decide("d", {"n": n, "l": letter}).value or []]
        for n, letter in _POINTS
    }
    hits = list(by_point.values())
    unique = _table("UNIQUE", rules)
    overlaps = {tuple(detail["rules"]) for detail in _details(unique, "table-overlap")}
    assert overlaps == {pair for hit in hits for pair in product(hit, hit) if pair[0] < pair[1]}
    assert bool(_details(unique, "table-gap")) == any(not by_point[point] for point in _DECLARED)
    dead = {detail["rule"] for detail in _details(unique, "table-unreachable")}
    assert dead == set(range(1, len(rules) + 1)) - {number for hit in hits for number in hit}


@given(_RULES)
@settings(max_examples=60, deadline=None)
def test_every_example_is_one(rules: list[tuple[str, str]]) -> None:
    unique, all_matching = _table("UNIQUE", rules), _table("RULE ORDER", rules)
    for detail in _details(unique, "table-gap"):
        example = detail["example"]
        assert _matching(all_matching, example.get("n", 0), example.get("l", "a")) == []
    for detail in _details(unique, "table-overlap"):
        example = detail["example"]
        both = _matching(all_matching, example.get("n", 0), example.get("l", "a"))
        assert set(detail["rules"]) <= set(both)


@given(_RULES)
@settings(max_examples=60, deadline=None)
def test_a_masked_rule_never_answers_first_and_another_one_can(rules: list[tuple[str, str]]) -> None:
    first = _table("FIRST", rules)
    model = Model.from_xml(first)
    answering = {model.decide("d", {"n": n, "l": letter}).value for n, letter in _POINTS}
    quiet = {detail["rule"] for code in ("table-masked", "table-unreachable") for detail in _details(first, code)}
    assert not answering & quiet
    silent = set(range(1, len(rules) + 1)) - {int(number) for number in answering if number is not None}
    assert silent == quiet
