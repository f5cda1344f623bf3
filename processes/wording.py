"""Words for days and moments, where a process or a form speaks to people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from engine.calendar import BERLIN
from engine.phrases import Phrase, Prose, joined

_WEEKDAYS = (
    Phrase("Montag"),
    Phrase("Dienstag"),
    Phrase("Mittwoch"),
    Phrase("Donnerstag"),
    Phrase("Freitag"),
    Phrase("Samstag"),
    Phrase("Sonntag"),
)


def day_text(day: date | None) -> str:
    """For example "01.07.2026"; empty without a day."""
    return Phrase("{day}", day=day) if day else ""


def weekday_text(day: date) -> str:
    """For example "Mittwoch, 01.07.2026"."""
    return Phrase("{weekday}, {day}", weekday=_WEEKDAYS[day.weekday()], day=day_text(day))


def moment_text(moment: datetime) -> str:
    """For example "Mittwoch, 01.07.2026, 09:00 Uhr" on the wall clock of Germany."""
    local = moment.astimezone(BERLIN)
    return Phrase("{day}, {time} Uhr", day=weekday_text(local.date()), time=f"{local:%H:%M}")


def bullet_list(lines: Sequence[str], otherwise: str) -> str:
    """Markdown list for a text component; `otherwise` if there is nothing to list."""
    return joined("\n", (Prose("* {line}", line=line) for line in lines)) or otherwise


#: What the benefit unit may answer in the forms that ask it for its notice, as the file says it.
_NOTICES = {
    "ERLASSEN": Phrase("Bescheid erlassen"),
    "NICHT_GEMINDERT": Phrase("Nicht gemindert: {reason}"),
    "KEINE_FOLGE": Phrase("Keine Folge: {reason}"),
}


def notice_text(answer: str, reason: str | None) -> Phrase:
    """What the benefit unit did with a decided consequence, and why if it issued no notice (T32, T33)."""
    return _NOTICES[answer].filled(reason=(reason or "").strip())
