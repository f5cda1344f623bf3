"""Rules of phase 4 on their own."""

from __future__ import annotations

from datetime import date

import pytest

from engine.calendar import BusinessCalendar
from processes.administrative_act.rules import act_errors, approval_errors, notified_on, objection_until
from processes.agreement.rules import review_due
from processes.catalogues import agreement_type
from processes.implementation.rules import age_on

NW = BusinessCalendar("NW")


@pytest.mark.parametrize(
    ("day", "age"),
    [(date(2026, 3, 3), 24), (date(2026, 3, 4), 25), (date(2026, 12, 31), 25)],
)
def test_bgb_187_2_the_birthday_itself_counts(day: date, age: int) -> None:
    assert age_on(date(2001, 3, 4), day) == age


def test_whoever_is_born_on_a_leap_day_is_older_on_the_first_of_march() -> None:
    assert (age_on(date(2004, 2, 29), date(2026, 2, 28)), age_on(date(2004, 2, 29), date(2026, 3, 1))) == (21, 22)


@pytest.mark.parametrize(
    ("issued", "last"),
    [
        (date(2026, 7, 9), date(2026, 8, 13)),
        # deemed notified on Sunday 19.07.: that day is presumed as it is, the end is not moved to it
        (date(2026, 7, 15), date(2026, 8, 19)),
        # the month ends on Saturday 15.08.: the next working day
        (date(2026, 7, 11), date(2026, 8, 17)),
        # it ends on Christmas Day, a Friday: the Monday after
        (date(2026, 11, 21), date(2026, 12, 28)),
        # one month after 31.01. is the end of February
        (date(2027, 1, 27), date(2027, 3, 1)),
    ],
)
def test_t38_the_objection_period_ends_on_a_working_day(issued: date, last: date) -> None:
    assert objection_until(notified_on(issued, "Post", 4), 1, NW) == last


def test_h_3_four_eyes() -> None:
    assert set(approval_errors("a.berg", "a.berg")) == {"freigabe"}
    assert approval_errors("a.berg", "t.lang") == {}
    assert approval_errors("a.berg", "") == {}


def test_the_proof_lies_ahead() -> None:
    today, kind = date(2026, 7, 15), agreement_type("VERPFLICHTUNG_2026")
    assert act_errors(kind, {"nachweis_bis": today}, today)["nachweis_bis"].startswith("Die Frist")
    assert "nachweis_bis" not in act_errors(kind, {"nachweis_bis": date(2026, 7, 16)}, today)


@pytest.mark.parametrize(
    ("second", "due"),
    [(None, date(2027, 1, 15)), (date(2026, 7, 29), date(2026, 8, 5)), (date(2027, 1, 14), date(2027, 1, 15))],
)
def test_t04_an_interim_agreement_ends_with_the_second_interview_and_never_later_than_others(
    second: date | None, due: date
) -> None:
    assert review_due(date(2026, 7, 15), 6, NW, second) == due
