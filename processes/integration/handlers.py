"""Service tasks of the case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.calendar import berlin_date
from engine.handlers import InsideCall
from engine.phrases import Phrase
from models.casework import (
    ENDED_STATES,
    VALID_AGREEMENTS,
    Agreement,
    Case,
    CaseState,
    EmploymentRecord,
    ExceptionKind,
    GoalState,
    OccupationStatus,
    ProfilingSheet,
    ReasonedException,
    ReportedChange,
    SheetState,
)
from processes.agreement.conclusion import drop_drafts
from processes.employment.rules import outcome_of_work
from processes.in_force import active_goal, agreed_appointment, last_closed_sheet
from processes.integration.rules import CaseDates, next_review
from processes.next_talk import contact_limit, lacks_appointment, policy_facts
from processes.records import case_by_number, office_settings, row


def set_review(call: InsideCall) -> Mapping[str, Any]:
    """`fall.wiedervorlage`: when the case is taken up again.

    Inputs fall, kontakt_bis, plan_aendern → wiedervorlage_am, wiedervorlage_grund, kundenstatus,
    altersgruppe, segmentschema.
    """
    case = case_by_number(call.session, call.inputs["fall"])
    sheet = last_closed_sheet(call.session, case)
    coming = agreed_appointment(call.session, case)
    plan_must_change = bool(call.inputs.get("plan_aendern"))
    if not plan_must_change:
        case.state = _state(case)
    contact_until = call.inputs.get("kontakt_bis")
    settings = office_settings(call.session)
    review = next_review(
        CaseDates(
            today=berlin_date(call.now),
            plan_must_change=plan_must_change,
            contact_until=contact_until if isinstance(contact_until, date) else None,
            next_appointment=berlin_date(coming.starts_at) if coming else None,
            assessed_on=berlin_date(sheet.closed_at) if sheet and sheet.closed_at else None,
            prognosis_months=sheet.prognosis_months if sheet else None,
            occupation_is_provisional=_has_provisional_occupation(sheet),
            occupation_review_days=settings.target_occupation_review_days,
            profile_review_months=settings.profile_review_months,
            reminds_before=settings.reminds_before,
            exempt_until=_exempt_until(call.session, case) if sheet and sheet.exemption_reason else None,
        ),
        call.calendar,
    )
    return {
        "wiedervorlage_am": review.day,
        "wiedervorlage_grund": review.reason,
        **policy_facts(case, berlin_date(call.now)),
    }


def _exempt_until(session: Session, case: Case) -> date | None:
    """The exemption as it was last decided: with the sheet, or when it was checked."""
    return session.scalar(
        select(func.max(ReasonedException.valid_until)).where(
            ReasonedException.case_id == case.id, ReasonedException.kind == ExceptionKind.AGREEMENT
        )
    )


def _state(case: Case) -> CaseState:
    by_segment = {"Z": CaseState.EXEMPT, "I": CaseState.INTEGRATED_NEEDY}
    return by_segment.get(case.segment or "", CaseState.IN_PROGRESS)


def _has_provisional_occupation(sheet: ProfilingSheet | None) -> bool:
    return sheet is not None and any(
        o.rank == 1 and o.status is OccupationStatus.PROVISIONAL for o in sheet.occupations
    )


def record_assessment(call: InsideCall) -> Mapping[str, Any]:
    """`fall.bewertung_festhalten`: what an event between talks means → aenderung, kontakt_bis, termin_fehlt."""
    inputs = call.inputs
    case = case_by_number(call.session, inputs["fall"])
    if inputs.get("anlass") == "arbeitsaufnahme":
        change = _outcome_of_work(call)
    else:
        change = str(inputs["aenderung"])
        if inputs.get("anlass") == "veraenderung" and inputs.get("vorgang"):
            reported = row(call.session, ReportedChange, inputs["vorgang"])
            reported.assessment = str(inputs["bewertung"])
            reported.assessed_at = call.now
    return {
        "aenderung": change,
        "kontakt_bis": contact_limit(call),
        "termin_fehlt": change != "integriert" and lacks_appointment(call, case),
    }


def classify_review(call: InsideCall) -> Mapping[str, Any]:
    """`fall.ueberpruefung_einordnen`: renew the agreement if it still binds → aenderung.

    The request may have waited while a talk renewed the agreement; then nothing is left to do (T14, T16).
    """
    agreement = row(call.session, Agreement, call.inputs["vereinbarung"])
    return {"aenderung": "vereinbarung" if agreement.state in VALID_AGREEMENTS else "nichts"}


def _outcome_of_work(call: InsideCall) -> str:
    """What the caseworker decided with the entry of the employment record (A.4.4)."""
    record = row(call.session, EmploymentRecord, call.inputs["vorgang"])
    return outcome_of_work(need_ends=bool(record.ends_need), after_care=bool(record.after_care))


def close_case(call: InsideCall) -> Mapping[str, Any]:
    """`fall.schliessen`: the case ends by deregistration (ende_art "abmeldung") or because need has ended.

    Appointments, the agreement and strategies end in their own processes, which hear the same message. An open
    profiling sheet and a draft of an agreement are given up: they were never more than drafts.
    """
    inputs = call.inputs
    case = case_by_number(call.session, inputs["fall"])
    if case.state in ENDED_STATES:
        return {"ende_art": inputs.get("ende_art")}
    deregistered = inputs.get("ende_art") == "abmeldung"
    day = inputs.get("ende_am")
    ended_on = day if isinstance(day, date) else berlin_date(call.now)
    ended_on = max(ended_on, case.opened_on)
    reason = str(inputs.get("ende_grund") or Phrase("Integration erreicht"))
    goal = active_goal(call.session, case)
    if goal is not None:
        goal.state = GoalState.DROPPED if deregistered else GoalState.ACHIEVED
        goal.ended_on, goal.end_reason = ended_on, reason
    for sheet in call.session.execute(
        select(ProfilingSheet).where(ProfilingSheet.case_id == case.id, ProfilingSheet.state == SheetState.OPEN)
    ).scalars():
        sheet.state, sheet.deletion_reason = SheetState.DELETED, Phrase("Der Fall endete, bevor der Bogen fertig war.")
    drop_drafts(call.session, case)
    case.state = CaseState.DEREGISTERED if deregistered else CaseState.CLOSED
    case.ended_on, case.end_reason = ended_on, reason
    return {"ende_art": "abmeldung" if deregistered else "integration"}
