"""What the service tasks of `termin` and `meldeversaeumnis` do in the file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from sqlalchemy import select

from engine.calendar import BERLIN, berlin_date
from engine.errors import BpmnError, NotFound, WrongState
from engine.handlers import InsideCall
from engine.phrases import remark
from models.casework import Appointment, AppointmentState, Channel, MissedAppointment
from processes.administrative_act.occasions import after_no_show
from processes.appointment import booking
from processes.appointment.rules import (
    CONSEQUENCES,
    as_moment,
    hearing_until,
    may_move,
    missed_in_a_row,
    missed_in_all,
    moment_of,
)
from processes.records import case_by_number, office_settings, row
from processes.wording import notice_text

#: Code of the error event: the office's limit of moves is reached.
TOO_MANY_MOVES = "VERLEGUNGSGRENZE"


def agree(call: InsideCall) -> dict[str, Any]:
    """`termin.vereinbaren`: fall, beginn (a date and time without zone is German time), art → termin, beginn.

    Optional: dauer_minuten, ort, kanal (IN_PERSON, PHONE, VIDEO), kanal_grund, zweck. Raises NotFound; KeyError for
    an unknown art.
    """
    given = call.inputs
    slot = booking.Slot(
        starts_at=as_moment(given["beginn"]),
        minutes=_minutes(given),
        place=given.get("ort") or "",
        channel=Channel(given.get("kanal") or Channel.IN_PERSON),
        channel_reason=given.get("kanal_grund") or "",
    )
    case = case_by_number(call.session, given["fall"])
    new = booking.agree(
        call.session,
        case,
        booking.KINDS[given["art"]],
        slot,
        now=call.now,
        actor=call.actor,
        purpose=given.get("zweck") or "",
    )
    return _told(new)


def outcome(call: InsideCall) -> dict[str, Any]:
    """`termin.ausgang`: what the person recorded; a moved or cancelled appointment gets its successor here.

    Inputs termin, ausgang (WAHRGENOMMEN, VERLEGT, VERSAEUMT, ABGESAGT), the fields of the next appointment, grund,
    freigegeben (the team lead allows one more move). Returns termin and beginn: of the successor if there is one.
    Raises the modelled error VERLEGUNGSGRENZE.
    """
    given = call.inputs
    old = row(call.session, Appointment, given["termin"])
    match given["ausgang"]:
        case "WAHRGENOMMEN":
            booking.conclude(old, AppointmentState.HELD)
            return _told(old)
        case "VERSAEUMT":
            booking.conclude(old, AppointmentState.MISSED, reason=given.get("grund") or "")
            return _told(old)
        case "VERLEGT":
            limit = office_settings(call.session).max_moves_per_appointment
            if not given.get("freigegeben") and not may_move(old.moves, limit):
                raise BpmnError(TOO_MANY_MOVES)
            return _told(_replaced(call, old, AppointmentState.MOVED))
        case "ABGESAGT":
            return _told(_replaced(call, old, AppointmentState.CANCELLED))
        case other:
            raise ValueError(f"unknown outcome {other!r}")


def cancelled(call: InsideCall) -> None:
    """`termin.absagen`: inputs termin, grund; without a successor, because the case ends.

    An appointment whose outcome is decided stays as it is.
    """
    appointment = row(call.session, Appointment, call.inputs["termin"])
    if appointment.state is AppointmentState.AGREED:
        booking.conclude(appointment, AppointmentState.CANCELLED, reason=call.inputs.get("grund") or "")


def open_missed(call: InsideCall) -> dict[str, Any]:
    """`meldeversaeumnis.anlegen`: count, hear, invite again (T32, T18; § 24 SGB X).

    Inputs termin (the missed one), art, angehoert_am (date), the fields of the next appointment. Returns in_folge,
    anhoerung_bis (date), neuer_termin, neuer_beginn.
    """
    given = call.inputs
    old = row(call.session, Appointment, given["termin"])
    if old.state is not AppointmentState.MISSED:
        raise WrongState("hear about", "appointment", old.id, old.state, expected=[AppointmentState.MISSED])
    missed_row = MissedAppointment(
        appointment_id=old.id,
        case_id=old.case_id,
        in_a_row=missed_in_a_row(booking.earlier_summons(call.session, old)),
        hearing_until=hearing_until(given["angehoert_am"], office_settings(call.session).hearing_days, call.calendar),
    )
    call.session.add(missed_row)
    slot = _slot(given, old)
    new = booking.agree(call.session, old.case, old.kind, slot, now=call.now, actor=call.actor, purpose=old.purpose)
    old.replaced_by_id = new.id
    told = _told(new)
    return {
        "in_folge": missed_row.in_a_row,
        "anhoerung_bis": missed_row.hearing_until,
        "neuer_termin": told["termin"],
        "neuer_beginn": told["beginn"],
    }


def judge_missed(call: InsideCall) -> dict[str, Any]:
    """`meldeversaeumnis.beurteilen`: statement, important reason or not, and the counts as they are now.

    Inputs termin, stellungnahme, wichtiger_grund, zurueckstellen (no consequence at present: signs of a mental illness,
    § 32 SGB II). Returns in_folge and gesamt: earlier ones may have been excused in the meantime; and ersatzakte: the
    act that the type of the agreement names for it (on_no_show, Fachkonzept H.3), if any.
    """
    given = call.inputs
    found = missed_of(call, given["termin"])
    appointment = row(call.session, Appointment, given["termin"])
    earlier = booking.earlier_summons(call.session, appointment)
    found.client_statement = given.get("stellungnahme") or ""
    found.has_important_reason = bool(given["wichtiger_grund"])
    found.has_mental_health_hint = bool(given.get("zurueckstellen"))
    found.in_a_row = missed_in_a_row(earlier)
    found.decided_by, found.decided_on = call.actor, call.now.astimezone(BERLIN).date()
    counted = {"in_folge": found.in_a_row, "gesamt": missed_in_all(earlier)}
    if found.has_important_reason or found.has_mental_health_hint:
        return counted | {"ersatzakte": []}
    missed_on = berlin_date(appointment.starts_at)
    acts = after_no_show(call.session, appointment.case, found, missed_on, berlin_date(call.now))
    return counted | {"ersatzakte": acts}


def decide_consequence(call: InsideCall) -> None:
    """`meldeversaeumnis.folge`: what a person decided, with reasons (T32). Inputs termin, folge, begruendung."""
    found = missed_of(call, call.inputs["termin"])
    found.consequence = remark(CONSEQUENCES[call.inputs["folge"]], call.inputs["begruendung"])
    found.decided_by, found.decided_on = call.actor, call.now.astimezone(BERLIN).date()


def keep_notice(call: InsideCall) -> None:
    """`meldeversaeumnis.bescheid`: what the benefit unit did, when, and who says so (T32).

    Inputs termin, bescheid (ERLASSEN, KEINE_FOLGE), bescheid_am (date), bescheid_grund (without a consequence).
    """
    given = call.inputs
    found = missed_of(call, given["termin"])
    found.benefit_unit_result = notice_text(given["bescheid"], given.get("bescheid_grund"))
    found.benefit_unit_decided_on, found.benefit_unit_decided_by = given["bescheid_am"], call.actor


def missed_of(call: InsideCall, appointment_id: str) -> MissedAppointment:
    """The record of a missed appointment. Raises NotFound."""
    found = call.session.execute(
        select(MissedAppointment).where(MissedAppointment.appointment_id == int(appointment_id))
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("missed appointment", appointment_id)
    return found


def _replaced(call: InsideCall, old: Appointment, state: AppointmentState) -> Appointment:
    slot = _slot(call.inputs, old)
    reason = call.inputs.get("grund") or ""
    return booking.replace(call.session, old, state, slot, now=call.now, actor=call.actor, reason=reason)


def _slot(given: Mapping[str, Any], old: Appointment) -> booking.Slot:
    day, at = given["beginn_datum"], given["beginn_uhrzeit"]
    if type(day) is not date or not isinstance(at, time):
        raise ValueError("the next appointment needs a date and a time")
    return booking.Slot(
        moment_of(day, at), _minutes(given), given.get("ort") or old.place, old.channel, old.channel_reason
    )


def _minutes(given: Mapping[str, Any]) -> int:
    return int(given.get("dauer_minuten") or booking.DEFAULT_MINUTES)


def _told(appointment: Appointment) -> dict[str, Any]:
    return {"termin": str(appointment.id), "beginn": appointment.starts_at.astimezone(BERLIN)}
