"""Values written down as literals: read without computing anything."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel import DaysTimeDuration, FeelSyntaxError, YearsMonthsDuration, literal_text, read_literal

VALUES: list[tuple[str, Any]] = [
    ("1", Decimal(1)),
    ("-2.50", Decimal("-2.50")),
    ('"a \\" b"', 'a " b'),
    ("true", True),
    ("null", None),
    ('@"2026-01-31"', dt.date(2026, 1, 31)),
    ('date("2026-01-31")', dt.date(2026, 1, 31)),
    ('date and time("2026-01-31T10:00:00")', dt.datetime(2026, 1, 31, 10)),  # noqa: DTZ001
    ('duration("P1Y")', YearsMonthsDuration(12)),
    ('@"P1D"', DaysTimeDuration(86_400 * 10**9)),
    ('[1, "a", {x: 2}]', [Decimal(1), "a", {"x": Decimal(2)}]),
]


@pytest.mark.parametrize("text, value", VALUES)
def test_a_literal_is_its_value_and_can_be_written_again(text: str, value: Any) -> None:
    assert read_literal(text) == value
    assert read_literal(literal_text(value)) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 + 1",
        "x",
        "today()",
        "date(x)",
        'date("2026-01-31", 1)',
        'date(string: "2026-01-31")',
        "[x]",
        "{a: now()}",
        "if true then 1 else 2",
        "for i in [1] return i",
        "function(x) x",
        "[1..2]",
        "-x",
        '-"a"',
        '"a".length',
        "[1][1]",
        '@"2026-02-31"',
        '[@"2026-02-31"]',
        '@"nonsense"',
        "[" * 500,
        '"' + "a" * 10_001 + '"',
    ],
)
def test_what_would_have_to_be_computed_is_refused(text: str) -> None:
    with pytest.raises(FeelSyntaxError):
        read_literal(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_every_value_survives_being_written_and_read(value: Any) -> None:
    assert read_literal(literal_text(value)) == value
