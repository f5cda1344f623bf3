"""Files of a case: the agreement with its short text and notice, acts, an appointment as ICS."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.casework import Agreement, Case, OfficeSettings
from processes.identity.access_log import LogAccess
from web.documents import agreement_pdf as papers
from web.documents.appointment_ics import appointment_ics as make_ics
from web.office import actor, now, office
from web.permissions import allow
from web.readers import case_file
from web.readers.cases import find_case

room = Blueprint("documents", __name__, url_prefix="/faelle")


@room.get("/<number>/vereinbarungen/<int:agreement_id>.pdf")
@allow("case.read")
def agreement_pdf(number: str, agreement_id: int) -> Response:
    return _agreement_paper(number, agreement_id, papers.agreement_pdf, "Vereinbarung")


@room.get("/<number>/vereinbarungen/<int:agreement_id>/kurzer-text.pdf")
@allow("case.read")
def plain_pdf(number: str, agreement_id: int) -> Response:
    """The short text in plain language."""
    return _agreement_paper(number, agreement_id, papers.plain_pdf, "Kurzer-Text")


@room.get("/<number>/vereinbarungen/<int:agreement_id>/belehrung.pdf")
@allow("case.read")
def notice_pdf(number: str, agreement_id: int) -> Response:
    """The notice of legal consequences."""
    return _agreement_paper(number, agreement_id, papers.notice_pdf, "Belehrung")


@room.get("/<number>/verwaltungsakte/<int:act_id>.pdf")
@allow("case.read")
def act_pdf(number: str, act_id: int) -> Response:
    with office().engine.reading() as rows:
        case = find_case(rows, actor(), number, now()).case
        content = papers.act_pdf(case_file.act(rows, case, act_id), case, *office_of(rows))
        case_id = case.id
    office().engine.execute(LogAccess(case_id, "Druck des Verwaltungsakts"), actor())
    return pdf_file(content, f"Verwaltungsakt-{number}-{act_id}.pdf")


def _agreement_paper(
    number: str, agreement_id: int, make: Callable[[Agreement, Case, str, str], bytes], name: str
) -> Response:
    with office().engine.reading() as rows:
        case = find_case(rows, actor(), number, now()).case
        content = make(case_file.agreement(rows, case, agreement_id), case, *office_of(rows))
        case_id = case.id
    office().engine.execute(LogAccess(case_id, f"Druck: {name}"), actor())
    return pdf_file(content, f"{name}-{number}-{agreement_id}.pdf")


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
