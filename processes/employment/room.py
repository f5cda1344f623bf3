"""Registers what the diagrams and forms of the employment record need."""

from __future__ import annotations

from engine.formsupport import FactsOf, RuleOf
from engine.handlers import HandlerRegistry
from processes.employment import facts as show
from processes.employment import handlers as do
from processes.employment.rules import second_mask_errors


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    """Handlers `beschaeftigung.…` and `nachbetreuung.auswerten`; facts and rules of the forms in `forms/`."""
    handlers.inside("beschaeftigung.festhalten", do.keep_entry)
    handlers.inside("beschaeftigung.bewerten", do.assess_work)
    handlers.inside("beschaeftigung.kontinuitaet", do.keep_continuity)
    handlers.inside("beschaeftigung.beenden", do.stop_watching)
    handlers.inside("nachbetreuung.auswerten", do.keep_after_care)
    facts["beschaeftigung_angaben.form"] = show.entry_facts
    facts["beschaeftigung_kennzeichnung.form"] = show.marking_facts
    facts["arbeitsaufnahme.form"] = show.work_facts
    facts["kontinuitaet.form"] = show.continuity_facts
    facts["nachbetreuung.form"] = show.after_care_facts
    rules["beschaeftigung_angaben.form"] = lambda _call, values, _context: second_mask_errors(values)
    rules["beschaeftigung_kennzeichnung.form"] = show.marking_rule
    rules["arbeitsaufnahme.form"] = show.work_rule
    rules["nachbetreuung.form"] = show.after_care_rule
