"""Opening, reporting, recording work, deregistering, notes: what is refused names the field and changes nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from engine.errors import EngineError, Forbidden, NotFound, ValuesRefused, WrongState
from models.casework import (
    Case,
    CounsellingNote,
    EmploymentCategory,
    EmploymentRecord,
    LegalCircle,
    Person,
    ReportedChange,
    TalkHeld,
)
from models.runtime import Instance
from processes.employment.commands import FirstMask, TakeUpWork
from processes.follow_up.commands import AddAddendum, SaveNote
from processes.integration.commands import DeregisterCase, NewClient, OpenCase, ReportChange
from tests.processes.jobcenter import LEAD, TEAM, Jobcenter
from tests.processes.journey import CASEWORKER

CLIENT = NewClient("K-200001", "Ada", "Beispiel", date(1990, 1, 1))


def opening(**changes: Any) -> OpenCase:
    given = {"client": CLIENT, "legal_circle": LegalCircle.SGB2, "team": TEAM, "caseworker": CASEWORKER, **changes}
    return OpenCase(**given)


def work(**changes: Any) -> FirstMask:
    given = {"category": EmploymentCategory.INSURED, "title": "Verkäuferin", "started_on": date(2026, 7, 1), **changes}
    return FirstMask(**given)


def count(office: Jobcenter, table: type[Any]) -> int:
    with office.reading() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


@pytest.mark.parametrize(
    ("command", "error", "field"),
    [
        (opening(client=NewClient("K1", "A", "B", date(1990, 1, 1))), ValuesRefused, "customer_no"),
        (opening(client=NewClient("K-200001", "A", " ", date(1990, 1, 1))), ValuesRefused, "last_name"),
        (opening(client=NewClient("K-200001", "A", "B", date(2030, 1, 1))), ValuesRefused, "born_on"),
        (opening(team="nirgends"), NotFound, ""),
        (opening(caseworker="niemand"), NotFound, ""),
        (ReportChange("F-2026-999999", "Umzug"), NotFound, ""),
        (TakeUpWork("F-2026-999999", work()), NotFound, ""),
        (DeregisterCase("F-2026-999999", date(2026, 7, 1), "Umzug"), NotFound, ""),
        (AddAddendum(999, "Nachtrag"), NotFound, ""),
    ],
)
def test_what_cannot_be_is_refused(office: Jobcenter, command: Any, error: type[EngineError], field: str) -> None:
    with pytest.raises(error) as refused:
        office.execute(command)
    if isinstance(refused.value, ValuesRefused):
        assert field in refused.value.errors
    assert count(office, Case) == count(office, Person) == count(office, Instance) == 0


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (lambda fall, today: ReportChange(fall, "  "), "description"),
        (lambda fall, today: TakeUpWork(fall, work(title=" ")), "title"),
        (lambda fall, today: TakeUpWork(fall, work(is_fixed_term=True)), "ended_on"),
        (lambda fall, today: TakeUpWork(fall, work(ended_on=date(2026, 6, 30))), "ended_on"),
        (lambda fall, today: TakeUpWork(fall, work(establishment_no="1234")), "establishment_no"),
        (lambda fall, today: DeregisterCase(fall, today, " "), "reason"),
        (lambda fall, today: DeregisterCase(fall, today - timedelta(days=1), "Umzug"), "day"),
        (lambda fall, today: SaveNote(fall, " ", TalkHeld.PHONE, today, "Text"), "subject"),
        (lambda fall, today: SaveNote(fall, "Anruf", TalkHeld.PHONE, today, " "), "body"),
        (lambda fall, today: SaveNote(fall, "Anruf", TalkHeld.PHONE, today + timedelta(days=1), "Text"), "talk_on"),
    ],
)
def test_a_case_refuses_incomplete_input_and_keeps_its_state(office: Jobcenter, command: Any, field: str) -> None:
    client = office.open_case()
    with pytest.raises(ValuesRefused) as refused:
        office.execute(command(client.fall, office.today))
    assert set(refused.value.errors) == {field}
    assert client.state == "NEW"
    assert client.open_tasks() == ["einladen"]
    assert count(office, ReportedChange) == count(office, EmploymentRecord) == count(office, CounsellingNote) == 0


def test_nothing_happens_to_a_case_that_has_ended(office: Jobcenter) -> None:
    client = office.open_case()
    office.execute(DeregisterCase(client.fall, office.today, "Umzug"))
    for command in (
        ReportChange(client.fall, "Zurückgezogen"),
        TakeUpWork(client.fall, work()),
        DeregisterCase(client.fall, office.today, "Noch einmal"),
    ):
        with pytest.raises(WrongState):
            office.execute(command)


def test_team_leads_do_not_open_cases(office: Jobcenter) -> None:
    with pytest.raises(Forbidden):
        office.execute(opening(), LEAD)


def test_numbers_count_up_within_the_year(office: Jobcenter) -> None:
    numbers = [office.open_case(f"K-30000{n}").fall for n in range(3)]
    assert numbers == ["F-2026-000001", "F-2026-000002", "F-2026-000003"]
    office.harness.travel(days=200)
    assert office.open_case("K-300009").fall == "F-2027-000001"


def test_two_openings_at_once_never_share_a_number(any_office: Jobcenter) -> None:
    office = any_office
    commands = [opening(client=NewClient(f"K-40000{n}", "A", f"B{n}", date(1990, 1, 1))) for n in range(6)]
    with ThreadPoolExecutor(3) as pool:
        numbers = list(
            pool.map(lambda command: office.harness.engine.execute(command, office.actor(CASEWORKER)), commands)
        )
    assert sorted(numbers) == [f"F-2026-00000{n}" for n in range(1, 7)]


def test_a_note_is_supplemented_not_changed(office: Jobcenter) -> None:
    client = office.open_case()
    note = office.execute(SaveNote(client.fall, "Anruf", TalkHeld.PHONE, office.today, "Termin bestätigt."))
    office.execute(AddAddendum(note, "Rückruf erbeten."))
    with pytest.raises(ValuesRefused):
        office.execute(AddAddendum(note, " "))
    with office.reading() as session:
        saved = session.get(CounsellingNote, note)
        assert saved is not None
        assert saved.body == "Termin bestätigt."
        assert [addendum.body for addendum in saved.addenda] == ["Rückruf erbeten."]
