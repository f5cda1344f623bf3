"""Templates of letters and what stands in place of their placeholders. Plain German (B1): clients read it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import berlin_date
from engine.phrases import Phrase
from models.casework import Appointment, Case, MissedAppointment
from processes.in_force import next_appointment
from processes.records import office_settings
from processes.wording import day_text, moment_text

FILE = Path(__file__).with_name("templates.json")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")

#: What a template may name, and what it means to whoever writes one.
PLACEHOLDERS: Mapping[str, str] = {
    "anrede": Phrase("Guten Tag mit Vor- und Nachnamen"),
    "termin": Phrase("Tag und Uhrzeit des nächsten Termins"),
    "termin_tag": Phrase("Tag des nächsten Termins"),
    "ort": Phrase("Ort des nächsten Termins"),
    "versaeumt": Phrase("Tag und Uhrzeit des zuletzt versäumten Termins"),
    "anhoerung_bis": Phrase("letzter Tag der Anhörung dazu"),
    "fachkraft": Phrase("zuständige Fachkraft"),
    "haus": Phrase("Name des Jobcenters"),
    "fall": "Fallnummer",
}


@dataclass(frozen=True)
class Template:
    key: str
    title: str
    subject: str
    body: str


@cache
def templates() -> Mapping[str, Template]:
    """All templates by key, in the order of the file."""
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    return {key: Template(key, row["title"], row["subject"], row["body"]) for key, row in raw.items()}


def facts_of(session: Session, case: Case, now: datetime, talk: Appointment | None = None) -> dict[str, str]:
    """The values of all placeholders for a case; what there is not (no appointment) is a gap to be filled in.

    `talk` is the appointment the letter is about, else it is the next one.
    """
    talk = talk or next_appointment(session, case, now)
    missed = _last_missed(session, case)
    return {
        "anrede": f"Guten Tag {case.person.full_name}",
        "termin": moment_text(talk.starts_at) if talk else "____",
        "termin_tag": day_text(berlin_date(talk.starts_at)) if talk else "____",
        "ort": (talk.place if talk else "") or office_settings(session).address or "____",
        "versaeumt": moment_text(missed[0].starts_at) if missed else "____",
        "anhoerung_bis": day_text(missed[1].hearing_until) if missed else "____",
        "fachkraft": case.caseworker.display_name,
        "haus": office_settings(session).name,
        "fall": case.case_number,
    }


def _last_missed(session: Session, case: Case) -> tuple[Appointment, MissedAppointment] | None:
    found = session.execute(
        select(Appointment, MissedAppointment)
        .join(MissedAppointment, MissedAppointment.appointment_id == Appointment.id)
        .where(Appointment.case_id == case.id)
        .order_by(Appointment.starts_at.desc())
        .limit(1)
    ).first()
    return None if found is None else (found[0], found[1])


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with its placeholders replaced, once: a value that looks like a placeholder stays as it is."""
    return _PLACEHOLDER.sub(lambda found: facts.get(found[1], found[0]), text)


def gaps_refused(text: str) -> Phrase | None:
    """What speaks against sending this text: each thing that is left to be filled in, named once."""
    gaps = ", ".join(dict.fromkeys(open_gaps(text)))
    return Phrase("Erwartet: ein Text ohne offene Stellen. Vorgefunden: {gaps}.", gaps=gaps) if gaps else None


def open_gaps(text: str) -> list[str]:
    """What is left to be filled in: placeholders nobody knows, and gaps."""
    gaps = [f"{{{found[1]}}}" for found in _PLACEHOLDER.finditer(text)]
    return gaps + (["____"] if "____" in text else [])
