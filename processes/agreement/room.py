"""Registers what the diagrams and forms of this room need."""

from __future__ import annotations

from engine.formsupport import FactsOf, RuleOf
from engine.handlers import HandlerRegistry
from processes.agreement.facts import conclusion_facts, conclusion_rule, review_facts
from processes.agreement.handlers import conclude_agreement, end_agreement, mark_review_due


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    """Handlers `vereinbarung.…`; facts and rules of the forms in `forms/`."""
    handlers.inside("vereinbarung.abschliessen", conclude_agreement)
    handlers.inside("vereinbarung.pruefung_faellig", mark_review_due)
    handlers.inside("vereinbarung.beenden", end_agreement)
    facts |= {
        "vereinbarung_abschliessen.form": conclusion_facts,
        "erneuerung_vorbereiten.form": review_facts,
        "ueberpruefung_klaeren.form": review_facts,
    }
    rules["vereinbarung_abschliessen.form"] = conclusion_rule
