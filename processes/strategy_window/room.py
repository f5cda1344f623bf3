"""Registers what the diagram and forms of this room need."""

from __future__ import annotations

from engine.formsupport import FactsOf, RuleOf
from engine.handlers import HandlerRegistry
from processes.strategy_window.facts import decision_rule, strategy_facts
from processes.strategy_window.handlers import begin, decide


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    """Handlers `strategie.beginnen` and `strategie.entscheiden`; facts and rules of the forms in `forms/`."""
    handlers.inside("strategie.beginnen", begin)
    handlers.inside("strategie.entscheiden", decide)
    facts |= {"strategie_ende_vorbereiten.form": strategy_facts, "strategie_entscheiden.form": strategy_facts}
    rules["strategie_entscheiden.form"] = decision_rule
