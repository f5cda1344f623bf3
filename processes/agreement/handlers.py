"""What the service tasks about agreements do in the file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.calendar import berlin_date
from engine.errors import ValuesRefused
from engine.handlers import InsideCall
from models.casework import VALID_AGREEMENTS, Agreement, AgreementState, Case
from processes.agreement import conclusion
from processes.agreement.rules import (
    INTERIM_WORKING_DAYS,
    closing_errors,
    content_errors,
    is_interim,
    review_due,
    valid_until,
)
from processes.catalogues import AgreementType, agreement_type_in_force
from processes.records import case_by_number, office_settings, row


def begin_draft(call: InsideCall) -> dict[str, Any]:
    """`vereinbarung.entwerfen`: fall, typ → entwurf (id). The draft is prefilled (Fachkonzept A.4.1, A.4.2)."""
    case = case_by_number(call.session, call.inputs["fall"])
    kind = agreement_type_in_force(call.inputs["typ"], berlin_date(call.now))
    draft = conclusion.open_draft(call.session, case, kind, now=call.now, actor=call.actor)
    return {"entwurf": str(draft.id)}


def keep_content(call: InsideCall) -> dict[str, Any]:
    """`vereinbarung.festhalten`: entwurf, angaben → entwurf. The content both sides have discussed: DISCUSSED.

    Raises ValuesRefused if the type's gates are not met: the form refuses the same entries before (Fachkonzept H.3).
    """
    draft, kind = _draft(call, berlin_date(call.now))
    given = call.inputs["angaben"]
    _refuse(content_errors(kind, given, conclusion.setting_of(call.session, draft.case, berlin_date(call.now))))
    conclusion.keep_content(draft, kind, given)
    call.session.flush()
    return {"entwurf": str(draft.id)}


def put_in_force(call: InsideCall) -> dict[str, Any]:
    """`vereinbarung.in_kraft`: entwurf, abschluss_am (date), pruefung_monate, abschluss (as the form gives it).

    Optional: zweites_gespraech_am (date), until which the agreement is an interim one. Returns vereinbarung,
    pruefung_am (date), vorlauf (working days), gueltig_bis (date or null), abgeloest (id of the predecessor or null).
    Raises ValuesRefused if the type's gates are not met: the form refuses the same entries before (Fachkonzept H.3).
    """
    concluded_on = call.inputs["abschluss_am"]
    draft, kind = _draft(call, concluded_on)
    given = call.inputs.get("abschluss") or {}
    setting = conclusion.setting_of(call.session, draft.case, concluded_on)
    _refuse(content_errors(kind, conclusion.entries_of(draft), setting) | closing_errors(kind, given, concluded_on))
    return _in_force(call, draft.case, kind, draft, given, concluded_on)


def conclude_at_once(call: InsideCall) -> dict[str, Any]:
    """`vereinbarung.abschliessen`: content and signatures in one form, as instances of earlier diagrams have it.

    Inputs fall, typ, abschluss_am, pruefung_monate, angaben, zweites_gespraech_am; returns as `vereinbarung.in_kraft`.
    """
    given, concluded_on = call.inputs["angaben"], call.inputs["abschluss_am"]
    case = case_by_number(call.session, call.inputs["fall"])
    kind = agreement_type_in_force(call.inputs["typ"], concluded_on)
    setting = conclusion.setting_of(call.session, case, concluded_on)
    _refuse(content_errors(kind, given, setting) | closing_errors(kind, given, concluded_on))
    draft = conclusion.open_draft(call.session, case, kind, now=call.now, actor=call.actor)
    conclusion.keep_content(draft, kind, given)
    call.session.flush()
    return _in_force(call, case, kind, draft, given, concluded_on)


def _in_force(
    call: InsideCall, case: Case, kind: AgreementType, draft: Agreement, given: Mapping[str, Any], concluded_on: date
) -> dict[str, Any]:
    second_interview, months = call.inputs.get("zweites_gespraech_am"), int(call.inputs["pruefung_monate"])
    due = review_due(concluded_on, months, call.calendar, second_interview, kind.end_of_life)
    days = conclusion.Days(concluded_on, due, valid_until(kind, concluded_on, call.calendar))
    old = conclusion.put_in_force(call.session, case, draft, given, days)
    lead = office_settings(call.session).renewal_lead_working_days
    return {
        "vereinbarung": str(draft.id),
        "pruefung_am": due,
        "vorlauf": min(lead, INTERIM_WORKING_DAYS) if is_interim(concluded_on, second_interview) else lead,
        "gueltig_bis": days.valid_to,
        "abgeloest": str(old.id) if old else None,
    }


def _draft(call: InsideCall, day: date) -> tuple[Agreement, AgreementType]:
    """The draft, and its type on this day; where the law has changed, a new document of the new type (H.3)."""
    draft = row(call.session, Agreement, call.inputs["entwurf"])
    kind = agreement_type_in_force(draft.type, day)
    return conclusion.of_type(call.session, draft, kind, now=call.now, actor=call.actor), kind


def _refuse(errors: dict[str, str]) -> None:
    if errors:
        raise ValuesRefused(errors)


def keep_review_note(call: InsideCall) -> None:
    """`vereinbarung.vorbereitung`: what the review is to change; it is read when the successor is drafted (T14)."""
    found = row(call.session, Agreement, call.inputs["vereinbarung"])
    found.review_note = str(call.inputs.get("hinweis") or "").strip()


def mark_review_due(call: InsideCall) -> None:
    """`vereinbarung.pruefung_faellig`: the agreement binds on, but its review is due (T14, T15)."""
    found = row(call.session, Agreement, call.inputs["vereinbarung"])
    if found.state is AgreementState.IN_FORCE:
        found.state = AgreementState.REVIEW_DUE


def end_agreement(call: InsideCall) -> None:
    """`vereinbarung.beenden`: without a successor. Inputs vereinbarung, grund, ende_als (REVOKED, else EXPIRED).

    An agreement that has ended already stays as it is.
    """
    found = row(call.session, Agreement, call.inputs["vereinbarung"])
    if found.state in VALID_AGREEMENTS:
        today = berlin_date(call.now)
        revoked = call.inputs.get("ende_als") == AgreementState.REVOKED.value
        # what ends with its term or its law has ended on that day, also if nobody looked until later (T37)
        found.valid_to = min(found.valid_to or today, max(found.valid_from or today, today))
        found.end_reason = call.inputs["grund"]
        found.state = AgreementState.REVOKED if revoked else AgreementState.EXPIRED
