"""What phase 4 registers with the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.calendar import berlin_date
from engine.formsupport import FactsOf, FormCall, RuleOf
from engine.handlers import HandlerRegistry
from processes.agreement.facts import talk_facts
from processes.case_texts import plan_text
from processes.implementation import handlers as do
from processes.records import case_by_number
from processes.search.orders import plan_obstacle, running_orders
from processes.search.suspension import suspended_text


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    handlers.inside("umsetzung.entwurf_vorbereiten", do.prepare_draft)
    handlers.inside("umsetzung.festhalten", do.begin)
    facts["vereinbarung_besprechen.form"] = _talk
    facts["umsetzung.form"] = _begin
    rules["umsetzung.form"] = _search_rule


def _search_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    """A search needs a matching profile (A.1.1), placement that is not on hold (T31), or a reason (B.1)."""
    case = case_by_number(call.session, call.variables["fall"])
    if not values.get("suchlaeufe_gestartet") or running_orders(call.session, case):
        return {}
    reason = plan_obstacle(call.session, case, berlin_date(call.now), values.get("suche_trotzdem") or "")
    return {"suchlaeufe_gestartet": reason} if reason else {}


def _plan(call: FormCall) -> Mapping[str, Any]:
    return {"plan_uebersicht": plan_text(call.session, case_by_number(call.session, call.variables["fall"]))}


def _begin(call: FormCall) -> Mapping[str, Any]:
    """With why the view of the labour market is suspended, unless a search runs already (B.1)."""
    case = case_by_number(call.session, call.variables["fall"])
    runs = running_orders(call.session, case)
    return {
        **_plan(call),
        "ruht_text": "" if runs else suspended_text(call.session, case),
        "suche_trotzdem": None,
    }


def _talk(call: FormCall) -> Mapping[str, Any]:
    return {**_plan(call), **talk_facts(call)}
