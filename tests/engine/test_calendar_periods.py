"""Periods, appointments and working days (§§ 187-193 BGB, § 26 SGB X; Fachkonzept G)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import (
    BusinessCalendar,
    CalendarRangeError,
    Duration,
    DurationTextError,
    add_months,
    berlin_date,
    parse_duration,
    public_holidays,
)

NW = BusinessCalendar("NW")
DAYS = st.dates(date(1995, 1, 1), date(2095, 12, 31))


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-05-31", -3, "2027-02-28"),
        ("2026-01-15", 6, "2026-07-15"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-01-01", -1, "2025-12-01"),
        ("2026-03-15", 0, "2026-03-15"),
    ],
)
def test_month_arithmetic_clips_to_the_month_end(start: str, months: int, expected: str) -> None:
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(expected)


@given(DAYS, st.integers(-600, 600))
def test_adding_months_lands_in_the_right_month_and_never_past_the_day_number(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day
    if later.day < day.day:
        assert (later + timedelta(days=1)).day == 1


@given(DAYS, st.integers(0, 200), st.integers(0, 200))
def test_adding_months_keeps_the_order_of_dates(day: date, months: int, days: int) -> None:
    assert add_months(day, months) <= add_months(day + timedelta(days=days), months)


def test_adding_months_refuses_years_that_do_not_exist() -> None:
    with pytest.raises(OverflowError):
        add_months(date(9999, 12, 1), 1)


@pytest.mark.parametrize(
    ("start", "duration", "expected"),
    [
        # 15.07.2026 is a Wednesday
        ("2026-01-15", "P6M", "2026-07-15"),
        # 28.02.2027 is a Sunday: next working day
        ("2026-08-31", "P6M", "2027-03-01"),
        # 01.11.2026 Allerheiligen is a Sunday
        ("2026-10-01", "P1M", "2026-11-02"),
        # Good Friday 03.04.2026 to Easter Monday 06.04.2026
        ("2026-03-20", "P2W", "2026-04-07"),
        # 25.12.2026 is a Friday; Saturday and Sunday follow
        ("2026-12-21", "P4D", "2026-12-28"),
        # 01.01.2027 is a Friday
        ("2026-10-01", "P3M", "2027-01-04"),
    ],
)
def test_a_period_that_ends_on_a_rest_day_ends_on_the_next_working_day(
    start: str, duration: str, expected: str
) -> None:
    assert NW.period_end(date.fromisoformat(start), parse_duration(duration)) == date.fromisoformat(expected)


def test_a_period_is_not_extended_when_the_law_says_so() -> None:
    # § 26 (4) SGB X: a benefit period ends on its last day, whatever day that is.
    assert NW.period_end(date(2026, 8, 31), Duration(months=6), extend=False) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2026-01-01", 6, "2026-06-30"),
        ("2026-02-01", 1, "2026-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-01-30", 1, "2026-02-28"),
        ("2026-01-29", 1, "2026-02-28"),
        ("2026-01-28", 1, "2026-02-27"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2028-02-29", 12, "2029-02-28"),
    ],
)
def test_a_period_that_starts_at_the_beginning_of_a_day_ends_on_the_day_before(
    start: str, months: int, expected: str
) -> None:
    end = NW.period_end(date.fromisoformat(start), Duration(months=months), extend=False, start_day_counts=True)
    assert end == date.fromisoformat(expected)


def test_an_appointment_is_never_moved_and_a_reminder_moves_to_the_working_day_before() -> None:
    # 31.05.2027 - 3 months = 28.02.2027, a Sunday
    assert NW.appointment_date(date(2027, 5, 31), Duration(months=-3)) == date(2027, 2, 28)
    assert NW.reminder_date(date(2027, 5, 31), Duration(months=-3)) == date(2027, 2, 26)


def test_a_period_needs_a_positive_duration_of_whole_days() -> None:
    with pytest.raises(ValueError, match="positive"):
        NW.period_end(date(2026, 1, 1), Duration())
    with pytest.raises(ValueError, match="hours"):
        NW.period_end(date(2026, 1, 1), parse_duration("PT5H"))


def test_closures_are_no_working_days_but_do_not_extend_a_period() -> None:
    calendar = BusinessCalendar("NW", closures=frozenset({date(2026, 12, 24)}))
    assert not calendar.is_working_day(date(2026, 12, 24))
    assert calendar.period_end(date(2026, 11, 24), Duration(months=1)) == date(2026, 12, 24)
    assert calendar.previous_working_day(date(2026, 12, 24)) == date(2026, 12, 23)


@pytest.mark.parametrize(
    ("calendar", "day", "name"),
    [
        (BusinessCalendar("NW"), "2026-06-04", "Fronleichnam"),
        (BusinessCalendar("BE"), "2026-03-08", "Frauentag"),
        (BusinessCalendar("BE"), "2026-06-04", None),
        (BusinessCalendar("SN"), "2026-11-18", "Buß- und Bettag"),
        (BusinessCalendar("TH"), "2026-09-20", "Weltkindertag"),
        (BusinessCalendar("BY", "Augsburg"), "2026-08-08", "Augsburger Hohes Friedensfest"),
        (BusinessCalendar("BY", "Augsburg"), "2028-08-15", "Mariä Himmelfahrt"),
        (BusinessCalendar("BY", "München"), "2028-08-15", "Mariä Himmelfahrt"),
        (BusinessCalendar("BY", "München"), "2028-08-08", None),
        (BusinessCalendar("BY", "Nürnberg"), "2028-08-15", None),
        (BusinessCalendar("BY"), "2028-08-15", None),
        (BusinessCalendar("SN", "Crostwitz", catholic=True), "2026-06-04", "Fronleichnam"),
        (BusinessCalendar("SN", "Dresden", catholic=False), "2026-06-04", None),
        (BusinessCalendar("SL"), "2028-08-15", "Mariä Himmelfahrt"),
        (BusinessCalendar("HH"), "2017-10-31", "Reformationstag"),
        (BusinessCalendar("HH"), "2016-10-31", None),
    ],
)
def test_holidays_follow_land_and_municipality(calendar: BusinessCalendar, day: str, name: str | None) -> None:
    assert calendar.holiday(date.fromisoformat(day)) == name


def test_a_municipality_whose_holidays_nobody_stated_is_refused() -> None:
    with pytest.raises(ValueError, match="mainly catholic"):
        BusinessCalendar("TH", "Erfurt")
    with pytest.raises(ValueError, match="unknown Land"):
        BusinessCalendar("XX")
    with pytest.raises(ValueError, match="unknown Land"):
        public_holidays("XX", 2026)


def test_years_without_known_holidays_are_refused() -> None:
    with pytest.raises(CalendarRangeError) as refused:
        NW.is_working_day(date(1990, 5, 2))
    assert "1990" in refused.value.message_de
    with pytest.raises(CalendarRangeError):
        NW.working_day_offset(date(2026, 1, 1), 10_001)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2026-04-02", 1, "2026-04-07"),  # over Easter
        ("2026-04-07", -1, "2026-04-02"),
        ("2026-04-04", 0, "2026-04-07"),  # Saturday: next working day
        ("2026-04-02", 0, "2026-04-02"),
        ("2026-04-04", 1, "2026-04-07"),
        ("2026-04-04", -1, "2026-04-02"),
        ("2026-12-23", 5, "2026-12-31"),
    ],
)
def test_working_days_are_counted_without_the_first_day(start: str, count: int, expected: str) -> None:
    assert NW.working_day_offset(date.fromisoformat(start), count) == date.fromisoformat(expected)


@given(DAYS, st.integers(-60, 60).filter(bool))
def test_counting_working_days_undoes_adding_them(day: date, count: int) -> None:
    moved = NW.working_day_offset(day, count)
    assert NW.is_working_day(moved)
    assert NW.working_days_between(day, moved) == count


@given(DAYS, st.integers(1, 40))
def test_a_period_ends_on_a_working_day_and_never_earlier_than_without_extension(day: date, months: int) -> None:
    end = NW.period_end(day, Duration(months=months))
    bare = NW.period_end(day, Duration(months=months), extend=False)
    assert not NW.is_rest_day(end)
    assert bare <= end
    assert all(NW.is_rest_day(bare + timedelta(days=n)) for n in range((end - bare).days))


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("P6M", "P6M"),
        ("P1Y6M", "P1Y6M"),
        ("P18M", "P1Y6M"),
        ("P2W", "P14D"),
        ("P2W1D", "P15D"),
        ("P1DT12H", "P1DT12H"),
        ("PT90M", "PT1H30M"),
        ("PT1.5S", "PT1.5S"),
        ("PT0,5H", "PT30M"),
        ("-P3M", "-P3M"),
        ("P0D", "PT0S"),
    ],
)
def test_durations_are_read_and_written(text: str, canonical: str) -> None:
    duration = parse_duration(text)
    assert str(duration) == canonical
    assert parse_duration(canonical) == duration


@pytest.mark.parametrize("text", ["", "P", "PT", "P1DT", "P1.5M", "6M", "P1S", "P1H", "P-1D", "P1M1Y", "P9999999D"])
def test_other_texts_are_no_durations(text: str) -> None:
    with pytest.raises(DurationTextError) as refused:
        parse_duration(text)
    assert refused.value.message_de
    assert refused.value.message_en


def test_a_duration_of_more_than_two_hundred_years_is_a_typing_error() -> None:
    with pytest.raises(DurationTextError, match="200 years"):
        parse_duration("P201Y")


def test_parts_of_a_duration_have_one_sign() -> None:
    with pytest.raises(ValueError, match="same sign"):
        Duration(months=1, days=-1)


def test_the_day_in_germany_decides_and_not_the_day_in_utc() -> None:
    assert berlin_date(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == date(2026, 7, 2)
    assert berlin_date(datetime(2026, 1, 1, 22, 30, tzinfo=UTC)) == date(2026, 1, 1)
    assert berlin_date(date(2026, 7, 1)) == date(2026, 7, 1)
