"""What people read: syntax errors with place and expectation, and reasons for nulls, in two languages."""

from __future__ import annotations

import pytest

from engine.feel import FeelSyntaxError, compile_expression, compile_unary_tests

SYNTAX = [
    ("1 +", 1, 4, ("expression",)),
    ("", 1, 1, ("expression",)),
    ("if a then b", 1, 12, ("'else'",)),
    ("a <\n  * b", 2, 3, ("expression",)),
    ("[1, 2", 1, 6, ("']'",)),
    ("{a 1}", 1, 2, ("name", "'}'")),
    ("f(1", 1, 4, ("')'",)),
    ("for in [1] return 1", 1, 5, ("name",)),
    ("for x on y return 1", 1, 5, ("name",)),
    ("some x in y", 1, 12, ("'satisfies'",)),
    ("a between 1 or 2", 1, 13, ("'and'",)),
    ("a.", 1, 3, ("name",)),
    ("1 2", 1, 3, ("operator", "end of text")),
    ("@1", 1, 2, ("string",)),
    ('"offen', 1, 1, ('"',)),
    ("function(1) a", 1, 10, ("name", "')'")),
    ("x instance of", 1, 14, ("type",)),
    ("[1..2", 1, 6, ("']'", "')'", "'['")),
]


@pytest.mark.parametrize("text, line, column, expected", SYNTAX)
def test_a_syntax_error_has_place_and_expectation(text: str, line: int, column: int, expected: tuple[str, ...]) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression(text)
    error = caught.value
    assert (error.line, error.column, error.expected) == (line, column, expected)
    assert str(error) == error.message_en
    assert error.message_en.startswith(f"line {line}, column {column}: ")
    assert error.message_de.startswith(f"Zeile {line}, Spalte {column}: ")


def test_the_sentences_read_well() -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression("wenn a dann b")
    assert caught.value.message_en == (
        "line 1, column 6: found 'a', expected operator or end of text; no name that begins with 'wenn a' is known here"
    )
    assert caught.value.message_de == (
        "Zeile 1, Spalte 6: gefunden: 'a', erwartet: ein Operator oder das Ende des Textes; "
        "ein Name, der mit 'wenn a' beginnt, ist hier nicht bekannt"
    )
    with pytest.raises(FeelSyntaxError) as caught:
        compile_unary_tests("< ")
    assert caught.value.message_de == "Zeile 1, Spalte 3: gefunden: Ende des Textes, erwartet: ein Ausdruck"


REASONS = [
    ("1 / 0", "division by zero", "Division durch null"),
    ('1 + "a"', "'+' cannot be applied to 1 and \"a\"", '„+“ ist auf 1 und "a" nicht anwendbar'),
    ('1 < "a"', '1 and "a" cannot be compared', '1 und "a" sind nicht vergleichbar'),
    ('1 = "1"', '1 and "1" cannot be compared', '1 und "1" sind nicht vergleichbar'),
    ('1 != "1"', '1 and "1" cannot be compared', None),
    ('1 in ("1")', '1 and "1" cannot be compared', None),
    ('1 in (= "1")', '1 and "1" cannot be compared', None),
    ("{a: 1}.b", "the context has no member 'b'", None),
    ('"x".b', "string has no member 'b'", None),
    ("[1][2]", "the list has no element 2", "die Liste hat kein Element 2"),
    ("abs(null)", "'abs': the parameter 'n' does not accept null", None),
    ("abs(1, 2)", "the function 'abs' cannot be called with 2 arguments", None),
    ("abs(m: 1)", "the function 'abs' has no parameters m", None),
    ("fehlt(1)", "the function 'fehlt' is not defined", "die Funktion „fehlt“ ist nicht definiert"),
    ("fehlt", "the name 'fehlt' is not defined", "der Name „fehlt“ ist nicht definiert"),
    ('date("x")', '"x" is not a date, time or duration', None),
    ('@"x"', '"x" is not a date, time or duration', None),
    ("true and 1", "'and' needs true or false, but got 1", None),
    ("if 1 then 2 else null", "'if' needs true or false, but got 1", None),
    ("for x in null return x", "'for' cannot iterate over null", None),
    ("x instance of Unbekannt", "the type 'Unbekannt' is not defined", None),
    ("function(a) external {java: {}}", "external functions are not executed", None),
    ("{a: 1, a: 2}", "the key 'a' appears twice", None),
    ("now()", "no point in time was given for 'now()'", None),
]


@pytest.mark.parametrize("text, english, german", REASONS)
def test_a_null_that_came_from_an_error_says_why(text: str, english: str, german: str | None) -> None:
    result = compile_expression(text).evaluate_with_reasons({"x": 1})
    assert result.value is None
    assert english in result.reasons
    reason = result.reasons[result.reasons.index(english)]
    assert reason.message_de
    assert german is None or reason.message_de == german


@pytest.mark.parametrize(
    "text", ["null", "not(null)", "{a: null}.a", 'get value({}, "a")', "sum([])", "min([])", "[null][1]"]
)
def test_a_null_that_is_an_answer_has_no_reason(text: str) -> None:
    assert compile_expression(text).evaluate_with_reasons({}).reasons == ()


def test_a_cell_of_another_kind_than_its_input_says_so() -> None:
    result = compile_unary_tests('"b"').matches_with_reasons(5, {})
    assert result.value is None
    assert result.reasons == ('5 and "b" cannot be compared',)


def test_reasons_are_bounded_and_short() -> None:
    result = compile_expression('for i in 1..1000 return i + "' + "x" * 500 + '"').evaluate_with_reasons({})
    assert len(result.reasons) == 100
    assert all(len(reason) < 300 for reason in result.reasons)
