"""Letters and e-mails to the client: choose a template, read and change the text, send or print it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as WerkzeugResponse

from engine.errors import NotFound, ValuesRefused
from models.casework import Case, OfficeSettings
from models.desk import Letter, LetterChannel, LetterState
from models.runtime import Incident, Instance
from processes.identity.access_log import LogAccess
from processes.letters.commands import WriteLetter
from processes.letters.texts import PLACEHOLDERS, facts_of, filled, templates
from web.documents.letter_pdf import letter_pdf
from web.inputs import Inputs
from web.language import gettext as _
from web.office import actor, now, office
from web.permissions import allow
from web.readers import case_file
from web.readers.cases import find_case
from web.views.case_pages import case_page

room = Blueprint("letters", __name__, url_prefix="/faelle/<number>/schreiben")

Answer = WerkzeugResponse | tuple[str, int]


@room.get("")
@allow("case.read")
def listed(number: str) -> str:
    """All letters of the case, newest first, with what became of them."""

    def content(rows: Session, case: Case) -> dict[str, Any]:
        letters = rows.scalars(
            select(Letter).where(Letter.case_id == case.id).order_by(Letter.id.desc()).limit(200)
        ).all()
        return {
            "letters": letters,
            "is_stuck": _is_stuck(rows, number),
            "titles": {key: t.title for key, t in templates().items()},
            "names": case_file.people(rows, {letter.made_by for letter in letters}),
            "LetterChannel": LetterChannel,
            "LetterState": LetterState,
        }

    return case_page(number, "letters", "Schreiben", content)


@room.get("/neu")
@allow("letter.write")
def compose(number: str) -> Answer:
    """The template's text with its placeholders filled, to be read and changed before anything goes out."""
    template = templates().get(request.args.get("vorlage", "einladung"))
    if template is None:
        raise NotFound("template", "letter")
    with office().engine.reading() as rows:
        case = find_case(rows, actor(), number, now()).case
        facts = facts_of(rows, case, now())
    values = {
        "vorlage": template.key,
        "weg": LetterChannel.PAPER.value,
        "betreff": filled(template.subject, facts),
        "text": filled(template.body, facts),
    }
    return _page(number, Inputs(values))


@room.post("/neu")
@allow("letter.write")
def write(number: str) -> Answer:
    _find(number)
    inputs = Inputs(request.form)
    channel = inputs.choice("weg", LetterChannel.__members__, _("Bitte wählen: Brief oder E-Mail."))
    if inputs.errors:
        return _page(number, inputs)
    values = inputs.values
    command = WriteLetter(
        number, LetterChannel[channel], values.get("vorlage", ""), values.get("betreff", ""), values.get("text", "")
    )
    try:
        office().engine.execute(command, actor())
    except ValuesRefused as refusal:
        inputs.errors.update(refusal.errors)
        return _page(number, inputs)
    is_mail = channel == LetterChannel.EMAIL.name
    flash(_("Die E-Mail wird versendet.") if is_mail else _("Der Brief ist erstellt."), "success")
    return redirect(url_for(".listed", number=number), 303)


@room.get("/<int:letter_id>.pdf")
@allow("case.read")
def pdf(number: str, letter_id: int) -> Response:
    with office().engine.reading() as rows:
        case = find_case(rows, actor(), number, now()).case
        letter = rows.scalar(select(Letter).where(Letter.id == letter_id, Letter.case_id == case.id))
        if letter is None:
            raise NotFound("letter", letter_id)
        row = rows.execute(select(OfficeSettings.name, OfficeSettings.address)).first()
        name, address = (row.name, row.address) if row else (office().settings.office_name, "")
        content, case_id = letter_pdf(letter, number, name, address), case.id
    office().engine.execute(LogAccess(case_id, "Druck eines Schreibens"), actor())
    headers = {"Content-Disposition": f'attachment; filename="Schreiben-{number}-{letter_id}.pdf"'}
    return Response(content, content_type="application/pdf", headers=headers)


def _is_stuck(rows: Session, number: str) -> bool:
    """Whether sending has failed three times and waits for somebody."""
    found = rows.scalar(
        select(Incident.id)
        .join(Instance, Instance.id == Incident.instance_id)
        .where(Instance.business_key == number, Incident.process_key == "schreiben", Incident.resolved_at.is_(None))
        .limit(1)
    )
    return found is not None


def _find(number: str) -> Case:
    with office().engine.reading() as rows:
        return find_case(rows, actor(), number, now()).case


def _page(number: str, inputs: Inputs) -> Answer:
    with office().engine.reading() as rows:
        line = find_case(rows, actor(), number, now())
        page = render_template(
            "pages/cases/write_letter.html",
            line=line,
            case=line.case,
            values=inputs.values,
            errors=inputs.errors,
            templates=templates().values(),
            placeholders=PLACEHOLDERS,
        )
    return page, 422 if inputs.errors else 200
