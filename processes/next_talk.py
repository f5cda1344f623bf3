"""When the next talk must be, and whether one is agreed: asked by every talk and every event between talks."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import berlin_date
from engine.handlers import InsideCall
from engine.phrases import Phrase
from models.casework import Appointment, AppointmentKind, AppointmentState, Case, ClientStatus
from processes.in_force import agreed_appointment
from processes.wording import moment_text


def contact_status(case: Case) -> str:
    """The status as the contact policy knows it: people who seek training count as job-seeking."""
    return contact_status_of(case.client_status)


def contact_status_of(status: ClientStatus) -> str:
    """The same for a status alone."""
    value = status.value
    return "ARBEITSUCHEND" if value == "AUSBILDUNGSUCHEND" else value


#: Age bands of the contact policy with the age at which each begins (Fachkonzept A.6.4; § 44c (4) SGB II cuts at 25).
AGE_BANDS = ((55, "AB_55"), (25, "AB_25"), (0, "UNTER_25"))


def age_band(born_on: date, day: date) -> str:
    """UNTER_25, AB_25 or AB_55, by completed years."""
    age = day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
    return next(band for least, band in AGE_BANDS if max(age, 0) >= least)


def policy_facts(case: Case, today: date) -> dict[str, str | None]:
    """What the contact policy asks besides the segment, under the names of process data."""
    return {
        "kundenstatus": contact_status(case),
        "altersgruppe": age_band(case.person.born_on, today),
        "segmentschema": case.segment_scheme,
    }


def standing_talk(session: Session, case: Case, now: datetime) -> Appointment | None:
    """The next talk that is agreed already; talks with graduates and other appointments take no talk's place (T18)."""
    return session.execute(
        select(Appointment)
        .where(
            Appointment.case_id == case.id,
            Appointment.state == AppointmentState.AGREED,
            Appointment.kind.in_((AppointmentKind.SECOND_INTERVIEW, AppointmentKind.FOLLOW_UP)),
            Appointment.starts_at > now,
        )
        .order_by(Appointment.starts_at)
        .limit(1)
    ).scalar_one_or_none()


def standing_text(found: Appointment | None) -> str:
    """What to say of the talk that stands already, so that nobody agrees on one more unknowingly; empty for none."""
    return Phrase("Vereinbart ist schon: {starts_at}.", starts_at=moment_text(found.starts_at)) if found else ""


def contact_limit(call: InsideCall) -> date:
    """The last day until the next talk: today plus the days of the office's contact policy (T17)."""
    return berlin_date(call.now) + timedelta(days=int(call.inputs["kontakt_tage"]))


def lacks_appointment(call: InsideCall, case: Case) -> bool:
    """Whether an appointment must be agreed now: an active case that is not exempt always has one (T18)."""
    return case.segment != "Z" and agreed_appointment(call.session, case) is None
