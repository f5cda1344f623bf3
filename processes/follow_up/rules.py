"""Rules of the follow-up talk (Fachkonzept A.4.2): four contents, none left out without reason. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from engine.calendar import BusinessCalendar
from engine.phrases import Phrase
from processes.wording import day_text

#: What the answers to step 2 call the outcome, as stored.
OUTCOMES = {
    "nichts": "UNCHANGED",
    "profil": "PROFILE",
    "ziel": "GOAL",
    "strategie": "STRATEGY",
    "vereinbarung": "AGREEMENT",
}


#: Who takes a step, as the form asks and the file says it.
SIDES = {"CLIENT": Phrase("Kundin oder Kunde"), "PROVIDER": Phrase("Jobcenter"), "THIRD_PARTY": Phrase("Dritte")}


def review_errors(values: Mapping[str, Any], *, review_is_due: bool) -> dict[str, str]:
    """Step 2: what is no longer valid is adjusted, from the earliest phase on.

    A due review of the agreement (T14) cannot be talked away: the talk ends with an adjustment.
    """
    change = values.get("aenderung")
    confirmed = {
        "profil": values.get("profil_bestaetigt"),
        "ziel": values.get("ziel_bestaetigt"),
        "strategie": values.get("strategien_bestaetigt"),
    }
    allowed: tuple[str, ...] = tuple(OUTCOMES)
    if confirmed["profil"] is False:
        allowed = ("profil",)
    elif confirmed["ziel"] is False:
        allowed = ("profil", "ziel")
    elif confirmed["strategie"] is False:
        allowed = ("profil", "ziel", "strategie")
    if change is not None and change not in allowed:
        return {
            "aenderung": Phrase("Was nicht mehr gilt, wird angepasst. Öffnen Sie die erste Phase, die nicht mehr gilt.")
        }
    if review_is_due and change == "nichts":
        return {
            "aenderung": Phrase("Die Überprüfung der Vereinbarung ist fällig; sie wird in diesem Gespräch erneuert.")
        }
    if change not in (None, "nichts", "vereinbarung") and not (values.get("ueberpruefung_text") or "").strip():
        return {"ueberpruefung_text": Phrase("Erläutern Sie, was sich ändert und warum.")}
    return {}


def application_errors(values: Mapping[str, Any], relevant_needs: Iterable[str]) -> dict[str, str]:
    """Step 3: left out only where a need stands in the way (A.4.2)."""
    if values.get("bewerbungen_entfallen") and not list(relevant_needs):
        return {"bewerbungen_entfallen": Phrase("Es ist kein Handlungsbedarf relevant; der Schritt entfällt nicht.")}
    return {}


def step_errors(rows: Sequence[Mapping[str, Any]], today: date) -> dict[str, str]:
    """Step 4: concrete, dated steps, at least one of the client (A.4.2)."""
    if not any(row["wer"] == "CLIENT" for row in rows):
        return {"schritte": Phrase("Vereinbaren Sie mindestens einen Schritt, den die Kundin oder der Kunde geht.")}
    return {
        f"schritte.{number}.bis": Phrase("Dieser Tag liegt in der Vergangenheit.")
        for number, row in enumerate(rows)
        if row["bis"] < today
    }


def steps_text(rows: Iterable[Mapping[str, Any]]) -> str:
    """One line per step: who does what by when."""
    return "\n".join(f"{SIDES[row['wer']]}: {row['was'].strip()}, bis {day_text(row['bis'])}" for row in rows)


def changes_since(today: date, calendar: BusinessCalendar | None = None) -> date:
    """First day whose changes prefill the note (A.4.3, T19): the day before, as a calendar day; with a calendar the
    working day before (open point of the specification, setting of the office)."""
    return today - timedelta(days=1) if calendar is None else calendar.working_day_offset(today, -1)


def note_text(variables: Mapping[str, Any], changes: Iterable[str]) -> str:
    """The note after a follow-up talk, prefilled from its four contents and the changes of today and yesterday."""
    parts: list[tuple[str, str | None]] = [("Umsetzung der Vereinbarung", variables.get("abgleich_text"))]
    parts.append(("Profil, Ziel und Strategien", variables.get("ueberpruefung_text") or "gelten weiter."))
    parts.append(("Klärung", variables.get("klaerung_text")))
    skipped = variables.get("bewerbungen_entfallen")
    applications = variables.get("entfall_grund") if skipped else variables.get("bewerbungen_text")
    parts.append(("Bewerbungsaktivitäten", f"entfallen: {applications}" if skipped else applications))
    parts.append(("Nächste Schritte", steps_text(variables.get("schritte") or ())))
    found = list(changes)
    if found:
        parts.append(("Änderungen seit gestern", "\n".join(f"- {change}" for change in found)))
    return "\n\n".join(f"{title}:\n{text}" if "\n" in text else f"{title}: {text}" for title, text in parts if text)
