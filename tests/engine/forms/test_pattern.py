"""Patterns of designers: the common part of JavaScript and JSON Schema, in linear time."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.forms import PatternError
from engine.forms.pattern import compile_pattern


@pytest.mark.parametrize(
    ("pattern", "found", "not_found"),
    [
        ("^\\d{5}$", ["12345"], ["1234", "123456", "a2345", "１２３４５"]),
        ("^[A-ZÄÖÜ][a-zäöüß]+$", ["Köln", "Übach"], ["köln", "K", "Köln1"]),
        ("^\\d{5}D\\d{6}$", ["12345D678901"], ["12345D67890"]),
        ("^(Herr|Frau)( Dr\\.)? \\w+$", ["Herr Muster", "Frau Dr. Muster"], ["Herr", "Frau Dr Muster"]),
        ("^BG-\\d{4,6}(/\\d)?$", ["BG-1234", "BG-123456/7"], ["BG-123", "BG-1234567"]),
        ("b", ["abc"], ["ac", ""]),
        ("^$", [""], ["x"]),
        ("", ["", "anything"], []),
        ("^.+$", ["ä€"], ["", "\n"]),
        ("^[^\\d\\s-]*$", ["abc", ""], ["a1", "a b", "a-b"]),
        ("^[\\]\\[.^-]$", ["]", "[", ".", "^", "-"], ["a"]),
        ("^\\S+\\s\\D$", ["ab c"], ["ab 1", "abc"]),
        ("^(?:ab)*?c$", ["c", "ababc"], ["abac"]),
        ("^a{2,}b{0,1}$", ["aa", "aaaab"], ["a", "aabb"]),
        ("^\\u00e4\\x41\\t$", ["äA\t"], ["aA\t"]),
        ("^[\\w.+]+@[^@]+$", ["a.b+c@d"], ["@d", "a@b@c"]),
        ("a|b|^$", ["a", "xb", ""], ["c"]),
    ],
)
def test_patterns_find_what_they_describe(pattern: str, found: list[str], not_found: list[str]) -> None:
    compiled = compile_pattern(pattern)
    assert [text for text in found if not compiled.found_in(text)] == []
    assert [text for text in not_found if compiled.found_in(text)] == []


@pytest.mark.parametrize(
    "pattern",
    [
        "(?=a)",
        "(?<n>a)",
        "(a)\\1",
        "\\b",
        "\\p{L}",
        "a**",
        "a{3,1}",
        "a{",
        "a{9999}",
        "*",
        "^*",
        "(",
        ")",
        "[",
        "[z-a]",
        "[a-\\d]",
        "\\",
        "\\u12",
        "]",
        "}",
        "[[a]]",
        "(a{500}){500}",
        "((){500}){500}",
        "(" * 50 + ")" * 50,
        "a" * 501,
    ],
)
def test_other_patterns_are_refused_with_a_reason(pattern: str) -> None:
    with pytest.raises(PatternError) as refused:
        compile_pattern(pattern)
    assert refused.value.message_de
    assert refused.value.message_en


def test_a_pattern_that_would_block_a_backtracking_engine_ends_at_once() -> None:
    for pattern in ("^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "^(\\w+\\s?)*$", "^(.*a){12}$"):
        assert not compile_pattern(pattern).found_in("a" * 11 + "!" * 2_000)


ATOMS = st.sampled_from(["a", "b", "[ab]", "[^a]", ".", "\\d", "(?:ab)", "(a|b)"])
PIECES = st.builds(str.__add__, ATOMS, st.sampled_from(["", "*", "+", "?", "{2}", "{1,3}", "{2,}"]))


@given(
    st.sampled_from(["", "^"]),
    st.lists(PIECES, min_size=1, max_size=4).map("".join),
    st.sampled_from(["", "$"]),
    st.text("ab1", max_size=7),
)
def test_the_answer_is_that_of_a_backtracking_engine(start: str, body: str, end: str, text: str) -> None:
    pattern = f"{start}{body}{end}"
    assert compile_pattern(pattern).found_in(text) == (re.search(pattern, text, re.ASCII) is not None)
