"""What the forms about a strategy show, and what they refuse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.calendar import BERLIN
from engine.formsupport import FormCall
from models.casework import Strategy
from processes.catalogues import needs_catalogue
from processes.records import office_settings, row
from processes.strategy_window.decision import errors_of
from processes.wording import day_text


def strategy_facts(call: FormCall) -> dict[str, Any]:
    """The strategy by name, with its window and intermediate goal."""
    found = row(call.session, Strategy, call.variables["strategie"])
    catalogue = needs_catalogue(office_settings(call.session).needs_catalogue)
    entry = {**catalogue.strategies, **catalogue.cross_cutting}.get(found.code)
    return {
        "person": found.case.person.full_name,
        "strategie_text": entry.label if entry else found.code,
        "ende_text": day_text(found.window_to),
        "zwischenziel_text": found.intermediate_goal or "keines festgehalten",
    }


def decision_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    """An extension reaches beyond the window so far and, in complex cases, not beyond the horizon (ST-8)."""
    found = row(call.session, Strategy, call.variables["strategie"])
    today = call.now.astimezone(BERLIN).date()
    return errors_of(call.session, found, values.get("ergebnis"), values.get("neues_ende"), today)
