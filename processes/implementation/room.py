"""What phase 4 registers with the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.calendar import berlin_date
from engine.formsupport import FactsOf, FormCall, RuleOf
from engine.handlers import HandlerRegistry
from models.casework import AdminAct
from processes.case_texts import german_date, plan_text
from processes.catalogues import agreement_type
from processes.implementation import handlers as do
from processes.implementation.rules import act_errors
from processes.records import case_by_number, row


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    handlers.inside("umsetzung.entwurf_vorbereiten", do.prepare_draft)
    handlers.inside("umsetzung.festhalten", do.begin)
    handlers.inside("verpflichtung.vorlegen", do.submit_act)
    handlers.inside("verpflichtung.erlassen", do.issue_act)
    facts["vereinbarung_besprechen.form"] = _talk
    facts["umsetzung.form"] = _plan
    facts["verpflichtung.form"] = _act_type
    facts["freigabe.form"] = _act
    rules["verpflichtung.form"] = lambda call, values, _c: act_errors(values, berlin_date(call.now))


def _plan(call: FormCall) -> Mapping[str, Any]:
    return {"plan_uebersicht": plan_text(call.session, case_by_number(call.session, call.variables["fall"]))}


def _talk(call: FormCall) -> Mapping[str, Any]:
    return {**_plan(call), "vereinbarungsart": agreement_type(call.variables["typ"]).label}


def _act_type(call: FormCall) -> Mapping[str, Any]:
    act = agreement_type(call.variables["typ"]).on_failure
    values: dict[str, Any] = {"ersatzakt_name": agreement_type(act).label if act else ""}
    if call.variables.get("freigabe_hinweis"):
        values["ersatzakt_name"] += f"**, zurückgegeben: {call.variables['freigabe_hinweis']} **"
    return values


def _act(call: FormCall) -> Mapping[str, Any]:
    act = row(call.session, AdminAct, call.variables["akt_id"])
    lines = [
        f"* Art: {agreement_type(act.type).label}",
        f"* Bemühungen: {act.efforts}",
        f"* Häufigkeit: {act.frequency}",
        f"* Nachweis: {act.proof_form}, bis {german_date(act.proof_due) if act.proof_due else 'offen'}",
        f"* Begründung: {act.reasons}",
        f"* Entworfen von: {act.created_by}",
    ]
    return {"akt_uebersicht": "\n".join(lines)}
