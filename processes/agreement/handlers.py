"""What the service tasks about agreements do in the file."""

from __future__ import annotations

from typing import Any

from engine.calendar import BERLIN
from engine.errors import ValuesRefused
from engine.handlers import InsideCall
from models.casework import VALID_AGREEMENTS, Agreement, AgreementState
from processes.agreement.conclusion import conclude, setting_of
from processes.agreement.rules import INTERIM_WORKING_DAYS, conclusion_errors, is_interim, review_due
from processes.catalogues import agreement_type_in_force
from processes.records import case_by_number, office_settings, row


def conclude_agreement(call: InsideCall) -> dict[str, Any]:
    """`vereinbarung.abschliessen`: fall, typ, abschluss_am (date), pruefung_monate, angaben (as the form gives them).

    Optional: zweites_gespraech_am (date), until which the agreement is an interim one. Returns vereinbarung,
    pruefung_am (date), vorlauf (working days), abgeloest (id of the predecessor or null).
    Raises ValuesRefused if the type's gates are not met: the form refuses the same entries before (Fachkonzept H.3).
    """
    given = call.inputs
    concluded_on = given["abschluss_am"]
    kind = agreement_type_in_force(given["typ"], concluded_on)
    case = case_by_number(call.session, given["fall"])
    errors = conclusion_errors(kind, given["angaben"], setting_of(call.session, case, concluded_on))
    if errors:
        raise ValuesRefused(errors)
    second_interview = given.get("zweites_gespraech_am")
    due = review_due(concluded_on, int(given["pruefung_monate"]), call.calendar, second_interview, kind.end_of_life)
    lead = office_settings(call.session).renewal_lead_working_days
    new, old = conclude(
        call.session,
        case,
        kind,
        given["angaben"],
        concluded_on=concluded_on,
        review_due=due,
        now=call.now,
        actor=call.actor,
    )
    return {
        "vereinbarung": str(new.id),
        "pruefung_am": due,
        "vorlauf": min(lead, INTERIM_WORKING_DAYS) if is_interim(concluded_on, second_interview) else lead,
        "abgeloest": str(old.id) if old else None,
    }


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
        today = call.now.astimezone(BERLIN).date()
        revoked = call.inputs.get("ende_als") == AgreementState.REVOKED.value
        found.valid_to = max(found.valid_from or today, today)
        found.end_reason = call.inputs["grund"]
        found.state = AgreementState.REVOKED if revoked else AgreementState.EXPIRED
