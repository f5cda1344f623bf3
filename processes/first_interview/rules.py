"""Rules of the first interview. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.phrases import Phrase


def talk_errors(values: Mapping[str, Any], today: date) -> dict[str, str]:
    """A talk is documented after it took place, never before (Fachkonzept A.4.3)."""
    day = values.get("gespraech_am")
    if isinstance(day, date) and day > today:
        return {"gespraech_am": Phrase("Der Tag des Gesprächs liegt in der Zukunft.")}
    return {}


def first_talk_errors(values: Mapping[str, Any], today: date, circle: str) -> dict[str, str]:
    """The first talk is in person (Fachkonzept A.1.4).

    SGB II: otherwise only in a justified exceptional case (§ 15 (4) SGB II). SGB III: by video if both agree
    (§ 38 (1a) SGB III).
    """
    errors, channel = talk_errors(values, today), values.get("gespraech_art")
    if channel == "VIDEO" and circle == "SGB3":
        if not values.get("video_einverstanden"):
            errors["video_einverstanden"] = "Ein erstes Gespräch per Video setzt voraus, dass beide einverstanden sind."
    elif channel in ("PHONE", "VIDEO") and not (values.get("kanal_grund") or "").strip():
        errors["kanal_grund"] = "Das erste Gespräch findet persönlich statt. Nennen Sie den Grund für die Ausnahme."
    return errors


def delay_errors(values: Mapping[str, Any], today: date) -> dict[str, str]:
    """Form `verzug.form`: the new deadline of the first interview lies ahead (T01)."""
    day = values.get("gespraech_bis")
    if isinstance(day, date) and day <= today:
        return {"gespraech_bis": Phrase("Die neue Frist muss nach dem heutigen Tag liegen.")}
    return {}


def note_text(*, concern: str, assessment: str, second_interview: bool, addition: str, exception: str = "") -> str:
    """The note after the first interview (Fachkonzept A.4.3), in the order people read it."""
    parts = [f"Anliegen und Ausgangslage: {concern.strip()}", f"Erste Einschätzung: {assessment.strip()}"]
    if exception.strip():
        parts.append(f"Nicht persönlich, weil: {exception.strip()}")
    if second_interview:
        parts.append("Ein zweites Gespräch ist nötig.")
    if addition.strip():
        parts.append(addition.strip())
    return "\n\n".join(parts)
