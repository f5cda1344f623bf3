"""The only translation of refusals into HTTP and German. Every page keeps what was typed, so that nothing is lost."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from enum import Enum

from flask import Flask, current_app, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import BadRequest, HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response

from engine import errors as refusals
from web.formatters import format_datetime
from web.forms import UnknownAction
from web.language import gettext as _
from web.language import lazy_gettext as lazy
from web.language import told
from web.problems import NotUnderstood, Place, problem, wants_json
from web.readers.case_file import people
from web.sending_again import note_request, values_to_send

log = logging.getLogger("phasenwerk.web")

Answer = tuple[str, int] | tuple[Response, int]

#: What the engine says a thing is, in words for people.
_KINDS = {
    "user task": lazy("Aufgabe"),
    "task": lazy("Aufgabe"),
    "instance": lazy("Vorgang"),
    "incident": lazy("Störung"),
    "timer": lazy("Frist"),
    "definition": lazy("Modell"),
    "case": lazy("Fall"),
    "agreement": lazy("Vereinbarung"),
    "appointment": lazy("Termin"),
    "strategy": lazy("Strategie"),
    "note": lazy("Vermerk"),
    "letter": lazy("Schreiben"),
    "vacancy": lazy("Stellenangebot"),
    "attachment": lazy("Datei"),
    "absence": lazy("Abwesenheit"),
    "migration": lazy("Umzug"),
    "dry run": lazy("Probelauf"),
    "data change": lazy("Vorschlag"),
    "token": lazy("Marke"),
}
_STATES = {
    "completed": lazy("abgeschlossen"),
    "cancelled": lazy("abgebrochen"),
    "suspended": lazy("angehalten"),
    "claimed": lazy("in Bearbeitung"),
    "assigned": lazy("in Bearbeitung"),
    "open": lazy("offen"),
    "unassigned": lazy("niemandem zugeordnet"),
    "resolved": lazy("behoben"),
    "begun": lazy("begonnen"),
    "deregistered": lazy("abgemeldet"),
    "done": lazy("erledigt"),
    "failed": lazy("gescheitert"),
    "moved": lazy("verlegt"),
    "held": lazy("stattgefunden"),
    "missed": lazy("nicht erschienen"),
    "closed": lazy("beendet"),
    "running": lazy("läuft"),
    "paused": lazy("angehalten"),
    "finished": lazy("fertig"),
    "undone": lazy("zurückgenommen"),
    "approved": lazy("genehmigt"),
    "rejected": lazy("abgelehnt"),
    "active": lazy("in Gang"),
    "not ended": lazy("nicht beendet"),
    "given": lazy("erteilt"),
    "refused or withdrawn": lazy("verweigert oder widerrufen"),
    "ended": lazy("beendet"),
    "with an open sheet": lazy("mit offenem Profilingbogen"),
    "in another version": lazy("in einer anderen Version"),
    "another one than the target": lazy("eine andere Version als das Ziel"),
    "deadlock": lazy("eine Sackgasse, in der Marken aufeinander warten; versetzen Sie eine oder fügen Sie eine hinzu"),
}
#: Why a token cannot go there, and what to do instead. Each names the element that stands in the way.
_WHY_NOT = {
    refusals.WhyNot.LAST_OF_INSTANCE: lazy(
        "Das ist die letzte Marke, der Vorgang würde enden. Versetzen Sie sie, oder brechen Sie den Vorgang ab."
    ),
    refusals.WhyNot.LAST_OF_SCOPE: lazy(
        "Das ist die letzte Marke in „%(element)s“. Versetzen Sie sie, oder entfernen Sie die Marke von „%(element)s“."
    ),
    refusals.WhyNot.PART_OF_ACTIVITY: lazy(
        "Diese Marke ist ein Durchlauf von „%(element)s“. Versetzen Sie die Marke von „%(element)s“ im Ganzen, "
        "oder entfernen Sie diesen Durchlauf."
    ),
    refusals.WhyNot.SCOPE_ITSELF: lazy("Das ist „%(element)s“ selbst und keine Marke darin."),
    refusals.WhyNot.NO_TARGET: lazy("„%(element)s“ macht anderes rückgängig. Dorthin führt kein Weg."),
    refusals.WhyNot.REPEATED: lazy(
        "„%(element)s“ liegt in einem Teil, der mehrmals, ohne feste Reihenfolge oder durch ein Ereignis läuft. "
        "Versetzen Sie die Marke auf diesen Teil."
    ),
    refusals.WhyNot.INTERRUPTED: lazy(
        "„%(element)s“ hat den Ablauf unterbrochen. Versetzen Sie die Marke von „%(element)s“."
    ),
    refusals.WhyNot.AMBIGUOUS: lazy("„%(element)s“ läuft mehrmals. Wählen Sie, an welcher Stelle."),
    refusals.WhyNot.NOT_REPEATED: lazy(
        "Erwartet: eine Stelle, die für mehrere Einträge läuft. Vorgefunden: „%(element)s“ ist keine solche Stelle "
        "oder selbst ein Durchlauf."
    ),
    refusals.WhyNot.NOT_BEGUN: lazy(
        "Erwartet: eine Stelle, die läuft. Vorgefunden: „%(element)s“ ist gestört oder hat noch nicht begonnen."
    ),
    refusals.WhyNot.NO_ITEM: lazy("Die Durchläufe von „%(element)s“ werden nur gezählt und haben keinen Eintrag."),
    refusals.WhyNot.TOO_MANY_TURNS: lazy("„%(element)s“ hat schon so viele Durchläufe, wie es haben kann."),
}


def install(app: Flask) -> None:
    """Register a page for each kind of refusal."""
    app.register_error_handler(refusals.NotFound, _missing)
    app.register_error_handler(refusals.Forbidden, _missing)
    app.register_error_handler(UnknownAction, _missing)
    app.register_error_handler(refusals.WrongState, _wrong_state)
    app.register_error_handler(refusals.StaleRevision, _stale)
    app.register_error_handler(refusals.Conflict, _conflict)
    app.register_error_handler(refusals.ValuesRefused, _values_refused)
    for kind in (refusals.TokenRefused, refusals.SamePerson, refusals.ValuesMoved):
        app.register_error_handler(kind, _not_like_this)
    for away in (refusals.DatabaseAway, OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(away, _database_away)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(NotUnderstood, _not_understood)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def typed_values() -> Mapping[str, list[str]]:
    """What the person had typed into the form that could not be accepted, field by field."""
    return {
        name: [value for value in values if value.strip()]
        for name, values in values_to_send().lists()
        if not name.startswith("_") and any(value.strip() for value in values)
    }


def refused_page(
    title: str, text: str, status: int, *places: Place, retry: bool = False, bare: bool = False, **more: str
) -> Answer:
    """A readable page: what happened, what to do, and what was typed. JSON for callers that asked for it.

    `retry` offers to send the same values again; `bare` draws no navigation, because drawing it needs the database.
    `places` say to scripts where the request does not fit, `more` what else they go on with.
    """
    if wants_json():
        return problem(title, text, status, places, **more)
    page = render_template(
        "pages/errors/refused.html",
        title=title,
        text=text,
        status=status,
        typed=typed_values(),
        retry=values_to_send() if retry and request.method == "POST" else None,
        bare=bare,
    )
    return page, status


def session_ended() -> Answer:
    """A form was sent after the session had ended: sign in again and press once, nothing typed is lost."""
    if not wants_json():  # a script keeps what is typed on its page and sends it with the new session's token
        note_request(current_app.extensions["office"].settings.wall_clock())
    text = _("Ihre Sitzung ist beendet. Ihre Eingaben stehen unten. Melden Sie sich in einem neuen Fenster an "
             "und senden Sie danach noch einmal.")  # fmt: skip
    place = Place("session", _("eine laufende Sitzung"), _("keine"))
    return refused_page(_("Bitte melden Sie sich erneut an"), text, 401, place, retry=True, bare=True)


def _missing(_error: Exception) -> Answer:
    text = _("Unter dieser Adresse gibt es nichts, oder es gehört nicht zu Ihrem Aufgabenbereich.")
    # the same for what is foreign and what is missing, so that nobody learns what exists beyond their own
    place = Place("address", _("etwas, das es gibt und das zu Ihrem Aufgabenbereich gehört"), _("nichts"))
    return refused_page(_("Seite nicht gefunden"), text, 404, place)


def operation_refused(error: refusals.EngineError, name_of: Callable[[str], str]) -> str:
    """Why an operation on a running instance was refused, in a sentence; `name_of` gives the name of an element.

    Raises the error again if it is none that a person at the form could answer to.
    """
    if isinstance(error, refusals.TokenRefused):
        return str(_WHY_NOT[error.why]) % {"element": name_of(error.element_id)}
    if isinstance(error, refusals.SamePerson):
        return _("Was Sie selbst vorgeschlagen haben, muss eine andere Person genehmigen.")
    if isinstance(error, refusals.ValuesMoved):
        return _("Inzwischen haben diese Angaben einen anderen Wert: %(names)s. Lehnen Sie den Vorschlag ab und "
                 "schlagen Sie neu vor.", names=", ".join(error.names))  # fmt: skip
    if isinstance(error, refusals.WrongState):
        return _wrong_state_text(error)
    raise error


def _not_like_this(error: refusals.EngineError) -> Answer:
    text = operation_refused(error, lambda element_id: element_id)
    return refused_page(_("So geht das nicht"), f"{text} " + _("Es wurde nichts geändert."), 409)


def _wrong_state(error: refusals.WrongState) -> Answer:
    expected = _(" oder ").join(_state_word(each) for each in error.expected) or _("ein anderer Zustand")
    place = Place(error.kind, expected, _state_word(error.state))
    return refused_page(_("Das ging nicht mehr"), _wrong_state_text(error), 409, place)


def _wrong_state_text(error: refusals.WrongState) -> str:
    thing = _KINDS.get(error.kind, _("Eintrag"))
    state = _state_word(error.state)
    if error.expected:
        return _wrong_state_with_expected(error, str(thing), str(state))
    if error.by:
        when = format_datetime(error.at) if error.at else ""
        return _("%(thing)s: %(state)s von %(who)s %(when)s. Es wurde nichts geändert.",
                 thing=thing, state=state, who=_name_of(error.by), when=when)  # fmt: skip
    return _("%(thing)s: jetzt %(state)s. Es wurde nichts geändert.", thing=thing, state=state)


def _wrong_state_with_expected(error: refusals.WrongState, thing: str, state: str) -> str:
    """What would have been possible in which state, and what it is since when and by whom."""
    expected = _(" oder ").join(_state_word(each) for each in error.expected)
    if not error.by:
        return _("%(thing)s. Erwartet: %(expected)s. Vorgefunden: %(state)s. Es wurde nichts geändert.",
                 thing=thing, expected=expected, state=state)  # fmt: skip
    when = format_datetime(error.at) if error.at else ""
    return _("%(thing)s. Erwartet: %(expected)s. Vorgefunden: %(state)s von %(who)s %(when)s. "
             "Es wurde nichts geändert.", thing=thing, expected=expected, state=state,
             who=_name_of(error.by), when=when)  # fmt: skip


def _state_word(state: str) -> str:
    """States of the casework are stored values with a word of their own, those of the engine plain texts."""
    from web.labels import label  # it knows the office, which knows who is signed in, which knows this module

    return label(state) if isinstance(state, Enum) else str(_STATES.get(state.lower(), state))


def _name_of(username: str) -> str:
    """What a colleague is called; the engine knows sign-in names only."""
    if username == "system":
        return _("System")
    with current_app.extensions["office"].engine.reading() as rows:
        return people(rows, {username}).get(username, username)


def _stale(error: refusals.StaleRevision) -> Answer:
    text = _("Jemand hat inzwischen etwas anderes gespeichert. Es wurde nichts überschrieben. "
             "Öffnen Sie die Seite neu und übertragen Sie Ihre Eingaben.")  # fmt: skip
    return refused_page(_("Zwischenzeitlich geändert"), text, 409, place_of_revision(error))


def place_of_revision(error: refusals.StaleRevision) -> Place:
    """For scripts: the revision that is stored and the one that was sent."""
    return Place("revision", str(error.actual), str(error.expected))


def _conflict(_error: refusals.Conflict) -> Answer:
    text = _("Das gibt es bereits oder es läuft schon. Es wurde nichts geändert.")
    return refused_page(_("Bereits vorhanden"), text, 409)


def _values_refused(error: refusals.ValuesRefused) -> Answer:
    fields = "; ".join(f"{name}: {told(message)}" for name, message in error.errors.items())
    text = _("Diese Angaben passen nicht: %(fields)s", fields=fields)
    return refused_page(_("Angaben unvollständig oder falsch"), text, 422, *_places_of(error), message=text)


def _places_of(error: refusals.ValuesRefused) -> list[Place]:
    if isinstance(error, refusals.WrongInput):
        return [Place(name, told(each[0]), told(each[2])) for name, each in error.fields.items()]
    return [Place(name, told(message)) for name, message in error.errors.items()]


def _not_understood(error: NotUnderstood) -> Answer:
    said = "; ".join(
        _("%(place)s: Erwartet: %(expected)s. Vorgefunden: %(found)s.",
          place=each.place, expected=each.expected, found=each.found)
        for each in error.places
    )  # fmt: skip
    text = f"{said} " + _("Es wurde nichts geändert.")
    return refused_page(_("Anfrage nicht verständlich"), text, error.status, *error.places, message=text)


def _database_away(error: Exception) -> Answer:
    log.warning("database away: %s", type(error).__name__)
    text = _("Die Datenbank ist gerade nicht erreichbar. Es wurde nichts gespeichert und nichts geändert. "
             "Versuchen Sie es in einer Minute noch einmal.")  # fmt: skip
    return refused_page(_("Gerade nicht erreichbar"), text, 503, retry=True, bare=True)


def _csrf(_error: CSRFError) -> Answer:
    if not current_user.is_authenticated and request.blueprint != "account":
        return session_ended()  # the token ended with the session
    text = _("Das Formular war zu alt oder kam nicht von dieser Seite. Es wurde nichts geändert.")
    place = Place("csrf_token", _("das Kennzeichen dieser Sitzung"), _("keines oder ein anderes"))
    # only pages of this office can read the answer: one left open goes on with the new session's token
    return refused_page(_("Formular abgelaufen"), text, 400, place, retry=True, token=generate_csrf())


def _http(error: HTTPException) -> Answer | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    if code == 404:
        return _missing(error)
    titles = {
        400: _("Anfrage nicht verständlich"),
        405: _("So nicht vorgesehen"),
        413: _("Zu groß"),
        422: _("Angaben unvollständig oder falsch"),
    }
    text = _("Es wurde nichts geändert.")
    return refused_page(titles.get(code, _("Das hat nicht geklappt")), text, code, *_places_in(error))


def _places_in(error: HTTPException) -> list[Place]:
    if isinstance(error, MethodNotAllowed):
        return [Place("method", ", ".join(sorted(error.valid_methods or ())), request.method)]
    if error.code == 413:
        most = request.max_content_length if _is_too_long() else request.max_form_memory_size
        found = _("mehr") if request.content_length is None else _("%(n)d Byte", n=request.content_length)
        return [Place("body", _("höchstens %(n)d Byte", n=most or 0), found)]
    if isinstance(error, BadRequest) and error.description == "origin":
        return [Place("Origin", request.host_url.rstrip("/"), _("eine andere Adresse"))]
    return []


def _is_too_long() -> bool:
    return (request.content_length or 0) > (request.max_content_length or 0)


def _unexpected(error: Exception) -> Answer:
    reference = secrets.token_hex(4)
    # the exception text may repeat what was typed, so only its type is logged beside the trace
    log.exception("unexpected %s, reference %s", type(error).__name__, reference)
    text = _("Das hätte nicht passieren dürfen. Es wurde nichts gespeichert. Kennung für den Betrieb: %(ref)s",
             ref=reference)  # fmt: skip
    return refused_page(_("Unerwarteter Fehler"), text, 500, retry=True, bare=True)
