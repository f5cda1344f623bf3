"""Requirements, business knowledge, decision services and imports."""

from __future__ import annotations

import datetime as dt

import pytest

from engine.dmn import DmnLimitError, DmnLookupError, DmnModelError, Model
from engine.feel import FeelFunction
from tests.engine.dmn.build import decision, definitions, given, imported, item, knowledge, model, of, service, text


def test_a_decision_sees_what_it_requires_and_nothing_else() -> None:
    asked = model(
        given("a"),
        given("b"),
        decision("inner", text("a * 2"), inputs=["a"]),
        decision("outer", text("inner + a"), inputs=["a"], decisions=["inner"]),
        decision("blind", text("a"), inputs=["b"]),
    )
    assert asked.decide("outer", {"a": 3}).value == 9
    blind = asked.decide("blind", {"a": 3, "b": 4})
    assert blind.value is None
    assert "not defined" in blind.explanation[0]["reasons"][0]["en"]


def test_each_decision_is_made_once_however_often_it_is_needed() -> None:
    asked = model(
        decision("base", text("1")),
        decision("left", text("base + 1"), decisions=["base"]),
        decision("right", text("base + 2"), decisions=["base"]),
        decision("top", text("left * right"), decisions=["left", "right"]),
    )
    result = asked.decide("top", {})
    assert result.value == 6
    assert [step["name"] for step in result.explanation] == ["base", "left", "right", "top"]


def test_a_decision_is_found_by_name_and_by_id() -> None:
    asked = Model.from_xml(
        definitions(
            '<decision id="d1" name="Die Höhe"><literalExpression><text>1</text></literalExpression></decision>'
        )
    )
    assert asked.decide("Die Höhe", {}).value == asked.decide("d1", {}).value == 1
    with pytest.raises(DmnLookupError, match="no decision"):
        asked.decide("d2", {})
    with pytest.raises(DmnLookupError, match="no decision service"):
        asked.invoke_service("d1", {})


def test_the_model_says_what_a_decision_needs() -> None:
    asked = model(
        given("a", "number"),
        given("b", "string"),
        decision("inner", text("b"), inputs=["b"]),
        decision("outer", text("inner"), inputs=["a"], decisions=["inner"], type_ref="string"),
    )
    inner, outer = asked.decisions
    assert [(need.name, need.type) for need in inner.inputs] == [("b", "string")]
    assert [(need.name, need.type) for need in outer.inputs] == [("a", "number"), ("b", "string")]
    assert outer.type == "string"


def test_names_with_spaces_and_symbols_are_read_where_they_are_required() -> None:
    asked = model(
        item("person", '<itemComponent name="first name"><typeRef>string</typeRef></itemComponent>'),
        given("the client's age", "number"),
        given("who", "person"),
        decision(
            "d",
            text('if the client\'s age < 18 then "minor" else who.first name'),
            inputs=["the client's age", "who"],
        ),
    )
    assert asked.decide("d", {"the client's age": 30, "who": {"first name": "Ada"}}).value == "Ada"


def test_a_decision_without_logic_is_null() -> None:
    result = model(decision("d", "")).decide("d", {})
    assert result.value is None
    assert result.explanation[0]["reasons"][0]["de"] == "Die Entscheidung hat keine Logik"


def test_decisions_that_need_each_other_are_refused() -> None:
    with pytest.raises(DmnModelError, match="a → b → a"):
        model(decision("a", text("b"), decisions=["b"]), decision("b", text("a"), decisions=["a"]))


def test_a_missing_requirement_is_refused_with_its_owner() -> None:
    with pytest.raises(DmnModelError, match="input data gone") as caught:
        model(decision("d", text("gone"), inputs=["gone"]))
    assert caught.value.element_id == "d"


def test_an_id_may_be_used_only_once() -> None:
    with pytest.raises(DmnModelError, match="used twice"):
        model(given("a"), decision("a", text("1")))


# -- business knowledge ---------------------------------------------------------------------------------------------


def test_knowledge_may_use_other_knowledge_and_itself() -> None:
    asked = model(
        knowledge("step", {"n": "number"}, text("n - 1")),
        knowledge(
            "sum to", {"n": "number"}, text("if n = 0 then 0 else n + sum to(step(n))"), requires=["step", "sum to"]
        ),
        decision("d", text("sum to(5)"), knowledge=["sum to"]),
        decision("endless", text("sum to(-1)"), knowledge=["sum to"]),
    )
    assert asked.decide("d", {}).value == 15
    with pytest.raises(DmnLimitError):
        asked.decide("endless", {})


def test_knowledge_coerces_its_result_to_its_type_or_the_result_of_its_function_type() -> None:
    signature = '<functionItem outputTypeRef="number"><parameters name="x"/></functionItem>'
    asked = model(
        item("signature", signature),
        knowledge("plain", {"x": None}, text("x"), type_ref="number"),
        knowledge("signed", {"x": None}, text("x"), type_ref="signature"),
        decision("d", text('[plain([1]), plain("a"), signed([2]), signed("b")]'), knowledge=["plain", "signed"]),
    )
    assert asked.decide("d", {}).value == [1, None, 2, None]


