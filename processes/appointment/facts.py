"""What the forms of appointments show, and what they refuse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from engine.calendar import BERLIN, berlin_date
from engine.formsupport import FormCall
from engine.phrases import Phrase
from models.casework import Appointment, MissedAppointment
from processes.appointment.booking import earlier_summons
from processes.appointment.clashes import DESPITE, clash_errors, refused_start
from processes.appointment.proposals import beyond_law, fields_of, propose
from processes.appointment.rules import (
    CONSEQUENCES,
    missed_in_a_row,
    missed_in_all,
    possible_consequences,
)
from processes.records import case_by_number, office_calendar, office_settings, row
from processes.wording import bullet_list, day_text, moment_text, weekday_text

#: How far ahead the forms name the holidays.
HOLIDAY_WEEKS = 8
#: Outcomes that need the next appointment at once (T18).
NEEDS_SUCCESSOR = frozenset({"VERLEGT", "ABGESAGT"})


def next_appointment_facts(call: FormCall) -> dict[str, Any]:
    """`feiertage`: the holidays of the next weeks, so that nobody proposes one; and where the talk could go."""
    calendar, today = office_calendar(call.session), berlin_date(call.now)
    days = [today + timedelta(days=n) for n in range(HOLIDAY_WEEKS * 7)]
    lines = [
        Phrase("{day}: {name}", day=weekday_text(day), name=name) for day in days if (name := calendar.holiday(day))
    ]
    return {
        "feiertage": bullet_list(
            lines, Phrase("Keine Feiertage in den nächsten {holiday_weeks} Wochen.", holiday_weeks=HOLIDAY_WEEKS)
        ),
        **proposal_facts(call),
    }


def proposal_facts(call: FormCall) -> dict[str, Any]:
    """The proposal, from contact policy, calendar and absences of the caseworker, holidays, closures and law."""
    case = case_by_number(call.session, call.variables["fall"])
    proposed = fields_of(propose(call.session, case, call.now, office_calendar(call.session), call.variables))
    return {**proposed, DESPITE: False}  # confirmed for one appointment, never remembered for the next


def next_appointment_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    """Refuses the past, days on which the office is closed, and days beyond the legal latest one (T14); names what
    else is in the calendar until the person says that the appointment is meant all the same.

    A talk that leads to a new agreement is bound by the review of that one, not of the one it replaces.
    """
    day, at = values.get("beginn_datum"), values.get("beginn_uhrzeit")
    calendar = office_calendar(call.session)
    errors = refused_start(call.session, day, at, call.now, calendar)
    if errors:
        return errors
    case = case_by_number(call.session, call.variables["fall"])
    if values.get("aenderung") in (None, "nichts"):
        errors = beyond_law(call.session, case, day, berlin_date(call.now), calendar)
    return errors or clash_errors(call.session, case, values)


def outcome_facts(call: FormCall) -> dict[str, Any]:
    """The appointment, and how often it may still be moved."""
    found = _appointment(call)
    limit = office_settings(call.session).max_moves_per_appointment
    return {
        **next_appointment_facts(call),
        "termin_text": moment_text(found.starts_at),
        "person": found.case.person.full_name,
        "verlegt_text": Phrase(
            "Bisher {moves} Mal verlegt; ab {limit} Verlegungen entscheidet die Teamleitung.",
            moves=found.moves,
            limit=limit,
        ),
        "ort_bisher": found.place,
        "dauer_bisher": found.duration_minutes,
    }


def outcome_rule(call: FormCall, values: Mapping[str, Any], context: Mapping[str, Any]) -> Mapping[str, str]:
    """A moved or cancelled appointment has its successor before this task can end (T18)."""
    if values.get("ausgang") not in NEEDS_SUCCESSOR:
        return {}
    return next_appointment_rule(call, values, context)


def invitation_facts(call: FormCall) -> dict[str, Any]:
    """The missed appointment, which one in a row it is, and what to think of before anything else."""
    found = _appointment(call)
    earlier = earlier_summons(call.session, found)
    return {
        **outcome_facts(call),
        "in_folge_text": Phrase(
            "Es ist der {missed_in_a_row}. versäumte Termin in Folge.", missed_in_a_row=missed_in_a_row(earlier)
        ),
        "anhoerung_tage": office_settings(call.session).hearing_days,
    }


def invitation_rule(call: FormCall, values: Mapping[str, Any], context: Mapping[str, Any]) -> Mapping[str, str]:
    errors = dict(next_appointment_rule(call, values, context))
    heard: date = values["angehoert_am"]
    today = call.now.astimezone(BERLIN).date()
    if heard > today:
        errors["angehoert_am"] = Phrase("Die Anhörung kann erst vermerkt werden, wenn das Schreiben abgesandt ist.")
    elif heard < _appointment(call).starts_at.astimezone(BERLIN).date():
        errors["angehoert_am"] = Phrase("Die Anhörung kann nicht vor dem versäumten Termin liegen.")
    return errors


def judgement_facts(call: FormCall) -> dict[str, Any]:
    """The counts as they are now, and what the person said."""
    found = _appointment(call)
    earlier = earlier_summons(call.session, found)
    return {
        "termin_text": moment_text(found.starts_at),
        "person": found.case.person.full_name,
        "stellungnahme_text": call.variables.get("stellungnahme") or Phrase("Die Person hat sich nicht geäußert."),
        "zaehlung_text": (
            Phrase(
                "Versäumte Termine in Folge: {missed_in_a_row}; im Fall ohne wichtigen Grund: {missed_in_all}.",
                missed_in_a_row=missed_in_a_row(earlier),
                missed_in_all=missed_in_all(earlier),
            )
        ),
    }


def consequence_facts(call: FormCall) -> dict[str, Any]:
    """The suggestion with its reason, and all a person may decide under the law it comes from."""
    suggestion = call.variables.get("vorschlag") or {}
    record = _record(call)
    return {
        "termin_text": moment_text(_appointment(call).starts_at),
        "person": _appointment(call).case.person.full_name,
        "stellungnahme_text": record.client_statement or Phrase("Die Person hat sich nicht geäußert."),
        "anhoerung_text": Phrase("Anhörung bis {hearing_until}.", hearing_until=day_text(record.hearing_until)),
        "vorschlag_text": Phrase(
            "{consequences}: {hinweis}", consequences=CONSEQUENCES[suggestion["Folge"]], hinweis=suggestion["Hinweis"]
        ),
        "folgen": [{"value": code, "label": CONSEQUENCES[code]} for code in possible_consequences(suggestion["Folge"])],
    }


def notice_facts(call: FormCall) -> dict[str, Any]:
    """The missed appointment, what the person said to it, and what was decided with its reasons."""
    record, found = _record(call), _appointment(call)
    return {
        "termin_text": moment_text(found.starts_at),
        "person": found.case.person.full_name,
        "stellungnahme_text": record.client_statement or Phrase("Die Person hat sich nicht geäußert."),
        "folge_text": Phrase(record.consequence),
        "zaehlung_text": Phrase(
            "Es ist der {missed_in_a_row}. versäumte Termin in Folge.", missed_in_a_row=record.in_a_row
        ),
    }


def notice_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    """The notice is of a day between the missed appointment and today."""
    day: date = values["bescheid_am"]
    missed_on = berlin_date(_appointment(call).starts_at)
    if day > berlin_date(call.now):
        return {"bescheid_am": Phrase("Der Tag liegt in der Zukunft.")}
    if day < missed_on:
        return {"bescheid_am": Phrase("Der Tag liegt vor dem {first}.", first=day_text(missed_on))}
    return {}


def _appointment(call: FormCall) -> Appointment:
    return row(call.session, Appointment, call.variables["termin"])


def _record(call: FormCall) -> MissedAppointment:
    return call.session.execute(
        select(MissedAppointment).where(MissedAppointment.appointment_id == int(call.variables["termin"]))
    ).scalar_one()
