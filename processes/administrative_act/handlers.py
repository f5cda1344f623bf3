"""What the service tasks about administrative acts do in the file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.calendar import berlin_date
from engine.errors import WrongState
from engine.handlers import InsideCall
from engine.phrases import Phrase
from models.casework import (
    ActOccasion,
    AdminAct,
    AdminActState,
    BreachKind,
    Case,
    DutyResult,
    ExceptionKind,
    ReasonedException,
)
from processes.administrative_act.occasions import act_rule
from processes.administrative_act.rules import notified_on, objection_until, plan_sentence
from processes.breach.recording import record_breach
from processes.catalogues import CatalogueError, agreement_type
from processes.in_force import valid_agreement
from processes.records import case_by_number, row
from processes.wording import day_text

POST = "Post"


def determine(call: InsideCall) -> Mapping[str, Any]:
    """`verpflichtung.bestimmen`: typ (of the agreement), anlass, akt_typ (null: by the type) → akt_typ, modus.

    Raises CatalogueError if the type names no act for the occasion.
    """
    code, occasion = call.inputs["typ"], call.inputs["anlass"]
    rule = act_rule(code, occasion, berlin_date(call.now))
    if rule is None:
        raise CatalogueError(f"agreement type {code} names no act for {occasion}")
    return {"akt_typ": rule.act, "modus": rule.mode}


def waive(call: InsideCall) -> None:
    """`verpflichtung.absehen`: who refrains from the act, and why; without an agreement it is a reasoned exception."""
    inputs, today = call.inputs, berlin_date(call.now)
    case = case_by_number(call.session, inputs["fall"])
    act = _new(call, case, inputs["akt_typ"])
    act.efforts, act.reasons, act.state = "", inputs["verzicht_grund"], AdminActState.REJECTED
    act.created_by = call.actor
    call.session.add(act)
    if act.occasion is ActOccasion.FAILURE:
        _without_agreement(call, case, inputs["verzicht_grund"], inputs.get("ohne_bis") or today)


def submit(call: InsideCall) -> Mapping[str, Any]:
    """`verpflichtung.vorlegen`: the draft under the name of its author; a returned draft is written again → akt_id."""
    inputs = call.inputs
    case = case_by_number(call.session, inputs["fall"])
    act = row(call.session, AdminAct, inputs["akt_id"]) if inputs.get("akt_id") else None
    if act is None:
        act = _new(call, case, inputs.get("akt_typ") or _act_that_stands_in(inputs["typ"], berlin_date(call.now)))
        call.session.add(act)
    act.created_by = call.actor
    act.efforts, act.frequency = inputs["bemuehungen"], inputs.get("haeufigkeit") or ""
    act.proof_form, act.proof_due = inputs.get("nachweis_form") or "", inputs.get("nachweis_bis")
    plan = plan_sentence(inputs.get("plan_beruecksichtigt"), inputs.get("plan_wie") or "")
    act.reasons = "\n".join(filter(None, (inputs["begruendung"], plan)))
    act.remedy_notice = inputs.get("rechtsbehelf") or ""
    act.legal_notice = inputs.get("rechtsfolgenbelehrung") or ""
    call.session.flush()
    return {"akt_id": str(act.id)}


def issue(call: InsideCall) -> Mapping[str, Any]:
    """`verpflichtung.erlassen`: approved by the person who completed the approval → nachweis_bis (date or null).

    The objection period is counted as if it were sent today (T38); the day it is sent on corrects it. Where an
    agreement has failed, the case is without one for a reason until the proof falls due. Raises WrongState for an
    issued act.
    """
    case = case_by_number(call.session, call.inputs["fall"])
    act = row(call.session, AdminAct, call.inputs["akt_id"])
    if act.state is not AdminActState.DRAFT:
        raise WrongState("issue", "administrative act", act.id, act.state, expected=[AdminActState.DRAFT])
    kind, today = agreement_type(act.type), berlin_date(call.now)
    act.approved_by, act.issued_on, act.state = call.actor, today, AdminActState.ISSUED
    act.objection_until = objection_until(
        notified_on(today, POST, kind.notice_days), kind.objection_months, call.calendar
    )
    if act.occasion is ActOccasion.FAILURE:
        text = Phrase(
            "{kind} vom {today} steht an der Stelle einer Vereinbarung.", kind=kind.label, today=day_text(today)
        )
        _without_agreement(call, case, text, act.proof_due or today)
    return {"nachweis_bis": act.proof_due}


def notify(call: InsideCall) -> Mapping[str, Any]:
    """`verwaltungsakt.bekanntgeben`: akt, versandt_am, versandt_wie → widerspruch_bis (date or null, T38)."""
    act = row(call.session, AdminAct, call.inputs["akt"])
    kind, sent_on, way = agreement_type(act.type), call.inputs["versandt_am"], call.inputs["versandt_wie"]
    act.sent_on, act.sent_how = sent_on, way
    act.notified_on = notified_on(sent_on, way, kind.notice_days)
    act.objection_until = objection_until(act.notified_on, kind.objection_months, call.calendar)
    return {"widerspruch_bis": act.objection_until}


def judge_proof(call: InsideCall) -> Mapping[str, Any]:
    """`verwaltungsakt.auswerten`: akt, nachweis_ergebnis, nachweis_ursache, folgen_pruefen → pflichtverletzungen.

    What was not done of an act is a breach of duty; hearing and judgement follow, nothing by itself (T33).
    """
    inputs, today = call.inputs, berlin_date(call.now)
    act = row(call.session, AdminAct, inputs["akt"])
    act.proof_result, act.proof_judged_on = DutyResult(inputs["nachweis_ergebnis"]), today
    act.proof_cause = inputs.get("nachweis_ursache") or ""
    if act.proof_result is not DutyResult.NOT or not inputs.get("folgen_pruefen"):
        return {"pflichtverletzungen": []}
    told = record_breach(
        call.session,
        act.case,
        BreachKind.PLAN_STEP,
        min(act.proof_due or today, today),
        f"{agreement_type(act.type).label} vom {day_text(act.issued_on)}: {act.efforts}",
        duty_id=None,
        now=call.now,
        actor=call.actor,
    )
    return {"pflichtverletzungen": [told]}


def _new(call: InsideCall, case: Case, code: str) -> AdminAct:
    before = valid_agreement(call.session, case)
    occasion = ActOccasion(call.inputs.get("anlass") or ActOccasion.FAILURE)
    about = int(call.inputs["bezug"]) if call.inputs.get("bezug") else None
    return AdminAct(
        case_id=case.id,
        agreement_id=before.id if before else None,
        type=code,
        occasion=occasion,
        breach_id=about if occasion is ActOccasion.BREACH else None,
        missed_id=about if occasion is ActOccasion.NO_SHOW else None,
        created_at=call.now,
    )


def _act_that_stands_in(code: str, today: date) -> str:
    """Drafts of earlier diagrams know the type of the agreement alone. Raises CatalogueError."""
    rule = act_rule(code, ActOccasion.FAILURE.value, today)
    if rule is None:
        raise CatalogueError(f"agreement type {code} names no act that stands in")
    return rule.act


def _without_agreement(call: InsideCall, case: Case, reason: str, until: date) -> None:
    today = berlin_date(call.now)
    call.session.add(
        ReasonedException(
            case_id=case.id,
            kind=ExceptionKind.AGREEMENT,
            reason=reason,
            decided_on=today,
            decided_by=call.actor,
            valid_until=max(until, today),
        )
    )