def test_knowledge_can_be_handed_on_as_a_value() -> None:
    asked = model(
        knowledge("older", {"a": None, "b": None}, text("a > b")),
        decision("d", text("sort([1, 3, 2], older)"), knowledge=["older"]),
    )
    assert asked.decide("d", {}).value == [3, 2, 1]


# -- decision services ----------------------------------------------------------------------------------------------

SERVICE = (
    given("x", "number"),
    decision("rate", text("2"), type_ref="number"),
    decision("product", text("x * rate"), inputs=["x"], decisions=["rate"]),
    decision("negative", text("-product"), decisions=["product"]),
    service("one", outputs=["product"], decisions=["rate"], inputs=["x"]),
    service("two", outputs=["product", "negative"], encapsulated=["rate"], inputs=["x"]),
    decision(
        "asking", text('[one(3, 10), one(rate: 1, x: 3), one(3), one("3", 1), x]'), inputs=["x"], knowledge=["one"]
    ),
)


def test_a_service_takes_input_data_and_then_decisions() -> None:
    asked = model(*SERVICE)
    assert asked.invoke_service("one", {"x": 3, "rate": 10}).value == 30
    assert asked.decide("asking", {"x": 99}).value == [30, 3, None, None, 99]
    (first, second) = asked.services
    assert [need.name for need in first.inputs] == ["x", "rate"]
    assert second.outputs == ("product", "negative")


def test_a_service_with_several_outputs_answers_with_a_context() -> None:
    result = model(*SERVICE).invoke_service("two", {"x": 3})
    assert result.value == {"product": 6, "negative": -6}
    assert result.explanation[-1]["kind"] == "service"
    assert result.explanation[-1]["inputs"] == {"x": 3}


def test_a_service_does_not_see_what_it_is_not_given() -> None:
    assert model(*SERVICE).invoke_service("two", {"rate": 100, "x": 1}).value["product"] == 2


# -- several files --------------------------------------------------------------------------------------------------

BASE = definitions(
    item("years", of("number", "[0..150]")),
    given("age", "years"),
    decision("grown up", text("age >= 18"), inputs=["age"]),
    knowledge("rounded", {"x": "number"}, text("floor(x)")),
    namespace="urn:base",
)


def test_elements_of_an_imported_file_are_named_through_the_import() -> None:
    data = definitions(
        given("own", "base file.years"),
        decision(
            "d",
            text('if base file.grown up then base file.rounded(own + 0.5) else "no"'),
            inputs=["own"],
            decisions=["urn:base#grown up"],
            knowledge=["urn:base#rounded"],
        ),
        imports=[imported("base file", "urn:base")],
    )
    asked = Model.from_xml(data, {"urn:base": BASE})
    assert asked.decide("d", {"own": 7, "age": 20}).value == 7
    assert asked.decide("d", {"own": 7, "{urn:base}age": 10}).value == "no"
    assert asked.decide("d", {"own": 200, "age": 20}).value is None
    assert [need.name for need in asked.decisions[0].inputs] == ["own", "age"]


def test_imports_of_imports_are_followed_and_an_empty_name_adds_no_prefix() -> None:
    middle = definitions(
        decision("doubled", text("if grown up then 2 else 1"), decisions=["urn:base#grown up"]),
        namespace="urn:middle",
        imports=[imported("", "urn:base")],
    )
    data = definitions(
        decision("d", text("m.doubled * 10"), decisions=["urn:middle#doubled"]),
        imports=[imported("m", "urn:middle")],
    )
    asked = Model.from_xml(data, {"urn:base": BASE, "urn:middle": middle})
    assert asked.decide("d", {"age": 40}).value == 20


def test_a_missing_import_and_a_circle_of_imports_are_refused() -> None:
    data = definitions(decision("d", text("1")), imports=[imported("base", "urn:base")])
    with pytest.raises(DmnModelError, match="is missing"):
        Model.from_xml(data)
    with pytest.raises(DmnModelError, match="has the namespace"):
        Model.from_xml(data, {"urn:base": definitions(decision("d", text("1")), namespace="urn:other")})
    circle = definitions(decision("e", text("1")), namespace="urn:base", imports=[imported("test", "urn:test")])
    with pytest.raises(DmnModelError, match="circle"):
        Model.from_xml(data, {"urn:base": circle})


def test_the_host_may_add_functions() -> None:
    double = FeelFunction("two times", ("n",), lambda n: n * 2)
    data = definitions(decision("d", text("two times(4)")))
    assert Model.from_xml(data, functions={"two times": double}).decide("d", {}).value == 8


def test_the_clock_is_the_callers() -> None:
    asked = model(decision("d", text("today()")))
    assert asked.decide("d", {}, now=dt.datetime(2026, 7, 1, tzinfo=dt.UTC)).value == dt.date(2026, 7, 1)
    assert asked.decide("d", {}).value is None
