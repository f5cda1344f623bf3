"""Files of a case: the agreement as PDF, an appointment as ICS."""

from __future__ import annotations

from flask import Blueprint, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.casework import OfficeSettings
from processes.identity.access_log import LogAccess
from web.documents.agreement_pdf import agreement_pdf as make_pdf
from web.documents.appointment_ics import appointment_ics as make_ics
from web.office import actor, now, office
from web.permissions import allow
from web.readers import case_file
from web.readers.cases import find_case

room = Blueprint("documents", __name__, url_prefix="/faelle")


@room.get("/<number>/vereinbarungen/<int:agreement_id>.pdf")
@allow("case.read")
def agreement_pdf(number: str, agreement_id: int) -> Response:
    with office().engine.reading() as rows:
        case = find_case(rows, actor(), number, now()).case
        agreement = case_file.agreement(rows, case, agreement_id)
        name, address = office_of(rows)
        content = make_pdf(agreement, case, name, address)
        case_id = case.id
    office().engine.execute(LogAccess(case_id, "Druck der Vereinbarung"), actor())
    return pdf_file(content, f"Vereinbarung-{number}-{agreement_id}.pdf")


@room.get("/<number>/termine/<int:appointment_id>.ics")
@allow("case.read")
def appointment_ics(number: str, appointment_id: int) -> Response:
    with office().engine.reading() as rows:
        case = find_case(rows, actor(), number, now()).case
        appointment = case_file.appointment(rows, case, appointment_id)
        name, _address = office_of(rows)
        content = make_ics(appointment, number, name, now())
    return _file(content, "text/calendar; charset=utf-8", f"Termin-{number}-{appointment_id}.ics")


def office_of(rows: Session) -> tuple[str, str]:
    """Name and address of the office, from its settings row."""
    row = rows.execute(select(OfficeSettings.name, OfficeSettings.address)).first()
    return (row.name, row.address) if row else (office().settings.office_name, "")


def pdf_file(content: bytes, name: str) -> Response:
    return _file(content, "application/pdf", name)


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
