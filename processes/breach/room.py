"""Registers what the diagrams and forms of this room need."""

from __future__ import annotations

from engine.formsupport import FactsOf, RuleOf
from engine.handlers import HandlerRegistry
from processes.breach import facts as shown
from processes.breach import handlers as acts


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    """Handlers and forms of breaches and their consequences, of incapacity for work and of placement put on hold."""
    handlers.inside("pflichtverletzung.anhoeren", acts.hear)
    handlers.inside("pflichtverletzung.beurteilen", acts.judge)
    handlers.inside("pflichtverletzung.folge", acts.decide)
    handlers.inside("pflichtverletzung.frist_abgelaufen", acts.lapse)
    handlers.inside("minderung.bescheid", acts.keep_notice)
    handlers.inside("minderung.vermerken", acts.accompany)
    handlers.inside("folgenpruefung.bescheid", acts.keep_notice)
    handlers.inside("arbeitsunfaehigkeit.nachweis", acts.certify)
    handlers.inside("arbeitsunfaehigkeit.pflichten", acts.postpone)
    handlers.inside("vermittlung.wieder", acts.offer_again)
    for name in ("anhoeren", "stellungnahme", "beurteilen"):
        facts[f"pflichtverletzung_{name}.form"] = shown.breach_facts
    for name in ("unterrichten", "bescheiden", "beratung", "aufhebung", "aufheben"):
        facts[f"minderung_{name}.form"] = shown.breach_facts
    for name in ("nachweis", "erinnern", "pflichten", "rueckkehr"):
        facts[f"arbeitsunfaehigkeit_{name}.form"] = shown.incapacity_facts
    facts["folgenpruefung.form"] = shown.breach_facts
    facts["pflichtverletzung_folge.form"] = shown.consequence_facts
    facts["vermittlung_wieder_anbieten.form"] = shown.stop_facts
    rules |= {
        "pflichtverletzung_anhoeren.form": shown.hearing_rule,
        "minderung_unterrichten.form": shown.told_rule,
        "minderung_bescheiden.form": shown.told_rule,
        "minderung_aufheben.form": shown.told_rule,
        "folgenpruefung.form": shown.notice_rule,
        "minderung_beratung.form": shown.told_rule,
        "arbeitsunfaehigkeit_erinnern.form": shown.told_rule,
        "arbeitsunfaehigkeit_nachweis.form": shown.certificate_rule,
        "arbeitsunfaehigkeit_pflichten.form": shown.duties_rule,
        "arbeitsunfaehigkeit_rueckkehr.form": shown.return_rule,
    }
