"""What the service tasks of a referral do in the file. No result ever passes through here."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from engine.calendar import berlin_date
from engine.handlers import InsideCall
from engine.phrases import Phrase, remark
from models.casework import (
    AccessLevel,
    Case,
    Consent,
    ConsentForm,
    ReasonCategory,
    Referral,
    ReferralState,
    ReportedChange,
)
from processes.office_values import reminder_day
from processes.records import case_by_number, office_settings, row
from processes.referrals.rules import is_refused
from processes.referrals.services import SERVICES, service_label

CONSENT_TEXT_VERSION = "2026-07"


def involve(call: InsideCall) -> dict[str, Any]:
    """`fachdienst.einschalten`: inputs fall, auftrag, antwort_tage, erinnerung_tage.

    Returns einschaltung, antwort_bis, erinnerung_am (a working day), abgelehnt: the client refuses the consent it
    needs, so that it ends before anything is handed over (Fachkonzept A.6.2; § 67b (2) SGB X).
    """
    given = call.inputs["auftrag"]
    case = case_by_number(call.session, call.inputs["fall"])
    today = berlin_date(call.now)
    service = SERVICES[given["dienst"]]
    kind, _, key = (given.get("gespraech") or "").partition("-")
    refused = is_refused(given)
    consent = _consent(call, case, given, service.label) if service.is_medical or refused else None
    referral = Referral(
        case_id=case.id,
        service=service.code,
        service_item=given.get("angebot") or "",
        question=given["frage"].strip(),
        reason=ReasonCategory(given["anlass"]),
        appointment_id=int(key) if kind == "termin" else None,
        note_id=int(key) if kind == "vermerk" else None,
        consent_id=consent.id if consent else None,
        requested_on=today,
        sla_due=today + timedelta(days=int(call.inputs["antwort_tage"])),
        state=ReferralState.REFUSED if refused else ReferralState.REQUESTED,
        access_level=AccessLevel.RESTRICTED if service.is_medical else AccessLevel.CASE,
        requested_by=call.actor,
    )
    call.session.add(referral)
    call.session.flush()
    before = office_settings(call.session).reminds_before
    reminder = today + timedelta(days=int(call.inputs["erinnerung_tage"]))
    return {
        "einschaltung": str(referral.id),
        "antwort_bis": referral.sla_due,
        "erinnerung_am": reminder_day(reminder + timedelta(days=1), today, call.calendar, before=before),
        "abgelehnt": refused,
    }


def _consent(call: InsideCall, case: Case, given: dict[str, Any], service: str) -> Consent | None:
    """Consent for this purpose, in writing or electronic, or its refusal (§ 67b (2) SGB X)."""
    refused = is_refused(given)
    if not refused and given.get("einwilligung_am") is None:
        return None
    consent = Consent(
        case_id=case.id,
        purpose=f"Einschaltung: {service}",
        text_version=CONSENT_TEXT_VERSION,
        given_on=None if refused else given["einwilligung_am"],
        refused_on=given["abgelehnt_am"] if refused else None,
        form=None if refused else ConsentForm(given["einwilligung_form"]),
        recorded_by=call.actor,
    )
    call.session.add(consent)
    call.session.flush()
    return consent


def conclude(call: InsideCall) -> dict[str, Any]:
    """`fachdienst.folgern`: inputs einschaltung, alternative, reha, profil_pruefen, folgerung → vorgang (ST-18).

    What follows goes to the case as a change, so that it is taken up at once; it names nothing medical.
    """
    given = call.inputs
    referral = row(call.session, Referral, given["einschaltung"])
    parts = [given["folgerung"].strip()]
    if given.get("alternative"):
        parts.append(Phrase("Eine andere Tätigkeit ist zu erarbeiten."))
    if given.get("reha"):
        parts.append(Phrase("An die Agentur für Arbeit als Rehabilitationsträger ist zu verweisen."))
    if given.get("profil_pruefen"):
        parts.append(Phrase("Die Standortbestimmung ist zu prüfen."))
    referral.conclusion = remark(*parts)
    change = ReportedChange(
        case_id=referral.case_id,
        reported_on=berlin_date(call.now),
        description=f"{service_label(referral.service)}: {referral.conclusion}",
        recorded_at=call.now,
        recorded_by=call.actor,
    )
    call.session.add(change)
    call.session.flush()
    return {"vorgang": str(change.id)}


def withdraw(call: InsideCall) -> None:
    """`fachdienst.zuruecknehmen`: input einschaltung (null if nothing was ordered yet). Answered ones stay."""
    if call.inputs.get("einschaltung") is None:
        return
    referral = row(call.session, Referral, call.inputs["einschaltung"])
    if referral.state is ReferralState.REQUESTED:
        referral.state = ReferralState.WITHDRAWN
