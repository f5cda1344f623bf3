"""What the goal phase registers with the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.calendar import berlin_date
from engine.formsupport import FactsOf, FormCall, RuleOf
from engine.handlers import HandlerRegistry, InsideCall
from engine.phrases import Phrase
from models.casework import CaseState, Goal, GoalState
from processes.catalogues import goal_catalogue, segment_label, segment_schemes
from processes.goal.rules import goal_errors
from processes.in_force import active_goal, last_closed_sheet
from processes.records import case_by_number


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    handlers.inside("ziel.festlegen", set_goal)
    facts["ziel.form"] = _facts
    rules["ziel.form"] = _rule


def set_goal(call: InsideCall) -> Mapping[str, Any]:
    """`ziel.festlegen`: an unchanged option is confirmed, another one replaces the old goal → ziel_id."""
    inputs = call.inputs
    case = case_by_number(call.session, inputs["fall"])
    today = berlin_date(call.now)
    current = active_goal(call.session, case)
    unchanged = current is not None and (current.option, current.target_date) == (
        inputs["zieloption"],
        inputs["zieldatum"],
    )
    if current is not None and not unchanged:
        current.state, current.ended_on = GoalState.REPLACED, today
        current.end_reason = inputs.get("ziel_aenderungsgrund") or Phrase("Durch ein neues Ziel abgelöst.")
        call.session.flush()
    goal = current if unchanged else None
    if goal is None:
        sheet = last_closed_sheet(call.session, case)
        goal = Goal(
            case_id=case.id,
            sheet_id=sheet.id if sheet else None,
            option=inputs["zieloption"],
            set_on=today,
            target_date=inputs["zieldatum"],
            set_by=call.actor,
        )
        call.session.add(goal)
    goal.description = inputs["ziel_beschreibung"]
    goal.is_agreed_with_client = True
    case.state = CaseState.GOAL_SET
    call.session.flush()
    return {"ziel_id": str(goal.id)}


def _facts(call: FormCall) -> Mapping[str, Any]:
    case = case_by_number(call.session, call.variables["fall"])
    catalogue, sheet = goal_catalogue(), last_closed_sheet(call.session, case)
    options = [catalogue.options[code] for code in call.variables["zieloptionen"] if code in catalogue.options]
    values: dict[str, Any] = {
        "profillage_name": segment_label(case.segment_scheme, case.segment) or Phrase("noch nicht festgelegt"),
        "zulaessige_ziele": [
            {"label": f"{o.label} ({o.note})" if o.note else o.label, "value": o.code} for o in options
        ],
        "suchraeume": [
            {
                "option": o.code,
                "text": Phrase("Gesucht wird zugleich: ")
                + ", ".join(catalogue.label(code) for code in o.also_search)
                + ".",
            }
            for o in options
            if o.also_search
        ],
        "bisherige_option": None,
        "wunsch_text": sheet.client_wish if sheet else None,
    }
    goal = active_goal(call.session, case)
    if goal is not None:
        values |= {
            "zieloption": goal.option,
            "bisherige_option": goal.option,
            "ziel_beschreibung": goal.description,
            "zieldatum": goal.target_date,
        }
    return values


def _rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    case = case_by_number(call.session, call.variables["fall"])
    scheme = segment_schemes().get(case.segment_scheme or "")
    horizon = goal_catalogue().complex_horizon_months if scheme and scheme.is_complex(case.segment) else None
    return goal_errors(values, berlin_date(call.now), complex_horizon=horizon)
