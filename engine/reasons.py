"""Why somebody interfered with a running instance: asked for by every operation, kept in the history."""

from __future__ import annotations

from engine.errors import ValuesRefused
from engine.phrases import Phrase

#: Longest reason, in characters.
MOST = 2_000


def require_reason(reason: str) -> str:
    """The reason without blanks around it. Raises `ValuesRefused` if there is none or it is too long."""
    stripped = reason.strip()
    if not stripped:
        raise ValuesRefused({"reason": Phrase("Bitte einen Grund angeben.")})
    if len(stripped) > MOST:
        raise ValuesRefused({"reason": Phrase("Bitte höchstens {most} Zeichen eingeben.", most=MOST)})
    return stripped
