"""How long an exemption from profiling may last, and what is refused when it is checked (Fachkonzept A.1.7). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.calendar import add_months
from engine.phrases import Phrase
from processes.wording import day_text

#: Reason d: six months at the latest (T07). The other reasons name no limit; a year is a value of the product.
LONGEST_MONTHS = {"d": 6}
USUAL_LONGEST_MONTHS = 12

REASONS = {
    "a": Phrase("Arbeitslosigkeit oder Hilfebedürftigkeit endet an einem festen Tag"),
    "b": Phrase("Übergangsregelung für Ältere"),
    "c": Phrase("Nahtlosigkeitsregelung (§ 145 SGB III)"),
    "d": Phrase("Umstand nach § 10 SGB II, bis zum nächsten Gespräch kein Fortschritt absehbar"),
}


def first_check(exempt_until: date | None, today: date) -> date:
    """The day on which an exemption is checked: its last day, or after a year where it has none."""
    return exempt_until or add_months(today, USUAL_LONGEST_MONTHS)


def check_errors(values: Mapping[str, Any], reason: str, today: date) -> dict[str, str]:
    """Form `freistellung_pruefen.form`: an exemption that goes on ends on a day ahead, within its limit."""
    until = values.get("freigestellt_bis")
    if values.get("freistellung_gilt") is not True or not isinstance(until, date):
        return {}
    if until <= today:
        return {"freigestellt_bis": Phrase("Die Freistellung endet nach heute.")}
    latest = add_months(today, LONGEST_MONTHS.get(reason, USUAL_LONGEST_MONTHS))
    if until > latest:
        return {
            "freigestellt_bis": Phrase(
                "Aus diesem Grund gilt die Freistellung höchstens bis zum {latest}.", latest=day_text(latest)
            )
        }
    return {}
