"""What people read as "why"."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest

from engine.dmn import DmnLimitError, matched_rules
from engine.dmn.evaluation import MAX_STEPS
from engine.dmn.explanation import json_value
from engine.feel import DaysTimeDuration, Limits, Range, YearsMonthsDuration
from tests.engine.dmn.build import column, decision, given, knowledge, model, result, table, text

AGE = model(
    given("age", "number"),
    knowledge("limit", {"n": None}, text("n + 1")),
    decision("young", text("age < limit(24)"), inputs=["age"], knowledge=["limit"]),
    decision(
        "months",
        table(
            "FIRST",
            [column("young", "boolean"), column("age", "number")],
            [(["true", "-"], ["3"]), (["", "-"], ["6"])],
            results=[result("months", "number")],
        ),
        inputs=["age"],
        decisions=["young"],
    ),
)


def test_every_step_has_its_inputs_rules_and_output() -> None:
    answer = AGE.decide("months", {"age": 20})
    limit, young, months = answer.explanation
    assert (limit["kind"], limit["name"], limit["inputs"], limit["output"]) == ("knowledge", "limit", {"n": 24}, 25)
    assert (young["kind"], young["inputs"], young["output"]) == ("decision", {"age": 20}, True)
    assert months["inputs"] == {"age": 20, "young": True}
    assert months["tables"] == [
        {
            "id": "table",
            "hit_policy": "FIRST",
            "inputs": [
                {"label": "young", "expression": "young", "value": True},
                {"label": "age", "expression": "age", "value": 20},
            ],
            "rules": [
                {
                    "number": 1,
                    "id": "rule1",
                    "inputs": ["true", "-"],
                    "outputs": ["3"],
                    "annotations": {"description": "note 1"},
                }
            ],
            "output": 3,
        }
    ]
    assert months["reasons"] == []


def test_an_explanation_can_be_stored_as_json_and_boiled_down_to_rule_numbers() -> None:
    answer = AGE.decide("months", {"age": 30})
    assert json.loads(json.dumps(answer.explanation)) == answer.explanation
    assert matched_rules(answer.explanation)["months"] == [2]


def test_named_annotations_are_kept_beside_the_description() -> None:
    logic = table("UNIQUE", ["1"], [(["1"], ["1"])])
    logic = logic.replace("<rule ", '<annotation name="source"/><rule ').replace(
        "</rule>", "<annotationEntry><text>§ 15</text></annotationEntry></rule>"
    )
    answer = model(decision("d", logic)).decide("d", {})
    (rule,) = answer.explanation[0]["tables"][0]["rules"]
    assert rule["annotations"] == {"description": "note 1", "source": "§ 15"}


def test_values_are_shown_as_people_write_them() -> None:
    shown = {
        Decimal("3"): 3,
        Decimal("3.50"): 3.5,
        dt.date(2026, 7, 1): "2026-07-01",
        YearsMonthsDuration(14): "P1Y2M",
        DaysTimeDuration(86_400 * 10**9): "P1D",
        Range(Decimal(1), Decimal(5), True, False): "[1..5)",
    }
    assert {value: json_value(value) for value in shown} == shown
    assert json_value({"a": [None, True, "x"]}) == {"a": [None, True, "x"]}


def test_a_reason_appears_once_and_in_both_languages() -> None:
    answer = model(decision("d", text('for n in [1, 2] return "a" * 2'))).decide("d", {})
    (reason,) = answer.explanation[0]["reasons"]
    assert reason.keys() == {"de", "en"}


def test_an_explanation_does_not_grow_without_bound() -> None:
    asked = model(
        knowledge("same", {"n": None}, text("n")),
        decision("d", text("count(for n in 1..2000 return same(n))"), knowledge=["same"]),
    )
    answer = asked.decide("d", {})
    assert answer.value == 2000
    assert len(answer.explanation) == MAX_STEPS


def test_an_evaluation_ends_at_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.dmn.evaluation.MAX_EVALUATIONS", 2_000)
    asked = model(decision("d", text("count(for a in 1..1000, b in 1..1000 return a)")))
    with pytest.raises(DmnLimitError, match="steps"):
        asked.decide("d", {}, limits=Limits(steps=10_000))
    function = knowledge("f", {"n": None}, text("[n, n][item > f(n)]"), requires=["f"])
    with pytest.raises(DmnLimitError, match="deeper"):
        model(function, decision("d", text("f(1)"), knowledge=["f"])).decide("d", {})
    branching = knowledge("g", {"n": None}, text("if n = 0 then 1 else g(n - 1) + g(n - 1)"), requires=["g"])
    with pytest.raises(DmnLimitError, match="expressions were evaluated"):
        model(branching, decision("d", text("g(30)"), knowledge=["g"])).decide("d", {})
