"""Registers what the diagrams and forms of this room need."""

from __future__ import annotations

from engine.formsupport import FactsOf, RuleOf
from engine.handlers import HandlerRegistry
from processes.administrative_act import facts as shown
from processes.administrative_act import handlers as do


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    """Handlers `verpflichtung.…` and `verwaltungsakt.…`; facts and rules of the forms in `forms/`."""
    handlers.inside("verpflichtung.bestimmen", do.determine)
    handlers.inside("verpflichtung.absehen", do.waive)
    handlers.inside("verpflichtung.vorlegen", do.submit)
    handlers.inside("verpflichtung.erlassen", do.issue)
    handlers.inside("verwaltungsakt.bekanntgeben", do.notify)
    handlers.inside("verwaltungsakt.auswerten", do.judge_proof)
    facts |= {
        "akt_entscheiden.form": shown.choice_facts,
        "verpflichtung.form": shown.draft_facts,
        "freigabe.form": shown.approval_facts,
        "bekanntgabe.form": shown.issued_facts,
        "nachweis_pruefen.form": shown.issued_facts,
    }
    rules |= {
        "akt_entscheiden.form": shown.choice_rule,
        "verpflichtung.form": shown.draft_rule,
        "freigabe.form": shown.approval_rule,
        "bekanntgabe.form": shown.sending_rule,
    }
