"""Registers what the diagrams and forms of this room need."""

from __future__ import annotations

from engine.formsupport import FactsOf, RuleOf
from engine.handlers import HandlerRegistry
from processes.appointment import facts as shown
from processes.appointment import handlers as acts


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    """Handlers `termin.…` and `meldeversaeumnis.…`; facts and rules of the forms in `forms/`."""
    handlers.inside("termin.vereinbaren", acts.agree)
    handlers.inside("termin.ausgang", acts.outcome)
    handlers.inside("termin.absagen", acts.cancelled)
    handlers.inside("meldeversaeumnis.anlegen", acts.open_missed)
    handlers.inside("meldeversaeumnis.beurteilen", acts.judge_missed)
    handlers.inside("meldeversaeumnis.folge", acts.decide_consequence)
    handlers.inside("meldeversaeumnis.bescheid", acts.keep_notice)
    facts |= {
        "naechster_termin.form": shown.next_appointment_facts,
        "termin_ausgang.form": shown.outcome_facts,
        "termin_verlegung_entscheiden.form": shown.outcome_facts,
        "meldeversaeumnis_einladen.form": shown.invitation_facts,
        "meldeversaeumnis_stellungnahme.form": shown.judgement_facts,
        "meldeversaeumnis_beurteilen.form": shown.judgement_facts,
        "meldeversaeumnis_folge.form": shown.consequence_facts,
        "versaeumnisfolge_bescheiden.form": shown.notice_facts,
    }
    rules |= {
        "naechster_termin.form": shown.next_appointment_rule,
        "termin_ausgang.form": shown.outcome_rule,
        "termin_verlegung_entscheiden.form": shown.outcome_rule,
        "meldeversaeumnis_einladen.form": shown.invitation_rule,
        "versaeumnisfolge_bescheiden.form": shown.notice_rule,
    }
