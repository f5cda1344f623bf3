"""What follow-up talks register with the engine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from engine.calendar import BERLIN, berlin_date
from engine.formsupport import FactsOf, FormCall, RuleOf
from engine.handlers import HandlerRegistry
from engine.phrases import Phrase, Prose, joined
from models.casework import Agreement, AgreementDuty, Appointment, Case, DutySide, NeedStatus
from processes.appointment.clashes import DESPITE
from processes.appointment.facts import next_appointment_facts, next_appointment_rule
from processes.breach.rules import breach_errors
from processes.case_texts import plan_text
from processes.catalogues import needs_catalogue
from processes.first_interview.rules import talk_errors
from processes.follow_up import contact
from processes.follow_up import handlers as do
from processes.follow_up import rules as check
from processes.follow_up.changes import changes_of
from processes.follow_up.duties import asked, settled_text
from processes.follow_up.note_draft import first_changed_day
from processes.follow_up.preparation import preparation_text
from processes.in_force import last_closed_sheet
from processes.next_talk import standing_talk, standing_text
from processes.profiling.consent_mask import consent_mask
from processes.records import case_by_number, row
from processes.strategy.choosing import reopening_errors
from processes.wording import day_text


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    handlers.inside("folgegespraech.eroeffnen", do.open_talk)
    handlers.inside("folgegespraech.festhalten", do.keep_talk)
    facts["folgegespraech.form"] = _talk
    rules["folgegespraech.form"] = _talk_rule
    handlers.inside("kontaktdichte.lage", contact.find_situation)
    handlers.inside("kontaktdichte.stand", contact.compare)
    handlers.inside("kontaktdichte.aufschieben", contact.defer)
    facts["kontakt_einladen.form"] = contact.contact_facts
    facts["kontakt_ueberschritten.form"] = contact.contact_facts
    rules["kontakt_einladen.form"] = contact.invitation_rule
    # talks that began when each step had a form of its own end as they began
    facts["abgleich.form"] = _comparison
    rules["abgleich.form"] = _comparison_rule
    facts["ueberpruefung.form"] = _plan
    facts["naechste_schritte.form"] = _contact
    facts["vermerk.form"] = _note
    rules["ueberpruefung.form"] = _review_rule
    rules["bewerbungen.form"] = _application_rule
    rules["naechste_schritte.form"] = lambda call, values, _c: check.step_errors(
        values["schritte"], berlin_date(call.now)
    )
    rules["vermerk.form"] = lambda call, values, _c: talk_errors(values, berlin_date(call.now))


def _case(call: FormCall) -> Case:
    return case_by_number(call.session, call.variables["fall"])


def _duties(call: FormCall) -> list[AgreementDuty]:
    agreement_id = call.variables.get("vereinbarung")
    every = row(call.session, Agreement, agreement_id).duties if agreement_id else []
    return asked(every, call.variables.get("offene_pflichten"))


def _settled(call: FormCall) -> str:
    agreement_id = call.variables.get("vereinbarung")
    if not agreement_id:
        return ""
    return settled_text(row(call.session, Agreement, agreement_id).duties, call.variables.get("offene_pflichten"))


def _comparison(call: FormCall) -> Mapping[str, Any]:
    return {
        "erledigt_text": _settled(call),
        "pflichten": [
            {
                "pflicht": Phrase("{sides}: {what}", sides=check.SIDES[duty.side.value], what=duty.what)
                + (Phrase(" (bis {due_on})", due_on=day_text(duty.due_on)) if duty.due_on else "")
            }
            for duty in _duties(call)
        ],
    }


def _comparison_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    """Consequences are looked into for the person's own duties only, while a finding is still allowed (T33)."""
    today, errors = berlin_date(call.now), {}
    for number, (duty, answer) in enumerate(zip(_duties(call), values["pflichten"], strict=True)):
        if not answer.get("folgen_pruefen"):
            continue
        if duty.side is not DutySide.CLIENT:
            message: str = Phrase("Folgen gibt es nur bei Pflichten der Person selbst.")
        else:
            message = breach_errors(min(duty.due_on or today, today), today).get("occurred_on", "")
        if message:
            errors[f"pflichten.{number}.folgen_pruefen"] = message
    return errors


