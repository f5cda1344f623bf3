"""`matches`, `replace` and `split` with XPath regular expressions (XPath and XQuery Functions 3.1, 5.6)."""

from __future__ import annotations

from typing import Any

import pytest

from engine.feel import FeelLimitError, Limits, compile_expression, evaluate

MATCHES: list[tuple[str, str, str, bool | None]] = [
    ("abc", "b", "", True),
    ("abc", "^b", "", False),
    ("abc", "^abc$", "", True),
    ("a\nb", "a.b", "", False),
    ("a\nb", "a.b", "s", True),
    ("a\nb", "^b$", "", False),
    ("a\nb", "^b$", "m", True),
    ("ABC", "abc", "i", True),
    ("Straße", "STRASSE", "i", False),
    ("ß", "\\p{Ll}", "", True),
    ("A1", "\\p{Lu}\\p{Nd}", "", True),
    ("1", "\\P{L}", "", True),
    ("α", "\\p{IsGreek}", "", True),
    ("ab12", "^\\w+$", "", True),
    ("a-b", "^\\w+$", "", False),
    ("٣", "^\\d$", "", True),
    ("\u00a0", "\\s", "", False),
    ("_a", "^\\i\\c*$", "", True),
    ("1a", "^\\i\\c*$", "", False),
    ("d", "[a-z-[aeiou]]", "", True),
    ("e", "[a-z-[aeiou]]", "", False),
    ("-", "[a-]", "", True),
    ("]", "[\\]]", "", True),
    ("b", "[^a]", "", True),
    ("aa", "^(a)\\1$", "", True),
    ("ab", "^(a)\\1$", "", False),
    ("aaa", "^a{2,3}$", "", True),
    ("a", "^a{2,}$", "", False),
    ("abab", "^(ab)+$", "", True),
    ("aXbX", "^(?:aX|bX){2}$", "", True),
    ("", "^$", "", True),
    ("", "(a*)*", "", True),
    ("aab", "(a*)*b", "", True),
    ("foo", "foo bar", "x", False),
    ("foobar", "foo bar", "x", True),
    ("a.b", "a.b", "q", True),
    ("axb", "a.b", "q", False),
    ("A.B", "a.b", "qi", True),
    ("a", "a", "y", None),
    ("a", "(a", "", None),
    ("a", "a)", "", None),
    ("a", "[a", "", None),
    ("a", "[]", "", None),
    ("a", "[z-a]", "", None),
    ("a", "*a", "", None),
    ("a", "a**", "", None),
    ("a", "a{3,2}", "", None),
    ("a", "a{99999}", "", None),
    ("a", "\\q", "", None),
    ("a", "\\1(a)", "", None),
    ("a", "(?=a)", "", None),
    ("a", "(?P<n>a)", "", None),
    ("a", "\\p{Xx}", "", None),
    ("a", "(" * 50 + ")" * 50, "", None),
    ("a", "((a{1000}){1000}){1000}", "", None),
]


@pytest.mark.parametrize("text, pattern, flags, expected", MATCHES)
def test_matches(text: str, pattern: str, flags: str, expected: bool | None) -> None:
    assert evaluate("matches(t, p, f)", {"t": text, "p": pattern, "f": flags}) is expected


REPLACE: list[tuple[str, str, str, str, Any]] = [
    ("abracadabra", "bra", "*", "", "a*cada*"),
    ("abracadabra", "a.*a", "*", "", "*"),
    ("abracadabra", "a.*?a", "*", "", "*c*bra"),
    ("abracadabra", "a(.)", "a$1$1", "", "abbraccaddabbra"),
    ("2024-01-31", "(\\d+)-(\\d+)-(\\d+)", "$3.$2.$1", "", "31.01.2024"),
    ("abc", "b", "[$0]", "", "a[b]c"),
    ("abc", "b", "\\$\\\\", "", "a$\\c"),
    ("abc", "(x)?b", "<$1>", "", "a<>c"),
    ("abc", "b", "$", "", None),
    ("abc", "b", "\\x", "", None),
    ("abc", "x*", "-", "", None),
    ("aBc", "b", "-", "i", "a-c"),
    ("a.c", ".", "$1", "q", "a$1c"),
    ("AAAA", "A+?", "b", "", "bbbb"),
    ("ab", "(a)(b)", "$12", "", "a2"),
]


@pytest.mark.parametrize("text, pattern, replacement, flags, expected", REPLACE)
def test_replace(text: str, pattern: str, replacement: str, flags: str, expected: str | None) -> None:
    scope = {"t": text, "p": pattern, "r": replacement, "f": flags}
    assert evaluate("replace(t, p, r, f)", scope) == expected


def test_split() -> None:
    assert evaluate('split("a1b22c", "[0-9]+")', {}) == ["a", "b", "c"]
    assert evaluate('split("abc", "x")', {}) == ["abc"]
    assert evaluate('split(";a;", ";")', {}) == ["", "a", ""]
    assert evaluate('split("abc", "x*")', {}) is None


def test_an_invalid_pattern_says_what_is_wrong() -> None:
    result = compile_expression('matches("a", "(a")').evaluate_with_reasons({})
    assert result.value is None
    assert "never closed" in result.reasons[0]


@pytest.mark.parametrize("pattern", ["(a*)*b", "(a+)+b", "(a|aa)+b", "(a|a)*b", "(.*a){20}b", "((a?){30}){30}b"])
def test_a_catastrophic_pattern_ends_with_a_limit(pattern: str) -> None:
    with pytest.raises(FeelLimitError) as caught:
        evaluate("matches(t, p)", {"t": "a" * 60, "p": pattern}, limits=Limits(steps=50_000))
    assert caught.value.limit == "steps"


def test_a_long_text_is_searched_without_recursion() -> None:
    text = "a" * 50_000 + "b"
    assert evaluate('matches(t, "^(a|b)*$")', {"t": text[-20_000:]}) is True
    assert evaluate('matches(t, "^a*b$")', {"t": text}) is True


def test_a_pattern_of_thousands_of_characters_is_refused() -> None:
    result = compile_expression("matches(t, t)").evaluate_with_reasons({"t": "a" * 5000})
    assert result.value is None
    assert result.reasons
