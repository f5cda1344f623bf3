"""Comments, tags and files of a case."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from engine.errors import ValuesRefused
from processes.access import teams_of
from processes.desk.attachments import ENDINGS, MOST_BYTES, AttachFile, RemoveFile
from processes.desk.comments import ReadMentions, TagCase, UntagCase, WriteComment
from processes.identity.access_log import LogAccess
from web.formatters import office_day
from web.inputs import Inputs
from web.language import gettext as _
from web.office import actor, now, office
from web.permissions import allow
from web.readers import case_file, teamwork
from web.readers.cases import find_case
from web.readers.people import colleagues

room = Blueprint("teamwork", __name__, url_prefix="/faelle/<number>/austausch")

Answer = WerkzeugResponse | tuple[str, int]


@room.get("")
@allow("case.read")
def show(number: str) -> Answer:
    """What colleagues wrote, the tags, the files. Mentions of the reader count as read from here on."""
    answer = _page(number, Inputs())
    case_id = _case_id(number)
    office().engine.execute(LogAccess(case_id, "Austausch"), actor())
    office().engine.execute(ReadMentions(case_id), actor())
    return answer


@room.post("/kommentare")
@allow("case.comment")
def comment(number: str) -> Answer:
    inputs = Inputs(request.form)
    return _done(number, inputs, WriteComment(number, inputs.values.get("kommentar", "")), _("Kommentar gespeichert."))


@room.post("/schlagwoerter")
@allow("case.comment")
def tag(number: str) -> Answer:
    inputs = Inputs(request.form)
    return _done(number, inputs, TagCase(number, inputs.values.get("schlagwort", "")), _("Schlagwort vergeben."))


@room.post("/schlagwoerter/entfernen")
@allow("case.comment")
def untag(number: str) -> Answer:
    inputs = Inputs(request.form)
    return _done(number, inputs, UntagCase(number, inputs.values.get("schlagwort", "")), _("Schlagwort entfernt."))


@room.post("/dateien")
@allow("case.write")
def attach(number: str) -> Answer:
    _case_id(number)
    inputs = Inputs()
    sent = request.files.get("datei")
    if sent is None or not sent.filename:
        inputs.errors["datei"] = _("Bitte eine Datei wählen.")
        return _page(number, inputs)
    content = sent.stream.read(MOST_BYTES + 1)
    return _done(number, inputs, AttachFile(number, sent.filename, content), _("Die Datei liegt beim Fall."))


@room.get("/dateien/<int:attachment_id>")
@allow("case.read")
def download(number: str, attachment_id: int) -> Response:
    """The file as a download, never shown inside a page of ours."""
    with office().engine.reading() as rows:
        case = find_case(rows, actor(), number, now()).case
        kept, content = teamwork.file_of(rows, case, attachment_id)
        case_id, name, kind = case.id, kept.name, kept.media_type
    office().engine.execute(LogAccess(case_id, "Datei"), actor())
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    headers = {"Content-Disposition": disposition, "Content-Security-Policy": "sandbox; default-src 'none'"}
    return Response(content, content_type=kind, headers=headers)


@room.post("/dateien/<int:attachment_id>/entfernen")
@allow("case.write")
def remove(number: str, attachment_id: int) -> Answer:
    inputs = Inputs(request.form)
    command = RemoveFile(number, attachment_id, inputs.values.get("grund", ""))
    return _done(number, inputs, command, _("Die Datei ist entfernt."))


def _done(
    number: str, inputs: Inputs, command: WriteComment | TagCase | UntagCase | AttachFile | RemoveFile, said: str
) -> Answer:
    _case_id(number)
    try:
        office().engine.execute(command, actor())
    except ValuesRefused as refusal:
        inputs.errors.update(refusal.errors)
        return _page(number, inputs)
    flash(said, "success")
    return redirect(url_for(".show", number=number), 303)


def _case_id(number: str) -> int:
    """Raises NotFound for cases the person may not see."""
    with office().engine.reading() as rows:
        return find_case(rows, actor(), number, now()).case.id


def _page(number: str, inputs: Inputs) -> Answer:
    with office().engine.reading() as rows:
        line = find_case(rows, actor(), number, now())
        comments = teamwork.comments_of(rows, line.case)
        files = teamwork.files_of(rows, line.case)
        names = {c.written_by for c in comments} | {m.username for c in comments for m in c.mentions}
        page = render_template(
            "pages/cases/teamwork.html",
            line=line,
            case=line.case,
            part="teamwork",
            counts=case_file.counts(rows, line.case),
            today=office_day(now()),
            comments=comments,
            files=files,
            tags=teamwork.tags_of(rows, line.case),
            known_tags=teamwork.tags_in_use(rows, actor()),
            people=colleagues(rows, teams_of(actor()) | {line.case.team.key}),
            names=case_file.people(rows, names | {f.stored_by for f in files}),
            endings=ENDINGS,
            most=MOST_BYTES // 1024 // 1024,
            values=inputs.values,
            errors=inputs.errors,
        )
    return page, 422 if inputs.errors else 200
