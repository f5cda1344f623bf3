"""What a person does with an appointment outside of its task: agree one more, move it or cancel it beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any, ClassVar

from sqlalchemy import select

from engine.calendar import BERLIN
from engine.context import Context
from engine.errors import NotFound, ValuesRefused, WrongState
from engine.messages import correlate
from engine.phrases import Phrase
from models.casework import ENDED_STATES, Appointment, AppointmentState, Case, Channel
from processes.access import leads
from processes.appointment import booking
from processes.appointment.clashes import DESPITE, clash_errors, refused_start
from processes.appointment.rules import may_move, moment_of
from processes.records import case_by_number, office_settings


@dataclass(frozen=True)
class AgreeAppointment:
    """Agree one more appointment; its own process follows it. Returns the id.

    `kind` is ERSTGESPRAECH, ZWEITGESPRAECH, FOLGEGESPRAECH, ABSOLVENTENGESPRAECH or SONSTIGES. Denser contact than
    the policy asks for is always allowed (Fachkonzept A.4.2). `despite` confirms a clash in the calendar. Raises
    NotFound, WrongState for an ended case, ValuesRefused with messages for beginn_datum, beginn_uhrzeit, kanal_grund
    or trotzdem.
    """

    permission: ClassVar[str] = "case.write"

    case_number: str
    kind: str
    day: date
    at: time
    minutes: int = booking.DEFAULT_MINUTES
    place: str = ""
    channel: Channel = Channel.IN_PERSON
    channel_reason: str = ""
    purpose: str = ""
    despite: bool = False

    def run(self, context: Context) -> int:
        case = case_by_number(context.session, self.case_number)
        check_start(context, self.day, self.at)
        _check_calendar(context, case, self, self.minutes)
        return agree(context, self)


@dataclass(frozen=True)
class MoveAppointment:
    """Move an appointment that has not begun; returns the id of the one in its place.

    Beyond the office's limit of moves only the team lead may move it. Raises NotFound, WrongState once it has begun
    or is decided, ValuesRefused for a day in the past or without work, or when the limit is reached.
    """

    permission: ClassVar[str] = "appointment.move"

    appointment_id: int
    day: date
    at: time
    reason: str
    minutes: int | None = None
    place: str = ""
    despite: bool = False

    def run(self, context: Context) -> int:
        old = _open_appointment(context, self.appointment_id)
        check_start(context, self.day, self.at)
        _check_calendar(context, old.case, self, self.minutes or old.duration_minutes, but=old.id)
        return move(context, self)


@dataclass(frozen=True)
class CancelAppointment:
    """Cancel an appointment that has not begun, with the next one agreed at once (T18); returns the id of that one.

    Raises NotFound, WrongState once it has begun or is decided, ValuesRefused.
    """

    permission: ClassVar[str] = "case.write"

    appointment_id: int
    day: date
    at: time
    reason: str
    minutes: int | None = None
    place: str = ""
    despite: bool = False

    def run(self, context: Context) -> int:
        old = _open_appointment(context, self.appointment_id)
        _check_reason(self.reason)
        check_start(context, self.day, self.at)
        case = old.case
        _check_calendar(context, case, self, self.minutes or old.duration_minutes, but=old.id)
        new = _replace(context, old, AppointmentState.CANCELLED, self)
        correlate(context, "Termin abgesagt", str(old.id), {}, business_key=case.case_number)
        announce(context, new, case)
        context.record(
            "appointment.cancelled", business_key=case.case_number, data={"appointment": old.id, "next": new.id}
        )
        return new.id


def move(context: Context, change: MoveAppointment, *, is_undo: bool = False) -> int:
    """What `MoveAppointment` does, for acts on many appointments too; taking a move back counts as no move."""
    old = _open_appointment(context, change.appointment_id)
    _check_reason(change.reason)
    check_start(context, change.day, change.at)
    case = old.case
    limit = office_settings(context.session).max_moves_per_appointment
    if not is_undo and not leads(context.actor, case.team.key) and not may_move(old.moves, limit):
        raise ValuesRefused(
            {
                "beginn_datum": Phrase(
                    "Der Termin wurde schon {moves} Mal verlegt. Jetzt entscheidet die Teamleitung.", moves=old.moves
                )
            }
        )
    new = _replace(context, old, AppointmentState.MOVED, change)
    if is_undo:
        new.moves = max(0, old.moves - 1)
    payload = {"neuer_termin": str(new.id), "neuer_beginn": moment_of(change.day, change.at)}
    correlate(context, "Termin verlegt", str(old.id), payload, business_key=case.case_number)
    context.record("appointment.moved", business_key=case.case_number, data={"appointment": old.id, "to": new.id})
    return new.id


def agree(context: Context, wanted: AgreeAppointment) -> int:
    """What `AgreeAppointment` does, for acts on many cases too."""
    case = case_by_number(context.session, wanted.case_number)
    if case.state in ENDED_STATES:
        raise WrongState("agree an appointment for", "case", wanted.case_number, case.state, expected=["not ended"])
    check_start(context, wanted.day, wanted.at)
    in_person = wanted.channel is Channel.IN_PERSON
    if wanted.kind == "ERSTGESPRAECH" and not in_person and not wanted.channel_reason.strip():
        raise ValuesRefused(
            {
                "kanal_grund": Phrase(
                    "Das erste Gespräch findet persönlich statt; nennen Sie den Grund für die Ausnahme."
                )
            }
        )
    slot = booking.Slot(
        moment_of(wanted.day, wanted.at), wanted.minutes, wanted.place, wanted.channel, wanted.channel_reason.strip()
    )
    new = booking.agree(
        context.session,
        case,
        booking.KINDS[wanted.kind],
        slot,
        now=context.now,
        actor=context.actor.name,
        purpose=wanted.purpose,
    )
    announce(context, new, case)
    context.record("appointment.agreed", business_key=case.case_number, data={"appointment": new.id})
    return new.id


def withdraw(context: Context, appointment_id: int, reason: str) -> None:
    """Take back an appointment that came on top of others: nothing is agreed in its place.

    Raises NotFound, WrongState once it has begun or is decided.
    """
    old = _open_appointment(context, appointment_id)
    number = old.case.case_number
    booking.conclude(old, AppointmentState.CANCELLED, reason=reason)
    context.session.flush()
    correlate(context, "Termin abgesagt", str(old.id), {}, business_key=number)
    context.record("appointment.withdrawn", business_key=number, data={"appointment": old.id, "reason": reason})


def _open_appointment(context: Context, appointment_id: int) -> Appointment:
    """Locked, so that moving and cancelling at the same moment cannot both succeed."""
    found = context.session.execute(
        select(Appointment).where(Appointment.id == appointment_id).with_for_update(of=Appointment)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("appointment", appointment_id)
    if found.state is not AppointmentState.AGREED:
        raise WrongState("change", "appointment", appointment_id, found.state, expected=[AppointmentState.AGREED])
    if found.starts_at <= context.now:
        # From here on its task is open: what happened is recorded there, with everything that follows from it.
        raise WrongState("change", "appointment", appointment_id, "begun", expected=[AppointmentState.AGREED])
    return found


def check_start(context: Context, day: date, at: time) -> None:
    errors = refused_start(context.session, day, at, context.now, context.calendar)
    if errors:
        raise ValuesRefused(errors)


def _check_calendar(
    context: Context,
    case: Case,
    wanted: AgreeAppointment | MoveAppointment | CancelAppointment,
    minutes: int,
    but: int | None = None,
) -> None:
    """What a person typed in; acts on many appointments look for free places themselves."""
    given = {"beginn_datum": wanted.day, "beginn_uhrzeit": wanted.at, DESPITE: wanted.despite}
    errors = clash_errors(context.session, case, given, but=but, minutes=minutes)
    if errors:
        raise ValuesRefused(errors)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ValuesRefused({"grund": Phrase("Geben Sie den Grund an.")})


def _replace(
    context: Context, old: Appointment, state: AppointmentState, change: MoveAppointment | CancelAppointment
) -> Appointment:
    slot = booking.Slot(
        moment_of(change.day, change.at),
        change.minutes or old.duration_minutes,
        change.place or old.place,
        old.channel,
        old.channel_reason,
    )
    return booking.replace(
        context.session,
        old,
        state,
        slot,
        now=context.now,
        actor=context.actor.name,
        reason=change.reason.strip(),
    )


def announce(context: Context, new: Appointment, case: Case) -> None:
    """Start the process of the appointment, as a diagram does that throws the message."""
    payload: dict[str, Any] = {
        "fall": case.case_number,
        "team": case.team.key,
        "fachkraft": case.caseworker.username,
        "rechtskreis": case.legal_circle.value,
        "termin": str(new.id),
        "beginn": new.starts_at.astimezone(BERLIN),
        "art": booking.KIND_NAMES[new.kind],
    }
    correlate(context, "Termin vereinbart", str(new.id), payload, business_key=case.case_number)
