"""Write a counselling note, or correct one by an addendum."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import ValuesRefused
from models.casework import TalkHeld
from processes.follow_up.commands import AddAddendum, SaveNote
from processes.follow_up.note_draft import note_draft
from web.formatters import office_day
from web.inputs import Inputs
from web.labels import label
from web.language import gettext as _
from web.office import actor, now, office
from web.permissions import allow
from web.readers import case_file
from web.readers.cases import find_case

room = Blueprint("notes", __name__, url_prefix="/faelle")


@room.get("/<number>/vermerke/neu")
@allow("case.write")
def write(number: str) -> Response | tuple[str, int]:
    """Prefilled with what the first interview found, or with what has changed; how the talk took place is not."""
    today = office_day(now())
    with office().engine.reading() as rows:
        draft = note_draft(rows, find_case(rows, actor(), number, now()).case, today)
    return _page(
        "write_note", number, Inputs({"talk_on": today.isoformat(), "subject": draft.subject, "body": draft.body})
    )


@room.post("/<number>/vermerke/neu")
@allow("case.write")
def save(number: str) -> Response | tuple[str, int]:
    inputs = Inputs(request.form)
    subject = inputs.text("subject", _("Bitte einen Betreff eingeben."), most=200)
    talk = inputs.choice("talk_held", TalkHeld.__members__, _("Bitte angeben, wie das Gespräch stattfand."))
    talk_on = inputs.day("talk_on", _("Bitte den Tag des Gesprächs eingeben."))
    body = inputs.text("body", _("Bitte den Vermerk schreiben."), most=20_000)
    if inputs.errors or talk_on is None:
        return _page("write_note", number, inputs)
    return _saved("write_note", number, inputs, SaveNote(number, subject, TalkHeld[talk], talk_on, body))


@room.get("/<number>/vermerke/<int:note_id>/nachtrag")
@allow("case.write")
def amend(number: str, note_id: int) -> Response | tuple[str, int]:
    return _page("add_addendum", number, Inputs(), note_id)


@room.post("/<number>/vermerke/<int:note_id>/nachtrag")
@allow("case.write")
def save_addendum(number: str, note_id: int) -> Response | tuple[str, int]:
    inputs = Inputs(request.form)
    body = inputs.text("body", _("Bitte den Nachtrag schreiben."), most=20_000)
    if inputs.errors:
        return _page("add_addendum", number, inputs, note_id)
    return _saved("add_addendum", number, inputs, AddAddendum(note_id, body), note_id)


def _saved(
    part: str, number: str, inputs: Inputs, command: SaveNote | AddAddendum, note_id: int | None = None
) -> Response | tuple[str, int]:
    """Run the command for a visible case and show all notes; what it refuses goes to the fields."""
    with office().engine.reading() as rows:
        case = find_case(rows, actor(), number, now()).case
        if note_id is not None:
            case_file.note(rows, case, note_id)
    try:
        office().engine.execute(command, actor())
    except ValuesRefused as refusal:
        inputs.errors.update(refusal.errors)
        return _page(part, number, inputs, note_id)
    flash(_("Gespeichert."), "success")
    return redirect(url_for("cases.notes", number=number), 303)


def _page(part: str, number: str, inputs: Inputs, note_id: int | None = None) -> tuple[str, int]:
    with office().engine.reading() as rows:
        line = find_case(rows, actor(), number, now())
        shown: dict[str, Any] = {"note": case_file.note(rows, line.case, note_id)} if note_id else {}
        page = render_template(
            f"pages/cases/{part}.html",
            line=line,
            case=line.case,
            values=inputs.values,
            errors=inputs.errors,
            talks=[(t.name, label(t)) for t in TalkHeld],
            **shown,
        )
    return page, 422 if inputs.errors else 200
