"""What speaks against a measure and against what is recorded about it (Fachkonzept A.3, A.4.5, A.6.3). Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from engine.calendar import add_months
from processes.catalogues import Product
from processes.wording import day_text

#: The strategy that goes with every qualification (ST-6).
GRADUATE_MANAGEMENT = "ST_GRADUATE_MGMT"

_CHECKS = {
    "passt": "Eine Leistung, die nicht passt, wird nicht zugewiesen.",
    "erfolgreich": "Eine Leistung ohne Aussicht auf Erfolg wird nicht zugewiesen.",
    "wirtschaftlich": "Eine unwirtschaftliche Leistung wird nicht zugewiesen.",
}


def assignment_errors(
    entries: Mapping[str, Any],
    *,
    product: Product | None,
    window: tuple[date, date],
    today: date,
    running_strategies: Collection[str],
) -> dict[str, str]:
    """Form `massnahme_pruefen.form`, fields below `angaben`.

    ST-17: fits, likely to succeed, economical. ST-6: a qualification goes with graduate management. ST-7: the measure
    lies within the window of its strategy; a longer one takes an extension first. ST-12 is a required field.
    """
    errors = {f"angaben.{field}": why for field, why in _CHECKS.items() if entries.get(field) == "NEIN"}
    if product is not None and product.is_qualifying and GRADUATE_MANAGEMENT not in running_strategies:
        errors["angaben.produkt"] = (
            "Zu einer Qualifizierung gehört die Strategie Absolventenmanagement; planen Sie sie."
        )
    start, end = entries.get("beginn"), entries.get("ende")
    if start is None or end is None:
        return errors
    if start < today:
        errors["angaben.beginn"] = "Die Maßnahme beginnt nicht in der Vergangenheit."
    elif start < window[0]:
        errors["angaben.beginn"] = f"Das Zeitfenster der Strategie beginnt erst am {day_text(window[0])}."
    if end <= start:
        errors["angaben.ende"] = "Die Maßnahme endet nach ihrem Beginn."
    elif end > window[1]:
        errors["angaben.ende"] = (
            f"Das Zeitfenster der Strategie endet am {day_text(window[1])}. Verlängern Sie es zuerst auf der Seite "
            "„Strategien“ des Falls."
        )
    return errors


def decision_errors(values: Mapping[str, Any], today: date) -> dict[str, str]:
    """Form `agentur_entscheidung.form`."""
    day = values.get("entschieden_am")
    return {"entschieden_am": "Dieser Tag liegt in der Zukunft."} if day and day > today else {}


def absence_errors(values: Mapping[str, Any], today: date) -> dict[str, str]:
    """Form `massnahme_fehlzeiten.form` (T40)."""
    errors = {}
    if (values.get("unentschuldigt") or 0) > (values.get("fehltage") or 0):
        errors["unentschuldigt"] = "Das sind mehr Tage als Fehltage."
    received = values.get("eingegangen_am")
    if received and received > today:
        errors["eingegangen_am"] = "Dieser Tag liegt in der Zukunft."
    return errors


def outcome_errors(values: Mapping[str, Any], start: date, end: date, today: date) -> dict[str, str]:
    """Form `massnahme_ergebnis.form`."""
    errors = {}
    last, report = values.get("letzter_tag"), values.get("traegerbericht_am")
    if last and not start <= last <= end:
        errors["letzter_tag"] = f"Die Maßnahme läuft vom {day_text(start)} bis zum {day_text(end)}."
    if report and report > today:
        errors["traegerbericht_am"] = "Dieser Tag liegt in der Zukunft."
    return errors


def talk_errors(values: Mapping[str, Any], first: date, today: date) -> dict[str, str]:
    """The day of a graduate talk: not before `first`, not in the future (T12, T13)."""
    day = values.get("gespraech_am")
    if day is None or first <= day <= today:
        return {}
    if day > today:
        return {"gespraech_am": "Ein Gespräch wird festgehalten, wenn es geführt ist."}
    return {"gespraech_am": f"Das Gespräch findet nach dem {day_text(first)} statt."}


def months_of(start: date, end: date, today: date) -> list[date]:
    """First days of the calendar months the provider may report on: from the first month to now or the last (T40)."""
    month, last = start.replace(day=1), min(end, today).replace(day=1)
    found = [month]
    while month < last:
        month = add_months(month, 1)
        found.append(month)
    return found


def lines(text: str) -> list[str]:
    """The entries of a field with one entry a line."""
    return [line.strip(" *-\t") for line in text.splitlines() if line.strip(" *-\t")]
