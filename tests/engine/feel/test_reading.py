"""What an expression reads, as a linter needs it."""

from __future__ import annotations

import pytest

from engine.feel import compile_expression, compile_unary_tests, variables


@pytest.mark.parametrize(
    "text, names",
    [
        ("1 + 2", set()),
        ("a + b * a", {"a", "b"}),
        ("fall.person.alter > 18", {"fall"}),
        ("for x in liste, y in x.teile return x + y + z", {"liste", "z"}),
        ("some x in liste satisfies x = y", {"liste", "y"}),
        ("for i in 1..n return partial[-1]", {"n"}),
        ("{a: b, c: a}", {"b"}),
        ("function(a) a + b", {"b"}),
        ("liste[name = wert]", {"liste"}),
        ("liste[item > 1]", {"liste"}),
        ("if a then b else c", {"a", "b", "c"}),
        ("x in [a..b]", {"x", "a", "b"}),
        ("date(geburt) < today()", {"geburt"}),
        ("x instance of number", {"x"}),
        ("f(a: b)", {"b"}),
        ("(< grenze)", {"grenze"}),
    ],
)
def test_variables_are_the_free_names(text: str, names: set[str]) -> None:
    assert variables(text) == names


def test_paths_and_names_in_filters_are_kept_apart() -> None:
    reading = compile_expression("fall.person.alter + count(ziele[rang < grenze])").reading
    assert reading.paths == {"fall.person.alter", "ziele"}
    assert reading.possible == {"rang", "grenze"}
    assert reading.functions == {"count"}


def test_unary_tests_read_everything_but_their_input() -> None:
    assert variables(compile_unary_tests("? > grenze, < andere")) == {"grenze", "andere"}
