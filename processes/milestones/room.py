"""Registers what the diagrams and forms about known days need."""

from __future__ import annotations

from engine.formsupport import FactsOf, RuleOf
from engine.handlers import HandlerRegistry
from processes.milestones.facts import milestone_facts
from processes.milestones.handlers import decide, drop


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    """Handlers `stichtag.…`; facts of the forms in `forms/`."""
    handlers.inside("stichtag.entscheiden", decide)
    handlers.inside("stichtag.streichen", drop)
    facts |= {
        "kind_vierzehn_monate.form": milestone_facts,
        "selbstaendig_ein_jahr.form": milestone_facts,
        "beschaeftigungsende.form": milestone_facts,
    }
