"""The life of a profiling sheet: discarded, closed, cloned, released, deleted (Fachkonzept A.1.9)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from engine.actor import Actor
from engine.commands.complete_task import CompleteTask
from engine.errors import Forbidden, ValuesRefused, WrongState
from models.casework import NeedAssessment, ProfilingSheet, ReportedChange, SheetRevision, SheetState
from models.identity import Role
from processes.access import PERMISSIONS
from processes.in_force import last_closed_sheet
from processes.profiling.life_cycle import DeleteSheet, ReleaseSheet, RestartSheet, earlier_sheets
from tests.processes.jobcenter import Jobcenter
from tests.processes.journey import CASEWORKER, Client

SUPPORT = Actor("c.support", PERMISSIONS[Role.SPECIALIST_SUPPORT], frozenset({"fachbetreuung"}))
REASON = "Der Bogen nennt Angaben einer anderen Person."


def support(office: Jobcenter, command: Any) -> Any:
    result = office.harness.engine.execute(command, SUPPORT)
    office.harness.settle()
    return result


def sheets(client: Client) -> list[ProfilingSheet]:
    with client.file() as (session, _):
        return list(session.execute(select(ProfilingSheet).order_by(ProfilingSheet.id)).scalars())


def revisions(client: Client) -> list[SheetRevision]:
    with client.file() as (session, _):
        return list(session.execute(select(SheetRevision).order_by(SheetRevision.id)).scalars())


def profiled(office: Jobcenter) -> Client:
    client = office.open_case()
    client.first_interview()
    client.profiling({"Q2": "RELEVANT", "R2": "UNDER_CLARIFICATION"}, remarks={"R2": "Führerschein wird geklärt"})
    return client


def test_an_open_sheet_is_discarded_and_begun_again_empty_or_with_an_earlier_one(office: Jobcenter) -> None:
    client = profiled(office)
    client.go_on_to_talk()
    client.follow_up("profil", klaerung_text="Der Führerschein wird im Mai gemacht.", ueberpruefung_text="Neues.")
    assert client.context("ausgangslage_klaeren")["zielberuf_titel"] == "Verkäuferin"
    client.complete("ausgangslage_klaeren", **client.situation(zielberuf_titel="Floristin", zielberuf_kldb="12122"))
    client.assess_needs({"L2": "RELEVANT"})
    office.execute(RestartSheet(client.fall, None))
    assert client.open_tasks().count("ausgangslage_klaeren") == 1
    assert "standort_bestimmen" not in client.open_tasks()
    assert client.context("ausgangslage_klaeren")["zielberuf_titel"] is None
    assert [sheet.state for sheet in sheets(client)] == [SheetState.CLOSED, SheetState.DELETED, SheetState.OPEN]
    office.execute(RestartSheet(client.fall, sheets(client)[0].id))
    assert client.context("ausgangslage_klaeren")["zielberuf_titel"] == "Verkäuferin"
    client.complete("ausgangslage_klaeren", **client.situation())
    assert client.context("bedarfe_erheben")["bedarf_Q2"] == "RELEVANT"
    assert client.context("bedarfe_erheben")["bedarf_L2"] == "NOT_RELEVANT", "what was discarded is gone"
    assert sum(sheet.state is SheetState.OPEN for sheet in sheets(client)) == 1
    with client.file() as (session, case):
        assert [sheet.id for sheet in earlier_sheets(session, case)] == [1]
    assert client.incidents() == []


def test_only_an_open_sheet_is_discarded(office: Jobcenter) -> None:
    client = profiled(office)
    with pytest.raises(WrongState):
        office.execute(RestartSheet(client.fall, None))


@pytest.mark.parametrize("erase", [False, True])
def test_a_released_sheet_is_corrected_once_and_closed_again(office: Jobcenter, erase: bool) -> None:
    client = profiled(office)
    (sheet,) = sheets(client)
    with pytest.raises(Forbidden):
        office.execute(ReleaseSheet(sheet.id, REASON))
    with pytest.raises(ValuesRefused) as refused:
        support(office, ReleaseSheet(sheet.id, " "))
    assert "Akte" in refused.value.errors["grund"]
    support(office, ReleaseSheet(sheet.id, REASON, erase_earlier=erase))
    with client.file() as (session, case):
        held = last_closed_sheet(session, case)
        assert held is not None
        assert held.state is SheetState.RELEASED, "it holds on while it is corrected"
    texts = client.context("bogen_berichtigen")["texte"]
    emptied = [{"text": "" if row["feld"] == "Fazit" else row["text"]} for row in texts]
    with pytest.raises(ValuesRefused) as refused:
        client.complete("bogen_berichtigen", texte=emptied)
    place = next(number for number, row in enumerate(texts) if row["feld"] == "Fazit")
    assert list(refused.value.errors) == [f"texte.{place}.text"]
    closed_at = sheet.closed_at
    changed = [{"text": "Gut geeignet." if row["feld"] == "Fazit" else row["text"]} for row in texts]
    client.complete("bogen_berichtigen", texte=changed)
    (sheet,) = sheets(client)
    assert (sheet.state, sheet.conclusion) == (SheetState.CLOSED, "Gut geeignet.")
    assert sheet.closed_at == closed_at, "a correction is no fresh assessment (ST-11)"
    first, second = revisions(client)
    assert second.reason == REASON
    assert second.content["conclusion"] == "Gut geeignet."
    assert (first.content == {}, first.erased_by == CASEWORKER) == (erase, erase)
    assert client.instances("bogenfreigabe") == []


def test_a_deleted_sheet_gives_way_to_the_one_before_and_the_case_hears_of_it(office: Jobcenter) -> None:
    client = profiled(office)
    with pytest.raises(Forbidden):
        office.execute(DeleteSheet(sheets(client)[0].id, REASON))
    support(office, ReleaseSheet(sheets(client)[0].id, REASON))
    support(office, DeleteSheet(sheets(client)[0].id, REASON, erase=True))
    (sheet,) = sheets(client)
    assert (sheet.state, sheet.deletion_reason, sheet.conclusion) == (SheetState.DELETED, REASON, "")
    assert [revision.content for revision in revisions(client)] == [{}]
    assert client.instances("bogenfreigabe") == [], "nothing is left to correct"
    with client.file() as (session, case):
        assert case.segment is None
        assert session.execute(select(NeedAssessment)).first() is None
        assert "gelöscht" in session.execute(select(ReportedChange.description)).scalar_one()
    with pytest.raises(WrongState):
        support(office, DeleteSheet(1, REASON))


def test_what_is_closed_does_not_change_in_the_database(office: Jobcenter) -> None:
    profiled(office)
    for change in (
        update(NeedAssessment).values(remark="geschönt"),
        update(ProfilingSheet).values(state=SheetState.OPEN),
        update(ProfilingSheet).values(conclusion="geschönt"),
        update(SheetRevision).values(content={"conclusion": "geschönt"}),
    ):
        with pytest.raises(DBAPIError), office.writing() as session:
            session.execute(change)


def test_what_somebody_typed_survives_a_refusal(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_interview()
    given = client.situation(neuorientierung_notiz="", kundenwunsch="")
    with pytest.raises(ValuesRefused) as refused:
        office.execute(CompleteTask(client.task("ausgangslage_klaeren").id, given))
    assert set(refused.value.errors) == {"kundenwunsch"}
    assert "ausgangslage_klaeren" in client.open_tasks()
