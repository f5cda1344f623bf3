"""Profiling sheets besides filling them in: look at any, its revisions, start afresh, release, delete, print."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as WerkzeugResponse

from engine.errors import NotFound
from models.casework import Case, ProfilingSheet
from processes.identity.access_log import LogAccess
from processes.profiling.consent_mask import consent_mask
from processes.profiling.consents import WithdrawConsent
from processes.profiling.life_cycle import DeleteSheet, ReleaseSheet, RestartSheet, earlier_sheets
from processes.profiling.telling import tell
from web.documents.sheet_pdf import sheet_pdf
from web.formatters import office_day
from web.inputs import Inputs
from web.language import gettext as _
from web.office import actor, now, office
from web.permissions import allow
from web.readers import case_file, sheets
from web.readers.cases import find_case
from web.views.case_forms import Answer, case_form, done, find
from web.views.case_pages import case_page
from web.views.documents import office_of, pdf_file

room = Blueprint("sheets", __name__, url_prefix="/faelle")

#: Answer of the chooser for a sheet that begins with nothing.
EMPTY = "leer"


@room.get("/<number>/profil/<int:sheet_id>")
@allow("case.read")
def show(number: str, sheet_id: int) -> str:
    """Any sheet of the case that is not deleted, as the newest is shown."""

    def content(rows: Session, case: Case) -> dict[str, Any]:
        found = _sheet(rows, case, sheet_id)
        return {"sheet": found, **sheets.around(rows, case, found)}

    return case_page(number, "profile", "Profil", content)


@room.get("/<number>/profil/<int:sheet_id>/fassungen/<int:revision>")
@allow("case.read")
def revision(number: str, sheet_id: int, revision: int) -> str:
    """What the sheet said at one of its closings; it never changes any more."""

    def content(rows: Session, case: Case) -> dict[str, Any]:
        kept = sheets.revision_of(rows, case, sheet_id, revision)
        return {
            "sheet": kept.sheet,
            "revision": kept,
            "parts": tell(consent_mask(rows, case).content(kept.content)) if kept.erased_at is None else [],
            "names": case_file.people(rows, {kept.saved_by, kept.erased_by or kept.saved_by}),
        }

    return case_page(number, "profile", "Fassung des Profilingbogens", content, template="sheet_revision")


@room.get("/<number>/profil/<int:sheet_id>/druck.pdf")
@allow("sheet.print")
def printed(number: str, sheet_id: int) -> Response:
    with office().engine.reading() as rows:
        case = find_case(rows, actor(), number, now()).case
        case_id = case.id
        mask = consent_mask(rows, case)
        content = sheet_pdf(case, _sheet(rows, case, sheet_id), mask, office_day(now()), office_of(rows))
    office().engine.execute(LogAccess(case_id, "Druck des Profilingbogens"), actor())
    return pdf_file(content, f"Profilingbogen-{number}-{sheet_id}.pdf")


@room.get("/<number>/profil/neu")
@allow("case.write")
def restart(number: str) -> Answer:
    """Which sheet the new one begins with, newest first; what was entered into the open one is given up."""
    return _restart_form(number, Inputs())


@room.post("/<number>/profil/neu")
@allow("case.write")
def start_afresh(number: str) -> Answer:
    inputs = Inputs(request.form)
    allowed = [EMPTY, *(str(one.id) for one in _sources(number))]
    source = inputs.choice("vorlage", allowed, _("Bitte wählen, womit der neue Bogen beginnt."))
    if inputs.errors:
        return _restart_form(number, inputs)
    office().engine.execute(RestartSheet(number, None if source == EMPTY else int(source)), actor())
    flash(_("Der Eintrag ist verworfen. Das Profiling beginnt neu."), "success")
    return redirect(url_for("cases.overview", number=number), 303)


@room.get("/<number>/profil/<int:sheet_id>/freigeben")
@allow("sheet.release")
def ask_release(number: str, sheet_id: int) -> Answer:
    return case_form("release_sheet", number, Inputs(), sheet=_found(number, sheet_id))


@room.post("/<number>/profil/<int:sheet_id>/freigeben")
@allow("sheet.release")
def release(number: str, sheet_id: int) -> Answer:
    said = _("Der Bogen ist freigegeben. Die Fachkraft hat die Aufgabe, ihn zu berichtigen.")
    return _give_up("release_sheet", number, sheet_id, ReleaseSheet, said)


@room.get("/<number>/profil/<int:sheet_id>/loeschen")
@allow("sheet.delete")
def ask_delete(number: str, sheet_id: int) -> Answer:
    return case_form("delete_sheet", number, Inputs(), sheet=_found(number, sheet_id))


@room.post("/<number>/profil/<int:sheet_id>/loeschen")
@allow("sheet.delete")
def delete(number: str, sheet_id: int) -> Answer:
    return _give_up("delete_sheet", number, sheet_id, DeleteSheet, _("Der Bogen ist gelöscht."))


@room.post("/<number>/einverstaendnisse/<int:consent_id>/widerrufen")
@allow("case.write")
def withdraw(number: str, consent_id: int) -> WerkzeugResponse:
    find(number)
    office().engine.execute(WithdrawConsent(number, consent_id), actor())
    flash(_("Der Widerruf ist festgehalten."), "success")
    return redirect(url_for("cases.profile", number=number), 303)


def _give_up(part: str, number: str, sheet_id: int, make: type[ReleaseSheet] | type[DeleteSheet], said: str) -> Answer:
    """A closed sheet is released or deleted for a reason, its earlier content erased only if that is ticked."""
    inputs = Inputs(request.form)
    reason = inputs.text("grund", _("Bitte den Grund angeben."), most=2000)
    sheet, command = _found(number, sheet_id), make(sheet_id, reason, inputs.ticked("loeschen"))
    return done(part, number, inputs, lambda: command, said, to="cases.profile", sheet=sheet)


def _sheet(rows: Session, case: Case, sheet_id: int) -> ProfilingSheet:
    """A sheet of this case that is not deleted. Raises NotFound."""
    found = next((one for one in case_file.sheets(rows, case) if one.id == sheet_id), None)
    if found is None:
        raise NotFound("profiling sheet", sheet_id)
    return found


def _found(number: str, sheet_id: int) -> ProfilingSheet:
    with office().engine.reading() as rows:
        return _sheet(rows, find_case(rows, actor(), number, now()).case, sheet_id)


def _sources(number: str) -> list[ProfilingSheet]:
    with office().engine.reading() as rows:
        return earlier_sheets(rows, find_case(rows, actor(), number, now()).case)


def _restart_form(number: str, inputs: Inputs) -> Answer:
    return case_form("restart_sheet", number, inputs, sources=_sources(number), empty=EMPTY)
