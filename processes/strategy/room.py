"""What choosing strategies registers with the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.calendar import berlin_date
from engine.formsupport import FactsOf, FormCall, RuleOf
from engine.handlers import HandlerRegistry
from engine.phrases import Phrase, Prose, joined
from processes.case_texts import german_date, plan_text
from processes.records import case_by_number
from processes.strategy import handlers as do
from processes.strategy.choosing import choice_of
from processes.strategy.library import templates
from processes.strategy.rules import NO_GOAL, order_errors, plan_errors, window_errors


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    handlers.inside("strategie.bedarfe_laden", do.load_needs)
    handlers.inside("strategie.festlegen", do.keep_strategies)
    facts["strategie.form"] = _need_facts
    facts["plan.form"] = _plan_facts
    rules["strategie.form"] = _need_rule
    rules["plan.form"] = _plan_rule


def _need_facts(call: FormCall) -> Mapping[str, Any]:
    """The strategies this need may lead to: the list of the need itself (ST-1)."""
    case = case_by_number(call.session, call.variables["fall"])
    choice, need = choice_of(call.session, case), call.variables["bedarf"]["code"]
    entries = choice.catalogue.strategies_for(need)
    return {
        "bemerkung_text": choice.remark(need),
        "zulaessige_strategien": [
            {"label": f"{e.label} ({e.note})" if e.note else e.label, "value": e.code} for e in entries
        ],
        "alle_vorlagen": [
            {
                "label": Phrase("{title}, {months} Monate", title=t.title, months=t.months)
                + ("" if t.is_shipped else Phrase(" (Vorlage des Jobcenters)")),
                "value": t.key,
                "gilt_fuer": t.strategy,
                "text": t.text,
                "monate": t.months,
                "zwischenziel": t.intermediate_goal,
                "schritte_kunde": t.steps_client,
                "schritte_haus": t.steps_staff,
                "schritte_dritte": t.steps_third_party,
            }
            for t in templates(call.session)
        ],
    }


def _need_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    case = case_by_number(call.session, call.variables["fall"])
    without_goal = {} if values.get("zwischenziel") or values.get("vorlage") else {"zwischenziel": NO_GOAL}
    return without_goal | window_errors(
        values.get("fenster_von"),
        values.get("fenster_bis"),
        berlin_date(call.now),
        is_complex=choice_of(call.session, case).is_complex,
        start_field="fenster_von",
        end_field="fenster_bis",
    )


def _chosen(call: FormCall) -> list[Mapping[str, Any]]:
    return list(call.variables.get("gewaehlte") or [])


def _plan_facts(call: FormCall) -> Mapping[str, Any]:
    case = case_by_number(call.session, call.variables["fall"])
    choice = choice_of(call.session, case)
    catalogue = choice.catalogue
    lines = [plan_text(call.session, case)]
    for entry in _chosen(call):
        need, label = catalogue.need_label(entry["bedarf"]), catalogue.strategy_label(entry["strategie"])
        lines.append(
            Prose(
                "* Neu zu {need}: {label} ({von} bis {bis})",
                need=need,
                label=label,
                von=german_date(entry["von"]),
                bis=german_date(entry["bis"]),
            )
        )
    for need in choice.blocked_needs:
        lines.append(
            Prose("* {need}: erst nach einer neuen Standortbestimmung (ST-11)", need=catalogue.need_label(need))
        )
    codes = [entry["strategie"] for entry in _chosen(call)] + [s.code for s in choice.running]
    return {
        "plan_uebersicht": joined("\n", lines),
        "uebergreifende_strategien": [
            {"label": e.label, "value": e.code} for e in catalogue.cross_cutting_for(case.legal_circle.value)
        ],
        "absolvent_noetig": bool(list(catalogue.missing_companions(codes))),
        "rangfolge_noetig": choice.is_complex and len(_chosen(call)) > 1,
        "rangfolge": [
            {"strategie": catalogue.strategy_label(entry["strategie"]), "rang": number}
            for number, entry in enumerate(_chosen(call), start=1)
        ],
    }


def _plan_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    case = case_by_number(call.session, call.variables["fall"])
    choice = choice_of(call.session, case)
    chosen = _chosen(call)
    running = [s.code for s in choice.running]
    served = [s.need for s in choice.running if s.need] + [entry["bedarf"] for entry in chosen]
    must_rank = choice.is_complex and len(chosen) > 1
    wrong_order = order_errors(values.get("rangfolge") or [], len(chosen)) if must_rank else {}
    return wrong_order | plan_errors(
        choice.catalogue,
        values,
        chosen=[*running, *(entry["strategie"] for entry in chosen)],
        relevant_needs=[need for need in choice.relevant_needs if need not in choice.blocked_needs],
        served_needs=served,
        today=berlin_date(call.now),
        is_complex=choice.is_complex,
    )
