"""Where designers work: what is published, in which versions, and the editors of diagrams, tables and forms.

The editors in the browser speak JSON with the routes below `/modelle/dateien/`; `web/designer/shell/workbench.js`
describes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response as WerkzeugResponse

from engine.commands.discard_model_draft import DiscardModelDraft
from engine.commands.publish_model import Published, PublishModel
from engine.commands.save_model_draft import SaveModelDraft
from engine.definitions import newest
from engine.errors import DeploymentRefused, NotFound, StaleRevision
from engine.forms import FormRefused, compile_form
from engine.inputs import check_text
from engine.lint.finding import Finding
from engine.model_files import check_size, review_file
from models.runtime import DefinitionKind
from web.errors import place_of_revision
from web.inputs import Inputs, whole_number
from web.language import gettext as _
from web.model_texts import diagram_told, form_told
from web.office import actor, now, office
from web.permissions import allow
from web.problems import Place, Wrong, counted, problem, sent_object, sent_query, speaks_json, text, wrong_of
from web.readers import definitions as reader
from web.security import relax_style_attributes

room = Blueprint("designer", __name__, url_prefix="/modelle")

#: The three shelves and their addresses.
SHELVES = {
    "prozesse": DefinitionKind.PROCESS,
    "entscheidungen": DefinitionKind.DECISION,
    "formulare": DefinitionKind.FORM,
}
SHELF_OF = {kind: shelf for shelf, kind in SHELVES.items()}
#: Which bundle edits a kind.
EDITORS = {
    DefinitionKind.PROCESS: "modeler",
    DefinitionKind.DECISION: "dmn",
    DefinitionKind.FORM: "form-editor",
}
MEDIA_TYPES = {
    DefinitionKind.PROCESS: "application/xml",
    DefinitionKind.DECISION: "application/xml",
    DefinitionKind.FORM: "application/json",
}
#: Characters of the name a person gives a new model, and of the longest that a published one has.
_LONGEST_NEW_NAME, _LONGEST_NAME = 120, 200
_KEY = re.compile(r"[^\W\d][\w-]{0,79}")

Json = Response | tuple[Response, int]


@room.get("")
@allow("model.read")
def processes() -> str:
    return _shelf_page("prozesse")


@room.get("/<any(entscheidungen, formulare):shelf>")
@allow("model.read")
def others(shelf: str) -> str:
    return _shelf_page(shelf)


def _shelf_page(shelf: str) -> str:
    with office().engine.reading() as rows:
        lines = reader.shelf(rows, SHELVES[shelf])
        people = reader.names_of(rows, [line.deployed_by for line in lines if line.deployed_by])
        return render_template("pages/designer/shelf.html", lines=lines, shelf=shelf, people=people)


@room.get("/<any(prozesse, entscheidungen, formulare):shelf>/<key>")
@allow("model.read")
def show(shelf: str, key: str) -> str:
    """One definition: the version asked for, everything it fixed at its deployment, and all other versions."""
    asked = request.args.get("version", "")
    version = whole_number(asked)
    if asked and version is None:
        raise NotFound("definition", key)
    engine = office().engine
    with engine.reading() as rows:
        page = reader.definition_page(rows, engine.definitions, SHELVES[shelf], key, version)
        people = reader.names_of(rows, [v.deployed_by for v in page.versions])
        form = form_told(rows, engine.definitions, page.shown.id) if page.kind is DefinitionKind.FORM else None
        return render_template(
            "pages/designer/show.html",
            page=page,
            shelf=shelf,
            shelf_of=SHELF_OF,
            people=people,
            nodes=form.view({}, {}, now=now()) if form else (),
        )


@room.get("/<any(prozesse, entscheidungen, formulare):shelf>/<key>/<int:version>/quelle")
@allow("model.read")
def source(shelf: str, key: str, version: int) -> Response:
    """The file of this version, byte for byte; `?ansicht=1` gives the viewer a picture in the person's language."""
    kind = SHELVES[shelf]
    engine = office().engine
    with engine.reading() as rows:
        definition = newest(rows, kind, key, version)
        if definition is None:
            raise NotFound("definition", key)
        content = engine.definitions.source(rows, definition.id)
    name = key if kind is DefinitionKind.FORM else f"{key}{reader.SUFFIXES[kind]}"
    is_viewed = bool(request.args.get("ansicht"))
    headers = {} if is_viewed else {"Content-Disposition": f'attachment; filename="{name}"'}
    if is_viewed and kind is DefinitionKind.PROCESS:
        content = diagram_told(content)
    return Response(content, content_type=f"{MEDIA_TYPES[kind]}; charset=utf-8", headers=headers)


