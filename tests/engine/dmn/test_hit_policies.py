"""How matching rules become one output (DMN 1.5, 8.2.10 and 8.2.11)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.dmn import DecisionResult
from tests.engine.dmn.build import column, decision, given, model, result, table

RULES = [([">= 10"], ['"high"']), ([">= 5"], ['"middle"']), ([">= 0"], ['"low"'])]
ORDER = '"low", "high", "middle"'


def ask(policy: str, value: Any, *, rules: Any = RULES, **options: Any) -> DecisionResult:
    logic = table(policy, [column("x", "number")], rules, **options)
    return model(given("x", "number"), decision("d", logic, inputs=["x"])).decide("d", {"x": value})


def reasons(answer: DecisionResult) -> list[str]:
    return [reason["en"] for step in answer.explanation for reason in step["reasons"]]


def test_unique_answers_with_the_only_matching_rule() -> None:
    assert ask("UNIQUE", 3).value == "low"


def test_unique_is_null_when_two_rules_match_and_says_which() -> None:
    answer = ask("UNIQUE", 7)
    assert answer.value is None
    assert "2, 3" in reasons(answer)[0]


def test_unique_is_the_policy_of_a_table_that_names_none() -> None:
    logic = table("UNIQUE", ["x"], RULES).replace(' hitPolicy="UNIQUE"', "")
    assert model(given("x"), decision("d", logic, inputs=["x"])).decide("d", {"x": 7}).value is None


def test_first_answers_with_the_highest_matching_rule() -> None:
    assert ask("FIRST", 7).value == "middle"
    assert [rule["number"] for rule in ask("FIRST", 12).explanation[0]["tables"][0]["rules"]] == [1]


def test_any_needs_agreement() -> None:
    agreeing = [([">= 10"], ['"same"']), ([">= 5"], ['"sa" + "me"'])]
    assert ask("ANY", 12, rules=agreeing).value == "same"
    disagreeing = ask("ANY", 12)
    assert disagreeing.value is None
    assert "do not agree" in reasons(disagreeing)[0]


def test_priority_follows_the_order_of_the_output_values() -> None:
    assert ask("PRIORITY", 12, results=[result(values=ORDER)]).value == "low"
    assert ask("PRIORITY", 12, results=[result(values='"middle", "high"')]).value == "middle"


def test_output_order_and_rule_order_list_all_outputs() -> None:
    assert ask("OUTPUT ORDER", 12, results=[result(values=ORDER)]).value == ["low", "high", "middle"]
    assert ask("RULE ORDER", 12).value == ["high", "middle", "low"]


def test_priority_over_several_outputs_compares_column_by_column() -> None:
    outputs = [result("a", values="1, 2"), result("b", values='"y", "x"')]
    rules = [(["-"], ["2", '"y"']), (["-"], ["1", '"x"']), (["-"], ["1", '"y"'])]
    assert ask("PRIORITY", 0, rules=rules, results=outputs).value == {"a": 1, "b": "y"}
    listed = ask("OUTPUT ORDER", 0, rules=rules, results=outputs).value
    assert [(entry["a"], entry["b"]) for entry in listed] == [(1, "y"), (1, "x"), (2, "y")]


@pytest.mark.parametrize("aggregation, expected", [("SUM", "7.5"), ("MIN", "1.5"), ("MAX", "4"), ("COUNT", "3")])
def test_collect_combines_numbers(aggregation: str, expected: str) -> None:
    rules = [([">= 10"], ["4"]), ([">= 5"], ["2"]), ([">= 0"], ["1.5"])]
    assert ask("COLLECT", 12, rules=rules, aggregation=aggregation).value == Decimal(expected)


def test_collect_without_an_operator_lists_the_outputs() -> None:
    assert ask("COLLECT", 7).value == ["middle", "low"]


def test_collect_with_an_operator_combines_each_output_of_several() -> None:
    rules = [(["-"], ["1", "5"]), (["-"], ["2", "3"])]
    combined = ask("COLLECT", 0, rules=rules, results=[result("a"), result("b")], aggregation="MAX").value
    assert combined == {"a": 2, "b": 5}


def test_a_sum_of_texts_is_null_with_a_reason() -> None:
    answer = ask("COLLECT", 12, aggregation="SUM")
    assert answer.value is None
    assert any("SUM" in reason for reason in reasons(answer))


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST", "ANY", "PRIORITY"])
def test_without_a_match_the_answer_is_null_or_the_default(policy: str) -> None:
    missing = ask(policy, -1)
    assert missing.value is None
    assert reasons(missing) == ["no rule matches"]
    assert ask(policy, -1, results=[result(default='"nothing"')]).value == "nothing"


def test_the_default_of_a_listing_policy_is_a_list() -> None:
    assert ask("RULE ORDER", -1, results=[result(default='"nothing"')]).value == ["nothing"]


def test_several_outputs_become_a_context_also_by_default() -> None:
    outputs = [result("level", default='"none"'), result("points", default="0")]
    rules = [([">= 5"], ['"some"', "x * 2"])]
    assert ask("UNIQUE", 6, rules=rules, results=outputs).value == {"level": "some", "points": 12}
    assert ask("UNIQUE", 1, rules=rules, results=outputs).value == {"level": "none", "points": 0}


def test_an_empty_cell_accepts_everything_like_a_dash() -> None:
    rules = [(["", "1"], ['"one"']), (["-", "2"], ['"two"'])]
    logic = table("UNIQUE", ["x", "y"], rules)
    asked = model(given("x"), given("y"), decision("d", logic, inputs=["x", "y"]))
    assert asked.decide("d", {"x": None, "y": 1}).value == "one"
    assert asked.decide("d", {"x": "anything", "y": 2}).value == "two"


def test_a_missing_value_matches_neither_true_nor_false() -> None:
    rules = [(["true"], ['"yes"']), (["false"], ['"no"']), (["null"], ['"unknown"'])]
    logic = table("UNIQUE", [column("x", "boolean")], rules)
    asked = model(given("x", "boolean"), decision("d", logic, inputs=["x"]))
    answers = {value: asked.decide("d", {"x": value}).value for value in (True, False, None)}
    assert answers == {True: "yes", False: "no", None: "unknown"}


def test_cells_may_look_at_other_inputs_and_at_the_value_itself() -> None:
    rules = [(["> y"], ['"more"']), (["? * 2 = y"], ['"half"'])]
    asked = model(given("x"), given("y"), decision("d", table("FIRST", ["x"], rules), inputs=["x", "y"]))
    assert asked.decide("d", {"x": 5, "y": 4}).value == "more"
    assert asked.decide("d", {"x": 2, "y": 4}).value == "half"


def test_a_value_outside_the_declared_ones_gives_null_with_a_reason_but_a_missing_one_does_not() -> None:
    logic = table("FIRST", [column("x", "string", '"a","b"')], [(['"a"'], ["1"]), (["-"], ["2"])])
    asked = model(given("x"), decision("d", logic, inputs=["x"]))
    assert asked.decide("d", {"x": "a"}).value == 1
    assert asked.decide("d", {"x": None}).value == 2
    outside = asked.decide("d", {"x": "c"})
    assert outside.value is None
    assert "allowed" in reasons(outside)[0]
