"""Names with spaces and operators, resolved against the scope while reading (DMN 1.5, 10.3.1.4 and 10.3.1.5)."""

from __future__ import annotations

from typing import Any

import pytest

from engine.feel import FeelSyntaxError, compile_expression, evaluate, variables

SCOPE: dict[str, Any] = {
    "Zahl der Kinder": 3,
    "Zahl": 40,
    "a-b": 1,
    "a": 10,
    "b": 4,
    "E-Mail": "x@y.de",
    "Phase 1": "Profiling",
    "in Ausbildung": True,
    "date": "heute",
    "Soll/Ist": 2,
    "Person": {"Erster Name": "Anna", "Wohnung": {"Kosten in Euro": 500}},
    "Ziele": [{"Art des Ziels": "Arbeit", "Rang": 1}, {"Art des Ziels": "Ausbildung", "Rang": 2}],
    "O'Neil": 5,
    "größe_2": 7,
}


@pytest.mark.parametrize(
    "text, value",
    [
        ("Zahl der Kinder + Zahl", 43),
        ("Zahl  der\nKinder", 3),
        ("a-b", 1),
        ("a - b", 1),
        ("b-a", -6),
        ('E-Mail + "!"', "x@y.de!"),
        ("Phase 1", "Profiling"),
        ("in Ausbildung and true", True),
        ("Soll/Ist * 2", 4),
        ("O'Neil", 5),
        ("größe_2", 7),
        ("Person.Erster Name", "Anna"),
        ("Person . Wohnung . Kosten in Euro / 2", 250),
        ("Ziele.Art des Ziels", ["Arbeit", "Ausbildung"]),
        ('Ziele[Art des Ziels = "Arbeit"].Rang', [1]),
        ("for mein Ziel in Ziele return mein Ziel.Rang * 2", [2, 4]),
        ("some das Ziel in Ziele satisfies das Ziel.Rang > 1", True),
        ("{mein Wert: 2, Summe aus a+b: mein Wert + 1}.Summe aus a+b", 3),
        ("(function(erste Zahl, zweite Zahl) erste Zahl - zweite Zahl)(5, 3)", 2),
        ("(function(erste Zahl, zweite Zahl) erste Zahl - zweite Zahl)(zweite Zahl: 5, erste Zahl: 3)", -2),
        ("{Liste der Werte: [1, 2], n: count(Liste der Werte)}.n", 2),
        ("[{x y: 1}, {x y: 2}][x y = 2].x y", [2]),
    ],
)
def test_the_longest_known_name_is_read(text: str, value: Any) -> None:
    assert evaluate(text, SCOPE) == value


def test_a_variable_named_like_a_function_leaves_the_function_callable() -> None:
    assert evaluate('string(date) + string(date("2024-01-01"))', SCOPE) == "heute2024-01-01"
    assert evaluate("count(count)", {"count": [1, 2]}) == 2


def test_two_variables_joined_by_and_are_not_a_function_name() -> None:
    assert evaluate("date and time", {"date": True, "time": False}) is False
    assert evaluate('date and time("2024-01-01T00:00:00").year', {"date": True}) == 2024


def test_names_that_the_caller_announces_are_known_without_a_scope() -> None:
    expression = compile_expression("Alter des Kindes >= 25", names=["Alter des Kindes"])
    assert expression.evaluate({"Alter des Kindes": 30}) is True
    assert variables(expression) == {"Alter des Kindes"}


def test_an_unknown_name_with_spaces_is_a_syntax_error_that_names_it() -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression("Alter des Kindes >= 25")
    assert "'Alter des'" in caught.value.message_en
    assert "'Alter des'" in caught.value.message_de


def test_an_unknown_name_without_spaces_is_null_with_a_reason() -> None:
    result = compile_expression("unbekannt").evaluate_with_reasons({})
    assert result.value is None
    assert result.reasons == ("the name 'unbekannt' is not defined",)


def test_inner_names_hide_outer_ones() -> None:
    assert evaluate("for a in [1] return a + b", SCOPE) == [5]
    assert evaluate("{a: 1, c: a + b}.c", SCOPE) == 5
    assert evaluate("[{a: 1}][a = 1]", SCOPE) == [{"a": 1}]
    assert evaluate("(function(a) a)(2)", SCOPE) == 2


def test_names_that_feel_cannot_spell_are_reached_with_get_value() -> None:
    assert evaluate('get value(Fall, "Größe (m²)")', {"Fall": {"Größe (m²)": 50}}) == 50