@room.get("/neu")
@allow("model.deploy")
def new() -> str:
    return render_template("pages/designer/new.html", values={"art": request.args.get("art", "")}, errors={})


@room.post("/neu")
@allow("model.deploy")
def create() -> WerkzeugResponse | tuple[str, int]:
    """Choose kind, key and name; the file comes into being with the first save."""
    inputs = Inputs(request.form)
    shelf = inputs.choice("art", list(SHELVES), _("Bitte wählen Sie, was entstehen soll."))
    name = inputs.text("name", _("Bitte einen Namen eingeben."), most=_LONGEST_NEW_NAME)
    key = inputs.text("kennung", _("Bitte eine Kennung eingeben."), most=80)
    if key and not _KEY.fullmatch(key):
        inputs.errors["kennung"] = _("Nur Buchstaben, Ziffern, Binde- und Unterstrich; vorn ein Buchstabe.")
    if not inputs.errors:
        file = f"{key}{reader.SUFFIXES[SHELVES[shelf]]}"
        with office().engine.reading() as rows:
            if not reader.is_taken(rows, file):
                return redirect(url_for(".edit", file=file, name=name), 303)
        inputs.errors["kennung"] = _("Eine Datei %(file)s gibt es schon.", file=file)
    return render_template("pages/designer/new.html", values=inputs.values, errors=inputs.errors), 422


@room.get("/dateien/<file>/bearbeiten")
@allow("model.deploy")
def edit(file: str) -> str:
    """The editor for this kind of file. Its libraries set style attributes; nothing else is relaxed."""
    with office().engine.reading() as rows:
        model = reader.model_file(rows, file)
    relax_style_attributes()
    return render_template(
        "pages/designer/edit.html",
        model=model,
        name=model.name if model.source else request.args.get("name", model.name),
        editor=EDITORS[model.kind],
        shelf=SHELF_OF[model.kind],
    )


@room.get("/dateien/<file>/inhalt")
@allow("model.deploy")
@speaks_json
def content(file: str) -> Response:
    """The file and what its fields suggest, for the editor; `?name=` is what a new one is to be called."""
    name = sent_query({"name": text(_LONGEST_NAME)})["name"] if request.args else ""
    engine = office().engine
    with engine.reading() as rows:
        model = reader.model_file(rows, file)
        suggestions = reader.catalogue(rows, engine)
    return jsonify(
        source=model.source.decode("utf-8", "replace") if model.source else None,
        key=model.key,
        file=model.file,
        name=model.name if model.source or not name else name,
        revision=model.revision,
        published_version=model.published_version,
        catalogue=suggestions,
    )


@room.post("/dateien/<file>/speichern")
@allow("model.deploy")
@speaks_json
def save(file: str) -> Json:
    sent = _sent(file, "revision")
    try:
        revision = office().engine.execute(SaveModelDraft(file, sent.source, sent.revision), actor())
    except StaleRevision as stale:
        return _stale(stale)
    return jsonify(revision=revision)


@room.post("/dateien/<file>/pruefen")
@allow("model.deploy")
@speaks_json
def check(file: str) -> Json:
    """What publishing would find, without publishing."""
    sent = _sent(file)
    engine = office().engine
    with engine.reading() as rows:
        found = review_file(engine, rows, file, sent.source)
    return jsonify(findings=_as_json(found))


@room.post("/dateien/<file>/veroeffentlichen")
@allow("model.deploy")
@speaks_json
def publish(file: str) -> Json:
    sent = _sent(file, "revision", "note")
    try:
        done = office().engine.execute(PublishModel(file, sent.source, sent.revision, sent.note), actor())
    except DeploymentRefused as refused:
        return _found_faults(_("Nicht veröffentlicht: Das Modell enthält noch Fehler."), refused.findings)
    except StaleRevision as stale:
        return _stale(stale)
    return jsonify(revision=done.revision, version=done.definitions[0].version, message=_outcome(done))


