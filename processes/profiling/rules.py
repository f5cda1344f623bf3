"""Rules of profiling (Fachkonzept A.1). Pure: values of a form in, German messages by field out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from engine.calendar import add_months

#: Months an exemption for reason d may last at most (Fachkonzept A.1.7, T07).
EXEMPTION_MONTHS = 6


def situation_errors(values: Mapping[str, Any], today: date) -> dict[str, str]:
    """Form `ausgangslage.form`: exemption Z (A.1.7), else target occupation and strengths (A.1.1)."""
    reason = values.get("freistellungsgrund")
    if reason is None:
        return _occupation_errors(values)
    errors = {}
    until = values.get("freistellung_bis")
    if isinstance(until, date):
        if until <= today:
            errors["freistellung_bis"] = "Die Freistellung muss nach dem heutigen Tag enden."
        elif reason == "d" and until > add_months(today, EXEMPTION_MONTHS):
            errors["freistellung_bis"] = "Aus diesem Grund gilt die Freistellung höchstens sechs Monate."
    if reason in ("b", "d") and not values.get("keine_eingliederung"):
        errors["keine_eingliederung"] = "Freigestellt wird nur, wer keine berufliche Eingliederung anstrebt."
    return errors


def _occupation_errors(values: Mapping[str, Any]) -> dict[str, str]:
    errors = {}
    if not values.get("kompetenzen"):
        errors["kompetenzen"] = "Erfassen Sie mindestens eine Stärke."
    if not values.get("neuorientierung_geprueft"):
        errors["neuorientierung_geprueft"] = "Eine berufliche Neuorientierung ist zu prüfen."
    elif not (values.get("neuorientierung_notiz") or "").strip():
        errors["neuorientierung_notiz"] = "Halten Sie das Ergebnis der Prüfung fest."
    return errors


def needs_errors(values: Mapping[str, Any], needs: Iterable[str]) -> dict[str, str]:
    """Form `handlungsbedarfe.form`: what is under clarification carries a remark (A.1.1)."""
    return {
        f"bemerkung_{need}": "Schreiben Sie, was noch zu klären ist."
        for need in needs
        if values.get(f"bedarf_{need}") == "UNDER_CLARIFICATION" and not (values.get(f"bemerkung_{need}") or "").strip()
    }


def assessment_errors(values: Mapping[str, Any], groups: Iterable[str]) -> dict[str, str]:
    """Form `standortbestimmung.form`: the focus is a key group that has a need (A.1.5)."""
    focus = values.get("schwerpunkt")
    if focus and focus not in set(groups):
        return {"schwerpunkt": "In dieser Schlüsselgruppe ist kein Handlungsbedarf relevant."}
    return {}


def segment_errors(values: Mapping[str, Any], suggestion: str | None) -> dict[str, str]:
    """Form `segment.form`: a deviation from the suggestion, or a choice without one, has a reason (A.1.5 note 5)."""
    chosen = values.get("segment")
    errors = {}
    if chosen is not None and chosen != suggestion and not (values.get("segment_begruendung") or "").strip():
        errors["segment_begruendung"] = (
            "Begründen Sie Ihre Wahl, denn es gibt keinen Vorschlag."
            if suggestion is None
            else "Begründen Sie die Abweichung vom Vorschlag."
        )
    if not values.get("ergebnis_besprochen"):
        errors["ergebnis_besprochen"] = "Besprechen Sie das Ergebnis, bevor Sie es festlegen."
    return errors


def groups_with_needs(statuses: Mapping[str, str]) -> list[str]:
    """Key groups Q, L, M, R with at least one relevant need; `statuses` maps need codes to their status."""
    found = {need[0] for need, status in statuses.items() if status == "RELEVANT"}
    return [group for group in ("Q", "L", "M", "R") if group in found]
