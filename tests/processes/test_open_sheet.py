"""T47: a profiling sheet that stays open is remembered after 14 days, and never closed by itself."""

from __future__ import annotations

from models.casework import ProfilingSheet, SheetState
from processes.profiling.life_cycle import RestartSheet
from tests.processes.jobcenter import Jobcenter
from tests.processes.journey import Client


def begun(office: Jobcenter) -> Client:
    client = office.open_case()
    client.first_interview()
    assert "ausgangslage_klaeren" in client.open_tasks()
    return client


def test_t47_after_14_days_somebody_is_reminded_of_the_open_sheet(office: Jobcenter) -> None:
    client = begun(office)
    office.harness.travel(days=13)
    assert "bogen_abschliessen" not in client.open_tasks()
    office.harness.travel(days=1)
    assert "bogen_abschliessen" in client.open_tasks()
    assert "ausgangslage_klaeren" in client.open_tasks()
    client.complete("bogen_abschliessen", grund_offen="Zeugnisse fehlen noch.")
    with client.file() as (session, _):
        assert session.get(ProfilingSheet, 1).state is SheetState.OPEN  # type: ignore[union-attr]
    assert client.incidents() == []


def test_t47_closing_the_sheet_ends_the_reminder(office: Jobcenter) -> None:
    client = begun(office)
    office.harness.travel(days=15)
    client.profiling()
    assert "bogen_abschliessen" not in client.open_tasks()
    assert client.instances("bogenerinnerung") == []


def test_t47_a_sheet_closed_in_time_is_never_mentioned(office: Jobcenter) -> None:
    client = begun(office)
    client.profiling()
    office.harness.travel(days=20)
    assert "bogen_abschliessen" not in client.open_tasks()


def test_t47_a_discarded_sheet_ends_the_reminder_and_starts_nothing_else(office: Jobcenter) -> None:
    client = begun(office)
    office.harness.travel(days=15)
    assert "bogen_abschliessen" in client.open_tasks()
    office.execute(RestartSheet(client.fall, None))
    assert "bogen_abschliessen" not in client.open_tasks()
    assert client.instances("freistellung_profiling", active=False) == [], "nobody is exempt: nothing was closed"
    assert client.open_tasks() == ["ausgangslage_klaeren"]
    assert client.incidents() == []


def test_t47_a_sheet_begun_anew_is_remembered_14_days_after_it_was_begun(office: Jobcenter) -> None:
    client = begun(office)
    office.harness.travel(days=10)
    office.execute(RestartSheet(client.fall, None))
    office.harness.travel(days=13)
    assert "bogen_abschliessen" not in client.open_tasks(), "the new one is 13 days old"
    office.harness.travel(days=1)
    assert client.open_tasks().count("bogen_abschliessen") == 1
    with client.file() as (session, _):
        sheet = session.get(ProfilingSheet, 2)
        assert sheet is not None
        assert sheet.state is SheetState.OPEN
    assert client.variables("bogen_abschliessen")["bogen_id"] == "2"
    assert client.incidents() == []


def test_t47_a_reminder_that_was_answered_comes_again_while_the_sheet_is_open(office: Jobcenter) -> None:
    client = begun(office)
    office.harness.travel(days=16)
    client.complete("bogen_abschliessen", grund_offen="Zeugnisse fehlen noch.")
    assert "bogen_abschliessen" not in client.open_tasks()
    office.harness.travel(days=13)
    assert "bogen_abschliessen" not in client.open_tasks()
    office.harness.travel(days=1)
    assert "bogen_abschliessen" in client.open_tasks()
    client.complete("bogen_abschliessen", grund_offen="Das letzte Zeugnis ist unterwegs.")
    client.profiling()
    assert client.instances("bogenerinnerung") == []
    office.harness.travel(days=30)
    assert "bogen_abschliessen" not in client.open_tasks()
    assert client.incidents() == []
