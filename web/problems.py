"""Refusals for scripts: JSON that names each place, what was expected there and what was found (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from flask import Response, current_app, jsonify, request

from engine.inputs import Misfit, check_text, check_whole
from web.language import gettext as _
from web.language import told

View = TypeVar("View", bound=Callable[..., Any])

#: What was expected and what was found, in the person's language; None for a value that fits.
Wrong = tuple[str, str] | None
Check = Callable[[Any], Wrong]

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True)
class Place:
    """Where a request does not fit: a field of its body or query, or `address`, `method`, `body`, `session` …

    `found` is None where only a rule can be told. Values are never repeated, only what they are.
    """

    place: str
    expected: str
    found: str | None = None


class NotUnderstood(Exception):
    """The request is none that its address takes: 400, 415, 422 for single fields. `places` are all that do not fit."""

    def __init__(self, status: int, *places: Place) -> None:
        self.status, self.places = status, places
        super().__init__("; ".join(f"Expected {each.expected} as {each.place}" for each in places))


def speaks_json(view: View) -> View:
    """Declare that a view answers scripts only, whatever they say they accept."""
    view.speaks_json = True  # type: ignore[attr-defined]
    return view


def wants_json() -> bool:
    """Whether the caller is one of our scripts and not a person's browser window."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "speaks_json", False) or request.is_json:
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return best == "application/json"


def problem(title: str, detail: str, status: int, places: tuple[Place, ...], **more: Any) -> tuple[Response, int]:
    """The answer to a script. `more` are members that only one kind of refusal has."""
    answer = jsonify(title=title, detail=detail, status=status, places=[asdict(each) for each in places], **more)
    answer.mimetype = "application/problem+json"
    return answer, status


def sent_object(fields: Mapping[str, Check]) -> Mapping[str, Any]:
    """The JSON object of this request: exactly these fields, each as its check wants it.

    Raises NotUnderstood with every field that does not fit.
    """
    if not request.is_json:
        raise NotUnderstood(415, Place("Content-Type", "application/json", _content_type()))
    return _checked(_parsed(request.get_data()), fields)


def sent_query(fields: Mapping[str, Check]) -> Mapping[str, str]:
    """What is asked after the question mark: each of these fields once, nothing else. Raises NotUnderstood."""
    given = {name: values[0] if len(values) == 1 else values for name, values in request.args.lists()}
    return _checked(given, fields)


def require_form() -> None:
    """Raises NotUnderstood if the body is no form: fields that are looked for in it would be taken as empty."""
    if request.mimetype not in _FORMS:
        raise NotUnderstood(415, Place("Content-Type", _(" oder ").join(_FORMS), _content_type()))
    if not request.form:  # one that cannot be read is read as an empty one
        raise NotUnderstood(400, Place("body", _("Felder eines Formulars in UTF-8"), _("keine")))


def text(most: int) -> Check:
    """A text of at most this many characters."""

    def wrong(value: Any) -> Wrong:
        misfit = check_text(value)
        if misfit is None and len(value) > most:
            return _("höchstens %(most)d Zeichen", most=most), _("%(n)d Zeichen", n=len(value))
        return wrong_of(misfit)

    return wrong


def counted(value: Any) -> Wrong:
    """A revision: a whole number from 0."""
    misfit = check_whole(value)
    return (_("eine Zahl ab 0"), _("eine negative")) if misfit is None and value < 0 else wrong_of(misfit)


def wrong_of(misfit: Misfit | None) -> Wrong:
    """What the engine says of a value, in the person's language."""
    return misfit and (told(misfit[0]), told(misfit[2]))


def _readable(name: str) -> str:
    """The name of a field that nobody knows, so that it can be told."""
    return name[:80].encode("utf-8", "replace").decode()


def _content_type() -> str:
    return request.mimetype or _("nichts")


def _parsed(body: bytes) -> Mapping[str, Any]:
    expected = _("ein JSON-Objekt in UTF-8")
    try:
        found: Any = json.loads(body.decode())
    except UnicodeDecodeError as error:
        said = _("Bytes, die kein UTF-8 sind, ab Stelle %(at)d", at=error.start)
        raise NotUnderstood(400, Place("body", expected, said)) from None
    except json.JSONDecodeError as error:
        said = _("kein JSON ab Zeile %(line)d, Spalte %(column)d", line=error.lineno, column=error.colno)
        raise NotUnderstood(400, Place("body", expected, said if body.strip() else _("nichts"))) from None
    except (RecursionError, ValueError):  # nested too deeply, or a number of thousands of digits
        said = _("JSON, das zu tief geschachtelt ist oder zu lange Zahlen enthält")
        raise NotUnderstood(400, Place("body", expected, said)) from None
    if not isinstance(found, dict):
        raise NotUnderstood(400, Place("body", expected, _("anderes JSON")))
    return found


def _checked(given: Mapping[str, Any], fields: Mapping[str, Check]) -> Mapping[str, Any]:
    only = _("nur %(known)s", known=", ".join(fields))
    places = [Place(_readable(name), only, _("ein unbekanntes Feld")) for name in given if name not in fields]
    for name, check in fields.items():
        wrong = check(given[name]) if name in given else (_("eine Angabe"), _("nichts"))
        if wrong is not None:
            places.append(Place(name, *wrong))
    if places:
        raise NotUnderstood(422, *places)
    return given
