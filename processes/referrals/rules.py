"""What speaks against an order to a specialist service (Fachkonzept A.6.2). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from engine.phrases import Phrase
from processes.referrals.services import PASSES_PROFILE_ON, SERVICES, WITHOUT_CONSENT

#: Branches of the artists' agency in which experience stands in for a degree, or is what counts.
_EXPERIENCE_COUNTS = {"CREW": "DEGREE_OR_EXPERIENCE", "UNTERHALTUNG": "EXPERIENCE"}


def order_errors(order: Mapping[str, Any], today: date, locked_because: str = "") -> dict[str, str]:
    """Form `fachdienst_auftrag.form`, fields below `auftrag`, by place.

    The medical service is asked only after a talk that showed the need; beyond availability and capacity the client
    has consented (§ 32 SGB III); the pools of the ZAV have entry criteria, the management pool all of them (T42).
    `locked_because`: why the profile may not be handed on to others, empty if it may (A.1.8). A refusal of the consent
    is recorded with its day in the place of a consent (§ 67b (2) SGB X).
    """
    errors: dict[str, str] = {}
    service = SERVICES.get(order.get("dienst") or "")
    if service is None:
        return errors
    if order.get("angebot") and order["angebot"] not in service.offers:
        errors["auftrag.angebot"] = Phrase("Das bietet {service} nicht an.", service=service.label)
    if locked_because and order.get("angebot") in PASSES_PROFILE_ON:
        errors["auftrag.angebot"] = Phrase(
            "{locked_because} Ohne Einverständnis geht das Profil nicht an {service}.",
            locked_because=locked_because,
            service=service.label,
        )
    if service.code == "AED" and not order.get("gespraech"):
        errors["auftrag.gespraech"] = Phrase("Der Ärztliche Dienst wird erst nach einem Gespräch eingeschaltet.")
    if is_refused(order):
        return errors | _refusal_errors(order, today)
    if service.is_medical:
        errors |= _consent_errors(order, today)
    if order.get("angebot") == "ZAV_MANAGEMENT":
        errors |= _management_errors(order)
    if order.get("angebot") == "ZAV_KUENSTLER":
        errors |= _artist_errors(order)
    return errors


def is_refused(order: Mapping[str, Any]) -> bool:
    """The client refuses the consent that this referral needs: nothing is handed over."""
    return bool(order.get("einwilligung_abgelehnt"))


def _refusal_errors(order: Mapping[str, Any], today: date) -> dict[str, str]:
    day = order.get("abgelehnt_am")
    if day is None:
        return {"auftrag.abgelehnt_am": Phrase("Geben Sie an, an welchem Tag die Person abgelehnt hat.")}
    return {"auftrag.abgelehnt_am": Phrase("Dieser Tag liegt in der Zukunft.")} if day > today else {}


def _consent_errors(order: Mapping[str, Any], today: date) -> dict[str, str]:
    given, form = order.get("einwilligung_am"), order.get("einwilligung_form")
    if given is None:
        if order.get("anlass") in WITHOUT_CONSENT or order.get("anlass") is None:
            return {}
        return {
            "auftrag.einwilligung_am": Phrase("Für diese Frage ist die Einwilligung der Person nötig (§ 32 SGB III).")
        }
    errors: dict[str, str] = {}
    if given > today:
        errors["auftrag.einwilligung_am"] = Phrase("Dieser Tag liegt in der Zukunft.")
    if not form:
        errors["auftrag.einwilligung_form"] = Phrase("Die Einwilligung liegt schriftlich oder elektronisch vor.")
    return errors


def _management_errors(order: Mapping[str, Any]) -> dict[str, str]:
    """All of them: leadership, less than six months unemployed, mobile, one salary of 45,000 to 65,000 EUR or more."""
    errors: dict[str, str] = {}
    for field, why in {
        "fuehrung": Phrase("Mindestens drei Jahre aktuelle Führung sind Voraussetzung."),
        "arbeitslos_unter_6": Phrase("Vermittelt wird, wer weniger als sechs Monate arbeitslos ist."),
        "mobil": Phrase("Bundesweite Mobilität ist Voraussetzung."),
    }.items():
        if not order.get(field):
            errors[f"auftrag.{field}"] = why
    salary, least = order.get("jahresgehalt"), order.get("gehaltsgrenze") or 45000
    if salary is None or salary < least:
        errors["auftrag.jahresgehalt"] = Phrase(
            "Mindestens ein Jahresgehalt von {least} Euro ist Voraussetzung.", least=Decimal(least)
        )
    return errors


def _artist_errors(order: Mapping[str, Any]) -> dict[str, str]:
    """Stage, film and television: degree; crew: degree or experience; entertainment: experience."""
    branch = order.get("sparte")
    if branch is None:
        return {}
    wanted = _EXPERIENCE_COUNTS.get(branch, "DEGREE")
    degree, experience = bool(order.get("akademie")), bool(order.get("erfahrung"))
    if wanted == "DEGREE" and not degree:
        return {
            "auftrag.akademie": Phrase("Für diese Sparte ist der Abschluss einer anerkannten Akademie Voraussetzung.")
        }
    if wanted == "EXPERIENCE" and not experience:
        return {"auftrag.erfahrung": Phrase("Für diese Sparte ist einschlägige Erfahrung Voraussetzung.")}
    if wanted == "DEGREE_OR_EXPERIENCE" and not (degree or experience):
        return {
            "auftrag.erfahrung": Phrase("Für diese Sparte ist ein Abschluss oder einschlägige Erfahrung Voraussetzung.")
        }
    return {}


def reminder_errors(values: Mapping[str, Any], today: date) -> dict[str, str]:
    """Form `fachdienst_erinnern.form`."""
    day = values.get("naechste_erinnerung_am")
    return {"naechste_erinnerung_am": Phrase("Dieser Tag liegt nicht in der Zukunft.")} if day and day <= today else {}
