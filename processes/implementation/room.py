"""What phase 4 registers with the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.formsupport import FactsOf, FormCall, RuleOf
from engine.handlers import HandlerRegistry
from processes.agreement.facts import talk_facts
from processes.case_texts import plan_text
from processes.implementation import handlers as do
from processes.records import case_by_number


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], _rules: dict[str, RuleOf]) -> None:
    handlers.inside("umsetzung.entwurf_vorbereiten", do.prepare_draft)
    handlers.inside("umsetzung.festhalten", do.begin)
    facts["vereinbarung_besprechen.form"] = _talk
    facts["umsetzung.form"] = _plan


def _plan(call: FormCall) -> Mapping[str, Any]:
    return {"plan_uebersicht": plan_text(call.session, case_by_number(call.session, call.variables["fall"]))}


def _talk(call: FormCall) -> Mapping[str, Any]:
    return {**_plan(call), **talk_facts(call)}
