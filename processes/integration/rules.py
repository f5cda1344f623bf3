"""When a case is taken up again at the latest, and what a re-registered client keeps. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from engine.calendar import BusinessCalendar, add_months
from engine.phrases import Phrase
from processes.office_values import reminder_day

#: Days after which something that was due and has been looked at is looked at again (value of the product).
LOOK_AGAIN_DAYS = 30
#: Working days a case may be without a next appointment before it is taken up (value of the product).
WITHOUT_APPOINTMENT_DAYS = 3
#: Months after deregistration within which profile and segment stay available (Fachkonzept A.4.6, T08).
REACTIVATION_MONTHS = 6


@dataclass(frozen=True)
class CaseDates:
    """What the next review of a case depends on. Days are of the German calendar; None where nothing is known."""

    today: date
    #: phase 4 ended without an agreement because the plan does not carry one (ST-1)
    plan_must_change: bool = False
    #: last day until the next talk by the office's contact policy (T17)
    contact_until: date | None = None
    #: day the next agreed appointment begins
    next_appointment: date | None = None
    #: day the profiling sheet was closed
    assessed_on: date | None = None
    prognosis_months: int | None = None
    occupation_is_provisional: bool = False
    #: days until a provisional target occupation is taken up again (T03, value of the office)
    occupation_review_days: int = 14
    #: last day up to which the case is exempt from profiling for a reason (T06, T07)
    exempt_until: date | None = None
    #: months after which the assessment is looked at again, 0 for never (B.4, value of the office)
    profile_review_months: int = 0
    #: a reminder on a day without work comes before it, else after it (Fachkonzept G, value of the office)
    reminds_before: bool = True


@dataclass(frozen=True)
class Review:
    day: date
    #: German, as the caseworker reads it
    reason: str


def next_review(dates: CaseDates, calendar: BusinessCalendar) -> Review:
    """The earliest day on which somebody must look at the case again even if nothing happens, after today.

    Contact policy (Fachkonzept A.6.4, T17), provisional target occupation (T03), expired prognosis of 6 or 12 months
    (T05), an assessment of a certain age (B.4), no next appointment (T18), an exemption that ended without being
    checked (T06, T07). A date that has passed and was looked at comes back after 30 days, otherwise the case would
    turn in a circle.
    A plan that carries no agreement cannot wait: it comes back today.
    """
    if dates.plan_must_change:
        return Review(dates.today, Phrase("Der Plan trägt noch keine Vereinbarung."))
    candidates: list[Review] = []

    def add(day: date | None, reason: str) -> None:
        if day is not None:
            due = day if day > dates.today else dates.today + timedelta(days=LOOK_AGAIN_DAYS)
            day = reminder_day(due, dates.today, calendar, before=dates.reminds_before)
            candidates.append(Review(day, reason))

    if dates.exempt_until is not None:
        # The end of an exemption has a process of its own; this is the net below it (T06, T07).
        add(
            dates.exempt_until + timedelta(days=LOOK_AGAIN_DAYS),
            Phrase("Die Freistellung vom Profiling ist abgelaufen."),
        )
    else:
        if dates.next_appointment is None:
            day = calendar.working_day_offset(dates.today, WITHOUT_APPOINTMENT_DAYS)
            add(day, Phrase("Es ist kein nächster Termin vereinbart."))
        if dates.occupation_is_provisional and dates.assessed_on is not None:
            day = dates.assessed_on + timedelta(days=dates.occupation_review_days)
            add(day, Phrase("Der Zielberuf ist noch vorläufig."))
        if dates.assessed_on is not None and dates.prognosis_months is not None and dates.prognosis_months <= 12:
            day = add_months(dates.assessed_on, dates.prognosis_months)
            add(day, Phrase("Die Frist der Integrationsprognose ist abgelaufen."))
        if dates.assessed_on is not None and dates.profile_review_months:
            day = add_months(dates.assessed_on, dates.profile_review_months)
            add(day, Phrase("Die Standortbestimmung ist nach der Zeit zu prüfen, die das Jobcenter festgelegt hat."))
    add(dates.contact_until, Phrase("Der höchste Abstand zwischen zwei Gesprächen ist erreicht."))
    if not candidates:
        add(dates.today, Phrase("Turnusmäßige Wiedervorlage."))
    return min(candidates, key=lambda review: review.day)


def keeps_profile(deregistered_on: date, registered_on: date) -> bool:
    """Whether a re-registered client keeps profile and segment: within six months, the last day included (A.4.6)."""
    return registered_on <= add_months(deregistered_on, REACTIVATION_MONTHS)
