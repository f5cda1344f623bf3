"""What speaks against a measure and against what is recorded about it (Fachkonzept A.3, A.4.5, A.6.3). Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from engine.calendar import add_months
from engine.phrases import Phrase
from processes.catalogues import Product
from processes.wording import day_text

#: The strategy that goes with every qualification (ST-6).
GRADUATE_MANAGEMENT = "ST_GRADUATE_MGMT"

_CHECKS = {
    "passt": Phrase("Eine Leistung, die nicht passt, wird nicht zugewiesen."),
    "erfolgreich": Phrase("Eine Leistung ohne Aussicht auf Erfolg wird nicht zugewiesen."),
    "wirtschaftlich": Phrase("Eine unwirtschaftliche Leistung wird nicht zugewiesen."),
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
    lies within the window of its strategy; a longer one takes an extension first. ST-12 is a required field. A subsidy
    asked for in time may pay from a day that is over when it is granted (§ 37 SGB II, § 324 (1) SGB III).
    """
    errors: dict[str, str] = {f"angaben.{field}": why for field, why in _CHECKS.items() if entries.get(field) == "NEIN"}
    if product is not None and product.is_qualifying and GRADUATE_MANAGEMENT not in running_strategies:
        errors["angaben.produkt"] = Phrase(
            "Zu einer Qualifizierung gehört die Strategie Absolventenmanagement; planen Sie sie."
        )
    start, end = entries.get("beginn"), entries.get("ende")
    if start is None or end is None:
        return errors
    if start < today and (product is None or product.subsidy is None):
        errors["angaben.beginn"] = Phrase("Die Maßnahme beginnt nicht in der Vergangenheit.")
    elif start < window[0]:
        errors["angaben.beginn"] = Phrase(
            "Das Zeitfenster der Strategie beginnt erst am {window}.", window=day_text(window[0])
        )
    if end <= start:
        errors["angaben.ende"] = Phrase("Die Maßnahme endet nach ihrem Beginn.")
    elif end > window[1]:
        errors["angaben.ende"] = Phrase(
            "Das Zeitfenster der Strategie endet am {window}. Verlängern Sie es zuerst auf der Seite "
            "„Strategien“ des Falls.",
            window=day_text(window[1]),
        )
    return errors


def decision_errors(values: Mapping[str, Any], today: date) -> dict[str, str]:
    """Form `agentur_entscheidung.form`."""
    day = values.get("entschieden_am")
    return {"entschieden_am": Phrase("Dieser Tag liegt in der Zukunft.")} if day and day > today else {}


def absence_errors(values: Mapping[str, Any], today: date) -> dict[str, str]:
    """Form `massnahme_fehlzeiten.form` (T40)."""
    errors: dict[str, str] = {}
    if (values.get("unentschuldigt") or 0) > (values.get("fehltage") or 0):
        errors["unentschuldigt"] = Phrase("Das sind mehr Tage als Fehltage.")
    received = values.get("eingegangen_am")
    if received and received > today:
        errors["eingegangen_am"] = Phrase("Dieser Tag liegt in der Zukunft.")
    return errors


def outcome_errors(values: Mapping[str, Any], start: date, end: date, today: date) -> dict[str, str]:
    """Form `massnahme_ergebnis.form`."""
    errors: dict[str, str] = {}
    last, report = values.get("letzter_tag"), values.get("traegerbericht_am")
    if last and not start <= last <= end:
        errors["letzter_tag"] = Phrase(
            "Die Maßnahme läuft vom {start} bis zum {end}.", start=day_text(start), end=day_text(end)
        )
    if report and report > today:
        errors["traegerbericht_am"] = Phrase("Dieser Tag liegt in der Zukunft.")
    return errors


def talk_errors(values: Mapping[str, Any], first: date, today: date) -> dict[str, str]:
    """The day of a graduate talk: not before `first`, not in the future (T12, T13)."""
    day = values.get("gespraech_am")
    if day is None or first <= day <= today:
        return {}
    if day > today:
        return {"gespraech_am": Phrase("Ein Gespräch wird festgehalten, wenn es geführt ist.")}
    return {"gespraech_am": Phrase("Das Gespräch findet nach dem {first} statt.", first=day_text(first))}


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
