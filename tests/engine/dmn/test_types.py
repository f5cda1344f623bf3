"""Item definitions, constraints and coercion (DMN 1.5, 7.3.2 and 10.3.2.9)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies

from tests.engine.dmn.build import decision, given, item, model, of, text

PERSON = item(
    "person",
    '<itemComponent name="name"><typeRef>string</typeRef></itemComponent>'
    '<itemComponent name="ages" isCollection="true"><typeRef>age</typeRef></itemComponent>',
)
TYPES = (
    PERSON,
    item("age", of("number", "[0..150]")),
    item("circle", of("string", '"SGB2", "SGB3"')),
    item("circles", of("circle"), collection=True),
    item("short list", "<typeRef>number</typeRef>" + text("count(?) < 3", "typeConstraint"), collection=True),
    item("tree", '<itemComponent name="under" isCollection="true"><typeRef>tree</typeRef></itemComponent>'),
)


def bound(type_ref: str, value: Any) -> Any:
    """The value after it was bound to an input of the type."""
    return model(*TYPES, given("x", type_ref), decision("d", text("x"), inputs=["x"])).decide("d", {"x": value}).value


@pytest.mark.parametrize(
    "type_ref, value",
    [
        ("number", 1),
        ("string", "a"),
        ("boolean", True),
        ("date", dt.date(2026, 7, 1)),
        ("time", dt.time(9, 30)),
        ("dateTime", dt.datetime(2026, 7, 1, 9, tzinfo=dt.UTC)),
        ("date and time", dt.datetime(2026, 7, 1, 9, tzinfo=dt.UTC)),
        ("feel:number", 1),
        ("Any", [1, "a"]),
        ("age", 150),
        ("circle", "SGB2"),
        ("circles", ["SGB2", "SGB3"]),
        ("circles", []),
        ("short list", [1, 2]),
        ("person", {"name": "Ada", "ages": [1], "more": True}),
        ("person", {"name": None, "ages": None}),
        ("tree", {"under": [{"under": []}, {"under": []}]}),
    ],
)
def test_a_value_of_the_type_stays_as_it_is(type_ref: str, value: Any) -> None:
    assert bound(type_ref, value) == value


@pytest.mark.parametrize(
    "type_ref, value",
    [
        ("number", "1"),
        ("string", 1),
        ("boolean", "true"),
        ("date", "2026-07-01"),
        ("age", 151),
        ("circle", "sgb2"),
        ("circles", ["SGB2", "SGB4"]),
        ("short list", [1, 2, 3]),
        ("number", [1, 2]),
        ("person", {"name": "Ada"}),
        ("person", {"name": "Ada", "ages": [200]}),
        ("tree", {"under": [{"over": []}]}),
    ],
)
def test_anything_else_becomes_null_with_a_reason(type_ref: str, value: Any) -> None:
    asked = model(*TYPES, given("x", type_ref), decision("d", text("x"), inputs=["x"]))
    result = asked.decide("d", {"x": value})
    assert result.value is None
    assert type_ref in result.explanation[0]["reasons"][0]["en"]


def test_a_list_of_one_is_taken_for_its_element_and_the_other_way_round() -> None:
    assert bound("number", [7]) == 7
    assert bound("circles", "SGB2") == ["SGB2"]
    assert bound("age", [151]) is None


def test_a_date_is_taken_for_its_midnight() -> None:
    assert bound("dateTime", dt.date(2026, 7, 1)) == dt.datetime(2026, 7, 1, tzinfo=dt.UTC)


def test_the_type_of_a_decision_and_of_an_expression_coerce_their_value() -> None:
    asked = model(
        decision("of decision", text("[1]"), type_ref="number"),
        decision("of expression", text("[1]", type_ref="number")),
        decision("misfit", text('"1"'), type_ref="number"),
    )
    answers = [asked.decide(info.name, {}).value for info in asked.decisions]
    assert answers == [1, 1, None]


def test_an_unknown_type_is_a_problem_and_lets_every_value_pass() -> None:
    asked = model(given("x", "unheard of"), decision("d", text("x"), inputs=["x"]))
    assert "unheard of" in asked.problems[0].message_en
    assert asked.decide("d", {"x": 1}).value == 1


def test_allowed_values_that_are_not_feel_are_a_problem() -> None:
    asked = model(item("odd", of("number", "1..")), decision("d", text("1")))
    assert "1.." in asked.problems[0].message_en


def test_expressions_can_ask_for_declared_types_by_their_shape() -> None:
    tests = ["{name: null, ages: [1]} instance of person", "200 instance of age", '"1" instance of age']
    asked = model(*TYPES, decision("d", text(f"[{', '.join(tests)}]")))
    assert asked.decide("d", {}).value == [True, True, False]


@drawn(strategies.one_of(strategies.integers(), strategies.text(), strategies.booleans(), strategies.dates()))
def test_singleton_and_element_are_the_same_for_every_type_without_lists(value: Any) -> None:
    for type_ref in ("number", "string", "boolean", "date"):
        assert bound(type_ref, [value]) == bound(type_ref, value)


@drawn(strategies.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_numbers_pass_unchanged(value: Decimal) -> None:
    assert bound("number", value) == value


def test_a_reason_spells_values_as_people_write_them_in_the_language() -> None:
    asked = model(*TYPES, given("x", "number"), decision("d", text("x"), inputs=["x"]))
    (reason,) = asked.decide("d", {"x": True}).explanation[0]["reasons"]
    assert reason == {"de": "true ist nicht vom Typ number", "en": "true is not of the type number"}
