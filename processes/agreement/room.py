"""Registers what the diagrams and forms of this room need."""

from __future__ import annotations

from engine.formsupport import FactsOf, RuleOf
from engine.handlers import HandlerRegistry
from processes.agreement import facts as shown
from processes.agreement import handlers as do


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    """Handlers `vereinbarung.…`; facts and rules of the forms in `forms/`."""
    handlers.inside("vereinbarung.entwerfen", do.begin_draft)
    handlers.inside("vereinbarung.festhalten", do.keep_content)
    handlers.inside("vereinbarung.in_kraft", do.put_in_force)
    handlers.inside("vereinbarung.vorbereitung", do.keep_review_note)
    handlers.inside("vereinbarung.pruefung_faellig", do.mark_review_due)
    handlers.inside("vereinbarung.beenden", do.end_agreement)
    facts |= {
        "vereinbarung_inhalt.form": shown.content_facts,
        "vereinbarung_unterzeichnen.form": shown.closing_facts,
        "erneuerung_vorbereiten.form": shown.review_facts,
        "ueberpruefung_klaeren.form": shown.review_facts,
    }
    rules |= {
        "vereinbarung_inhalt.form": shown.content_rule,
        "vereinbarung_unterzeichnen.form": shown.closing_rule,
    }
    # agreements that began when content and signatures were one form end as they began
    handlers.inside("vereinbarung.abschliessen", do.conclude_at_once)
    facts["vereinbarung_abschliessen.form"] = shown.earlier_facts
    rules["vereinbarung_abschliessen.form"] = shown.conclusion_rule