def _plan(call: FormCall) -> Mapping[str, Any]:
    return {"plan_uebersicht": plan_text(call.session, _case(call))}


def _review_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    is_due = bool(call.variables.get("ueberpruefung_faellig"))
    errors = check.review_errors(values, review_is_due=is_due)
    return errors or reopening_errors(call.session, _case(call), values["aenderung"])


def _contact(call: FormCall) -> Mapping[str, Any]:
    limit = berlin_date(call.now) + timedelta(days=int(call.variables["kontakt_tage"]))
    return {"kontakt_bis_text": day_text(limit)}


def _application_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    sheet = last_closed_sheet(call.session, _case(call))
    relevant = [need.need for need in (sheet.needs if sheet else []) if need.status is NeedStatus.RELEVANT]
    return check.application_errors(values, relevant)


def _talk(call: FormCall) -> Mapping[str, Any]:
    """All five steps of the talk on one form."""
    prepared = preparation_text(call.session, _case(call), berlin_date(call.now))
    plan = {**_plan(call), "offene_klaerungen": _clarifications(call), "vorbereitung_text": prepared}
    return {**_comparison(call), **plan, **_contact(call), **next_appointment_facts(call), **_standing(call)}


def _standing(call: FormCall) -> Mapping[str, Any]:
    """The appointment that stands already, so that nobody has to agree on one more (T18)."""
    found = standing_talk(call.session, _case(call), call.now)
    day = berlin_date(found.starts_at) if found else None
    return {"termin_steht_text": standing_text(found), "termin_steht_am": day, "termin_bleibt": found is not None}


def _appointment_rule(call: FormCall, values: Mapping[str, Any], context: Mapping[str, Any]) -> Mapping[str, str]:
    """What stands already must meet the same latest day as what is agreed now."""
    found = standing_talk(call.session, _case(call), call.now)
    if found is None or not values.get("termin_bleibt"):
        return next_appointment_rule(call, values, context)
    local = found.starts_at.astimezone(BERLIN)
    kept = {**values, "beginn_datum": local.date(), "beginn_uhrzeit": local.time(), DESPITE: True}  # it is no clash
    errors = next_appointment_rule(call, kept, context)
    return {"termin_bleibt": " ".join(errors.values())} if errors else {}


def _clarifications(call: FormCall) -> str:
    """Needs under clarification and what was begun about them: the next talk looks at them again (A.1.2)."""
    sheet = last_closed_sheet(call.session, _case(call))
    if sheet is None:
        return ""
    catalogue, mask = needs_catalogue(sheet.needs_catalogue), consent_mask(call.session, sheet.case)
    comments = {comment.key_group.value: comment.comment for comment in sheet.comments if comment.comment}
    return joined(
        "\n",
        (
            Prose("* {need}: {remark}", need=catalogue.need_label(need.need), remark=Phrase(mask.remark(need)))
            + (f" ({comments[need.need[0]]})" if need.need[0] in comments else "")
            for need in sheet.needs
            if need.status is NeedStatus.UNDER_CLARIFICATION
        ),
    )


def _talk_rule(call: FormCall, values: Mapping[str, Any], context: Mapping[str, Any]) -> Mapping[str, str]:
    """The rules of all steps at once, so that nobody is sent back twice."""
    return {
        **_comparison_rule(call, values, context),
        **_review_rule(call, values, context),
        **_application_rule(call, values, context),
        **check.step_errors(values["schritte"], berlin_date(call.now)),
        **_appointment_rule(call, values, context),
    }


def _note(call: FormCall) -> Mapping[str, Any]:
    first_day = first_changed_day(call.session, berlin_date(call.now))
    held = row(call.session, Appointment, call.variables["gespraechstermin"]).channel.value
    return {
        "gespraech_art": held,
        "vermerk_text": check.note_text(call.variables, changes_of(call.session, _case(call), first_day)),
    }
