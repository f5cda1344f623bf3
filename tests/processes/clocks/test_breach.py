"""Breaches of duty are heard, judged and decided by people; the clock only sets limits (T31, T33 to T35, T39)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.errors import ValuesRefused, WrongState
from engine.testing import Case
from models.casework import (
    AgreementDuty,
    BreachKind,
    BreachOfDuty,
    CaseState,
    DutySide,
    IncapacityForWork,
    LegalCircle,
    Person,
    PlacementStop,
)
from models.casework import Case as CaseFile
from models.identity import Role
from processes.access import PERMISSIONS
from processes.breach.commands import ReportBreach, ReportIncapacity, StopPlacement
from processes.breach.rules import finding_until, reduction
from tests.processes.clocks.office import FALL, LEITUNG, Office

BREACH_ON = date(2026, 7, 13)
UNIT = Actor("l.stelle", PERMISSIONS[Role.BENEFIT_UNIT], frozenset({"leistungsstelle"}))


def report(office: Office, kind: BreachKind = BreachKind.PLAN_STEP, on: date = BREACH_ON) -> Case:
    office.run(ReportBreach(FALL, kind, on, "Keine Bewerbungen nachgewiesen"))
    return office.last("pflichtverletzung")


def hear(office: Office, case: Case, statement: str = "Ich habe es vergessen") -> None:
    office.complete(case, "anhoeren", angehoert_am=office.today.isoformat())
    office.complete(case, "stellungnahme_aufnehmen", stellungnahme=statement)


def judge(office: Office, case: Case, *, reason: bool = False, informed: bool = True, hardship: bool = False) -> None:
    more: dict[str, Any] = {} if reason else {"belehrt": str(informed).lower(), "haerte": str(hardship).lower()}
    why = "Nach Aktenlage und Anhörung"
    office.complete(case, "beurteilen", wichtiger_grund=str(reason).lower(), grund_beurteilung=why, **more)


def decide(office: Office, case: Case, folge: str) -> None:
    office.complete(case, "folge_entscheiden", LEITUNG, folge=folge, begruendung="Wie vorgeschlagen geprüft")


def the_breach(office: Office) -> BreachOfDuty:
    found: BreachOfDuty = office.rows(BreachOfDuty)[0]
    return found


@pytest.mark.parametrize(
    ("occurred", "last"),
    [(date(2026, 8, 31), date(2027, 2, 28)), (date(2026, 1, 15), date(2026, 7, 15)), (BREACH_ON, date(2027, 1, 13))],
)
def test_t33_a_breach_may_be_found_for_six_months(occurred: date, last: date) -> None:
    assert finding_until(occurred) == last


@pytest.mark.parametrize(
    ("code", "until"), [("MINDERUNG_30_3M", date(2026, 10, 31)), ("REGELBEDARF_ENTFAELLT", date(2026, 9, 30))]
)
def test_t33_t35_a_reduction_begins_with_the_next_month(code: str, until: date) -> None:
    assert reduction(code, date(2026, 7, 31)) == (date(2026, 8, 1), until)
    assert reduction("KEINE", date(2026, 7, 31)) is None


def test_t33_nothing_is_found_after_six_months(office: Office) -> None:
    case = report(office)
    hear(office, case)
    judge(office, case)
    office.go(date(2027, 1, 13), 23)
    assert case.open_tasks() == ["folge_entscheiden"]
    office.go(date(2027, 1, 14), 0)
    breach = the_breach(office)
    assert (case.status, breach.lapsed_on, breach.decided_on) == ("completed", date(2027, 1, 14), None)
    assert "abgelaufen" in breach.consequence


def test_t33_the_database_itself_refuses_a_late_finding(office: Office) -> None:
    report(office)
    late = update(BreachOfDuty).values(decided_on=date(2027, 1, 14), decided_by="t.lang")
    with Session(office.h.database) as session, pytest.raises(IntegrityError):
        session.execute(late)


def test_t33_silence_ends_with_the_hearing(office: Office) -> None:
    case = report(office)
    office.complete(case, "anhoeren", angehoert_am=office.today.isoformat())
    limit = the_breach(office).hearing_until
    assert limit is not None
    office.go(limit, 23)
    assert case.open_tasks() == ["stellungnahme_aufnehmen"]
    office.go(date.fromordinal(limit.toordinal() + 1), 0)
    assert case.open_tasks() == ["beurteilen"]


def test_t33_an_important_reason_ends_it(office: Office) -> None:
    case = report(office)
    hear(office, case, "Das Kind war krank, Attest liegt vor")
    judge(office, case, reason=True)
    breach = the_breach(office)
    assert (case.status, breach.has_important_reason, breach.was_informed) == ("completed", True, None)
    assert breach.client_statement == "Das Kind war krank, Attest liegt vor"
    assert case.data.get("stellungnahme") is None


@pytest.mark.parametrize(
    ("kind", "informed", "hardship", "suggestion"),
    [
        (BreachKind.PLAN_STEP, True, False, "MINDERUNG_30_3M"),
        (BreachKind.MEASURE, True, False, "MINDERUNG_30_3M"),
        (BreachKind.REFUSED_JOB, True, False, "REGELBEDARF_ENTFAELLT"),
        (BreachKind.PLAN_STEP, False, False, "KEINE"),
        (BreachKind.REFUSED_JOB, True, True, "KEINE"),
    ],
)
def test_t33_t35_the_table_suggests_and_a_second_person_decides(
    office: Office, kind: BreachKind, informed: bool, hardship: bool, suggestion: str
) -> None:
    case = report(office, kind)
    hear(office, case)
    judge(office, case, informed=informed, hardship=hardship)
    assert case.data["vorschlag"]["Folge"] == suggestion
    assert office.groups(case, "folge_entscheiden") == ["teamleitung:nord"]
    assert the_breach(office).consequence == ""
    decide(office, case, "KEINE")
    assert (case.status, the_breach(office).decided_by) == ("completed", "t.lang")
    assert office.h.instances("minderung") == []
    assert office.h.instances("folgenpruefung") == []


@pytest.mark.parametrize(
    ("on", "suggestion"), [(date(2026, 6, 30), "FRUEHERES_RECHT"), (date(2026, 7, 1), "MINDERUNG_30_3M")]
)
def test_t33_breaches_before_july_2026_follow_earlier_law(office: Office, on: date, suggestion: str) -> None:
    case = report(office, on=on)
    hear(office, case)
    judge(office, case)
    assert case.data["vorschlag"]["Folge"] == suggestion


@pytest.mark.parametrize(("folge", "circle"), [("FRUEHERES_RECHT", LegalCircle.SGB2), ("SPERRZEIT", LegalCircle.SGB3)])
def test_t33_what_follows_under_other_law_is_examined_by_the_benefit_unit(
    office: Office, folge: str, circle: LegalCircle
) -> None:
    if circle is LegalCircle.SGB3:
        as_sgb3(office)
    case = report(office, on=date(2026, 6, 30))
    hear(office, case)
    judge(office, case)
    assert case.data["vorschlag"]["Folge"] == folge
    assert office.shown(case, "pflichtverletzung_folge.form")["stellungnahme_text"] == "Ich habe es vergessen"
    decide(office, case, folge)
    assert (case.status, office.h.instances("minderung")) == ("completed", []), "nothing is reduced from here"
    unit = office.last("folgenpruefung")
    assert sorted(office.groups(unit, "folge_pruefen")) == ["leistungsstelle", "teamleitung:nord"]
    assert unit.task("folge_pruefen").due_at is not None
    shown = office.shown(unit, "folgenpruefung.form")
    assert shown["stellungnahme_text"] == "Ich habe es vergessen", "whoever examines reads what the person said"
    assert shown["folge_text"].endswith("\nWie vorgeschlagen geprüft")
    with pytest.raises(ValuesRefused) as refused:
        office.complete(unit, "folge_pruefen", UNIT, bescheid="KEINE_FOLGE", bescheid_am=office.today.isoformat())
    assert sorted(refused.value.errors) == ["bescheid_grund"]
    with pytest.raises(ValuesRefused) as refused:
        office.complete(unit, "folge_pruefen", UNIT, bescheid="ERLASSEN", bescheid_am="2026-06-29")
    assert sorted(refused.value.errors) == ["bescheid_am"]
    answer = {"bescheid": "KEINE_FOLGE", "bescheid_am": office.today.isoformat()}
    office.complete(unit, "folge_pruefen", UNIT, **answer, bescheid_grund="Leistung schon eingestellt")
    breach = the_breach(office)
    assert breach.benefit_unit_result == "Keine Folge: Leistung schon eingestellt"
    assert (breach.benefit_unit_decided_by, breach.benefit_unit_decided_on) == ("l.stelle", office.today)
    assert unit.status == "completed"


def test_t33_what_is_to_be_examined_ends_with_the_case(office: Office) -> None:
    case = report(office, on=date(2026, 6, 30))
    hear(office, case)
    judge(office, case)
    decide(office, case, "FRUEHERES_RECHT")
    office.send("Abmeldung", FALL, ende_am=office.today, ende_grund="Umzug")
    assert office.last("folgenpruefung").status == "completed"


def reduced(office: Office) -> Case:
    case = report(office)
    hear(office, case)
    judge(office, case)
    decide(office, case, "MINDERUNG_30_3M")
    return office.last("minderung")


def test_t33_after_one_month_somebody_looks_whether_to_lift_it(office: Office) -> None:
    case = reduced(office)
    assert case.open_tasks() == ["leistungsstelle_unterrichten"]
    office.complete(case, "leistungsstelle_unterrichten", unterrichtet_am=office.today.isoformat())
    office.complete(case, "minderung_bescheiden", UNIT, bescheid="ERLASSEN", bescheid_am=office.today.isoformat())
    office.go(date(2026, 8, 31), 23)
    assert case.open_tasks() == []
    office.go(date(2026, 9, 1), 0)
    assert case.open_tasks() == ["aufhebung_pruefen"]
    office.complete(case, "aufhebung_pruefen", aufheben="true", grund_aufhebung="Bewerbungen sind nachgeholt")
    assert case.open_tasks() == ["aufhebung_bescheiden"], "the benefit unit lifts it"
    assert sorted(office.groups(case, "aufhebung_bescheiden")) == ["leistungsstelle", "teamleitung:nord"]
    with pytest.raises(ValuesRefused) as refused:
        office.complete(case, "aufhebung_bescheiden", UNIT, aufhebung_am="2026-09-02")
    assert list(refused.value.errors) == ["aufhebung_am"]
    office.complete(case, "aufhebung_bescheiden", UNIT, aufhebung_am="2026-09-01")
    breach = the_breach(office)
    assert (case.status, breach.lifted_reason) == ("completed", "Bewerbungen sind nachgeholt")
    assert breach.benefit_unit_result == "Bescheid erlassen; aufgehoben mit Bescheid vom 01.09.2026"
    assert (breach.reduced_from, breach.reduced_until) == (date(2026, 8, 1), date(2026, 10, 31))


def test_t33_the_benefit_unit_has_a_task_of_its_own_and_sees_no_case(office: Office) -> None:
    case = reduced(office)
    office.complete(case, "leistungsstelle_unterrichten", unterrichtet_am=office.today.isoformat())
    assert sorted(office.groups(case, "minderung_bescheiden")) == ["leistungsstelle", "teamleitung:nord"]
    assert not UNIT.may("case.read")
    answer = {"bescheid": "NICHT_GEMINDERT", "bescheid_am": office.today.isoformat()}
    with pytest.raises(ValuesRefused) as refused:
        office.complete(case, "minderung_bescheiden", UNIT, **answer)
    assert list(refused.value.errors) == ["bescheid_grund"]
    tomorrow = date.fromordinal(office.today.toordinal() + 1).isoformat()
    with pytest.raises(ValuesRefused) as refused:
        office.complete(case, "minderung_bescheiden", UNIT, bescheid="ERLASSEN", bescheid_am=tomorrow)
    assert list(refused.value.errors) == ["bescheid_am"]
    office.complete(case, "minderung_bescheiden", UNIT, **answer, bescheid_grund="Leistung schon eingestellt")
    breach = the_breach(office)
    assert (breach.benefit_unit_result, breach.benefit_unit_decided_by) == (
        "Nicht gemindert: Leistung schon eingestellt",
        "l.stelle",
    )
    assert breach.benefit_unit_decided_on == office.today
    office.go(date(2026, 9, 1), 0)
    assert (case.status, case.open_tasks()) == ("completed", []), "what is not reduced is not to be lifted"


def test_t33_what_is_not_lifted_gives_the_benefit_unit_no_second_task(office: Office) -> None:
    case = reduced(office)
    office.complete(case, "leistungsstelle_unterrichten", unterrichtet_am=office.today.isoformat())
    office.go(date(2026, 9, 1), 9)
    assert sorted(case.open_tasks()) == ["aufhebung_pruefen", "minderung_bescheiden"], "no notice is known yet"
    office.complete(case, "minderung_bescheiden", UNIT, bescheid="ERLASSEN", bescheid_am=office.today.isoformat())
    office.complete(case, "aufhebung_pruefen", aufheben="false", grund_aufhebung="Noch immer keine Bewerbung")
    assert (case.status, the_breach(office).lifted_reason) == ("completed", "")


def test_t34_young_people_are_offered_counselling_within_four_weeks(office: Office) -> None:
    with Session(office.h.database) as session, session.begin():
        person = session.get(Person, 1)
        assert person is not None
        person.born_on = date(2001, 7, 16)  # 25 tomorrow
    case = reduced(office)
    assert "beratung_anbieten" in case.open_tasks()
    due = case.task("beratung_anbieten").due_at
    assert due is not None
    assert (due.date() - office.today).days in (27, 28)  # the whole 28th day, as the database keeps it
    office.complete(case, "beratung_anbieten", beratung_am=office.today.isoformat())
    assert (case.status, case.open_tasks()) == ("active", ["leistungsstelle_unterrichten"])


def test_t34_from_the_25th_birthday_on_no_counselling_is_prescribed(office: Office) -> None:
    with Session(office.h.database) as session, session.begin():
        person = session.get(Person, 1)
        assert person is not None
        person.born_on = date(2001, 7, 15)
    assert reduced(office).open_tasks() == ["leistungsstelle_unterrichten"]


@pytest.mark.parametrize("on", [date(2026, 7, 16), date(2026, 1, 14)])
def test_t33_a_breach_lies_in_the_past_six_months(office: Office, on: date) -> None:
    with pytest.raises(ValuesRefused) as refused:
        report(office, on=on)
    assert set(refused.value.errors) == {"occurred_on"}
    assert office.rows(BreachOfDuty) == []


def test_deregistration_ends_the_inquiry(office: Office) -> None:
    case = report(office)
    office.send("Abmeldung", FALL, ende_am=office.today, ende_grund="Umzug")
    assert (case.status, case.open_tasks()) == ("completed", [])


def ill(office: Office, until: date = date(2026, 7, 24)) -> Case:
    office.run(ReportIncapacity(FALL, office.today, until))
    return office.last("arbeitsunfaehigkeit")


def test_t39_the_certificate_is_due_on_the_third_calendar_day(office: Office) -> None:
    case = ill(office)
    office.go(date(2026, 7, 17), 23)
    assert sorted(case.open_tasks()) == ["nachweis_pruefen", "pflichten_verschieben"]
    office.go(date(2026, 7, 18), 0)
    assert sorted(case.open_tasks()) == ["nachweis_anmahnen", "nachweis_pruefen", "pflichten_verschieben"]
    office.complete(case, "nachweis_anmahnen", erinnert_am=office.today.isoformat())
    assert sorted(case.open_tasks()) == ["nachweis_pruefen", "pflichten_verschieben"]


def test_t39_duties_are_moved_behind_the_illness(office: Office) -> None:
    office.conclude(
        pflichten_kunde=[
            {"was": "Lebenslauf", "anzahl": "", "zeitraum": "", "nachweis": "Vorlage", "bis": "2026-07-20"},
            {"was": "Bewerbungen", "anzahl": "5", "zeitraum": "Monat", "nachweis": "Liste", "bis": "2026-08-15"},
        ]
    )
    case = ill(office)
    with pytest.raises(ValuesRefused) as refused:
        office.complete(case, "pflichten_verschieben", pflichten=[{"neu_bis": "2026-07-24"}])
    assert set(refused.value.errors) == {"pflichten.0.neu_bis"}
    office.complete(case, "pflichten_verschieben", pflichten=[{"neu_bis": "2026-07-31"}])
    days = {d.what: d.due_on for d in office.rows(AgreementDuty) if d.side is DutySide.CLIENT}
    assert days == {"Lebenslauf": date(2026, 7, 31), "Bewerbungen": date(2026, 8, 15)}


def test_t39_the_return_is_settled_when_the_certificate_ends(office: Office) -> None:
    case = ill(office)
    office.complete(case, "pflichten_verschieben", pflichten=[])
    office.complete(case, "nachweis_pruefen", nachweis_am=office.today.isoformat(), krank_bis="2026-07-24")
    office.go(date(2026, 7, 24), 23)
    assert case.open_tasks() == []
    office.go(date(2026, 7, 25), 0)
    with pytest.raises(ValuesRefused) as refused:
        office.complete(case, "rueckkehr_klaeren", weiter_krank="true", krank_bis="2026-07-24")
    assert set(refused.value.errors) == {"krank_bis"}
    office.complete(case, "rueckkehr_klaeren", weiter_krank="true", krank_bis="2026-07-31")
    assert case.open_tasks() == []
    office.go(date(2026, 8, 1), 0)
    office.complete(case, "rueckkehr_klaeren", weiter_krank="false")
    found = office.rows(IncapacityForWork)[0]
    assert (case.status, found.until, found.certified_on) == ("completed", date(2026, 7, 31), date(2026, 7, 15))


def test_t39_incapacity_does_not_begin_in_the_future(office: Office) -> None:
    with pytest.raises(ValuesRefused) as refused:
        office.run(ReportIncapacity(FALL, date(2026, 7, 16), date(2026, 7, 20)))
    assert set(refused.value.errors) == {"from_day"}
    with pytest.raises(ValuesRefused) as refused:
        office.run(ReportIncapacity(FALL, date(2026, 7, 15), date(2026, 7, 14)))
    assert set(refused.value.errors) == {"until"}


def as_sgb3(office: Office) -> None:
    with Session(office.h.database) as session, session.begin():
        case = session.get(CaseFile, 1)
        assert case is not None
        case.legal_circle = LegalCircle.SGB3


def test_t31_placement_can_be_claimed_again_after_twelve_weeks(office: Office) -> None:
    as_sgb3(office)
    office.run(StopPlacement(FALL, "Keine Auskünfte"))
    case = office.last("vermittlungseinstellung")
    office.go(date(2026, 10, 6), 23)
    assert case.open_tasks() == []
    office.go(date(2026, 10, 7), 0)
    office.complete(case, "wieder_anbieten", wieder_verlangt="true")
    stop = office.rows(PlacementStop)[0]
    assert (case.status, stop.offered_again_on, stop.is_claimed_again) == ("completed", date(2026, 10, 7), True)


def test_t31_only_sgb_3_puts_placement_on_hold(office: Office) -> None:
    with pytest.raises(ValuesRefused) as refused:
        office.run(StopPlacement(FALL, "Keine Auskünfte"))
    assert set(refused.value.errors) == {"reason"}


def test_nothing_is_reported_in_an_ended_case(office: Office) -> None:
    with Session(office.h.database) as session, session.begin():
        case = session.get(CaseFile, 1)
        assert case is not None
        case.state, case.ended_on, case.end_reason = CaseState.DEREGISTERED, office.today, "Umzug"
    with pytest.raises(WrongState):
        report(office)