@room.post("/dateien/<file>/vorschau")
@allow("model.deploy")
@speaks_json
def preview(file: str) -> Json:
    """The form as caseworkers will see it, rendered by the same macros, without any case."""
    sent = _sent(file)
    if reader.kind_of(file) is not DefinitionKind.FORM:
        raise NotFound("definition", file)
    try:
        form = compile_form(sent.source)
    except FormRefused as refused:
        return _found_faults(_("So lässt sich das Formular noch nicht zeigen."), refused.findings)
    html = render_template("pages/designer/preview.html", nodes=form.view({}, {}, now=now()), form=form, file=file)
    return jsonify(html=html)


@room.post("/dateien/<file>/verwerfen")
@allow("model.deploy")
def discard(file: str) -> WerkzeugResponse:
    """Go back to what is published."""
    with office().engine.reading() as rows:
        model = reader.model_file(rows, file)
    office().engine.execute(DiscardModelDraft(file, Inputs(request.form).number("revision", 0, 10**9, "?")), actor())
    flash(_("Der Entwurf ist verworfen. Es gilt, was veröffentlicht ist."), "success")
    return redirect(shelf_address(SHELF_OF[model.kind]), 303)


@room.app_template_global()
def shelf_address(shelf: str) -> str:
    """Where a shelf is."""
    return url_for("designer.processes") if shelf == "prozesse" else url_for("designer.others", shelf=shelf)


@dataclass(frozen=True)
class Sent:
    """What an editor sends: the file's text, the revision it has seen (0: none), what is new in a publication."""

    source: bytes
    revision: int
    note: str


def _sent(file: str, *more: str) -> Sent:
    """The body of a request about this file: its source and `more` fields, all of them and no others.

    Raises NotFound for a name that is no model file's, NotUnderstood for a body no editor sends.
    """
    reader.kind_of(file)
    body = sent_object({name: _FIELDS[name] for name in ("source", *more)})
    return Sent(body["source"].encode(), body.get("revision") or 0, body.get("note", "").strip())


def _source(value: Any) -> Wrong:
    return wrong_of(check_text(value) or check_size(value.encode()))


def _revision(value: Any) -> Wrong:
    return None if value is None else counted(value)


#: What editors send, see `Sent`; a revision of null is that of a file never saved.
_FIELDS = {"source": _source, "revision": _revision, "note": text(500)}


def _as_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    locale = str(get_locale())
    return [
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "element_id": finding.element_id,
            "message": finding.message(locale),
            "detail": dict(finding.detail),
        }
        for finding in findings
    ]


def _found_faults(message: str, findings: Iterable[Finding]) -> Json:
    """Refused for what was found in the file."""
    told = _as_json(findings)
    place = Place("source", _("ein Modell ohne Fehler"), _("%(n)d Befunde", n=len(told)))
    return problem(message, message, 422, (place,), message=message, findings=told)


def _stale(error: StaleRevision) -> Json:
    message = _("Inzwischen hat jemand anders dieses Modell gespeichert oder veröffentlicht. Ihre Änderungen stehen "
                "noch hier: Laden Sie sie herunter und öffnen Sie das Modell dann neu.")  # fmt: skip
    return problem(message, message, 409, (place_of_revision(error),), message=message)


def _outcome(done: Published) -> str:
    """One sentence for each thing that has a new version."""
    own, *others = done.definitions
    if not own.is_new:
        return _("Unverändert: Version %(version)d ist schon veröffentlicht.", version=own.version)
    sentence = _("Version %(version)d ist veröffentlicht.", version=own.version)
    sentence += " " + _("Neue Vorgänge beginnen mit ihr, laufende bleiben auf ihrer.")
    following = ", ".join(f"{d.key} ({d.version})" for d in others if d.is_new)
    if following:
        sentence += " " + _("Neue Versionen auch von: %(names)s.", names=following)
    return sentence
