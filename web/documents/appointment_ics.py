"""An appointment for somebody's calendar (RFC 5545). It names no person and no reason: calendars are shared."""

from __future__ import annotations

from datetime import datetime, timedelta

from icalendar import Calendar, Event, vText

from models.casework import Appointment, AppointmentState
from web.formatters import BERLIN


def appointment_ics(appointment: Appointment, case_number: str, office_name: str, now: datetime) -> bytes:
    """One event with a stable id, so that a moved appointment replaces the old entry in the calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//Phasenwerk//Termine//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
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
    calendar.add_component(event)
    calendar.add_missing_timezones()
    made: bytes = calendar.to_ical()
    return made
