"""Two talks with everyone who qualifies, and what becomes of the results (Fachkonzept A.4.5, T12, T13)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from engine.errors import ValuesRefused
from models.casework import GraduateTalk, ProfilingSheet, SheetState, StrategyState
from processes.measures.commands import BreakOffMeasure
from tests.processes.jobcenter import LEAD, Jobcenter
from tests.processes.journey import Client
from tests.processes.services.measure_journey import assign, attend, finish_round, measure, strategy, with_qualification

START, END = date(2026, 8, 10), date(2027, 2, 26)
SECOND = {
    "kompetenzen": "Gabelstapler\nKommissionieren",
    "zertifikate": "Teilqualifikation TQ 1",
    "bedarf": "TEILWEISE",
    "segment_hinweis": "Jetzt Vermittlung als Fachlagerist.",
}


@pytest.fixture
def graduate(office: Jobcenter) -> Client:
    client = with_qualification(office)
    assign(client, START, END)
    attend(client)
    return client


def talks(client: Client) -> list[GraduateTalk]:
    with client.file() as (rows, _case):
        return list(rows.scalars(select(GraduateTalk).order_by(GraduateTalk.number)))


def test_t12_the_first_talk_is_due_three_months_before_the_end(office: Jobcenter, graduate: Client) -> None:
    office.travel_to_day(date(2026, 11, 25))
    assert "absolventengespraech_1" not in graduate.open_tasks()
    office.travel_to_day(date(2026, 11, 26))
    graduate.complete("absolventengespraech_1", gespraech_am=office.today, stand="Zwei Betriebe sind angesprochen.")
    assert [(talk.number, talk.held_on) for talk in talks(graduate)] == [(1, date(2026, 11, 26))]
    office.travel_to_day(END)
    assert "absolventengespraech_2" not in graduate.open_tasks()
    office.travel_to_day(date(2027, 2, 27))
    assert "absolventengespraech_2" in graduate.open_tasks()


def test_t12_a_missed_first_talk_does_not_hold_up_the_second(office: Jobcenter, graduate: Client) -> None:
    office.travel_to_day(date(2027, 3, 1))
    assert "absolventengespraech_1" not in graduate.open_tasks()
    assert "absolventengespraech_2" in graduate.open_tasks()


def test_t13_the_second_talk_updates_what_the_case_knows(office: Jobcenter, graduate: Client) -> None:
    office.travel_to_day(date(2027, 3, 1))
    with pytest.raises(ValuesRefused) as refused:
        graduate.complete("absolventengespraech_2", gespraech_am=date(2027, 2, 25), **SECOND)
    assert list(refused.value.errors) == ["gespraech_am"]
    graduate.complete("absolventengespraech_2", gespraech_am=office.today, **SECOND)
    (second,) = talks(graduate)
    assert (second.number, second.need_effect) == (2, "TEILWEISE")
    management = strategy(graduate, "ST_GRADUATE_MGMT")
    assert (management.state, management.ended_on) == (StrategyState.DONE, office.today)
    assert graduate.instances("absolventenmanagement") == []
    ended = [i for i in graduate.instances("handlungsstrategie") if i.data["strategie"] == str(management.id)]
    assert ended == [], "the window of graduate management is closed with it"


def test_t13_new_competences_are_in_the_next_sheet(office: Jobcenter, graduate: Client) -> None:
    finish_round(graduate)
    office.travel_to_day(date(2026, 10, 5))
    office.execute(BreakOffMeasure(measure(graduate).id, date(2026, 10, 2)))
    graduate.complete("absolventengespraech_2", gespraech_am=office.today, **SECOND)
    graduate.complete("veraenderung_bewerten", bewertung="Neue Standortbestimmung", aenderung="profil")
    with graduate.file() as (rows, case):
        sheet = rows.scalars(
            select(ProfilingSheet).where(ProfilingSheet.case_id == case.id, ProfilingSheet.state == SheetState.OPEN)
        ).one()
        names = {competence.name for competence in sheet.competences}
    assert {"Gabelstapler", "Kommissionieren", "Teilqualifikation TQ 1"} <= names


def test_t13_the_team_lead_follows_up_and_explains_after_six_months(office: Jobcenter, graduate: Client) -> None:
    office.travel_to_day(date(2027, 3, 24))
    assert "gespraech_nachhalten" not in graduate.open_tasks()
    office.travel_to_day(date(2027, 3, 25))  # the 26th is Good Friday
    graduate.complete("gespraech_nachhalten", LEAD, nachhalten_notiz="Bis Ende April.")
    assert "absolventengespraech_2" in graduate.open_tasks()
    office.travel_to_day(date(2027, 8, 25))
    assert "absolventengespraech_2" in graduate.open_tasks()
    office.travel_to_day(date(2027, 8, 26))
    assert "absolventengespraech_2" not in graduate.open_tasks()
    graduate.complete("ausbleiben_begruenden", LEAD, grund="Nach drei Einladungen nicht erschienen.")
    (second,) = talks(graduate)
    assert (second.held_on, second.missed_reason) == (None, "Nach drei Einladungen nicht erschienen.")
    assert strategy(graduate, "ST_GRADUATE_MGMT").state in (StrategyState.FAILED, StrategyState.ACTIVE)


def test_t13_whoever_breaks_off_is_talked_to_at_once(office: Jobcenter, graduate: Client) -> None:
    office.travel_to_day(date(2026, 10, 5))
    office.execute(BreakOffMeasure(measure(graduate).id, date(2026, 10, 2)))
    assert {"absolventengespraech_2", "ergebnis_festhalten"} <= set(graduate.open_tasks())
    graduate.complete("absolventengespraech_2", gespraech_am=office.today, **SECOND)


def test_measures_that_do_not_qualify_need_no_graduate_management(office: Jobcenter) -> None:
    client = with_qualification(office)
    assign(client, START, END, produkt="MAT_AKTIVIERUNG")
    attend(client)
    assert client.instances("absolventenmanagement") == []
