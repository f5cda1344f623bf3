"""Exemption from profiling on its own clock: checked on its last day, going on, falling away (A.1.7, T06, T07)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from engine.errors import ValuesRefused
from models.casework import ProfilingSheet, ReasonedException
from processes.exemption.rules import check_errors, first_check
from processes.integration.commands import DeregisterCase, ReportChange
from tests.processes.jobcenter import Jobcenter
from tests.processes.journey import Client

TODAY = date(2026, 8, 31)


@pytest.mark.parametrize(
    ("reason", "until", "said"),
    [
        ("a", TODAY, "Die Freistellung endet nach heute."),
        ("d", date(2027, 3, 1), "Aus diesem Grund gilt die Freistellung höchstens bis zum 28.02.2027."),
        ("d", date(2027, 2, 28), None),
        ("a", date(2027, 3, 1), None),
        ("c", date(2027, 9, 1), "Aus diesem Grund gilt die Freistellung höchstens bis zum 31.08.2027."),
    ],
)
def test_t07_an_exemption_goes_on_within_its_limit(reason: str, until: date, said: str | None) -> None:
    errors = check_errors({"freistellung_gilt": True, "freigestellt_bis": until}, reason, TODAY)
    assert errors == ({"freigestellt_bis": said} if said else {})
    assert check_errors({"freistellung_gilt": False, "freigestellt_bis": until}, reason, TODAY) == {}


def test_t06_an_exemption_without_a_last_day_is_checked_after_a_year() -> None:
    assert first_check(date(2026, 10, 1), TODAY) == date(2026, 10, 1)
    assert first_check(None, TODAY) == date(2027, 8, 31)


def exempt(client: Client, until: date) -> None:
    client.first_interview()
    client.complete(
        "ausgangslage_klaeren",
        freistellungsgrund="a",
        freistellung_ende_grund="STELLE",
        freistellung_bis=until,
        freistellung_notiz="Stelle in Aussicht.",
    )
    client.complete("segment_festlegen", segment="Z", ergebnis_besprochen=True, einverstaendnis="abgelehnt")


def check(client: Client, **answers: Any) -> None:
    client.complete("freistellung_pruefen", freistellung_begruendung="Zusage verschoben.", **answers)


def test_t06_an_exemption_goes_on_or_falls_away_but_never_by_itself(office: Jobcenter) -> None:
    client = office.open_case()
    exempt(client, until := office.workday(30))
    assert client.open_tasks() == []
    office.travel_to_day(until)
    assert client.open_tasks() == ["freistellung_pruefen"]
    assert "Stelle in Aussicht." in client.context("freistellung_pruefen")["freistellung_text"]
    with pytest.raises(ValuesRefused) as refused:
        check(client, freistellung_gilt=True, freigestellt_bis=office.today)
    assert refused.value.errors == {"freigestellt_bis": "Die Freistellung endet nach heute."}
    check(client, freistellung_gilt=True, freigestellt_bis=(longer := office.workday(20)))
    with client.file() as (session, case):
        valid = select(func.max(ReasonedException.valid_until)).where(ReasonedException.case_id == case.id)
        assert session.scalar(valid) == longer
    office.travel_to_day(longer)
    check(client, freistellung_gilt=False)
    assert client.instances("freistellung_profiling") == []
    assert "weggefallen" in client.context("veraenderung_bewerten")["anlass_text"]
    client.complete("veraenderung_bewerten", bewertung="Profiling nötig.", aenderung="profil")
    assert "ausgangslage_klaeren" in client.open_tasks()
    assert client.incidents() == []


def test_t06_a_later_profile_or_the_end_of_the_case_overtakes_the_check(office: Jobcenter) -> None:
    client = office.open_case()
    exempt(client, until := office.workday(30))
    client.office.execute(ReportChange(client.fall, "Die Stelle ist abgesagt."))
    client.complete("veraenderung_bewerten", bewertung="Profiling nötig.", aenderung="profil")
    client.profiling()
    office.travel_to_day(until)
    assert "freistellung_pruefen" not in client.open_tasks()
    assert client.instances("freistellung_profiling") == []
    other = office.open_case("K-100002")
    exempt(other, office.workday(30))
    office.execute(DeregisterCase(other.fall, office.today, "Umzug"))
    assert other.instances("freistellung_profiling") == []


def test_a_1_7_somebody_who_was_profiled_before_is_exempted_for_the_care_of_a_child(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_round()
    office.execute(ReportChange(client.fall, "Ein Kind wird betreut."))
    client.complete("veraenderung_bewerten", bewertung="Profiling nötig.", aenderung="profil")
    client.complete(
        "ausgangslage_klaeren",
        freistellungsgrund="d",
        umstand_10="P10_NR3",
        keine_eingliederung=True,
        freistellung_gespraech=(talk := office.workday(60)),
        freistellung_notiz="Betreuung eines Kindes unter drei Jahren.",
    )
    client.complete("segment_festlegen", segment="Z", ergebnis_besprochen=True, einverstaendnis="liegt_vor")
    assert client.incidents() == []
    with client.file() as (session, _):
        sheet = session.scalars(select(ProfilingSheet).order_by(ProfilingSheet.id.desc())).first()
        assert sheet is not None
        assert sheet.exemption_talk_on == talk
        assert sheet.exempt_until is not None
