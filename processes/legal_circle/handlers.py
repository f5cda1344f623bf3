"""Service tasks of `rechtskreiswechsel`, `uebergabe` and `wechsel_vollziehen`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from engine.calendar import berlin_date
from engine.handlers import InsideCall
from engine.phrases import Phrase, remark
from models.casework import Case, Handover, HandoverState, LegalCircle, ReportedChange
from processes.in_force import catalogue_of, last_closed_sheet, running_strategies, valid_agreement
from processes.integration.handing_over import change_responsibility, receiver
from processes.legal_circle.package import digest_of, package_of
from processes.records import case_by_number, row
from processes.wording import day_text

#: Between sign-in name and team in the answer of `wechsel_abschluss.form`.
AT = "@"


def keep_final_talk(call: InsideCall) -> Mapping[str, Any]:
    """`wechsel.festhalten`: information and final talk; without an application there is no change → ziel_…"""
    inputs = call.inputs
    found = row(call.session, Handover, inputs["uebergabe"])
    found.informed_on, found.information = inputs.get("informiert_am"), str(inputs.get("information") or "")
    found.final_talk_on, found.final_talk_note = inputs["gespraech_am"], str(inputs["gespraech_notiz"])
    if not inputs["antrag_erwartet"]:
        found.state = HandoverState.NOT_NEEDED
        return {"ziel_team": None, "ziel_fachkraft": None}
    found.receiving_caseworker, _at, found.receiving_team = str(inputs["empfang"]).rpartition(AT)
    return {"ziel_team": found.receiving_team, "ziel_fachkraft": found.receiving_caseworker}


def freeze(call: InsideCall) -> Mapping[str, Any]:
    """`wechsel.einfrieren`: the package as it is now; a trigger keeps it from changing afterwards."""
    found = row(call.session, Handover, call.inputs["uebergabe"])
    package = package_of(call.session, found.case, call.now)
    found.package, found.package_digest = package, digest_of(package)
    found.frozen_at, found.frozen_by = call.now, call.actor
    found.state = HandoverState.FROZEN
    return {}


def receive(call: InsideCall) -> Mapping[str, Any]:
    """`wechsel.empfangen`: who confirmed the receipt, and when."""
    found = row(call.session, Handover, call.inputs["uebergabe"])
    found.received_at, found.received_by = call.now, call.actor
    found.receipt_note = str(call.inputs.get("empfang_notiz") or "").strip()
    found.state = HandoverState.RECEIVED
    return {}


def change_circle(call: InsideCall) -> Mapping[str, Any]:
    """`wechsel.umstellen`: the case belongs to SGB II and its new caseworker, with everything running in it (T22).

    → rechtskreis, fachkraft, team, vorgang (the change reported to the case: its agreement changes type).
    """
    case = case_by_number(call.session, call.inputs["fall"])
    found = row(call.session, Handover, call.inputs["uebergabe"])
    user, team = receiver(call.session, found.receiving_caseworker, found.receiving_team)
    case.legal_circle = LegalCircle.SGB2
    reason = Phrase("Wechsel in das SGB II zum {effective_on}", effective_on=day_text(found.effective_on))
    facts = {"rechtskreis": LegalCircle.SGB2.value}
    call.changes.append(change_responsibility(call.session, case, user, team, reason, **facts))
    found.state = HandoverState.EFFECTIVE
    reported = ReportedChange(
        case_id=case.id,
        reported_on=berlin_date(call.now),
        description=_what_to_adapt(call.session, case, reason),
        recorded_at=call.now,
        recorded_by=call.actor,
    )
    call.session.add(reported)
    call.session.flush()
    return {"fachkraft": user.username, "team": team.key, "vorgang": str(reported.id), **facts}


def _what_to_adapt(session: Session, case: Case, reason: str) -> str:
    """Agreements change type; strategies of the other circle have to be replaced (A.6.1, ST-20)."""
    catalogue = catalogue_of(session, last_closed_sheet(session, case))
    entries = {**catalogue.strategies, **catalogue.cross_cutting}
    strange = [
        entries[s.code].label
        for s in running_strategies(session, case)
        if s.code in entries and not entries[s.code].allowed_in(LegalCircle.SGB2.value)
    ]
    parts = [Phrase("{reason}. Begonnene Bemühungen gehen weiter.", reason=reason)]
    if valid_agreement(session, case) is not None:
        parts.append(Phrase("Die Vereinbarung nach dem SGB III wird durch eine nach dem SGB II ersetzt."))
    if strange:
        parts.append(Phrase("Nur im SGB III gibt es: {list}.", list=", ".join(strange)))
    return remark(*parts)


def cancel(call: InsideCall) -> Mapping[str, Any]:
    """`wechsel.streichen`: the case ended before the change."""
    found = row(call.session, Handover, call.inputs["uebergabe"])
    if found.state in (HandoverState.EXPECTED, HandoverState.FROZEN, HandoverState.RECEIVED):
        found.state = HandoverState.CANCELLED
    return {}
