"""The examples of the documentation say what happens."""

from __future__ import annotations

import re
from pathlib import Path

from engine.feel import compile_expression, compile_unary_tests, evaluate

PAGE = Path(__file__).parents[3] / "docs" / "feel.md"


def test_the_examples_are_true() -> None:
    page = PAGE.read_text(encoding="utf-8")
    text = re.search(r"evaluate\('(.+?)', \{\"Alter\": 24\}\) +# 'U25'", page)
    assert text is not None
    assert evaluate(text[1], {"Alter": 24}) == "U25"
    cell = re.search(r'compile_unary_tests\("(.+?)"\)\.matches\(70, \{\}\) +# True', page)
    assert cell is not None
    assert compile_unary_tests(cell[1]).matches(70, {}) is True
    name = re.search(r'compile_expression\("(.+?)", names=\["(.+?)"\]\)', page)
    assert name is not None
    assert compile_expression(name[1], names=[name[2]]).evaluate({name[2]: 4}) is True


def test_the_choices_are_what_the_page_says() -> None:
    assert evaluate("(function(x) external {java: {}})(1)", {}) is None
    assert evaluate('@"10:00:00.1" = @"10:00:00.2" and @"10:00:00.1" < @"10:00:00.2"', {}) is True
    assert evaluate("string(date(date))", {"date": "2024-01-01"}) == "2024-01-01"
