"""The business calendar as diagrams, tables and forms see it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine.calendar import BERLIN, BusinessCalendar, TimerDate, TimerDuration, TimerSchedule, TimerTextError
from engine.calendar_functions import calendar_functions, timer_from_value
from engine.feel import compile_expression

FUNCTIONS = calendar_functions(lambda: BusinessCalendar("NW"))


def value_of(text: str, **scope: Any) -> Any:
    return compile_expression(text, functions=FUNCTIONS).evaluate(scope)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('frist ende(date("2026-08-31"), duration("P6M"))', date(2027, 3, 1)),
        ('frist ende(date("2026-08-31"), "P6M")', date(2027, 3, 1)),
        ('frist ende(datum: date("2026-03-20"), dauer: duration("P14D"))', date(2026, 4, 7)),
        ('termin(date("2027-05-31"), duration("-P3M"))', date(2027, 2, 28)),
        ('erinnerung(date("2027-05-31"), duration("-P3M"))', date(2027, 2, 26)),
        ('arbeitstag(date("2026-04-02"), 1)', date(2026, 4, 7)),
        ('arbeitstag(date("2026-04-07"), -1)', date(2026, 4, 2)),
        ('arbeitstage zwischen(date("2026-04-02"), date("2026-04-08"))', Decimal(2)),
        ('ist arbeitstag(date("2026-06-04"))', False),
        ('monate später(date("2026-08-31"), 6)', date(2027, 2, 28)),
        ('monate später(date("2027-05-31"), -3)', date(2027, 2, 28)),
        ('feiertag(date("2026-06-04"))', "Fronleichnam"),
        ('feiertag(date("2026-06-05"))', None),
        # the day in Germany, not in UTC
        ('monate später(date and time("2026-06-30T22:30:00Z"), 1)', date(2026, 8, 1)),
        # what cannot be computed is null
        ('frist ende("2026-08-31", duration("P6M"))', None),
        ('frist ende(date("2026-08-31"), duration("PT5H"))', None),
        ('frist ende(date("2026-08-31"), duration("-P1M"))', None),
        ('frist ende(date("2026-08-31"), "bald")', None),
        ('frist ende(date("2026-08-31"), 5)', None),
        ('arbeitstag(date("2026-04-02"), 1.5)', None),
        ('arbeitstag(date("2026-04-02"), 99999)', None),
        ('ist arbeitstag(date("1980-04-02"))', None),
        ('monate später(date("9999-12-31"), 1)', None),
        ("ist arbeitstag(null)", None),
    ],
)
def test_functions_in_expressions(text: str, expected: Any) -> None:
    assert value_of(text) == expected


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ('frist ende(abschluss, duration("P6M"))', "2026-07-15T00:00"),
        ('date and time("2026-07-15T09:00:00")', "2026-07-15T09:00"),
        ('date and time("2026-07-15T09:00:00@Europe/Berlin")', "2026-07-15T09:00"),
        ('duration("P1D")', "2026-03-29T09:00"),
        ('duration("P1DT1H")', "2026-03-29T10:00"),
        ('duration("P6M")', "2026-09-28T09:00"),
        ('"R3/P1M"', "2026-04-28T09:00"),
    ],
)
def test_a_timer_expression_gives_a_due_date(text: str, due: str) -> None:
    timer = timer_from_value(value_of(text, abschluss=date(2026, 1, 15)))
    schedule = TimerSchedule.arm(timer, datetime(2026, 3, 28, 9, tzinfo=BERLIN))
    assert schedule is not None
    assert schedule.due_at.astimezone(BERLIN).strftime("%Y-%m-%dT%H:%M") == due
    assert TimerSchedule.from_state(schedule.to_state()).due_at == schedule.due_at


@pytest.mark.parametrize("value", [None, True, Decimal(5), [], "never"])
def test_other_values_are_no_timers(value: Any) -> None:
    with pytest.raises(TimerTextError):
        timer_from_value(value)


def test_durations_that_go_back_or_nowhere_are_no_timers() -> None:
    for text in ('duration("-P1D")', 'duration("PT0S")'):
        with pytest.raises(TimerTextError):
            timer_from_value(value_of(text))


def test_a_date_stays_the_same_timer_when_stored() -> None:
    timer = timer_from_value(date(2026, 7, 1))
    assert isinstance(timer, TimerDate)
    assert timer.instant == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert isinstance(timer_from_value(value_of('duration("PT36H")')), TimerDuration)
