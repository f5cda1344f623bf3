"""Boxed expressions (DMN 1.5, 10.2.2 and 10.4)."""

from __future__ import annotations

from typing import Any

import pytest

from engine.dmn import DecisionResult
from tests.engine.dmn.build import attributes, decision, given, knowledge, model, text


def answer(logic: str, **inputs: Any) -> DecisionResult:
    asked = model(*(given(name) for name in inputs), decision("d", logic, inputs=list(inputs)))
    assert asked.problems == ()
    return asked.decide("d", inputs)


def entry(logic: str, name: str | None = None, type_ref: str | None = None) -> str:
    variable = "" if name is None else f"<variable{attributes(name=name, typeRef=type_ref)}/>"
    return f"<contextEntry>{variable}{logic}</contextEntry>"


def test_a_context_sees_its_earlier_entries() -> None:
    logic = f"<context>{entry(text('2'), 'net price')}{entry(text('net price * 1.19'), 'gross')}</context>"
    value = answer(logic).value
    assert value["gross"] == value["net price"] * 119 / 100


def test_an_entry_without_a_name_is_the_result_of_the_context() -> None:
    assert answer(f"<context>{entry(text('x + 1'), 'y')}{entry(text('y * 10'))}</context>", x=1).value == 20


def test_an_entry_is_coerced_to_its_type() -> None:
    value = answer(f"<context>{entry(text('[5]'), 'one', 'number')}{entry(text('5'), 'bad', 'string')}</context>").value
    assert value == {"one": 5, "bad": None}


def test_a_list_and_a_relation() -> None:
    assert answer(f"<list>{text('1')}{text('x')}</list>", x="two").value == [1, "two"]
    row = f"<row>{text('1')}{text('2')}</row>"
    columns = '<column name="a"/><column name="b" typeRef="string"/>'
    assert answer(f"<relation>{columns}{row}</relation>").value == [{"a": 1, "b": None}]


@pytest.mark.parametrize("value, expected", [(True, "yes"), (False, "no"), (None, "no"), (1, None)])
def test_a_conditional_needs_a_boolean(value: Any, expected: str | None) -> None:
    parts = [("if", "x"), ("then", '"yes"'), ("else", '"no"')]
    logic = "".join(f"<{tag}>{text(content)}</{tag}>" for tag, content in parts)
    assert answer(f"<conditional>{logic}</conditional>", x=value).value == expected


def filtered(match: str, **inputs: Any) -> Any:
    logic = f"<filter><in>{text('x')}</in><match>{text(match)}</match></filter>"
    return answer(logic, **inputs).value


def test_a_filter_keeps_what_matches() -> None:
    assert filtered("item > 1", x=[1, 2, 3]) == [2, 3]
    assert filtered("age >= 18", x=[{"age": 17}, {"age": 18}]) == [{"age": 18}]
    assert filtered("item.age >= limit", x=[{"age": 17}, {"age": 18}], limit=18) == [{"age": 18}]
    assert filtered("item", x=[1]) is None


def iterated(kind: str, body: str, **inputs: Any) -> Any:
    inner = "return" if kind == "for" else "satisfies"
    logic = f'<{kind} iteratorVariable="n"><in>{text("x")}</in><{inner}>{text(body)}</{inner}></{kind}>'
    return answer(logic, **inputs).value


def test_iterators() -> None:
    assert iterated("for", "n * n", x=[1, 2, 3]) == [1, 4, 9]
    assert iterated("for", "count(partial) + n", x=[5, 5]) == [5, 6]
    assert iterated("some", "n > 2", x=[1, 2, 3]) is True
    assert iterated("every", "n > 2", x=[1, 2, 3]) is False
    assert iterated("every", "n > 2", x=[]) is True
    assert iterated("some", "n", x=[1]) is None


FUNCTION = (
    '<functionDefinition><formalParameter name="a" typeRef="number"/><formalParameter name="b"/>'
    f"{text('a * 10 + b')}</functionDefinition>"
)


def test_a_boxed_function_is_a_value_with_typed_parameters() -> None:
    def called(call: str) -> Any:
        return answer(f"<context>{entry(FUNCTION, 'f')}{entry(text(call))}</context>").value

    assert called("f(1, 2)") == 12
    assert called("f(b: 1, a: 2)") == 21
    assert called("f([1], 2)") == 12
    assert called('f("1", 2)') is None
    assert called("f(1)") is None


def invocation(function: str, **bindings: str) -> str:
    bound = "".join(f'<binding><parameter name="{key}"/>{text(value)}</binding>' for key, value in bindings.items())
    return f"<invocation>{text(function)}{bound}</invocation>"


def test_an_invocation_binds_by_name_and_leaves_the_rest_null() -> None:
    function = knowledge("twice", {"a": "number", "b": None}, text("if b = null then a * 2 else b"))
    asked = model(
        function,
        decision("left out", invocation("twice", a="4"), knowledge=["twice"]),
        decision("both", invocation("twice", b="1", a="4"), knowledge=["twice"]),
        decision("unknown", invocation("twice", c="1"), knowledge=["twice"]),
        decision("misfit", invocation("twice", a='"4"'), knowledge=["twice"]),
        decision("no function", invocation("4", a="4")),
        decision("built-in", invocation("upper case", string='"a"')),
    )
    answers = {info.name: asked.decide(info.name, {}).value for info in asked.decisions}
    assert answers == {
        "left out": 8,
        "both": 1,
        "unknown": None,
        "misfit": None,
        "no function": None,
        "built-in": "A",
    }


def test_java_functions_are_refused_with_a_reason() -> None:
    asked = model(
        knowledge("cosine", {"x": None}, text("null"), kind="Java"),
        decision("d", text("cosine(1)"), knowledge=["cosine"]),
    )
    result = asked.decide("d", {})
    assert result.value is None
    assert "Java" in result.explanation[-1]["reasons"][0]["en"]


def test_an_expression_that_is_not_feel_is_null_and_a_problem_of_the_model() -> None:
    asked = model(decision("bad", text("1 +", id_="here")), decision("good", text("1")))
    (problem,) = asked.problems
    assert problem.element_id == "here"
    assert asked.decide("good", {}).value == 1
    result = asked.decide("bad", {})
    assert result.value is None
    assert result.explanation[0]["reasons"][0]["en"] == problem.message_en


def test_another_expression_language_is_a_problem() -> None:
    logic = text("1").replace("<literalExpression>", '<literalExpression expressionLanguage="urn:python">')
    asked = model(decision("d", logic))
    assert "urn:python" in asked.problems[0].message_en
    assert asked.decide("d", {}).value is None
