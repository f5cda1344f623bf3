"""German words for days and moments, where a process or a form speaks to people."""

from __future__ import annotations

from datetime import date, datetime

from engine.calendar import BERLIN

_WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


def day_text(day: date | None) -> str:
    """For example "01.07.2026"; empty without a day."""
    return f"{day:%d.%m.%Y}" if day else ""


def weekday_text(day: date) -> str:
    """For example "Mittwoch, 01.07.2026"."""
    return f"{_WEEKDAYS[day.weekday()]}, {day_text(day)}"


def moment_text(moment: datetime) -> str:
    """For example "Mittwoch, 01.07.2026, 09:00 Uhr" on the wall clock of Germany."""
    local = moment.astimezone(BERLIN)
    return f"{weekday_text(local.date())}, {local:%H:%M} Uhr"


def bullet_list(lines: list[str], otherwise: str) -> str:
    """Markdown list for a text component; `otherwise` if there is nothing to list."""
    return "\n".join(f"* {line}" for line in lines) or otherwise
