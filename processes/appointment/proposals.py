"""Where the next talk could go: free in the caseworker's calendar, on a working day, in time (Fachkonzept A.4.2, T17).

The proposal is never beyond a legal latest day; denser is always allowed, and a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.calendar import BERLIN, BusinessCalendar, berlin_date
from engine.phrases import Phrase, Prose, joined
from models.casework import Appointment, AppointmentState, Case
from processes.desk.rescheduling import Diary, LatestDay
from processes.in_force import valid_agreement
from processes.records import office_settings
from processes.wording import day_text, moment_text

#: Appointments on one day beyond which a caseworker's day counts as full (value of the product).
PER_DAY = 8
#: Working days before the latest day on which the search for a free place begins (value of the product).
LEAD_WORKING_DAYS = 5
#: Working days an invitation needs to arrive (value of the product).
POST_WORKING_DAYS = 3
#: How far ahead a place is looked for where nothing says until when.
HORIZON_DAYS = 30
#: No closed days of their own: the calendar knows those of the office.
_NOTHING_CLOSED = (date.max, date.min)
_WANTED = time(9)


@dataclass(frozen=True)
class Proposal:
    """`starts_at` is None where no place is free; `latest` is the earliest limit, `legal` the earliest one of law."""

    starts_at: datetime | None
    latest: LatestDay | None
    legal: LatestDay | None

    @property
    def text(self) -> str:
        """The limits and the proposal in German."""
        parts: list[Phrase] = []
        if self.starts_at is not None:
            parts.append(
                Prose(
                    "Vorschlag: **{starts_at}**, frei im Kalender der Fachkraft.", starts_at=moment_text(self.starts_at)
                )
            )
        else:
            parts.append(Phrase("Bis zum letzten möglichen Tag ist im Kalender der Fachkraft kein Platz frei."))
        limits = {limit for limit in (self.latest, self.legal) if limit is not None}
        for limit in sorted(limits, key=lambda limit: limit.day):
            parts.append(Phrase("Spätestens am {day}: {why}.", day=day_text(limit.day), why=limit.why))
        return joined(" ", parts)


def propose(
    session: Session,
    case: Case,
    now: datetime,
    calendar: BusinessCalendar,
    seen: Mapping[str, Any],
    until: date | None = None,
) -> Proposal:
    """The proposal for this case; `seen` is what the task knows: kontakt_tage or kontakt_bis, dauer_minuten.

    `until` is the last day by the contact policy where no task asks, between talks; it may have passed.
    """
    today = berlin_date(now)
    legal = legal_limit(session, case, today, calendar)
    limits = [limit for limit in (legal, _policy(session, case, seen, today, calendar, until)) if limit is not None]
    latest = min(limits, key=lambda limit: limit.day, default=None)
    last = latest.day if latest is not None else today + timedelta(days=HORIZON_DAYS)
    earliest = calendar.working_day_offset(today, POST_WORKING_DAYS)
    first = max(earliest, calendar.working_day_offset(last, -LEAD_WORKING_DAYS))
    diary = Diary(session, calendar, case.caseworker_id, PER_DAY)
    minutes = int(seen.get("dauer_minuten") or 45)
    starts_at = diary.place(_WANTED, minutes, first, last, _NOTHING_CLOSED)
    if starts_at is None and earliest < first:
        starts_at = diary.place(_WANTED, minutes, earliest, first, _NOTHING_CLOSED)
    if starts_at is None and latest is not None and last < earliest:
        # the limit is near or has passed: as soon as somebody is there, but never beyond what the law allows
        until = legal.day if legal is not None else earliest + timedelta(days=HORIZON_DAYS)
        tomorrow = calendar.working_day_offset(today, 1)
        starts_at = diary.place(_WANTED, minutes, tomorrow, until, _NOTHING_CLOSED)
    return Proposal(starts_at, latest, legal)


def legal_limit(session: Session, case: Case, today: date, calendar: BusinessCalendar) -> LatestDay | None:
    """The day of the joint review of the agreement, while it can still be met (T14, T15; § 15 (3) SGB II).

    With no working day left before it, today's talk was the last in time, and any later day is as good.
    """
    agreement = valid_agreement(session, case)
    if agreement is None or agreement.review_due is None:
        return None
    if agreement.review_due < calendar.working_day_offset(today, 1):
        return None
    law = "§ 37 (3) SGB III" if case.legal_circle.value == "SGB3" else "§ 15 (3) SGB II"
    return LatestDay(agreement.review_due, Phrase("Überprüfung der Vereinbarung, {law}", law=law))


def beyond_law(
    session: Session, case: Case, day: date | None, today: date, calendar: BusinessCalendar
) -> dict[str, str]:
    """What speaks against an appointment on this day: the review has to take place before."""
    limit = legal_limit(session, case, today, calendar)
    if day is None or limit is None or day <= limit.day:
        return {}
    return {
        "beginn_datum": Phrase(
            "Spätestens am {day} muss das nächste Gespräch stattfinden: {why}.", day=day_text(limit.day), why=limit.why
        )
    }


def _policy(
    session: Session,
    case: Case,
    seen: Mapping[str, Any],
    today: date,
    calendar: BusinessCalendar,
    known: date | None,
) -> LatestDay | None:
    """The contact policy of the office (T17), before the first talk its "without undue delay" (T01)."""
    held = select(func.count(Appointment.id)).where(
        Appointment.case_id == case.id, Appointment.state == AppointmentState.HELD
    )
    if not session.scalar(held):
        lead = office_settings(session).first_interview_working_days
        last = calendar.working_day_offset(case.opened_on, lead)
        return LatestDay(last, Phrase("Erstgespräch unverzüglich, Wert des Jobcenters"))
    if known is not None:
        return LatestDay(known, Phrase("Kontaktdichte des Jobcenters"))
    days, until = seen.get("kontakt_tage"), seen.get("kontakt_bis")
    if isinstance(until, date) and until > today:
        return LatestDay(until, Phrase("Kontaktdichte des Jobcenters"))
    if days is not None:
        return LatestDay(today + timedelta(days=int(days)), Phrase("Kontaktdichte des Jobcenters"))
    return None


def fields_of(proposal: Proposal) -> dict[str, Any]:
    """Names for the forms: vorschlag_datum, vorschlag_uhrzeit (null without a place), vorschlag_text."""
    local = proposal.starts_at.astimezone(BERLIN) if proposal.starts_at is not None else None
    return {
        "vorschlag_datum": local.date() if local else None,
        "vorschlag_uhrzeit": local.time() if local else None,
        "vorschlag_text": proposal.text,
        "termin_spaetestens": proposal.legal.day if proposal.legal is not None else None,
    }
