"""Service tasks of the follow-up talk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.calendar import berlin_date
from engine.handlers import InsideCall
from engine.phrases import remark
from models.casework import (
    Agreement,
    AgreementState,
    Appointment,
    BreachKind,
    Case,
    CaseState,
    CounsellingNote,
    DutyResult,
    FollowUp,
    FollowUpOutcome,
    TalkHeld,
)
from processes.breach.recording import record_breach
from processes.follow_up.duties import asked, unsettled
from processes.follow_up.preparation import checks
from processes.follow_up.rules import OUTCOMES, steps_text
from processes.in_force import last_closed_sheet, valid_agreement
from processes.next_talk import contact_limit, standing_talk
from processes.records import case_by_number, office_settings, row


def open_talk(call: InsideCall) -> Mapping[str, Any]:
    """`folgegespraech.eroeffnen` → vereinbarung (id or null), ueberpruefung_faellig, offene_pflichten (ids).

    The whole talk is about the agreement that is valid as it begins, and about what of it is not done for good.
    """
    case = case_by_number(call.session, call.inputs["fall"])
    case.state = CaseState.FOLLOW_UP
    agreement = valid_agreement(call.session, case)
    return {
        "vereinbarung": str(agreement.id) if agreement else None,
        "ueberpruefung_faellig": agreement is not None and _review_is_near(call, agreement),
        "offene_pflichten": unsettled(agreement.duties, berlin_date(call.now)) if agreement else [],
    }


def _review_is_near(call: InsideCall, agreement: Agreement) -> bool:
    """Whether the review is due, or the lead time of the office before it has begun (T14)."""
    if agreement.review_due is None:
        return False
    lead = office_settings(call.session).renewal_lead_working_days
    begins = call.calendar.working_day_offset(agreement.review_due, -lead)
    return agreement.state is AgreementState.REVIEW_DUE or berlin_date(call.now) >= begins


def keep_talk(call: InsideCall) -> Mapping[str, Any]:
    """`folgegespraech.festhalten`: results of duties, note, talk with its next appointment.

    Returns aenderung, kontakt_bis and pflichtverletzungen: what the process of each breach to be looked into is told.
    """
    inputs = call.inputs
    case = case_by_number(call.session, inputs["fall"])
    prepared = remark(*(check.line for check in checks(call.session, case, berlin_date(call.now))))
    breaches = _keep_duty_results(call, case)
    sheet = last_closed_sheet(call.session, case)
    appointment = row(call.session, Appointment, inputs["gespraechstermin"])
    following = _next_appointment(call, case)
    note = CounsellingNote(
        case_id=case.id,
        appointment_id=appointment.id,
        sheet_id=sheet.id if sheet else None,
        subject=inputs["vermerk_betreff"],
        talk_held=TalkHeld(inputs["gespraech_art"]),
        talk_on=inputs["gespraech_am"],
        body=inputs["vermerk_text"],
        written_at=call.now,
        written_by=call.actor,
    )
    call.session.add(note)
    call.session.flush()
    skipped = bool(inputs.get("bewerbungen_entfallen"))
    call.session.add(
        FollowUp(
            case_id=case.id,
            appointment_id=appointment.id,
            held_on=inputs["gespraech_am"],
            comparison=inputs["abgleich_text"],
            is_profile_confirmed=bool(inputs["profil_bestaetigt"]),
            is_goal_confirmed=bool(inputs["ziel_bestaetigt"]),
            are_strategies_confirmed=bool(inputs["strategien_bestaetigt"]),
            review_note=inputs.get("ueberpruefung_text") or "",
            applications="" if skipped else inputs["bewerbungen_text"],
            applications_skipped=inputs["entfall_grund"] if skipped else "",
            next_steps=steps_text(inputs["schritte"]),
            steps=[{**step, "bis": step["bis"].isoformat()} for step in inputs["schritte"]],
            preparation=prepared,
            next_appointment_id=following.id,
            outcome=FollowUpOutcome(OUTCOMES[inputs["aenderung"]]),
            note_id=note.id,
            recorded_at=call.now,
            recorded_by=call.actor,
        )
    )
    return {"aenderung": inputs["aenderung"], "kontakt_bis": contact_limit(call), "pflichtverletzungen": breaches}


def _next_appointment(call: InsideCall, case: Case) -> Appointment:
    """The one agreed in the talk, or the one that stood already and stays (T18).

    If that one came to nothing while the note was written, its own process sees to the next; the file names it still.
    """
    if not call.inputs.get("termin_bleibt"):
        return row(call.session, Appointment, call.inputs["termin"])
    standing = standing_talk(call.session, case, call.now)
    latest = select(Appointment).where(Appointment.case_id == case.id).order_by(Appointment.starts_at.desc()).limit(1)
    return standing or call.session.execute(latest).scalar_one()


def _keep_duty_results(call: InsideCall, case: Case) -> list[dict[str, Any]]:
    """The rows of the form stand in the order of the duties; the form takes neither more nor fewer."""
    agreement_id = call.inputs.get("vereinbarung")
    if agreement_id is None:
        return []
    duties = asked(row(call.session, Agreement, agreement_id).duties, call.inputs.get("offene_pflichten"))
    today, breaches = berlin_date(call.now), []
    for duty, answer in zip(duties, call.inputs["pflichten"], strict=True):
        duty.result = DutyResult(answer["ergebnis"])
        duty.result_cause = answer.get("ursache") or ""
        duty.result_on = today
        if answer.get("folgen_pruefen"):
            found = record_breach(
                call.session,
                case,
                BreachKind.PLAN_STEP,
                min(duty.due_on or today, today),
                duty.what,
                duty_id=duty.id,
                now=call.now,
                actor=call.actor,
            )
            breaches.append(found)
    return breaches
