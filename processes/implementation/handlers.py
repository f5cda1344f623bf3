"""Service tasks of phase 4 that the agreement itself does not do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.calendar import berlin_date
from engine.handlers import InsideCall
from models.casework import AppointmentKind, CaseState, ClientStatus
from processes.implementation.rules import age_on
from processes.in_force import agreed_appointment
from processes.next_talk import contact_limit, lacks_appointment
from processes.records import case_by_number


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
