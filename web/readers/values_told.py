"""Values of process data as people read them: the way they are written down, cut to what fits a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.feel import literal_text
from engine.values import decode
from web.language import gettext as _

#: Longest value in a sentence, in characters; the page of the proposal shows it in full.
MOST = 60


def value_told(encoded: str | None) -> str:
    """A value in the typed encoding of the engine, None for none, as it would be typed in."""
    return "–" if encoded is None else literal_text(decode(encoded))


def shortened(text: str, most: int = MOST) -> str:
    """The beginning of a long text."""
    return text if len(text) <= most else f"{text[:most]}…"


def changes_told(data: Mapping[str, Any]) -> str:
    """What was changed, from what to what, from the facts of a history entry."""
    return "; ".join(
        _(
            "%(name)s von %(before)s auf %(after)s",
            name=change["name"],
            before=shortened(value_told(change["before"])),
            after=shortened(value_told(change["after"])),
        )
        for change in data.get("changes", ())
    )
