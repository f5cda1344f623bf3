"""What the forms about a strategy show, and what they refuse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.calendar import BERLIN
from engine.formsupport import FormCall
from engine.phrases import Phrase
from models.casework import Strategy
from processes.in_force import catalogue_of
from processes.records import row
from processes.strategy_window.decision import errors_of
from processes.strategy_window.rules import meaning_errors
from processes.wording import day_text


def strategy_facts(call: FormCall) -> dict[str, Any]:
    """The strategy by name, with its window and intermediate goal."""
    found = row(call.session, Strategy, call.variables["strategie"])
    catalogue = catalogue_of(call.session, None)
    return {
        "person": found.case.person.full_name,
        "strategie_text": catalogue.strategy_label(found.code),
        "bedarf_text": catalogue.need_label(found.need)
        if found.need
        else Phrase("keiner, die Strategie ist übergreifend"),
        "ende_text": day_text(found.window_to),
        "zwischenziel_text": found.intermediate_goal or Phrase("keines festgehalten"),
    }


def decision_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    """An extension reaches beyond the window so far and, in complex cases, not beyond the horizon (ST-8)."""
    found = row(call.session, Strategy, call.variables["strategie"])
    today = call.now.astimezone(BERLIN).date()
    errors = errors_of(call.session, found, values.get("ergebnis"), values.get("neues_ende"), today)
    result, need = values.get("ergebnis"), values.get("bedarf")
    return errors | meaning_errors(result, need, has_need=found.need is not None)
