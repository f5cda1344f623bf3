"""Where the next talk could go while no talk is running (Fachkonzept A.4.2, T17)."""

from __future__ import annotations

from datetime import date, timedelta

from engine.calendar import berlin_date
from processes.appointment.proposals import Proposal, propose
from tests.processes.jobcenter import Jobcenter


def test_t17_between_talks_a_place_is_in_time_and_after_the_last_day_as_soon_as_possible(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_round()
    client.hold_talk()
    today, calendar = berlin_date(office.now), office.calendar

    def proposed(until: date | None) -> Proposal:
        with client.file() as (session, case):
            return propose(session, case, office.now, calendar, {}, until)

    last = today + timedelta(days=20)
    in_time = proposed(last)
    assert in_time.starts_at is not None
    assert calendar.working_day_offset(today, 3) <= berlin_date(in_time.starts_at) <= last
    assert f"Spätestens am {last:%d.%m.%Y}: Kontaktdichte des Jobcenters." in in_time.text

    passed = today - timedelta(days=3)
    late = proposed(passed)
    assert late.starts_at is not None
    assert berlin_date(late.starts_at) == calendar.working_day_offset(today, 1)
    assert f"Spätestens am {passed:%d.%m.%Y}: Kontaktdichte des Jobcenters." in late.text
