"""Rules of profiling (Fachkonzept A.1). Pure: values of a form in, German messages by field out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.calendar import add_months
from engine.phrases import Phrase

#: Months an exemption for reason d may last at most (Fachkonzept A.1.7, T07).
EXEMPTION_MONTHS = 6
#: Months within which the end of unemployment or need normally lies for reason a; later is possible (A.1.7).
NEAR_END_MONTHS = 2


def exemption_end(next_talk: date, today: date) -> date:
    """The last day of an exemption for reason d: the next agreed talk, after six months at the latest (T07)."""
    return min(next_talk, add_months(today, EXEMPTION_MONTHS))


def situation_errors(values: Mapping[str, Any], today: date) -> dict[str, str]:
    """Form `ausgangslage.form`: exemption Z (A.1.7), else target occupation and strengths (A.1.1)."""
    reason = values.get("freistellungsgrund")
    if reason is None:
        return _occupation_errors(values)
    errors: dict[str, str] = {}
    until, talk = values.get("freistellung_bis"), values.get("freistellung_gespraech")
    if reason == "a" and isinstance(until, date):
        if until <= today:
            errors["freistellung_bis"] = Phrase("Die Freistellung muss nach dem heutigen Tag enden.")
        elif until > add_months(today, NEAR_END_MONTHS) and not values.get("freistellung_spaet"):
            errors["freistellung_spaet"] = Phrase(
                "Der Tag liegt mehr als zwei Monate voraus. Bestätigen Sie die Ausnahme."
            )
    if reason == "b" and not values.get("altfall"):
        errors["altfall"] = Phrase("Die Altregelungen gelten nur für Fälle aus dem Bestand.")
    if reason == "d" and isinstance(talk, date) and talk <= today:
        errors["freistellung_gespraech"] = Phrase("Vereinbaren Sie ein Gespräch nach dem heutigen Tag.")
    if reason in ("b", "d") and not values.get("keine_eingliederung"):
        errors["keine_eingliederung"] = Phrase("Freigestellt wird nur, wer keine berufliche Eingliederung anstrebt.")
    return errors


def _occupation_errors(values: Mapping[str, Any]) -> dict[str, str]:
    errors: dict[str, str] = {}
    # As long as the occupation is open, strengths may be incomplete (A.1.4); a confirmed one rests on them (A.1.1).
    if not values.get("kompetenzen") and values.get("zielberuf_status") != "PROVISIONAL":
        errors["kompetenzen"] = Phrase("Erfassen Sie mindestens eine Stärke.")
    if not values.get("neuorientierung_geprueft"):
        errors["neuorientierung_geprueft"] = Phrase("Eine berufliche Neuorientierung ist zu prüfen.")
    elif not (values.get("neuorientierung_notiz") or "").strip():
        errors["neuorientierung_notiz"] = Phrase("Halten Sie das Ergebnis der Prüfung fest.")
    return errors


@dataclass(frozen=True)
class Register:
    """What the register of occupations says: `kldb_of` a title, `knows` a code; empty registers know every code."""

    kldb_of: Callable[[str], str | None]
    knows: Callable[[str], bool]


def register_errors(values: Mapping[str, Any], register: Register) -> dict[str, str]:
    """Target occupation and its alternative carry a code of KldB 2010 that exists (Fachkonzept A.1.1)."""
    errors: dict[str, str] = {}
    for name in ("zielberuf", "alternative"):
        title, code = (values.get(f"{name}_titel") or "").strip(), values.get(f"{name}_kldb")
        if code and not register.knows(code):
            errors[f"{name}_kldb"] = Phrase("Die Kennziffer {code} steht nicht im Verzeichnis der Berufe.", code=code)
        elif title and not code and register.kldb_of(title) is None:
            errors[f"{name}_kldb"] = Phrase(
                "Wählen Sie den Beruf aus dem Verzeichnis, oder geben Sie die fünfstellige Kennziffer an."
            )
    return errors


def needs_errors(values: Mapping[str, Any], needs: Iterable[str], locked: Collection[str] = ()) -> dict[str, str]:
    """Form `handlungsbedarfe.form`: what is under clarification carries a remark (A.1.1).

    Except for `locked` needs: what they would say takes a consent that is not there (A.1.8).
    """
    return {
        f"bemerkung_{need}": Phrase("Schreiben Sie, was noch zu klären ist.")
        for need in needs
        if need not in locked
        and values.get(f"bedarf_{need}") == "UNDER_CLARIFICATION"
        and not (values.get(f"bemerkung_{need}") or "").strip()
    }


def assessment_errors(values: Mapping[str, Any], groups: Iterable[str]) -> dict[str, str]:
    """Form `standortbestimmung.form`: the focus is a key group that has a need (A.1.5)."""
    focus = values.get("schwerpunkt")
    if focus and focus not in set(groups):
        return {"schwerpunkt": Phrase("In dieser Schlüsselgruppe ist kein Handlungsbedarf relevant.")}
    return {}


@dataclass(frozen=True)
class SegmentCase:
    """What speaks about a choice: the suggestion, whether somebody is exempt or has consented, levels up to the cap.

    `allowed` is None in schemes without a cap; `is_sgb2` says which law the case is served under.
    """

    suggestion: str | None
    is_sgb2: bool = True
    is_exempt: bool = False
    has_consent: bool = False
    allowed: Collection[str] | None = None


def segment_errors(values: Mapping[str, Any], about: SegmentCase) -> dict[str, str]:
    """Form `segment.form`: a deviation from the suggestion, or a choice without one, has a reason (A.1.5 note 5).

    Z takes an exemption (A.1.7), I exists in SGB II alone (A.1.5), and a support level never lies above its cap (B.3).
    A consent that is said to be there already must be there (A.1.8).
    """
    chosen, suggestion = values.get("segment"), about.suggestion
    errors: dict[str, str] = {}
    if values.get("einverstaendnis") == "liegt_vor" and not about.has_consent:
        errors["einverstaendnis"] = Phrase("In der Akte liegt kein gültiges Einverständnis. Holen Sie es ein.")
    if chosen == "Z" and not about.is_exempt:
        errors["segment"] = Phrase("Z setzt einen Grund der Freistellung voraus (a bis d).")
    elif chosen == "I" and not about.is_sgb2:
        errors["segment"] = Phrase("I gibt es nur im SGB II. Dieser Fall wird nach dem SGB III betreut.")
    elif chosen is not None and not about.is_exempt and about.allowed is not None and chosen not in about.allowed:
        errors["segment"] = Phrase(
            "Diese Stufe ist nicht zulässig: Leistungsfähigkeit, Motivation und Rahmenbedingungen begrenzen sie."
        )
    elif chosen is not None and chosen != suggestion and not (values.get("segment_begruendung") or "").strip():
        errors["segment_begruendung"] = (
            Phrase("Begründen Sie Ihre Wahl, denn es gibt keinen Vorschlag.")
            if suggestion is None
            else Phrase("Begründen Sie die Abweichung vom Vorschlag.")
        )
    if not values.get("ergebnis_besprochen"):
        errors["ergebnis_besprochen"] = Phrase("Besprechen Sie das Ergebnis, bevor Sie es festlegen.")
    return errors


def declaration_errors(values: Mapping[str, Any], today: date) -> dict[str, str]:
    """Form `segment.form`: a declaration carries a day that is not ahead (A.1.8)."""
    declared_on = values.get("einverstaendnis_am")
    if isinstance(declared_on, date) and declared_on > today:
        return {"einverstaendnis_am": Phrase("Dieser Tag liegt in der Zukunft.")}
    return {}


def groups_with_needs(statuses: Mapping[str, str]) -> list[str]:
    """Key groups Q, L, M, R with at least one relevant need; `statuses` maps need codes to their status."""
    found = {need[0] for need, status in statuses.items() if status == "RELEVANT"}
    return [group for group in ("Q", "L", "M", "R") if group in found]
