"""What the forms of this room show, and what they refuse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.calendar import berlin_date
from engine.formsupport import FormCall
from engine.phrases import Phrase, Prose
from models.casework import BreachKind, BreachOfDuty, IncapacityForWork, PlacementStop
from processes.breach.reading import duties_during
from processes.breach.rules import CONSEQUENCES
from processes.records import row
from processes.wording import day_text

KINDS = {
    BreachKind.PLAN_STEP: Phrase("Schritt der Vereinbarung nicht erfüllt"),
    BreachKind.REFUSED_JOB: Phrase("zumutbare Arbeit abgelehnt"),
    BreachKind.MEASURE: Phrase("Maßnahme nicht angetreten oder abgebrochen"),
}
SILENT = Phrase("Die Person hat sich nicht geäußert.")


def breach_facts(call: FormCall) -> dict[str, Any]:
    """The breach, how far the hearing and the period for a finding reach, and what was judged so far."""
    found = row(call.session, BreachOfDuty, call.variables["pflichtverletzung"])
    return {
        "person": found.case.person.full_name,
        "worum_text": Phrase(
            "{kinds} am {occurred_on}: {description}",
            kinds=KINDS[found.kind],
            occurred_on=day_text(found.occurred_on),
            description=found.description,
        ),
        "frist_text": Phrase(
            "Festgestellt werden kann sie bis {finding_until} (§ 31b Absatz 1 SGB II).",
            finding_until=day_text(found.finding_until),
        ),
        "anhoerung_text": Phrase("Anhörung bis {hearing_until}.", hearing_until=day_text(found.hearing_until)),
        "stellungnahme_text": call.variables.get("stellungnahme") or found.client_statement or SILENT,
        "folge_text": Phrase(found.consequence),
        "minderung_text": Phrase(
            "Minderung vom {reduced_from} bis {reduced_until}.",
            reduced_from=day_text(found.reduced_from),
            reduced_until=day_text(found.reduced_until),
        ),
    }


def consequence_facts(call: FormCall) -> dict[str, Any]:
    """The suggestion with its reason, and all a person may decide."""
    found = row(call.session, BreachOfDuty, call.variables["pflichtverletzung"])
    suggestion = call.variables["vorschlag"]
    return {
        **breach_facts(call),
        "beurteilung_text": Prose("**Beurteilung:** {judgement}", judgement=found.judgement),
        "vorschlag_text": Phrase(
            "{consequences}: {hinweis}",
            consequences=CONSEQUENCES[suggestion["Folge"]].label,
            hinweis=suggestion["Hinweis"],
        ),
        "folgen": [{"value": code, "label": found.label} for code, found in CONSEQUENCES.items()],
    }


def hearing_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    """The letter has been sent, and not before the breach."""
    found = row(call.session, BreachOfDuty, call.variables["pflichtverletzung"])
    return _between("angehoert_am", values["angehoert_am"], found.occurred_on, berlin_date(call.now))


def told_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    """Forms that say when something was done: not in the future."""
    fields = ("unterrichtet_am", "beratung_am", "erinnert_am", "bescheid_am", "aufhebung_am")
    field = next(name for name in fields if name in values)
    return _between(field, values[field], None, berlin_date(call.now))


def notice_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    """The notice is of a day between the breach and today."""
    found = row(call.session, BreachOfDuty, call.variables["pflichtverletzung"])
    return _between("bescheid_am", values["bescheid_am"], found.occurred_on, berlin_date(call.now))


def incapacity_facts(call: FormCall) -> dict[str, Any]:
    """The days reported, and the duties that fall into them."""
    found = row(call.session, IncapacityForWork, call.variables["arbeitsunfaehigkeit"])
    return {
        "person": found.case.person.full_name,
        "worum_text": Phrase(
            "arbeitsunfähig gemeldet vom {from_day} bis {until}.",
            from_day=day_text(found.from_day),
            until=day_text(found.until),
        ),
        "pflichten": [
            {"pflicht": Phrase("{what} (bis {due_on})", what=duty.what, due_on=day_text(duty.due_on))}
            for duty in duties_during(call.session, found)
        ],
    }


def certificate_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    found = row(call.session, IncapacityForWork, call.variables["arbeitsunfaehigkeit"])
    errors = dict(_between("nachweis_am", values["nachweis_am"], found.from_day, berlin_date(call.now)))
    if values["krank_bis"] < found.from_day:
        errors["krank_bis"] = Phrase("Das Ende liegt vor dem Beginn der Arbeitsunfähigkeit.")
    return errors


def duties_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    """Duties are moved behind the incapacity."""
    found = row(call.session, IncapacityForWork, call.variables["arbeitsunfaehigkeit"])
    return {
        f"pflichten.{number}.neu_bis": Phrase("Der neue Tag liegt nach dem {until}.", until=day_text(found.until))
        for number, answer in enumerate(values["pflichten"])
        if answer["neu_bis"] <= found.until
    }


def return_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    """A further certificate reaches further than the one before."""
    found = row(call.session, IncapacityForWork, call.variables["arbeitsunfaehigkeit"])
    if values["weiter_krank"] and values["krank_bis"] <= found.until:
        return {
            "krank_bis": Phrase("Die Folgebescheinigung reicht über den {until} hinaus.", until=day_text(found.until))
        }
    return {}


def stop_facts(call: FormCall) -> dict[str, Any]:
    found = row(call.session, PlacementStop, call.variables["einstellung"])
    return {
        "person": found.case.person.full_name,
        "worum_text": Phrase(
            "Vermittlung eingestellt am {stopped_on}: {reason}",
            stopped_on=day_text(found.stopped_on),
            reason=found.reason,
        ),
    }


def _between(field: str, day: date, first: date | None, last: date) -> dict[str, str]:
    if day > last:
        return {field: Phrase("Der Tag liegt in der Zukunft.")}
    if first is not None and day < first:
        return {field: Phrase("Der Tag liegt vor dem {first}.", first=day_text(first))}
    return {}
