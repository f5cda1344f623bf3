"""A closure entered later: what is set in working days leaves its days, what the law sets stays (Fachkonzept G)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.actor import SYSTEM
from engine.calendar import as_instant, berlin_date
from engine.definitions import newest
from models.casework import Agreement
from models.history import HistoryEntry
from models.runtime import DefinitionKind, TaskCandidate, Timer, UserTask
from processes.desk.closed_days import COMPUTED, is_reminder
from processes.desk.closures import CloseOffice, ReopenOffice
from tests.processes.jobcenter import Jobcenter
from tests.processes.journey import Client


def close(office: Jobcenter, first: date, last: date | None = None) -> int:
    closure: int = office.harness.engine.execute(CloseOffice(first, last or first, "Betriebsausflug"), SYSTEM)
    return closure


def reopen(office: Jobcenter, closure: int) -> None:
    office.harness.engine.execute(ReopenOffice(closure), SYSTEM)


def due(client: Client, element_id: str) -> date:
    moment = client.task(element_id).due_at
    assert moment is not None
    return berlin_date(moment)


def timer(office: Jobcenter, element_id: str) -> datetime:
    with office.reading() as session:
        return session.scalars(select(Timer.due_at).where(Timer.element_id == element_id)).one()


def history(office: Jobcenter, kind: str) -> list[dict[str, Any]]:
    with office.reading() as session:
        found = select(HistoryEntry).where(HistoryEntry.kind == kind).order_by(HistoryEntry.id)
        return [{"case": row.business_key, **row.data} for row in session.scalars(found)]


def test_g_an_open_task_is_due_before_the_closure_and_returns_when_that_is_taken_back(any_office: Jobcenter) -> None:
    office = any_office
    client = office.open_case()
    day = due(client, "einladen")
    closure = close(office, day, day + timedelta(days=1))
    before = office.calendar.working_day_offset(day, -1)
    assert due(client, "einladen") == before
    with office.reading() as session:
        assert {berlin_date(found) for found in session.scalars(select(TaskCandidate.due_by))} == {before}
    (entry,) = history(office, "task.due_moved")
    assert (entry["case"], entry["closure"]) == (client.fall, closure)
    assert entry["reason"] == f"Das Jobcenter ist am {day:%d.%m.%Y} geschlossen: Betriebsausflug."
    assert [berlin_date(datetime.fromisoformat(entry[name])) for name in ("old", "new")] == [day, before]

    reopen(office, closure)
    assert due(client, "einladen") == day
    assert len(history(office, "task.due_moved")) == 2
    assert client.incidents() == []


def test_g_a_reminder_comes_on_the_working_day_before_and_the_days_of_the_agreement_stay(office: Jobcenter) -> None:
    office.travel_to_day(office.workday(2))
    client = office.open_case()
    client.first_round()
    with client.file() as (session, _case):
        review_on = session.scalars(select(Agreement.review_due)).one()
    planned = berlin_date(timer(office, "vorbereitung_faellig"))
    closure = close(office, planned)
    before = office.calendar.working_day_offset(planned, -1)
    assert timer(office, "vorbereitung_faellig") == as_instant(before)
    (entry,) = history(office, "timer.changed")
    assert (entry["case"], entry["closure"]) == (client.fall, closure)

    office.travel_to_day(office.calendar.working_day_offset(before, -1))
    assert "erneuerung_vorbereiten" not in client.open_tasks()
    office.travel_to_day(before)
    assert due(client, "erneuerung_vorbereiten") == review_on

    moved = len(history(office, "task.due_moved"))
    assert office.calendar.is_working_day(review_on)
    close(office, review_on)
    assert due(client, "erneuerung_vorbereiten") == review_on, "the day of the law stays (§ 26 SGB X)"
    assert len(history(office, "task.due_moved")) == moved
    last_day_for_it = office.calendar.working_day_offset(review_on, -1)
    assert timer(office, "ueberpruefung_erreicht") == as_instant(last_day_for_it)
    with client.file() as (session, _case):
        assert session.scalars(select(Agreement.review_due)).one() == review_on
    office.travel_to_day(last_day_for_it)
    assert "ueberpruefung_klaeren" in client.open_tasks(), "the lead learns of it while the review is still in time"
    assert client.incidents() == []


def test_g_nothing_goes_to_a_day_that_is_over_and_nothing_returns_that_was_done_or_moved(office: Jobcenter) -> None:
    first, second = office.open_case(), office.open_case("K-100002")
    day = due(first, "einladen")
    office.travel_to_day(office.calendar.working_day_offset(day, -1))
    closure = close(office, day)
    assert due(first, "einladen") == office.today, "today somebody is still there"
    first.agree_appointment("einladen", office.workday(5))
    task = second.task("einladen")
    with office.writing() as session:
        session.get_one(UserTask, task.id).due_at = as_instant(day + timedelta(days=4))
    reopen(office, closure)
    assert due(second, "einladen") == day + timedelta(days=4)

    sunday = day + timedelta(days=3)
    assert sunday.weekday() == 6
    office.travel_to_day(sunday)
    close(office, sunday + timedelta(days=1))
    assert due(second, "einladen") == sunday + timedelta(days=1), "the working day before is over"


def test_g_what_another_closure_still_holds_stays_before_it(office: Jobcenter) -> None:
    client = office.open_case()
    day = due(client, "einladen")
    long, short = close(office, day, day + timedelta(days=1)), close(office, day)
    before = due(client, "einladen")
    reopen(office, long)
    assert due(client, "einladen") == before
    reopen(office, short)
    assert due(client, "einladen") == before


@pytest.mark.parametrize(
    ("text", "reminds"),
    [
        ('= erinnerung(ende, "-P3M")', True),
        ("= arbeitstag(pruefung_am, -vorlauf)", True),
        ("= arbeitstag(monate später(wirksam_am, -3), -10)", True),
        ("= arbeitstag(nachweis_bis, 1)", False),  # before that day nothing can be missing yet
        ('= termin(ende, "P6M")', False),
        ('= ende + duration("P1D")', False),
    ],
)
def test_g_a_reminder_is_known_by_what_its_diagram_says(text: str, reminds: bool) -> None:
    assert is_reminder(text) is reminds


def test_g_the_reminders_that_handlers_compute_are_timers_of_the_shipped_diagrams(office: Jobcenter) -> None:
    engine = office.harness.engine
    with office.reading() as session:
        for process, element in COMPUTED:
            found = newest(session, DefinitionKind.PROCESS, process)
            assert found is not None
            drawn = engine.definitions.process(session, found.id).program.elements[element]
            assert drawn.attributes["timer"].startswith("= "), "a variable alone"
            assert "(" not in drawn.attributes["timer"]
