"""When the next talk must be, and whether one is agreed: asked by every talk and every event between talks."""

from __future__ import annotations

from datetime import date, timedelta

from engine.calendar import berlin_date
from engine.handlers import InsideCall
from models.casework import Case
from processes.in_force import agreed_appointment


def contact_status(case: Case) -> str:
    """The status as the contact policy knows it: people who seek training count as job-seeking."""
    value = case.client_status.value
    return "ARBEITSUCHEND" if value == "AUSBILDUNGSUCHEND" else value


def contact_limit(call: InsideCall) -> date:
    """The last day until the next talk: today plus the days of the office's contact policy (T17)."""
    return berlin_date(call.now) + timedelta(days=int(call.inputs["kontakt_tage"]))


def lacks_appointment(call: InsideCall, case: Case) -> bool:
    """Whether an appointment must be agreed now: an active case that is not exempt always has one (T18)."""
    return case.segment != "Z" and agreed_appointment(call.session, case) is None
