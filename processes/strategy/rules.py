"""Rules of choosing strategies (Fachkonzept A.3, ST-1 to ST-20). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.calendar import add_months
from engine.phrases import Phrase
from processes.catalogues import NeedsCatalogue

#: Months a plan of a complex case reaches ahead at most (ST-8, T10).
COMPLEX_HORIZON_MONTHS = 24


def window_errors(
    start: date | None, end: date | None, today: date, *, is_complex: bool, start_field: str, end_field: str
) -> dict[str, str]:
    """Every strategy has a realistic window (ST-7); complex plans reach 24 months ahead at most (ST-8, T10)."""
    if start is None or end is None:
        return {}
    if end <= start:
        return {end_field: Phrase("Das Zeitfenster muss nach seinem Beginn enden.")}
    if end <= today:
        return {end_field: Phrase("Das Zeitfenster muss nach dem heutigen Tag enden.")}
    if is_complex and end > add_months(today, COMPLEX_HORIZON_MONTHS):
        return {
            end_field: Phrase(
                "Bei komplexen Profillagen reicht der Plan höchstens {complex_horizon_months} Monate.",
                complex_horizon_months=COMPLEX_HORIZON_MONTHS,
            )
        }
    return {}


#: ST-15: each strategy leads to an intermediate goal, written or taken from a template.
NO_GOAL = Phrase("Geben Sie das Zwischenziel an oder wählen Sie eine Vorlage.")


def order_errors(rows: Sequence[Mapping[str, Any]], count: int) -> dict[str, str]:
    """Complex cases: the caseworker decides the order of the strategies, each rank once (ST-4)."""
    ranks = sorted(int(row["rang"]) for row in rows if row.get("rang") is not None)
    if ranks == list(range(1, count + 1)):
        return {}
    return {"rangfolge": Phrase("Geben Sie jeder Strategie einen eigenen Rang von 1 bis {count}.", count=count)}


@dataclass(frozen=True)
class EndedStrategy:
    """A strategy that was dealt with: for which need, and on which day."""

    need: str | None
    ended_on: date


def may_choose_for(need: str, ended: Iterable[EndedStrategy], assessed_on: date) -> bool:
    """ST-11: after the end of a strategy a new one for the need takes a fresh assessment.

    The assessment is fresh if the sheet was closed on the day the strategy ended or later.
    """
    return all(assessed_on >= one.ended_on for one in ended if one.need == need)


def plan_errors(
    catalogue: NeedsCatalogue,
    values: Mapping[str, Any],
    *,
    chosen: Iterable[str],
    relevant_needs: Iterable[str],
    served_needs: Iterable[str],
    today: date,
    is_complex: bool,
) -> dict[str, str]:
    """Form `plan.form`. `chosen` are all strategy codes that run or were just chosen for needs.

    ST-1: every relevant need is served. ST-2: somebody without needs has at least a cross-cutting strategy.
    ST-6: a (partial) qualification brings graduate management, dated. ST-7 and ST-8: windows. ST-12: placement first.
    """
    rows = values.get("uebergreifende") or []
    codes = [*chosen, *(entry["strategie"] for entry in rows)]
    errors: dict[str, str] = {}
    missing = [catalogue.need_label(need) for need in relevant_needs if need not in set(served_needs)]
    if missing:
        errors["uebergreifende"] = Phrase("Ohne Strategie ist noch: {list}.", list=", ".join(missing))
    elif not codes:
        errors["uebergreifende"] = Phrase("Wählen Sie mindestens eine Strategie.")
    for number, entry in enumerate(rows):
        errors |= window_errors(
            entry.get("von"),
            entry.get("bis"),
            today,
            is_complex=is_complex,
            start_field=f"uebergreifende.{number}.von",
            end_field=f"uebergreifende.{number}.bis",
        )
    if list(catalogue.missing_companions(codes)):
        start, end = values.get("absolvent_von"), values.get("absolvent_bis")
        if start is None or end is None:
            errors["absolvent_von"] = Phrase("Zur Qualifizierung gehört das Absolventenmanagement mit festem Zeitraum.")
        errors |= window_errors(
            start, end, today, is_complex=is_complex, start_field="absolvent_von", end_field="absolvent_bis"
        )
    if not values.get("vermittlung_geprueft"):
        errors["vermittlung_geprueft"] = Phrase(
            "Prüfen Sie zuerst, ob eine passende Vermittlung möglich ist (§ 3a SGB II)."
        )
    return errors


def in_recommended_order(needs: Iterable[str], groups: Iterable[str]) -> list[str]:
    """Needs sorted by the recommended order of their key groups (ST-5); within a group as in the catalogue."""
    order = {group: rank for rank, group in enumerate(groups)}
    return sorted(needs, key=lambda need: (order.get(need[0], len(order)), need))
