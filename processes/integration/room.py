"""What the case registers with the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.formsupport import FactsOf, FormCall, RuleOf
from engine.handlers import HandlerRegistry
from engine.phrases import Phrase
from models.casework import CaseState, ReportedChange, Strategy
from processes.case_texts import appointment_text
from processes.in_force import catalogue_of, last_closed_sheet
from processes.integration import handlers as do
from processes.records import case_by_number, row
from processes.strategy.choosing import reopening_errors


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    handlers.inside("fall.wiedervorlage", do.set_review)
    handlers.inside("fall.bewertung_festhalten", do.record_assessment)
    handlers.inside("fall.ueberpruefung_einordnen", do.classify_review)
    handlers.inside("fall.schliessen", do.close_case)
    facts["veraenderung.form"] = _change_facts
    rules["veraenderung.form"] = _change_rule


def _change_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    case = case_by_number(call.session, call.variables["fall"])
    if values["aenderung"] == "nichts" and case.state is CaseState.PLANNED:
        return {
            "aenderung": Phrase("Der Fall hat noch keine Vereinbarung: Öffnen Sie die Phase, in der es weitergeht.")
        }
    return reopening_errors(call.session, case, values["aenderung"])


def _change_facts(call: FormCall) -> Mapping[str, Any]:
    case = case_by_number(call.session, call.variables["fall"])
    what, matter = call.variables.get("anlass"), call.variables.get("vorgang")
    if what == "veraenderung" and matter:
        description = Phrase(row(call.session, ReportedChange, matter).description)
        text = Phrase("Gemeldete Veränderung: {description}", description=description)
    elif what == "strategie" and matter:
        strategy = row(call.session, Strategy, matter)
        label = catalogue_of(call.session, last_closed_sheet(call.session, case)).strategy_label(strategy.code)
        text = Phrase(
            "Über die Strategie „{label}“ ist entschieden. Was heißt das für Bedarf, Stärken und Segment?", label=label
        )
    else:
        text = Phrase("Wiedervorlage: {value}", value=Phrase(call.variables.get("grund") or "turnusmäßig"))
    return {"anlass_text": text, "termin_text": appointment_text(call.session, case, call.now)}
