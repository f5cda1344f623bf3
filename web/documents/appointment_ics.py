"""An appointment for somebody's calendar (RFC 5545). It names no person and no reason: calendars are shared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event, vText

from models.casework import Appointment, AppointmentState
from web.formatters import BERLIN


def appointment_ics(appointment: Appointment, case_number: str, office_name: str, now: datetime) -> bytes:
    """One event with a stable id, so that a moved appointment replaces the old entry in the calendar."""
    return calendar_ics([(appointment, case_number)], office_name, now)


def calendar_ics(appointments: Iterable[tuple[Appointment, str]], office_name: str, now: datetime) -> bytes:
    """Appointments, each with its case number, as one calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//Phasenwerk//Termine//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for appointment, case_number in appointments:
        calendar.add_component(_event(appointment, case_number, office_name, now))
    calendar.add_missing_timezones()
    made: bytes = calendar.to_ical()
    return made


def _event(appointment: Appointment, case_number: str, office_name: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"termin-{appointment.id}@phasenwerk")
    event.add("dtstamp", now)
    event.add("sequence", appointment.moves)
    start = appointment.starts_at.astimezone(BERLIN)
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=appointment.duration_minutes))
    event.add("summary", f"Termin {office_name}")
    event["description"] = vText(f"Fall {case_number}")
    if appointment.place:
        event.add("location", appointment.place)
    if appointment.state is AppointmentState.CANCELLED:
        event.add("status", "CANCELLED")
    event.add("class", "PRIVATE")
    return event
