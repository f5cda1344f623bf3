"""People, teams, absences and closures of the office, for administrators. No case data."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import ValuesRefused
from processes.desk.closures import CloseOffice, ReopenOffice
from web.formatters import office_day
from web.inputs import Inputs
from web.language import gettext as _
from web.office import actor, now, office
from web.permissions import allow
from web.readers import people as reader
from web.readers.closures import closures_ahead

room = Blueprint("administration", __name__, url_prefix="/verwaltung")


@room.get("/personen")
@allow("people.read")
def people() -> str:
    with office().engine.reading() as rows:
        return render_template("pages/administration/people.html", people=reader.all_users(rows))


@room.get("/teams")
@allow("people.read")
def teams() -> str:
    with office().engine.reading() as rows:
        return render_template("pages/administration/teams.html", teams=reader.teams(rows))


@room.get("/abwesenheiten")
@allow("people.read")
def absences() -> str:
    with office().engine.reading() as rows:
        return render_template("pages/administration/absences.html", absences=reader.absences(rows, office_day(now())))


@room.get("/schliessungen")
@allow("office.close")
def closures() -> tuple[str, int]:
    return _closures(Inputs())


@room.post("/schliessungen")
@allow("office.close")
def close() -> Response | tuple[str, int]:
    """Appointments already agreed stay; new ones are not proposed or agreed on these days.

    Due days and reminders in working days are moved with it.
    """
    inputs = Inputs(request.form)
    first_day = inputs.day("first_day", _("Bitte den ersten Tag eingeben."))
    last_day = inputs.day("last_day", _("Bitte den letzten Tag eingeben."))
    name = inputs.text("name", _("Bitte angeben, warum das Jobcenter geschlossen ist."), most=80)
    if inputs.errors or first_day is None or last_day is None:
        return _closures(inputs)
    try:
        office().engine.execute(CloseOffice(first_day, last_day, name), actor())
    except ValuesRefused as refusal:
        inputs.errors.update(refusal.errors)
        return _closures(inputs)
    flash(_("Die Schließung ist eingetragen."), "success")
    return redirect(url_for("administration.closures"), 303)


@room.post("/schliessungen/<int:closure_id>/zuruecknehmen")
@allow("office.close")
def reopen(closure_id: int) -> Response:
    office().engine.execute(ReopenOffice(closure_id), actor())
    flash(_("Die Schließung ist zurückgenommen."), "success")
    return redirect(url_for("administration.closures"), 303)


def _closures(inputs: Inputs) -> tuple[str, int]:
    with office().engine.reading() as rows:
        page = render_template(
            "pages/administration/closures.html",
            closures=closures_ahead(rows, office_day(now())),
            values=inputs.values,
            errors=inputs.errors,
        )
    return page, 422 if inputs.errors else 200
