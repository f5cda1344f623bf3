"""What phase 4 registers with the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.calendar import berlin_date
from engine.formsupport import FactsOf, FormCall, RuleOf
from engine.handlers import HandlerRegistry
from models.casework import AdminAct
from processes.agreement.conclusion import setting_of
from processes.agreement.rules import obstacles, review_due
from processes.case_texts import plan_text
from processes.catalogues import agreement_type, agreement_type_in_force
from processes.implementation import handlers as do
from processes.implementation.rules import act_errors, approval_errors
from processes.records import case_by_number, office_calendar, row
from processes.search.orders import plan_obstacle, running_orders
from processes.wording import day_text


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    handlers.inside("umsetzung.entwurf_vorbereiten", do.prepare_draft)
    handlers.inside("umsetzung.festhalten", do.begin)
    handlers.inside("verpflichtung.vorlegen", do.submit_act)
    handlers.inside("verpflichtung.erlassen", do.issue_act)
    facts["vereinbarung_besprechen.form"] = _talk
    facts["umsetzung.form"] = _plan
    facts["verpflichtung.form"] = _act_type
    facts["freigabe.form"] = _act
    rules["umsetzung.form"] = _search_rule
    rules["freigabe.form"] = lambda call, _values, _c: approval_errors(_draft(call).created_by, call.actor)
    rules["verpflichtung.form"] = lambda call, values, _c: act_errors(values, berlin_date(call.now))


def _search_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    """A search needs a matching profile (A.1.1) and placement that is not on hold (T31)."""
    case = case_by_number(call.session, call.variables["fall"])
    if not values.get("suchlaeufe_gestartet") or running_orders(call.session, case):
        return {}
    reason = plan_obstacle(call.session, case, berlin_date(call.now))
    return {"suchlaeufe_gestartet": reason} if reason else {}


def _plan(call: FormCall) -> Mapping[str, Any]:
    return {"plan_uebersicht": plan_text(call.session, case_by_number(call.session, call.variables["fall"]))}


def _talk(call: FormCall) -> Mapping[str, Any]:
    months, second_interview = int(call.variables["pruefung_monate"]), call.variables.get("zweites_gespraech_am")
    today = berlin_date(call.now)
    kind = agreement_type_in_force(call.variables["typ"], today)
    due = review_due(today, months, office_calendar(call.session), second_interview, kind.end_of_life)
    setting = setting_of(call.session, case_by_number(call.session, call.variables["fall"]), today)
    return {
        **_plan(call),
        "vereinbarungsart": kind.label,
        "pruefung_text": day_text(due),
        "hindernisse_text": " ".join(obstacles(kind, setting)),
    }


def _act_type(call: FormCall) -> Mapping[str, Any]:
    """The act that stands in for the agreement; why there is none begins its reasons, until they are written."""
    act = agreement_type_in_force(call.variables["typ"], berlin_date(call.now)).on_failure
    values: dict[str, Any] = {
        "ersatzakt_name": agreement_type(act).label if act else "",
        "rueckgabe": call.variables.get("freigabe_hinweis") or "",
    }
    if not call.variables.get("begruendung"):
        values["begruendung"] = call.variables["grund_nicht_zustande"]
    return values


def _draft(call: FormCall) -> AdminAct:
    return row(call.session, AdminAct, call.variables["akt_id"])


def _act(call: FormCall) -> Mapping[str, Any]:
    act = _draft(call)
    lines = [
        f"* Art: {agreement_type(act.type).label}",
        f"* Bemühungen: {act.efforts}",
        f"* Häufigkeit: {act.frequency}",
        f"* Nachweis: {act.proof_form}, bis {day_text(act.proof_due) or 'offen'}",
        f"* Begründung: {act.reasons}",
        f"* Entworfen von: {act.created_by}",
    ]
    return {"akt_uebersicht": "\n".join(lines)}
