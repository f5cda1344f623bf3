"""Laws that must hold for all values: arithmetic, round trips, ranges, sorting, calendar."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import DaysTimeDuration, Range, YearsMonthsDuration, compile_expression, evaluate, feel_text

settings.register_profile("feel", max_examples=60, deadline=None)
settings.load_profile("feel")

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4)
WHOLE = st.integers(-(10**9), 10**9)
STRINGS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
DATES = st.dates()
CLOCKS = st.datetimes(timezones=st.sampled_from([dt.UTC, dt.timezone(dt.timedelta(hours=-5)), None]))
MONTHS = st.integers(-20_000, 20_000).map(YearsMonthsDuration)
NANOS = st.integers(-(10**18), 10**18).map(DaysTimeDuration)
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, STRINGS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text("abc ", min_size=1, max_size=5), inner, max_size=4)
    ),
    max_leaves=10,
)


def value(text: str, **scope: Any) -> Any:
    return compile_expression(text).evaluate(scope)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_addition_commutes_and_multiplication_distributes(a: Decimal, b: Decimal, c: Decimal) -> None:
    assert value("a + b = b + a and a * b = b * a and a + b - b = a", a=a, b=b) is True
    assert value("a * (b + c) = a * b + a * c", a=a, b=b, c=c) is True


@given(WHOLE, WHOLE.filter(bool))
def test_modulo_and_floor_divide_without_rest(a: int, b: int) -> None:
    assert value("modulo(a, b)", a=a, b=b) == a % b
    assert value("floor(a / b) * b + modulo(a, b) = a", a=a, b=b) is True


@given(NUMBERS, st.integers(-3, 6))
def test_the_roundings_enclose_the_number(n: Decimal, scale: int) -> None:
    scope = {"n": n, "s": scale}
    assert value("floor(n, s) <= n and n <= ceiling(n, s)", **scope) is True
    assert value("abs(round down(n, s)) <= abs(n) and abs(n) <= abs(round up(n, s))", **scope) is True
    assert value("decimal(n, s) in [floor(n, s)..ceiling(n, s)]", **scope) is True
    assert value("abs(round half up(n, s)) >= abs(round half down(n, s))", **scope) is True


@given(NUMBERS)
def test_a_number_survives_its_text(n: Decimal) -> None:
    assert value("number(string(n)) = n", n=n) is True
    assert evaluate(feel_text(value("n", n=n)), {}) == n


@given(STRINGS)
def test_a_string_survives_its_literal(text: str) -> None:
    assert evaluate(feel_text(text), {}) == text


@given(VALUES)
def test_a_value_survives_its_text(given_value: Any) -> None:
    original = value("x", x=given_value)
    assert value("x = y or (x = null and y = null)", x=original, y=evaluate(feel_text(original), {})) is True


@given(STRINGS, STRINGS)
def test_strings_keep_their_parts(a: str, b: str) -> None:
    assert value("string length(a + b) = string length(a) + string length(b)", a=a, b=b) is True
    assert value("starts with(a + b, a) and ends with(a + b, b) and contains(a + b, b)", a=a, b=b) is True
    if b:
        assert (
            value("substring before(a, b) + (if contains(a, b) then b else a) + substring after(a, b)", a=a, b=b) == a
        )


@given(STRINGS, STRINGS.filter(bool))
def test_literal_patterns_agree_with_python(text: str, part: str) -> None:
    assert value('matches(t, p, "q")', t=text, p=part) is (part in text)
    assert value('replace(t, p, "-", "q")', t=text, p=part) == text.replace(part, "-")


@given(DATES)
def test_a_date_survives_its_text_and_its_parts(day: dt.date) -> None:
    assert value("date(string(d)) = d and date(d.year, d.month, d.day) = d", d=day) is True
    assert value("d.weekday", d=day) == day.isoweekday()
    assert value("week of year(d)", d=day) == day.isocalendar().week
    assert value("day of year(d)", d=day) == day.timetuple().tm_yday


@given(DATES, st.integers(-100_000, 100_000))
def test_days_added_are_days_between(day: dt.date, days: int) -> None:
    assert value("(d + n) - d = n", d=day, n=dt.timedelta(days=days)) is True


@given(DATES, MONTHS)
def test_months_added_stay_in_their_month(day: dt.date, months: YearsMonthsDuration) -> None:
    later = value("d + m", d=day, m=months)
    total = day.year * 12 + day.month - 1 + months.months
    assert value("d.year * 12 + d.month - 1", d=later) == total
    assert value("d.day", d=later) <= day.day


@given(DATES, DATES)
def test_months_between_never_pass_the_end(start: dt.date, end: dt.date) -> None:
    text = "if a <= b then a + m <= b else a + m >= b"
    assert value(text, a=start, b=end, m=value("years and months duration(a, b)", a=start, b=end)) is True


@given(CLOCKS, NANOS)
def test_instants_move_by_exactly_the_duration(moment: dt.datetime, length: DaysTimeDuration) -> None:
    assert value("(t + d) - t = d", t=moment, d=length) is True
    assert value("string(date and time(string(t))) = string(t)", t=moment) is True


@given(MONTHS, NANOS)
def test_durations_survive_their_text(months: YearsMonthsDuration, nanos: DaysTimeDuration) -> None:
    assert value("duration(string(m)) = m and duration(string(n)) = n", m=months, n=nanos) is True
    assert value("m - m + m = m and -(-n) = n and n * 2 / 2 = n", m=months, n=nanos) is True


@given(st.lists(st.one_of(NUMBERS), max_size=20))
def test_sort_orders_and_keeps_everything(numbers: list[Decimal]) -> None:
    assert value("sort(n)", n=numbers) == sorted(numbers)
    assert value("sort(n, function(a, b) a > b)", n=numbers) == sorted(numbers, reverse=True)
    assert value("reverse(reverse(n)) = n", n=numbers) is True
    assert value("count(distinct values(n))", n=numbers) == len(set(numbers))


@given(st.lists(st.tuples(st.integers(0, 3), WHOLE), max_size=12))
def test_sort_is_stable(pairs: list[tuple[int, int]]) -> None:
    result = value("sort(p, function(a, b) a[1] < b[1])", p=pairs)
    assert result == [list(pair) for pair in sorted(pairs, key=lambda pair: pair[0])]


@given(st.lists(SCALARS, max_size=8), st.integers(1, 8), SCALARS)
def test_inserting_and_removing_undo_each_other(items: list[Any], position: int, item: Any) -> None:
    if position <= len(items):
        assert value("remove(insert before(l, p, i), p)", l=items, p=position, i=item) == value("l", l=items)


def _ranges() -> st.SearchStrategy[Range]:
    ends = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(sorted)
    return st.builds(
        lambda pair, low, high: Range(pair[0], pair[1], low or pair[0] == pair[1], high or pair[0] == pair[1]),
        ends,
        st.booleans(),
        st.booleans(),
    )


#: Quarters between 0 and 6: enough points to tell any two of the ranges above apart.
POINTS = [Decimal(quarter) / 4 for quarter in range(-2, 27)]


@given(_ranges(), _ranges())
def test_interval_functions_agree_with_their_points(one: Range, other: Range) -> None:
    def inside(interval: Range) -> set[Decimal]:
        return {point for point in POINTS if value("p in r", p=point, r=interval) is True}

    a, b = inside(one), inside(other)
    scope = {"a": one, "b": other}
    assert value("overlaps(a, b)", **scope) is bool(a & b)
    assert value("includes(a, b)", **scope) is (b <= a)
    assert value("during(a, b)", **scope) is (a <= b)
    assert value("before(a, b)", **scope) is (max(a) < min(b))
    assert value("after(a, b)", **scope) is (min(a) > max(b))
    assert value("coincides(a, b)", **scope) is (one == other)
    assert value("meets(a, b)", **scope) is (len(a & b) == 1 and max(a) == min(b) and one.high == other.low)


@given(_ranges(), _ranges())
def test_interval_functions_mirror_each_other(one: Range, other: Range) -> None:
    pairs = [("before", "after"), ("meets", "met by"), ("finishes", "finished by"), ("includes", "during")]
    pairs += [("starts", "started by"), ("overlaps before", "overlaps after"), ("overlaps", "overlaps")]
    for name, mirrored in [*pairs, ("coincides", "coincides")]:
        assert value(f"{name}(a, b) = {mirrored}(b, a)", a=one, b=other) is True


@given(VALUES, VALUES)
def test_equality_is_symmetric_and_reflexive(a: Any, b: Any) -> None:
    assert value("a = a", a=a) is True
    assert value("a = b", a=a, b=b) is value("b = a", a=a, b=b)
    assert value("list contains([a], b)", a=a, b=b) is (value("a = b", a=a, b=b) is True)


@given(NUMBERS, NUMBERS)
def test_order_is_total_on_numbers(a: Decimal, b: Decimal) -> None:
    assert [value(f"a {operator} b", a=a, b=b) for operator in ("<", "=", ">")].count(True) == 1
    assert value("a <= b", a=a, b=b) is (a <= b)
    assert value("a in [b..b] = (a = b) and a between b and b = (a = b)", a=a, b=b) is True


@given(st.sampled_from([True, False, None]), st.sampled_from([True, False, None]))
def test_de_morgan_holds_for_three_values(a: bool | None, b: bool | None) -> None:
    assert value("not(a and b)", a=a, b=b) is value("not(a) or not(b)", a=a, b=b)
    assert value("not(a or b)", a=a, b=b) is value("not(a) and not(b)", a=a, b=b)
