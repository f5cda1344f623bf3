"""Service tasks of choosing strategies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from engine.handlers import InsideCall
from engine.phrases import Phrase
from models.casework import Case, CaseState, Strategy
from processes.in_force import active_goal
from processes.records import case_by_number
from processes.strategy.choosing import choice_of
from processes.strategy.library import template
from processes.strategy.rules import in_recommended_order

GROUP_ORDER = ("R", "L", "M", "Q")


def load_needs(call: InsideCall) -> Mapping[str, Any]:
    """`strategie.bedarfe_laden` → bedarfe (code, gruppe, name of each need to serve), gruppen."""
    case = case_by_number(call.session, call.inputs["fall"])
    choice = choice_of(call.session, case)
    needs = in_recommended_order(choice.open_needs, GROUP_ORDER)
    return {
        "bedarfe": [
            {
                "code": need,
                "gruppe": need[0],
                "name": choice.catalogue.need_label(need),
            }
            for need in needs
        ],
        "gruppen": list(dict.fromkeys(need[0] for need in needs)),
    }


def keep_strategies(call: InsideCall) -> Mapping[str, Any]:
    """`strategie.festlegen`: chosen, cross-cutting and graduate management → neue_strategien (strategie, beginn, ende).

    Their order is the order in which they were chosen (ST-4); strategies that run already keep their place before.
    """
    inputs = call.inputs
    case = case_by_number(call.session, inputs["fall"])
    choice = choice_of(call.session, case)
    goal = active_goal(call.session, case)
    wanted = [_for_need(call.session, entry) for entry in _ranked(inputs)]
    wanted += [_cross_cutting(entry) for entry in inputs.get("uebergreifende") or []]
    codes = [row["code"] for row in wanted] + [strategy.code for strategy in choice.running]
    for companion in choice.catalogue.missing_companions(codes):
        wanted.append(_companion(companion, inputs))
    new = []
    for number, entry in enumerate(wanted, start=len(choice.running) + 1):
        strategy = Strategy(
            case_id=case.id,
            goal_id=goal.id if goal else None,
            sheet_id=choice.sheet.id if choice.sheet else None,
            sort_order=number,
            chosen_at=call.now,
            chosen_by=call.actor,
            order_reason=inputs.get("reihenfolge_grund") or None,
            **entry,
        )
        call.session.add(strategy)
        new.append(strategy)
    _advance(case)
    call.session.flush()
    return {"neue_strategien": [{"strategie": str(s.id), "beginn": s.window_from, "ende": s.window_to} for s in new]}


def _advance(case: Case) -> None:
    case.state = CaseState.PLANNED


def _ranked(inputs: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What was chosen for needs, in the order the caseworker decided (ST-4), else as recommended (ST-5)."""
    chosen = list(inputs.get("gewaehlte") or [])
    ranks = [int(row["rang"]) for row in inputs.get("rangfolge") or []]
    if len(ranks) != len(chosen):
        return chosen
    return [entry for _rank, entry in sorted(zip(ranks, chosen, strict=True), key=lambda pair: pair[0])]


def _for_need(session: Session, entry: Mapping[str, Any]) -> dict[str, Any]:
    """The strategy of a need; what was left empty comes from the template (ST-16)."""
    model = template(session, entry.get("vorlage"))
    return {
        "need": entry["bedarf"],
        "code": entry["strategie"],
        **_window(entry["von"], entry["bis"]),
        "intermediate_goal": entry.get("zwischenziel") or (model.intermediate_goal if model else ""),
        "steps_client": entry.get("schritte_kunde") or (model.steps_client if model else ""),
        "steps_staff": entry.get("schritte_haus") or (model.steps_staff if model else ""),
        "steps_third_party": entry.get("schritte_dritte") or (model.steps_third_party if model else ""),
    }


def _cross_cutting(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": entry["strategie"],
        **_window(entry["von"], entry["bis"]),
        "intermediate_goal": entry.get("zwischenziel") or "",
    }


def _companion(code: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": code,
        **_window(inputs["absolvent_von"], inputs["absolvent_bis"]),
        "intermediate_goal": Phrase("Nahtloser Übergang nach der Qualifizierung"),
    }


def _window(start: date, end: date) -> dict[str, date]:
    return {"window_from": start, "window_to": end}
