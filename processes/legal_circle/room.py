"""Registers what the diagrams and forms of a change of legal circle need."""

from __future__ import annotations

from engine.formsupport import FactsOf, RuleOf
from engine.handlers import HandlerRegistry
from processes.legal_circle import handlers as do
from processes.legal_circle.facts import change_facts, package_facts
from processes.legal_circle.rules import talk_errors


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    """Handlers `wechsel.…`; facts and rules of the forms in `forms/`."""
    handlers.inside("wechsel.festhalten", do.keep_final_talk)
    handlers.inside("wechsel.einfrieren", do.freeze)
    handlers.inside("wechsel.empfangen", do.receive)
    handlers.inside("wechsel.umstellen", do.change_circle)
    handlers.inside("wechsel.streichen", do.cancel)
    facts |= {
        "wechsel_information.form": change_facts,
        "wechsel_abschluss.form": change_facts,
        "wechsel_nachfassen.form": change_facts,
        "wechsel_empfang.form": package_facts,
    }
    rules["wechsel_information.form"] = talk_errors("informiert_am")
    rules["wechsel_abschluss.form"] = talk_errors("gespraech_am")
