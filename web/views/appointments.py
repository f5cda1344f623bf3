"""Agree one more appointment, move one, cancel one: outside the talk itself."""

from __future__ import annotations

import re
from datetime import time

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import ValuesRefused
from models.casework import Appointment, Case, Channel
from processes.appointment import booking
from processes.appointment.commands import AgreeAppointment, CancelAppointment, MoveAppointment
from processes.appointment.proposals import propose
from processes.next_talk import standing_talk, standing_text
from processes.records import office_calendar
from web.formatters import format_time, office_day
from web.inputs import Inputs
from web.labels import label
from web.language import gettext as _
from web.office import actor, now, office
from web.permissions import allow
from web.readers import case_file
from web.readers.cases import find_case
from web.readers.contact import contact_of

room = Blueprint("appointments", __name__, url_prefix="/faelle")

Answer = Response | tuple[str, int]
Change = type[MoveAppointment] | type[CancelAppointment]


@room.get("/<number>/termine/neu")
@allow("appointment.arrange")
def agree(number: str) -> Answer:
    """With a free place in time, as the talk itself proposes one; a person decides."""
    return _new_page(number, None)


@room.post("/<number>/termine/neu")
@allow("appointment.arrange")
def save(number: str) -> Answer:
    """Denser contact than the policy asks for is always allowed."""
    _find(number)
    inputs = Inputs(request.form)
    kind = inputs.choice("art", booking.KINDS, _("Bitte die Art des Gesprächs wählen."))
    channel = inputs.choice("kanal", Channel.__members__, _("Bitte wählen, wie das Gespräch stattfindet."))
    day, at = inputs.day("beginn_datum", _("Bitte den Tag eingeben.")), _time(inputs)
    minutes = inputs.number("dauer", 5, 480, _("Bitte die Dauer in Minuten eingeben, 5 bis 480."))
    if inputs.errors or day is None or at is None:
        return _new_page(number, inputs)
    command = AgreeAppointment(
        number,
        kind,
        day,
        at,
        minutes,
        place=inputs.text("ort", most=160),
        channel=Channel[channel],
        channel_reason=inputs.text("kanal_grund"),
        purpose=inputs.text("anlass"),
        despite=inputs.ticked("trotzdem"),
    )
    return _done(number, inputs, command, _("Der Termin ist vereinbart.")) or _new_page(number, inputs)


@room.get("/<number>/termine/<int:appointment_id>/verlegen")
@allow("appointment.arrange")
def move(number: str, appointment_id: int) -> Answer:
    return _change_page("move_appointment", number, appointment_id, None)


@room.post("/<number>/termine/<int:appointment_id>/verlegen")
@allow("appointment.arrange")
def save_move(number: str, appointment_id: int) -> Answer:
    return _change("move_appointment", number, appointment_id, MoveAppointment, _("Der Termin ist verlegt."))


@room.get("/<number>/termine/<int:appointment_id>/absagen")
@allow("appointment.arrange")
def cancel(number: str, appointment_id: int) -> Answer:
    return _change_page("cancel_appointment", number, appointment_id, None)


@room.post("/<number>/termine/<int:appointment_id>/absagen")
@allow("appointment.arrange")
def save_cancel(number: str, appointment_id: int) -> Answer:
    """An active case always has a next appointment, so the new one is agreed with the cancelling."""
    said = _("Der Termin ist abgesagt, der neue ist vereinbart.")
    return _change("cancel_appointment", number, appointment_id, CancelAppointment, said)


def _change(part: str, number: str, appointment_id: int, make: Change, said: str) -> Answer:
    _find(number, appointment_id)
    inputs = Inputs(request.form)
    day, at = inputs.day("beginn_datum", _("Bitte den neuen Tag eingeben.")), _time(inputs)
    reason = inputs.text("grund", _("Bitte den Grund angeben."), most=1000)
    if inputs.errors or day is None or at is None:
        return _change_page(part, number, appointment_id, inputs)
    place, despite = inputs.text("ort", most=160), inputs.ticked("trotzdem")
    command = make(appointment_id, day, at, reason, place=place, despite=despite)
    return _done(number, inputs, command, said) or _change_page(part, number, appointment_id, inputs)


def _time(inputs: Inputs) -> time | None:
    """The typed time of day, 14:30 or 14.30."""
    found = re.fullmatch(r"([01]?\d|2[0-3])[:.]([0-5]\d)", inputs.values.get("beginn_uhrzeit", ""))
    if found is None:
        inputs.errors["beginn_uhrzeit"] = _("Bitte eine Uhrzeit wie 14:30 eingeben.")
        return None
    return time(int(found[1]), int(found[2]))


def _done(
    number: str, inputs: Inputs, command: AgreeAppointment | MoveAppointment | CancelAppointment, said: str
) -> Response | None:
    """Back to the appointments, or None with the messages in `inputs`."""
    try:
        office().engine.execute(command, actor())
    except ValuesRefused as refusal:
        inputs.errors.update(refusal.errors)
        return None
    flash(said, "success")
    return redirect(url_for("cases.appointments", number=number), 303)


def _find(number: str, appointment_id: int | None = None) -> tuple[Case, Appointment | None]:
    """The case and its appointment. Raises NotFound also for cases the person may not see."""
    with office().engine.reading() as rows:
        case = find_case(rows, actor(), number, now()).case
        return case, case_file.appointment(rows, case, appointment_id) if appointment_id else None


def _new_page(number: str, inputs: Inputs | None) -> Answer:
    with office().engine.reading() as rows:
        line = find_case(rows, actor(), number, now())
        contact = contact_of(rows, office().engine.definitions, line.case, now())
        until = contact.until if contact else None
        proposal = propose(rows, line.case, now(), office_calendar(rows), {}, until)
        if inputs is None:
            inputs = Inputs({"art": "FOLGEGESPRAECH", "kanal": Channel.IN_PERSON.name, "dauer": "45"})
            if proposal.starts_at is not None:
                inputs.values["beginn_datum"] = office_day(proposal.starts_at).isoformat()
                inputs.values["beginn_uhrzeit"] = format_time(proposal.starts_at)
        page = render_template(
            "pages/cases/agree_appointment.html",
            line=line,
            case=line.case,
            values=inputs.values,
            errors=inputs.errors,
            proposal=proposal.text,
            standing=standing_text(standing_talk(rows, line.case, now())),
            kinds=[(name, label(kind)) for name, kind in booking.KINDS.items()],
            channels=[(c.name, label(c)) for c in Channel],
        )
    return page, 422 if inputs.errors else 200


def _change_page(part: str, number: str, appointment_id: int, inputs: Inputs | None) -> Answer:
    """The form to move or cancel; at first with the time and place of the appointment as it stands."""
    with office().engine.reading() as rows:
        line = find_case(rows, actor(), number, now())
        found = case_file.appointment(rows, line.case, appointment_id)
        if inputs is None:
            inputs = Inputs({"beginn_uhrzeit": format_time(found.starts_at), "ort": found.place})
        page = render_template(
            f"pages/cases/{part}.html",
            line=line,
            case=line.case,
            appointment=found,
            values=inputs.values,
            errors=inputs.errors,
            today=office_day(now()),
        )
    return page, 422 if inputs.errors else 200
