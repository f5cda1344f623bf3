"""What the forms of this room show, and what they refuse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.calendar import berlin_date
from engine.formsupport import FormCall
from models.casework import BreachKind, BreachOfDuty, IncapacityForWork, PlacementStop
from processes.breach.reading import duties_during
from processes.breach.rules import CONSEQUENCES
from processes.records import row
from processes.wording import day_text

KINDS = {
    BreachKind.PLAN_STEP: "Schritt der Vereinbarung nicht erfüllt",
    BreachKind.REFUSED_JOB: "zumutbare Arbeit abgelehnt",
    BreachKind.MEASURE: "Maßnahme nicht angetreten oder abgebrochen",
}


def breach_facts(call: FormCall) -> dict[str, Any]:
    """The breach, how far the hearing and the period for a finding reach, and what was judged so far."""
    found = row(call.session, BreachOfDuty, call.variables["pflichtverletzung"])
    return {
        "person": found.case.person.full_name,
        "worum_text": f"{KINDS[found.kind]} am {day_text(found.occurred_on)}: {found.description}",
        "frist_text": f"Festgestellt werden kann sie bis {day_text(found.finding_until)} (§ 31b Absatz 1 SGB II).",
        "anhoerung_text": f"Anhörung bis {day_text(found.hearing_until)}.",
        "stellungnahme_text": call.variables.get("stellungnahme") or "Die Person hat sich nicht geäußert.",
        "folge_text": found.consequence,
        "minderung_text": f"Minderung vom {day_text(found.reduced_from)} bis {day_text(found.reduced_until)}.",
    }


def consequence_facts(call: FormCall) -> dict[str, Any]:
    """The suggestion with its reason, and all a person may decide."""
    found = row(call.session, BreachOfDuty, call.variables["pflichtverletzung"])
    suggestion = call.variables["vorschlag"]
    return {
        **breach_facts(call),
        "beurteilung_text": f"**Beurteilung:** {found.judgement}",
        "vorschlag_text": f"{CONSEQUENCES[suggestion['Folge']].label}: {suggestion['Hinweis']}",
        "folgen": [{"value": code, "label": found.label} for code, found in CONSEQUENCES.items()],
    }


def hearing_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    """The letter has been sent, and not before the breach."""
    found = row(call.session, BreachOfDuty, call.variables["pflichtverletzung"])
    return _between("angehoert_am", values["angehoert_am"], found.occurred_on, berlin_date(call.now))


def told_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    """Forms that say when something was done: not in the future."""
    field = next(name for name in ("unterrichtet_am", "beratung_am", "erinnert_am", "bescheid_am") if name in values)
    return _between(field, values[field], None, berlin_date(call.now))


def incapacity_facts(call: FormCall) -> dict[str, Any]:
    """The days reported, and the duties that fall into them."""
    found = row(call.session, IncapacityForWork, call.variables["arbeitsunfaehigkeit"])
    return {
        "person": found.case.person.full_name,
        "worum_text": f"arbeitsunfähig gemeldet vom {day_text(found.from_day)} bis {day_text(found.until)}.",
        "pflichten": [
            {"pflicht": f"{duty.what} (bis {day_text(duty.due_on)})"} for duty in duties_during(call.session, found)
        ],
    }


def certificate_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    found = row(call.session, IncapacityForWork, call.variables["arbeitsunfaehigkeit"])
    errors = dict(_between("nachweis_am", values["nachweis_am"], found.from_day, berlin_date(call.now)))
    if values["krank_bis"] < found.from_day:
        errors["krank_bis"] = "Das Ende liegt vor dem Beginn der Arbeitsunfähigkeit."
    return errors


def duties_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    """Duties are moved behind the incapacity."""
    found = row(call.session, IncapacityForWork, call.variables["arbeitsunfaehigkeit"])
    return {
        f"pflichten.{number}.neu_bis": f"Der neue Tag liegt nach dem {day_text(found.until)}."
        for number, answer in enumerate(values["pflichten"])
        if answer["neu_bis"] <= found.until
    }


def return_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    """A further certificate reaches further than the one before."""
    found = row(call.session, IncapacityForWork, call.variables["arbeitsunfaehigkeit"])
    if values["weiter_krank"] and values["krank_bis"] <= found.until:
        return {"krank_bis": f"Die Folgebescheinigung reicht über den {day_text(found.until)} hinaus."}
    return {}


def stop_facts(call: FormCall) -> dict[str, Any]:
    found = row(call.session, PlacementStop, call.variables["einstellung"])
    return {
        "person": found.case.person.full_name,
        "worum_text": f"Vermittlung eingestellt am {day_text(found.stopped_on)}: {found.reason}",
    }


def _between(field: str, day: date, first: date | None, last: date) -> dict[str, str]:
    if day > last:
        return {field: "Der Tag liegt in der Zukunft."}
    if first is not None and day < first:
        return {field: f"Der Tag liegt vor dem {day_text(first)}."}
    return {}
