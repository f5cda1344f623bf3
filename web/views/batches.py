"""Many cases at once: choose, look at the preview, do it, see what became of each, take it back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import Conflict, Forbidden, NotFound, ValuesRefused, WrongState
from processes.access import teams_of
from processes.desk.batches import (
    NoteRefusal,
    PlanInvitation,
    PlanMoves,
    PlanReassignment,
    RunBatchRow,
    UndoBatchRow,
)
from web.formatters import office_day
from web.inputs import Inputs
from web.language import gettext as _
from web.office import actor, now, office, person
from web.paging import Sorting
from web.permissions import allow
from web.readers import batches, cases
from web.readers.cases import SORTABLE, CaseFilter
from web.readers.people import caseworkers_of
from web.views.handing_over import AT, receivers

room = Blueprint("batches", __name__, url_prefix="/mehrere-faelle")

Answer = Response | tuple[str, int]
#: The three acts by their word in the address.
ACTS = ("uebergeben", "verlegen", "einladen")
#: Cases offered at once; a filter narrows them down.
OFFERED = 200


@room.get("")
@allow("batch.run")
def listed() -> str:
    """The acts to choose from, and what one has done before."""
    with office().engine.reading() as rows:
        return render_template("pages/batches/listed.html", lines=batches.batches_of(rows, actor()))


@room.get("/neu/<act>")
@allow("batch.run")
def choose(act: str) -> Answer:
    """Which cases, and what is to become of them."""
    return _form(_known(act), Inputs({"von": "", "fachkraft": person().username, "je_tag": "8", "dauer": "60"}))


@room.post("/neu/<act>")
@allow("batch.run")
def plan(act: str) -> Answer:
    """Make the preview; nothing is changed yet."""
    inputs = Inputs(request.form)
    command = _command(_known(act), inputs)
    if inputs.errors or command is None:
        return _form(act, inputs)
    try:
        batch_id = office().engine.execute(command, actor())
    except ValuesRefused as refusal:
        inputs.errors.update(refusal.errors)
        return _form(act, inputs)
    return redirect(url_for(".show", batch_id=batch_id), 303)


@room.get("/<int:batch_id>")
@allow("batch.run")
def show(batch_id: int) -> str:
    """The preview, the progress, or the results; one row per case."""
    with office().engine.reading() as rows:
        return render_template("pages/batches/show.html", page=batches.batch_page(rows, actor(), batch_id))


@room.post("/<int:batch_id>/ausfuehren")
@allow("batch.run")
def run(batch_id: int) -> Response:
    """Do the next rows. What one row refuses does not stop the others."""
    with office().engine.reading() as rows:
        batches.batch_page(rows, actor(), batch_id)
        wanted = batches.rows_to_do(rows, actor(), batch_id)
    for row_id in wanted:
        _try(row_id, RunBatchRow(row_id))
    return redirect(url_for(".show", batch_id=batch_id), 303)


@room.post("/<int:batch_id>/zuruecknehmen")
@allow("batch.run")
def undo(batch_id: int) -> Response:
    """Take the next done rows back."""
    with office().engine.reading() as rows:
        batches.batch_page(rows, actor(), batch_id)
        wanted = batches.rows_to_undo(rows, actor(), batch_id)
    for row_id in wanted:
        _try(row_id, UndoBatchRow(row_id))
    if not wanted:
        flash(_("Es gibt nichts mehr zurückzunehmen."), "info")
    return redirect(url_for(".show", batch_id=batch_id), 303)


def _try(row_id: int, command: RunBatchRow | UndoBatchRow) -> None:
    try:
        office().engine.execute(command, actor())
    except ValuesRefused as refusal:
        message = " ".join(refusal.errors.values())
    except WrongState:
        message = _("Der Stand hat sich inzwischen geändert.")
    except NotFound:
        message = _("Der Fall ist nicht mehr zugänglich.")
    except Forbidden:
        message = _("Dazu fehlt die Berechtigung.")
    except Conflict:
        message = _("Jemand hat gleichzeitig daran gearbeitet.")
    else:
        return
    office().engine.execute(NoteRefusal(row_id, message), actor())


def _known(act: str) -> str:
    if act not in ACTS or (act == "uebergeben" and not actor().may("case.assign")):
        abort(404)
    return act


def _command(act: str, inputs: Inputs) -> Any:
    """The command for what was chosen, None with messages in `inputs`."""
    chosen = tuple(request.form.getlist("faelle"))
    reason = inputs.text("grund", _("Bitte den Grund angeben."), most=400)
    if act != "verlegen" and not chosen:
        inputs.errors["faelle"] = _("Bitte mindestens einen Fall wählen.")
    if act == "uebergeben":
        to = inputs.choice("an", dict(receivers()), _("Bitte wählen, wer die Fälle übernimmt."))
        username, _at, team = to.rpartition(AT)
        return PlanReassignment(chosen, username, team, reason)
    if act == "verlegen":
        first = inputs.day("von", _("Bitte den ersten Tag eingeben."))
        last = inputs.day("bis", _("Bitte den letzten Tag eingeben."))
        per_day = inputs.number("je_tag", 1, 30, _("Bitte 1 bis 30 eingeben."))
        who = inputs.choice("fachkraft", _caseworkers(), _("Bitte wählen, wessen Termine verlegt werden."))
        return PlanMoves(who, first, last, per_day, reason) if first and last else None
    moment = inputs.moment("beginn_datum", "beginn_uhrzeit", _("Bitte den Tag eingeben."))
    minutes = inputs.number("dauer", 5, 480, _("Bitte die Dauer in Minuten eingeben, 5 bis 480."))
    place, purpose = inputs.text("ort", _("Bitte den Ort eingeben."), most=160), inputs.text("anlass", most=400)
    if moment is None:
        return None
    day, at = moment.date(), moment.time()
    return PlanInvitation(chosen, day, at, minutes, place, purpose, inputs.ticked("brief"), reason)


def _caseworkers() -> dict[str, str]:
    """Whose cases may be acted on: leads choose among their teams, others are alone."""
    if not actor().may("case.assign"):
        return {person().username: person().display_name}
    with office().engine.reading() as rows:
        return {username: name for username, name, _team in caseworkers_of(rows, teams_of(actor()))}


def _form(act: str, inputs: Inputs) -> Answer:
    wanted = CaseFilter.asked(request.args)
    if act != "verlegen" and not wanted.caseworker and not actor().may("case.assign"):
        wanted = CaseFilter.asked(request.args.copy() | {"fachkraft": person().username})
    with office().engine.reading() as rows:
        lines, _page = (
            ([], None) if act == "verlegen" else cases.case_list(rows, actor(), now(), wanted, Sorting("name"), None)
        )
        page = render_template(
            f"pages/batches/{act}.html",
            act=act,
            lines=lines[:OFFERED],
            more=len(lines) > OFFERED,
            wanted=wanted,
            sortable=SORTABLE,
            people=dict(receivers()) if act == "uebergeben" else _caseworkers(),
            chosen=request.form.getlist("faelle"),
            values=inputs.values,
            errors=inputs.errors,
            today=office_day(now()),
        )
    return page, 422 if inputs.errors else 200
