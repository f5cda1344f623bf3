"""What referrals register with the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from engine.calendar import berlin_date
from engine.formsupport import FactsOf, FormCall, RuleOf
from engine.handlers import HandlerRegistry
from engine.phrases import Phrase, Prose, joined
from models.casework import (
    Appointment,
    AppointmentState,
    Case,
    CounsellingNote,
    MissedAppointment,
    Referral,
    TalkHeld,
)
from processes.profiling.consents import missing_consent
from processes.records import case_by_number, row
from processes.referrals import handlers as do
from processes.referrals.rules import order_errors, reminder_errors
from processes.referrals.services import PASSES_PROFILE_ON, SERVICES, service_label
from processes.wording import day_text, moment_text

#: Talks offered as the one that showed the need.
LAST_TALKS = 10


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    handlers.inside("fachdienst.einschalten", do.involve)
    handlers.inside("fachdienst.folgern", do.conclude)
    handlers.inside("fachdienst.zuruecknehmen", do.withdraw)
    facts["fachdienst_auftrag.form"] = _order_facts
    for form in ("fachdienst_erinnern", "fachdienst_klaeren", "fachdienst_folgerungen"):
        facts[f"{form}.form"] = _referral_facts
    rules["fachdienst_auftrag.form"] = lambda call, values, _c: order_errors(
        values.get("auftrag") or {}, berlin_date(call.now), missing_consent(call.session, _case(call))
    )
    rules["fachdienst_erinnern.form"] = lambda call, values, _c: reminder_errors(values, berlin_date(call.now))


def _order_facts(call: FormCall) -> Mapping[str, Any]:
    case = _case(call)
    locked_because = missing_consent(call.session, case)
    missed = select(func.count(MissedAppointment.id)).where(MissedAppointment.case_id == case.id)
    return {
        "person": case.person.full_name,
        "dienste": [{"label": service.label, "value": service.code} for service in SERVICES.values()],
        "alle_angebote": [
            {"label": label, "value": code, "dienst": service.code}
            for service in SERVICES.values()
            for code, label in service.offers.items()
            if not (locked_because and code in PASSES_PROFILE_ON)
        ],
        "gibt_profil_weiter": sorted(PASSES_PROFILE_ON),
        "sperre_text": _locked_text(locked_because),
        "gespraeche": _talks(call, case),
        "meldeversaeumnisse": call.session.execute(missed).scalar_one(),
    }


def _case(call: FormCall) -> Case:
    return case_by_number(call.session, call.variables["fall"])


def _locked_text(locked_because: str) -> str:
    """What is locked and why; empty if nothing is."""
    if not locked_because:
        return ""
    locked = [
        label for service in SERVICES.values() for code, label in service.offers.items() if code in PASSES_PROFILE_ON
    ]
    return Phrase(
        "{locked_because} Nicht angeboten wird deshalb: {list}.",
        locked_because=locked_because,
        list=joined(", ", locked),
    )


def _talks(call: FormCall, case: Case) -> list[dict[str, str]]:
    """Held appointments and notes about talks, newest first; notes written from the file are no talk."""
    held = call.session.execute(
        select(Appointment)
        .where(Appointment.case_id == case.id, Appointment.state == AppointmentState.HELD)
        .order_by(Appointment.starts_at.desc())
        .limit(LAST_TALKS)
    ).scalars()
    written = call.session.execute(
        select(CounsellingNote)
        .where(CounsellingNote.case_id == case.id, CounsellingNote.talk_held != TalkHeld.NONE_FILE_BASED)
        .order_by(CounsellingNote.written_at.desc())
        .limit(LAST_TALKS)
    ).scalars()
    talks = [
        {"label": Phrase("Termin am {starts_at}", starts_at=moment_text(a.starts_at)), "value": f"termin-{a.id}"}
        for a in held
    ]
    notes = [
        {
            "label": Phrase("Vermerk vom {talk_on}: {subject}", talk_on=day_text(n.talk_on), subject=n.subject),
            "value": f"vermerk-{n.id}",
        }
        for n in written
    ]
    return talks + notes


def _referral_facts(call: FormCall) -> Mapping[str, Any]:
    referral = row(call.session, Referral, call.variables["einschaltung"])
    return {
        "einschaltung_text": Prose(
            "**{name}**: {service}, Auftrag vom {requested_on}, Antwort bis {sla_due}",
            name=referral.case.person.full_name,
            service=service_label(referral.service),
            requested_on=day_text(referral.requested_on),
            sla_due=day_text(referral.sla_due),
        )
    }
