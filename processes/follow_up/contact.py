"""How close talks are, target and actual: the last talk that counts, when to invite (Fachkonzept A.6.4, T17)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.calendar import BusinessCalendar, berlin_date
from engine.formsupport import FormCall
from engine.handlers import InsideCall
from engine.phrases import Phrase, Prose
from models.casework import (
    Appointment,
    AppointmentKind,
    AppointmentState,
    Case,
    Channel,
    CounsellingNote,
    ExceptionKind,
    OfficeSettings,
    ReasonedException,
    TalkHeld,
)
from models.runtime import TaskStatus, UserTask
from processes.appointment.facts import next_appointment_rule, proposal_facts
from processes.next_talk import age_band, contact_status
from processes.records import case_by_number, office_settings
from processes.wording import day_text

#: Longest deferral of an invitation in days (value of the product).
LONGEST_DEFERRAL_DAYS = 90
#: Working days after which an appointment without an outcome is looked at again (value of the product).
OUTCOME_WORKING_DAYS = 5
#: Tasks that end with the next appointment agreed, or lead to the one that does.
ARRANGING = (
    "ausgang_festhalten",
    "folgegespraech_fuehren",
    "neu_einladen",
    "termin_abstimmen",
    "umsetzung_beginnen",
    "veraenderung_bewerten",
    "vermerk_schreiben",
    "zweites_gespraech_abstimmen",
)


@dataclass(frozen=True)
class ContactState:
    """`limit` is the last day until the next talk; `look_on` when to look again if nobody has to be invited now."""

    limit: date
    must_invite: bool
    look_on: date


def contact_state(
    last_talk: date, days: int, appointment: date | None, today: date, lead: int, calendar: BusinessCalendar
) -> ContactState:
    """Compare target and actual. `appointment` is the day of the earliest agreed one, `lead` in working days.

    An appointment within the limit is enough; an invitation is due `lead` working days before the limit (T17).
    """
    limit = last_talk + timedelta(days=days)
    invite_on = calendar.working_day_offset(limit, -lead)
    if today < invite_on:
        return ContactState(limit, False, invite_on)
    if appointment is None or appointment > max(limit, today):
        return ContactState(limit, True, invite_on)
    if appointment < today:  # somebody still has to say what became of it
        return ContactState(limit, False, calendar.working_day_offset(today, OUTCOME_WORKING_DAYS))
    return ContactState(limit, False, appointment + timedelta(days=1))


def last_counted_talk(session: Session, case: Case) -> date:
    """The last talk by a channel the office counts; graduate talks do not count, neither do notes on file alone.

    The opening of the case stands in for a talk that never took place.
    """
    channels = counted_channels(session)
    noted = (
        select(func.max(CounsellingNote.talk_on))
        .outerjoin(Appointment, Appointment.id == CounsellingNote.appointment_id)
        .where(
            CounsellingNote.case_id == case.id,
            CounsellingNote.talk_held.in_([TalkHeld(channel.value) for channel in channels]),
            func.coalesce(Appointment.kind, "") != AppointmentKind.GRADUATE_TALK.value,
        )
    )
    held = select(func.max(Appointment.starts_at)).where(
        Appointment.case_id == case.id,
        Appointment.state == AppointmentState.HELD,
        Appointment.channel.in_(channels),
        Appointment.kind != AppointmentKind.GRADUATE_TALK,
    )
    days = [case.opened_on]
    if (day := session.execute(noted).scalar_one()) is not None:
        days.append(day)
    if (moment := session.execute(held).scalar_one()) is not None:
        days.append(berlin_date(moment))
    return max(days)


def counted_channels(session: Session) -> list[Channel]:
    """The channels whose talks count, as the office has chosen."""
    settings = session.get(OfficeSettings, 1)
    return [Channel(channel) for channel in settings.counted_channels] if settings else list(Channel)


def next_counted_appointment(session: Session, case: Case) -> date | None:
    """The day of the earliest agreed appointment that will count, also one whose outcome is missing."""
    found = session.execute(
        select(func.min(Appointment.starts_at)).where(
            Appointment.case_id == case.id,
            Appointment.state == AppointmentState.AGREED,
            Appointment.kind != AppointmentKind.GRADUATE_TALK,
        )
    ).scalar_one()
    return berlin_date(found) if found is not None else None


def find_situation(call: InsideCall) -> Mapping[str, Any]:
    """`kontaktdichte.lage` → segment, status, altersgruppe, segmentschema, letztes_gespraech: what the policy asks."""
    case = case_by_number(call.session, call.inputs["fall"])
    return {
        "segment": case.segment or "N",
        "status": contact_status(case),
        "altersgruppe": age_band(case.person.born_on, berlin_date(call.now)),
        "segmentschema": case.segment_scheme,
        "letztes_gespraech": last_counted_talk(call.session, case),
    }


def compare(call: InsideCall) -> Mapping[str, Any]:
    """`kontaktdichte.stand`: target against actual → einladen_noetig, kontakt_bis, naechste_pruefung."""
    inputs = call.inputs
    case = case_by_number(call.session, inputs["fall"])
    today = berlin_date(call.now)
    state = contact_state(
        inputs["letztes_gespraech"],
        int(inputs["kontakt_tage"]),
        next_counted_appointment(call.session, case),
        berlin_date(call.now),
        office_settings(call.session).contact_lead_working_days,
        call.calendar,
    )
    if state.must_invite and today <= state.limit and is_being_arranged(call.session, case):
        look_on = min(call.calendar.working_day_offset(today, OUTCOME_WORKING_DAYS), state.limit + timedelta(days=1))
        return {"einladen_noetig": False, "kontakt_bis": state.limit, "naechste_pruefung": look_on}
    return {"einladen_noetig": state.must_invite, "kontakt_bis": state.limit, "naechste_pruefung": state.look_on}


def is_being_arranged(session: Session, case: Case) -> bool:
    """Whether an open task of the case leads to the next appointment anyway: then nobody is asked twice (T17, T18)."""
    found = select(UserTask.id).where(
        UserTask.business_key == case.case_number,
        UserTask.status == TaskStatus.OPEN,
        UserTask.element_id.in_(ARRANGING),
    )
    return session.execute(found.limit(1)).first() is not None


def defer(call: InsideCall) -> Mapping[str, Any]:
    """`kontaktdichte.aufschieben`: why there is no talk until a day, as a reasoned exception → naechste_pruefung."""
    inputs = call.inputs
    case = case_by_number(call.session, inputs["fall"])
    call.session.add(
        ReasonedException(
            case_id=case.id,
            kind=ExceptionKind.APPOINTMENT,
            reason=str(inputs["aufschub_grund"]).strip(),
            decided_on=berlin_date(call.now),
            decided_by=call.actor,
            valid_until=inputs["aufschub_bis"],
        )
    )
    return {"naechste_pruefung": inputs["aufschub_bis"]}


def contact_facts(call: FormCall) -> Mapping[str, Any]:
    """Target and actual in words."""
    last, days = call.variables["letztes_gespraech"], int(call.variables["kontakt_tage"])
    passed = (berlin_date(call.now) - last).days
    return {
        **proposal_facts(call),
        "kontakt_text": Prose(
            "Soll: spätestens alle **{days} Tage** ein Gespräch. Ist: das letzte war am {last},"
            " vor **{passed} Tagen**. Der Abstand ist am {kontakt_bis} erreicht.",
            days=days,
            last=day_text(last),
            passed=passed,
            kontakt_bis=day_text(call.variables["kontakt_bis"]),
        ),
    }


def invitation_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    """Form `kontakt_einladen.form`: an appointment on a working day ahead, or a deferral within bounds."""
    if values.get("kontakt_weg") == "TERMIN":
        return next_appointment_rule(call, values, _context)
    until, today = values.get("aufschub_bis"), berlin_date(call.now)
    if not isinstance(until, date):
        return {}
    if until <= today:
        return {"aufschub_bis": Phrase("Der Aufschub endet nach heute.")}
    latest = today + timedelta(days=LONGEST_DEFERRAL_DAYS)
    return (
        {"aufschub_bis": Phrase("Der Aufschub endet spätestens am {latest}.", latest=day_text(latest))}
        if until > latest
        else {}
    )
