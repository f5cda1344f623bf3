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
    Appointment,
    AppointmentKind,
    AppointmentState,
    ClientStatus,
    LegalCircle,
    ReasonedException,
)
from tests.processes.journey import COLLEAGUE, LEAD, Client, Jobcenter

ACT = {
    "bemuehungen": "Fünf Bewerbungen im Verkauf",
    "haeufigkeit": "monatlich",
    "nachweis_form": "Liste mit Datum und Arbeitgeber",
    "rechtsbehelf": "Widerspruch binnen eines Monats",
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
        assert session.execute(select(Agreement)).first() is None
        assert session.execute(select(ReasonedException.valid_until)).scalar_one() == act.proof_due
    assert case.open_tasks() == ["umsetzung_beginnen"]
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
        assert (act.frequency, act.created_by, act.reasons) == ("je Quartal", COLLEAGUE, "Überarbeitet")


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
    assert sorted(case.open_tasks()) == ["erneuerung_vorbereiten", "umsetzung_abgleichen"]
    case.follow_up("profil")
    case.profiling()
    case.set_goal()
    case.choose_strategies()
    case.conclude()
    (successor,) = case.instances("vereinbarung")
    assert successor.data["pruefung_am"] > office.today.replace(year=2027, month=1, day=1)
    case.begin()
    assert (case.open_tasks(), case.incidents()) == ([], [])


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
