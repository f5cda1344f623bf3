"""A form that came after the session had ended is taken as it is once the person has signed in again.

Its CSRF token belongs to the session that ended, and sign-in makes a new one. So the page that says that the session is
over notes in the browser's signed cookie which request it has shown back, as a digest of address and values. Sign-in
carries nothing else over, and the note is good for exactly this request, once, from this browser.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from flask import request, session
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.datastructures import MultiDict

from processes.identity.sign_in import ABSOLUTE

#: Where the notes are in the cookie: digest of a request → seconds since 1970 at which it was shown back.
_NOTES = "sending_again"
#: A cookie has 4 KiB. People have few forms open in which they were interrupted.
_MOST = 3
#: Never sent back to a browser: secrets, and the token of the session that is over.
_OWN = {"csrf_token", "kennwort", "kennwort_neu", "kennwort_wiederholt"}


def values_to_send() -> MultiDict[str, str]:
    """What the form held that came too late, without secrets: the page offers to send it again."""
    return MultiDict([(name, value) for name, value in request.form.items(multi=True) if name not in _OWN])


def note_request(at: datetime) -> None:
    """This request has been shown back to the person and may come once more until a session would be over anyway."""
    notes = {**session.get(_NOTES, {}), _digest(): int(at.timestamp())}
    session[_NOTES] = dict(sorted(notes.items(), key=lambda note: note[1])[-_MOST:])


def start_afresh() -> None:
    """Empty the session of this browser, as sign-in must; only the notes stay."""
    notes: Any = session.get(_NOTES)
    session.clear()
    if notes:
        session[_NOTES] = notes


def check_token(csrf: CSRFProtect, at: datetime) -> None:
    """Every write carries the token of its session, or is the one that was noted. Raises `CSRFError`."""
    try:
        csrf.protect(apply_exemptions=True)
    except CSRFError:
        if not _is_noted(at):
            raise


def _is_noted(at: datetime) -> bool:
    """Whether this request was noted in this browser; whoever sends it is signed in. The note is used up."""
    if not current_user.is_authenticated:
        return False
    notes = dict(session.get(_NOTES, {}))
    noted = notes.pop(_digest(), None)
    if noted is None:
        return False
    session[_NOTES] = notes
    return bool(at.timestamp() - noted < ABSOLUTE.total_seconds())


def _digest() -> str:
    """Address and values of this request. Browsers write line ends of hidden and of visible fields differently."""
    fields = sorted((name, "\n".join(value.splitlines())) for name, value in values_to_send().items(multi=True))
    told = json.dumps([request.method, request.full_path, fields])
    return hashlib.sha256(told.encode()).hexdigest()[:40]
