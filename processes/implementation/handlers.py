"""Service tasks of phase 4 that the agreement itself does not do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.calendar import berlin_date
from engine.errors import WrongState
from engine.handlers import InsideCall
from models.casework import (
    AdminAct,
    AdminActState,
    AppointmentKind,
    CaseState,
    ClientStatus,
    ExceptionKind,
    ReasonedException,
)
from processes.catalogues import CatalogueError, agreement_type, agreement_type_in_force
from processes.implementation.rules import age_on, objection_until
from processes.in_force import agreed_appointment, valid_agreement
from processes.next_talk import contact_limit, lacks_appointment
from processes.records import case_by_number, row


def prepare_draft(call: InsideCall) -> Mapping[str, Any]:
    """`umsetzung.entwurf_vorbereiten` → alter (completed years), fristenstatus (as the table of periods knows it),
    zweites_gespraech_am (the day of a second interview that is still to come, T04; null without one)."""
    case = case_by_number(call.session, call.inputs["fall"])
    status, coming = case.client_status, agreed_appointment(call.session, case)
    second = coming if coming is not None and coming.kind is AppointmentKind.SECOND_INTERVIEW else None
    return {
        "zweites_gespraech_am": berlin_date(second.starts_at) if second is not None else None,
        "alter": age_on(case.person.born_on, berlin_date(call.now)),
        "fristenstatus": ClientStatus.OTHER.value if status is ClientStatus.JOB_SEEKING else status.value,
    }


def begin(call: InsideCall) -> Mapping[str, Any]:
    """`umsetzung.festhalten` → kontakt_bis (date), termin_fehlt."""
    case = case_by_number(call.session, call.inputs["fall"])
    case.state = CaseState.IN_PROGRESS
    return {"kontakt_bis": contact_limit(call), "termin_fehlt": lacks_appointment(call, case)}


def submit_act(call: InsideCall) -> Mapping[str, Any]:
    """`verpflichtung.vorlegen`: the draft under the name of its author; a returned draft is written again → akt_id."""
    inputs = call.inputs
    case = case_by_number(call.session, inputs["fall"])
    kind = agreement_type_in_force(inputs["typ"], berlin_date(call.now))
    if kind.on_failure is None:
        raise CatalogueError(f"agreement type {kind.code} names no act that stands in")
    act = row(call.session, AdminAct, inputs["akt_id"]) if inputs.get("akt_id") else None
    if act is None:
        before = valid_agreement(call.session, case)
        act = AdminAct(
            case_id=case.id, agreement_id=before.id if before else None, type=kind.on_failure, created_at=call.now
        )
        call.session.add(act)
    act.created_by = call.actor
    act.efforts, act.frequency = inputs["bemuehungen"], inputs["haeufigkeit"]
    act.proof_form, act.proof_due = inputs["nachweis_form"], inputs["nachweis_bis"]
    act.reasons, act.remedy_notice = inputs["begruendung"], inputs["rechtsbehelf"]
    call.session.flush()
    return {"akt_id": str(act.id)}


def issue_act(call: InsideCall) -> Mapping[str, Any]:
    """`verpflichtung.erlassen`: approved by the person who completed the approval; the objection period begins (T38).

    Until the proof falls due the case is without an agreement for a reason. Raises WrongState for an issued act.
    """
    case = case_by_number(call.session, call.inputs["fall"])
    act = row(call.session, AdminAct, call.inputs["akt_id"])
    if act.state is not AdminActState.DRAFT:
        raise WrongState("issue", "administrative act", act.id, act.state.value)
    kind, today = agreement_type(act.type), berlin_date(call.now)
    act.approved_by, act.issued_on, act.state = call.actor, today, AdminActState.ISSUED
    if kind.notice_days is not None and kind.objection_months is not None:
        act.objection_until = objection_until(today, kind.notice_days, kind.objection_months, call.calendar)
    call.session.add(
        ReasonedException(
            case_id=case.id,
            kind=ExceptionKind.AGREEMENT,
            reason=f"{kind.label} vom {today:%d.%m.%Y} steht an der Stelle einer Vereinbarung.",
            decided_on=today,
            decided_by=call.actor,
            valid_until=act.proof_due or today,
        )
    )
    return {}
