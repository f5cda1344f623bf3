"""Change of legal circle: the expected end of entitlement, how far the hand-over is, the frozen package."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from models.casework import Case, HandoverState
from processes.identity.access_log import LogAccess
from processes.legal_circle.commands import ExpectEndOfEntitlement
from web.documents.handover_pdf import handover_pdf
from web.inputs import Inputs
from web.language import gettext as _
from web.office import actor, now, office
from web.permissions import allow
from web.readers import legal_circle
from web.readers.cases import find_case
from web.readers.people import display_names
from web.views.case_forms import Answer, case_form, done
from web.views.case_pages import case_page
from web.views.documents import office_of, pdf_file

room = Blueprint("legal_circle", __name__, url_prefix="/faelle")


@room.get("/<number>/rechtskreis")
@allow("case.read")
def show(number: str) -> str:
    def content(rows: Session, case: Case) -> dict[str, Any]:
        found = legal_circle.handovers(rows, case)
        names = display_names(rows, legal_circle.people_of(found))
        return {"handovers": found, "names": names, "expected": HandoverState.EXPECTED}

    return case_page(number, "legal_circle", "Rechtskreis", content)


@room.get("/<number>/rechtskreis/anspruchsende")
@allow("case.write")
def expect(number: str) -> Answer:
    return case_form("expect_change_of_circle", number, Inputs())


@room.post("/<number>/rechtskreis/anspruchsende")
@allow("case.write")
def save(number: str) -> Answer:
    inputs = Inputs(request.form)
    day = inputs.day("effective_on", _("Bitte den ersten Tag ohne Anspruch nach dem SGB III eingeben."))
    return done(
        "expect_change_of_circle",
        number,
        inputs,
        lambda: ExpectEndOfEntitlement(number, day),
        _("Das Ende des Anspruchs ist eingetragen."),
        to="legal_circle.show",
    )


@room.get("/<number>/rechtskreis/<int:handover_id>.pdf")
@allow("case.read")
def package(number: str, handover_id: int) -> Response:
    """The package as it was frozen, whatever the case says today."""
    with office().engine.reading() as rows:
        case = find_case(rows, actor(), number, now()).case
        case_id = case.id
        content = handover_pdf(legal_circle.frozen(rows, case, handover_id), office_of(rows))
    office().engine.execute(LogAccess(case_id, "Druck des Übergabepakets"), actor())
    return pdf_file(content, f"Uebergabe-{number}-{handover_id}.pdf")
