"""What is refused around a change of legal circle (Fachkonzept A.6.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.calendar import berlin_date
from engine.formsupport import FormCall, RuleOf
from engine.phrases import Phrase
from models.casework import HandoverState, LegalCircle


def talk_errors(field: str) -> RuleOf:
    """Forms `wechsel_information.form`, `wechsel_abschluss.form`: what took place lies not ahead."""

    def check(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
        day = values.get(field)
        late = isinstance(day, date) and day > berlin_date(call.now)
        return {field: Phrase("Dieser Tag liegt in der Zukunft.")} if late else {}

    return check


def end_errors(
    circle: LegalCircle, effective_on: date | None, today: date, running: HandoverState | None
) -> dict[str, str]:
    """What speaks against recording the expected end of entitlement, by field of the page."""
    if circle is not LegalCircle.SGB3:
        return {"effective_on": Phrase("Dieser Fall wird schon nach dem SGB II betreut.")}
    if effective_on is None:
        return {"effective_on": Phrase("Geben Sie den ersten Tag ohne Anspruch nach dem SGB III an.")}
    if effective_on <= today:
        return {"effective_on": Phrase("Der Wechsel liegt in der Zukunft.")}
    if running in (HandoverState.FROZEN, HandoverState.RECEIVED):
        return {"effective_on": Phrase("Das Übergabepaket ist schon übergeben; der Tag steht fest.")}
    return {}
