"""Phase 4: which agreement, until when, what stands in for it, and the next appointment."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from engine.calendar import BERLIN
from engine.commands.assign_task import AssignTask
from engine.errors import ValuesRefused
from models.casework import (
    AdminAct,
    AdminActState,
    Agreement,
    AgreementState,
    Appointment,
    AppointmentKind,
    AppointmentState,
    ClientStatus,
    LegalCircle,
    ReasonedException,
)
from processes.next_steps import forgotten_cases
from tests.processes.jobcenter import COLLEAGUE, LEAD, Jobcenter
from tests.processes.journey import Client

ACT = {
    "plan_beruecksichtigt": "KEIN_PLAN",
    "bemuehungen": "Fünf Bewerbungen im Verkauf",
    "haeufigkeit": "monatlich",
    "nachweis_form": "Liste mit Datum und Arbeitgeber",
    "rechtsbehelf": "Widerspruch binnen eines Monats",
    "rechtsfolgenbelehrung": "Minderung um 30 Prozent für drei Monate",
}


def to_phase_4(office: Jobcenter, *, second: bool = False, number: str = "K-100001", **case: Any) -> Client:
    client = office.open_case(number, **case)
    client.first_interview(second=second)
    client.profiling()
    client.set_goal()
    client.choose_strategies("ST_FOREIGN_RECOGNITION")
    return client


def draft_act(case: Client, **changes: Any) -> None:
    reasons = case.context("verpflichtung_entwerfen").get("begruendung")
    given: dict[str, Any] = {**ACT, "begruendung": reasons, "nachweis_bis": case.office.workday(20), **changes}
    case.complete("verpflichtung_entwerfen", **given)


def without_agreement(office: Jobcenter) -> Client:
    case = to_phase_4(office)
    case.complete("vereinbarung_besprechen", zustande=False, grund_nicht_zustande="Die Person lehnt jeden Schritt ab.")
    return case


@pytest.mark.parametrize(
    ("start", "circle", "status", "born", "kind", "months"),
    [
        (date(2026, 7, 6), LegalCircle.SGB2, ClientStatus.UNEMPLOYED, 1990, "KOP_2026", 6),
        (date(2026, 5, 4), LegalCircle.SGB2, ClientStatus.UNEMPLOYED, 1990, "KOP_2023", 6),
        (date(2026, 7, 6), LegalCircle.SGB3, ClientStatus.UNEMPLOYED, 1990, "EGV_SGB3", 6),
        (date(2026, 7, 6), LegalCircle.SGB3, ClientStatus.UNEMPLOYED, 2006, "EGV_SGB3", 3),
        (date(2026, 7, 6), LegalCircle.SGB3, ClientStatus.TRAINING_SEEKING, 2006, "EGV_SGB3", 3),
        (date(2026, 7, 6), LegalCircle.SGB3, ClientStatus.JOB_SEEKING, 2006, "EGV_SGB3", 6),
        (date(2026, 7, 6), LegalCircle.SGB2, ClientStatus.UNEMPLOYED, 2006, "KOP_2026", 6),
    ],
)
def test_t14_t15_type_and_review_follow_legal_circle_day_and_age(
    start: date, circle: LegalCircle, status: ClientStatus, born: int, kind: str, months: int
) -> None:
    office = Jobcenter(start=datetime(start.year, start.month, start.day, 9, tzinfo=BERLIN))
    born_on = date(born, 3, 4)
    case = to_phase_4(office, legal_circle=circle, client_status=status, born_on=born_on)
    seen = case.variables("vereinbarung_besprechen")
    assert (seen["typ"], int(seen["pruefung_monate"])) == (kind, months)
    office.close()


def test_h_3_a_failed_agreement_names_its_reason(office: Jobcenter) -> None:
    case = to_phase_4(office)
    with pytest.raises(ValuesRefused) as refused:
        case.complete("vereinbarung_besprechen", zustande=False, grund_nicht_zustande="")
    assert set(refused.value.errors) == {"grund_nicht_zustande"}


def test_h_3_the_act_begins_with_the_reason_why_there_is_no_agreement(office: Jobcenter) -> None:
    case = without_agreement(office)
    seen = case.context("verpflichtung_entwerfen")
    assert seen["begruendung"] == "Die Person lehnt jeden Schritt ab."
    assert seen["ersatzakt_name"] == "Verpflichtung durch Verwaltungsakt"


def test_the_proof_falls_due_after_the_act(office: Jobcenter) -> None:
    case = without_agreement(office)
    with pytest.raises(ValuesRefused) as refused:
        draft_act(case, nachweis_bis=office.today)
    assert set(refused.value.errors) == {"nachweis_bis"}


def test_h_3_nobody_approves_an_act_of_their_own(office: Jobcenter) -> None:
    case = without_agreement(office)
    office.execute(AssignTask(case.task("verpflichtung_entwerfen").id, LEAD, "Vertretung"), LEAD)
    case.complete(
        "verpflichtung_entwerfen",
        LEAD,
        **ACT,
        begruendung="Jeder Schritt wird abgelehnt",
        nachweis_bis=office.workday(20),
    )
    with pytest.raises(ValuesRefused) as refused:
        case.complete("verpflichtung_freigeben", LEAD, freigabe=True)
    assert set(refused.value.errors) == {"freigabe"}
    assert (case.open_tasks(), case.incidents()) == (["verpflichtung_freigeben"], [])


def test_t38_an_approved_act_is_issued_and_the_objection_period_counts_from_notification(office: Jobcenter) -> None:
    case = without_agreement(office)
    draft_act(case)
    case.complete("verpflichtung_freigeben", LEAD, freigabe=True)
    with case.file() as (session, _):
        act = session.execute(select(AdminAct)).scalar_one()
        assert (act.state, act.created_by, act.approved_by) == (AdminActState.ISSUED, "f.kraft", LEAD)
        # issued on Thursday 09.07.2026, deemed notified on 13.07., one month later a Thursday
        assert (act.issued_on, act.objection_until) == (date(2026, 7, 9), date(2026, 8, 13))
        assert [a.state for a in session.execute(select(Agreement)).scalars()] == [AgreementState.DRAFT]
        assert session.execute(select(ReasonedException.valid_until)).scalar_one() == act.proof_due
    assert sorted(case.open_tasks()) == ["bekanntgabe_festhalten", "umsetzung_beginnen"]
    assert case.incidents() == []


def test_a_returned_draft_is_written_again_and_says_why(office: Jobcenter) -> None:
    case = without_agreement(office)
    draft_act(case)
    case.complete("verpflichtung_freigeben", LEAD, freigabe=False, freigabe_hinweis="Die Häufigkeit ist zu hoch.")
    seen = case.context("verpflichtung_entwerfen")
    assert seen["rueckgabe"] == "Die Häufigkeit ist zu hoch."
    assert seen["begruendung"] == "Die Person lehnt jeden Schritt ab."
    again = {**ACT, "haeufigkeit": "je Quartal", "begruendung": "Überarbeitet", "nachweis_bis": office.workday(20)}
    case.complete("verpflichtung_entwerfen", COLLEAGUE, **again)
    case.complete("verpflichtung_freigeben", LEAD, freigabe=True)
    with case.file() as (session, _):
        act = session.execute(select(AdminAct)).scalar_one()
        assert (act.frequency, act.created_by) == ("je Quartal", COLLEAGUE)
        assert act.reasons.splitlines()[0] == "Überarbeitet"


def test_t18_implementation_ends_with_a_next_appointment_only_where_none_is_left(office: Jobcenter) -> None:
    case = to_phase_4(office)
    case.conclude()
    case.begin()
    case.agree_appointment("termin_abstimmen", office.workday(20))
    assert len(case.instances("termin")) == 1
    case.hold_talk()
    case.follow_up("vereinbarung")
    case.conclude()
    case.begin()
    assert case.open_tasks() == []
    assert len(case.instances("termin")) == 1


def test_t04_until_the_second_interview_the_agreement_is_an_interim_one(office: Jobcenter) -> None:
    case = to_phase_4(office, second=True)
    second = office.workday(10)
    case.agree_appointment("zweites_gespraech_abstimmen", second)
    case.conclude()
    (agreement,) = case.instances("vereinbarung")
    assert agreement.data["pruefung_am"] == office.calendar.working_day_offset(second, 5)
    case.begin()
    assert case.open_tasks() == []  # the second interview is the next appointment
    with case.file() as (session, _):
        coming = select(Appointment.kind).where(Appointment.state == AppointmentState.AGREED)
        assert session.execute(coming).scalar_one() is AppointmentKind.SECOND_INTERVIEW
    case.hold_talk()
    assert sorted(case.open_tasks()) == ["erneuerung_vorbereiten", "folgegespraech_fuehren"]
    case.follow_up("profil")
    case.profiling()
    case.set_goal()
    case.choose_strategies()
    case.conclude()
    (successor,) = case.instances("vereinbarung")
    assert successor.data["pruefung_am"] > office.today.replace(year=2027, month=1, day=1)
    case.begin()
    assert (case.open_tasks(), case.incidents()) == ([], [])


def ends_meanwhile(case: Client) -> None:
    """The window of the only strategy ends while phase 4 is under way, and somebody decides that it is over."""
    case.office.harness.travel(days=92)
    if "ende_vorbereiten" in case.open_tasks():
        case.complete("ende_vorbereiten", jetzt_entscheiden=True)
    case.complete("strategie_entscheiden", ergebnis="CANCELLED", bedarf="BESTEHT", bemerkung="Das Verfahren ruht.")


def ends_in_phase_1(case: Client) -> None:
    """Another strategy for the need takes a fresh assessment (ST-11), so the way back leads through phase 1."""
    case.complete("veraenderung_bewerten", bewertung="Neue Strategie nötig.", aenderung="profil")
    case.agree_appointment("termin_abstimmen", case.office.workday(10))
    case.profiling()
    case.set_goal()
    case.choose_strategies("ST_FOREIGN_RECOGNITION")
    case.conclude()
    assert len(case.instances("vereinbarung")) == 1
    assert case.incidents() == []


def test_st_1_a_strategy_that_ends_before_the_agreement_leads_back(office: Jobcenter) -> None:
    case = to_phase_4(office)
    ends_meanwhile(case)
    assert "Strategie" in case.context("vereinbarung_besprechen")["hindernisse_text"]
    case.complete("vereinbarung_besprechen", plan_aendern=True)
    ends_in_phase_1(case)


def test_st_1_the_way_back_is_open_until_the_agreement_is_signed(office: Jobcenter) -> None:
    case = to_phase_4(office)
    case.complete("vereinbarung_besprechen", zustande=True)
    ends_meanwhile(case)
    with pytest.raises(ValuesRefused):
        case.complete("vereinbarung_festhalten", angaben=case.entries())
    case.complete("vereinbarung_festhalten", plan_aendern=True)
    ends_in_phase_1(case)


def back_to_phase_3(case: Client) -> None:
    """The case comes back at once, without a message from a strategy."""
    case.complete("vereinbarung_besprechen", plan_aendern=True)
    with case.file() as (session, _):
        assert forgotten_cases(session, case.office.now) == []
    with pytest.raises(ValuesRefused) as refused:
        case.complete("veraenderung_bewerten", bewertung="Reihenfolge ändern.", aenderung="nichts")
    assert set(refused.value.errors) == {"aenderung"}
    case.complete("veraenderung_bewerten", bewertung="Reihenfolge ändern.", aenderung="strategie")


def test_a_plan_that_the_talk_wants_to_change_is_open_again_in_phase_3(office: Jobcenter) -> None:
    case = to_phase_4(office)
    back_to_phase_3(case)
    case.agree_appointment("termin_abstimmen", office.workday(10))
    assert case.open_tasks() == ["plan_abstimmen"]
    case.choose_strategies()
    assert case.open_tasks() == ["vereinbarung_besprechen"]


def test_t04_back_in_phase_3_the_second_interview_stays_agreed(office: Jobcenter) -> None:
    case = to_phase_4(office, second=True)
    second = office.workday(10)
    case.agree_appointment("zweites_gespraech_abstimmen", second)
    back_to_phase_3(case)
    case.choose_strategies()
    case.conclude()
    (agreement,) = case.instances("vereinbarung")
    assert agreement.data["pruefung_am"] == office.calendar.working_day_offset(second, 5)
    assert len(case.instances("termin")) == 1


def test_t14_a_prepared_renewal_of_an_agreement_superseded_meanwhile_changes_nothing(office: Jobcenter) -> None:
    case = to_phase_4(office)
    case.conclude()
    case.begin()
    case.agree_appointment("termin_abstimmen", office.workday(20))
    case.hold_talk()
    while "erneuerung_vorbereiten" not in case.open_tasks():
        case.follow_up()
        case.hold_talk()
    done: dict[str, Any] = {"zusagen_verglichen": True, "nachweise_ausgewertet": True, "rueckmeldungen_gesichtet": True}
    case.complete("erneuerung_vorbereiten", **done)
    case.follow_up("vereinbarung")
    case.conclude()
    case.begin()
    (process,) = case.instances("integrationsprozess")
    assert {p.element_id for p in process.tokens() if p.state == "waiting"} == {"zwischen_den_gespraechen"}
    assert case.incidents() == []
    assert len(case.instances("vereinbarung")) == 1
