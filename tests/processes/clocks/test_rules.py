"""The rules behind the clocks, by examples; and the table of consequences, each row of it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from engine.calendar import BERLIN, BusinessCalendar
from models.casework import AppointmentState
from processes.agreement.rules import last_day_of_predecessor, review_due
from processes.appointment.rules import Summons, hearing_until, missed_in_a_row, missed_in_all, start_errors
from tests.processes.table_runs import ask, rows_never_hit

NW = BusinessCalendar("NW")
TABLE, DECISION = "appointment/meldeversaeumnisfolge.dmn", "Meldeversaeumnisfolge"
HELD, MISSED = Summons(AppointmentState.HELD), Summons(AppointmentState.MISSED)
EXCUSED = Summons(AppointmentState.MISSED, has_important_reason=True)
MOVED = Summons(AppointmentState.MOVED)


@pytest.mark.parametrize(
    ("concluded", "months", "due"),
    [
        (date(2026, 1, 15), 6, date(2026, 7, 15)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),  # § 188 (3) BGB
        (date(2026, 7, 17), 6, date(2027, 1, 17)),  # a Sunday is not extended
        (date(2026, 7, 1), 6, date(2027, 1, 1)),  # nor is a holiday
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_t14_t15_the_review_is_due_after_six_or_three_months_at_the_latest(
    concluded: date, months: int, due: date
) -> None:
    assert review_due(concluded, months, NW) == due


def test_a_review_period_is_at_least_a_month() -> None:
    with pytest.raises(ValueError, match="at least one month"):
        review_due(date(2026, 1, 15), 0, NW)


@pytest.mark.parametrize(
    ("second_interview", "due"),
    [
        (date(2026, 10, 23), date(2026, 10, 30)),
        (date(2026, 10, 16), date(2026, 10, 23)),
        (date(2026, 10, 9), date(2027, 4, 16)),
    ],
)
def test_only_a_second_interview_ahead_makes_an_agreement_an_interim_one(second_interview: date, due: date) -> None:
    assert review_due(date(2026, 10, 16), 6, NW, second_interview) == due


def test_the_predecessor_ends_on_the_day_before_or_on_its_own_day() -> None:
    assert last_day_of_predecessor(date(2026, 1, 15), date(2026, 7, 1)) == date(2026, 6, 30)
    assert last_day_of_predecessor(date(2026, 7, 1), date(2026, 7, 1)) == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("earlier", "in_a_row", "in_all"),
    [
        ([], 1, 1),
        ([MISSED], 2, 2),
        ([MISSED, MISSED], 3, 3),
        ([MISSED, HELD, MISSED], 2, 3),
        ([MOVED, MISSED, MOVED, MISSED], 3, 3),
        ([EXCUSED, MISSED], 1, 2),
        ([HELD, MISSED], 1, 2),
    ],
)
def test_t32_missed_appointments_are_counted_in_favour_of_the_person(
    earlier: list[Summons], in_a_row: int, in_all: int
) -> None:
    assert (missed_in_a_row(earlier), missed_in_all(earlier)) == (in_a_row, in_all)


def test_a_hearing_ends_on_a_working_day() -> None:
    assert hearing_until(date(2026, 7, 29), 14, NW) == date(2026, 8, 12)
    assert hearing_until(date(2026, 12, 11), 14, NW) == date(2026, 12, 28)  # Christmas and a weekend


def test_a_holiday_is_named_as_the_land_has_it() -> None:
    now, corpus_christi = datetime(2026, 5, 4, 9, tzinfo=BERLIN), date(2026, 6, 4)
    nine = datetime(2026, 1, 1, 9).time()  # noqa: DTZ001 - only its time of day counts
    assert "Fronleichnam" in start_errors(corpus_christi, nine, now, NW)["beginn_datum"]
    assert start_errors(corpus_christi, nine, now, BusinessCalendar("BE")) == {}


NEW_LAW, OLD_LAW = date(2026, 7, 1), date(2026, 6, 30)


@pytest.mark.parametrize(
    ("circle", "day", "in_all", "in_a_row", "expected"),
    [
        ("SGB3", NEW_LAW, 1, 1, "SPERRZEIT"),
        ("SGB2", OLD_LAW, 3, 3, "FRUEHERES_RECHT"),
        ("SGB2", NEW_LAW, 1, 1, "KEINE"),
        ("SGB2", NEW_LAW, 2, 1, "MINDERUNG_30_1M"),
        ("SGB2", NEW_LAW, 2, 2, "MINDERUNG_30_1M"),
        ("SGB2", NEW_LAW, 3, 3, "ANSPRUCH_ENDET"),
    ],
)
def test_t32_the_table_suggests_by_circle_day_and_count(
    circle: str, day: date, in_all: int, in_a_row: int, expected: str
) -> None:
    assert ask(TABLE, DECISION, _question(circle, day, in_all, in_a_row)).value["Folge"] == expected


def test_t32_each_row_of_the_table_is_hit() -> None:
    cases = [("SGB3", NEW_LAW, 1, 1), ("SGB2", OLD_LAW, 1, 1)]
    cases += [("SGB2", NEW_LAW, n, n) for n in (1, 2, 3)]
    assert rows_never_hit(TABLE, [(DECISION, _question(*case)) for case in cases]) == set()


def _question(circle: str, day: date, in_all: int, in_a_row: int) -> dict[str, object]:
    return {"Rechtskreis": circle, "Versaeumt_am": day, "Zahl_gesamt": in_all, "Zahl_in_Folge": in_a_row}


def test_t37_an_agreement_of_earlier_law_is_reviewed_before_its_law_ends() -> None:
    ends = date(2023, 12, 31)
    assert review_due(date(2023, 6, 30), 6, BusinessCalendar("NW"), end_of_life=ends) == date(2023, 12, 30)
    assert review_due(date(2023, 7, 15), 6, BusinessCalendar("NW"), end_of_life=ends) == ends
