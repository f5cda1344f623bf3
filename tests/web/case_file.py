"""A case that has been round once: sheet, goal, strategies, agreement, appointments, notes."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from models.casework import (
    AdminAct,
    AdminActState,
    Agreement,
    AgreementDuty,
    AgreementState,
    Appointment,
    AppointmentKind,
    AppointmentState,
    Case,
    Competence,
    CompetenceKind,
    CompetenceLevel,
    CounsellingNote,
    DutySide,
    Goal,
    NeedAssessment,
    NeedStatus,
    NoteAddendum,
    OccupationStatus,
    ProfilingSheet,
    ReportedChange,
    SheetState,
    Strategy,
    StrategyState,
    TalkHeld,
    TargetOccupation,
)


def fill_case_file(session: Session, case: Case, now: datetime) -> None:
    """Everything the pages of a case can show, once."""
    who = case.caseworker.username
    sheet = ProfilingSheet(
        case_id=case.id,
        state=SheetState.CLOSED,
        needs_catalogue="NEEDS_BA_2013",
        created_at=now - timedelta(days=100),
        created_by=who,
        edited_at=now - timedelta(days=99),
        closed_at=now - timedelta(days=99),
        closed_by=who,
        conclusion="Gute Berufserfahrung im Lager, der Abschluss fehlt.",
        prognosis_months=10,
        segment_scheme="PROFILLAGE_BA",
        segment_suggestion="FOERDER",
        segment="FOERDER",
    )
    sheet.needs = [
        NeedAssessment(need="Q2", status=NeedStatus.RELEVANT, remark="Teilqualifikation denkbar."),
        NeedAssessment(need="R2", status=NeedStatus.UNDER_CLARIFICATION, remark="Führerschein wird geklärt."),
        NeedAssessment(need="M1", status=NeedStatus.NOT_RELEVANT),
    ]
    sheet.occupations = [
        TargetOccupation(rank=1, title="Fachkraft für Lagerlogistik", kldb="51312", status=OccupationStatus.CONFIRMED)
    ]
    sheet.competences = [
        Competence(name="Gabelstapler", kind=CompetenceKind.VOCATIONAL, level=CompetenceLevel.ADVANCED)
    ]
    case.segment, case.segment_scheme = "FOERDER", "PROFILLAGE_BA"
    goal = Goal(
        case_id=case.id,
        option="G1_LOCAL",
        set_on=date(2026, 7, 14),
        target_date=date(2027, 4, 30),
        is_agreed_with_client=True,
        set_by=who,
    )
    strategy = Strategy(
        case_id=case.id,
        need="Q2",
        code="ST_PARTIAL_QUAL",
        window_from=date(2026, 8, 1),
        window_to=date(2027, 1, 31),
        intermediate_goal="Zwei Module bestanden",
        state=StrategyState.ACTIVE,
        chosen_at=now - timedelta(days=95),
        chosen_by=who,
    )
    agreement = Agreement(
        case_id=case.id,
        type="KOP_2026",
        law="§ 15 SGB II",
        state=AgreementState.DISCUSSED,
        discussed_on=date(2026, 7, 16),
        concluded_on=date(2026, 7, 16),
        valid_from=date(2026, 7, 16),
        review_due=date(2027, 1, 16),
        goal=goal,
        personal_offer="Wir beraten Sie monatlich und übernehmen die Lehrgangskosten.",
        legal_notice="Vor jeder Entscheidung können Sie sich äußern.",
        created_at=now - timedelta(days=95),
        created_by=who,
        strategies=[strategy],
    )
    agreement.duties = [
        AgreementDuty(side=DutySide.PROVIDER, what="Lehrgangsplatz vermitteln", due_on=date(2026, 8, 15)),
        AgreementDuty(
            side=DutySide.CLIENT,
            what="Auf Stellen bewerben",
            count=4,
            period="Monat",
            proof_form="Liste der Bewerbungen",
        ),
    ]
    note = CounsellingNote(
        case_id=case.id,
        subject="Erstgespräch",
        talk_held=TalkHeld.IN_PERSON,
        talk_on=date(2026, 7, 10),
        body="Frau Özdemir sucht eine Stelle im Lager.\nDer Staplerschein ist gültig.",
        written_at=now - timedelta(days=101),
        written_by=who,
    )
    act = AdminAct(
        case_id=case.id,
        type="VERPFLICHTUNG_2026",
        state=AdminActState.ISSUED,
        efforts="Fünf Bewerbungen im Lager",
        frequency="monatlich",
        proof_form="Liste",
        proof_due=date(2026, 11, 30),
        reasons="Der Schritt ist nicht getan.",
        legal_notice="Minderung um 30 Prozent für drei Monate.",
        remedy_notice="Widerspruch innerhalb eines Monats.",
        created_at=now - timedelta(days=20),
        created_by=who,
        approved_by="t.lang",
        issued_on=now.date() - timedelta(days=19),
    )
    session.add_all([sheet, goal, strategy, agreement, note, act, *_appointments(case, now, who)])
    session.add(
        ReportedChange(
            case_id=case.id, reported_on=now.date(), description="Umzug geplant.", recorded_at=now, recorded_by=who
        )
    )
    session.flush()
    session.add(NoteAddendum(note_id=note.id, body="Zeugnis nachgereicht.", written_at=now, written_by=who))
    agreement.state = AgreementState.IN_FORCE
    session.flush()


def _appointments(case: Case, now: datetime, who: str) -> list[Appointment]:
    common = {"case_id": case.id, "place": "Zimmer 214", "agreed_at": now - timedelta(days=30), "agreed_by": who}
    return [
        Appointment(
            kind=AppointmentKind.FIRST_INTERVIEW,
            starts_at=now - timedelta(days=101),
            state=AppointmentState.HELD,
            duration_minutes=60,
            **common,
        ),
        Appointment(kind=AppointmentKind.FOLLOW_UP, starts_at=now + timedelta(hours=2), **common),
        Appointment(kind=AppointmentKind.FOLLOW_UP, starts_at=now + timedelta(days=28), **common),
    ]
