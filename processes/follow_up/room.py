"""What follow-up talks register with the engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Any

from sqlalchemy import select

from engine.calendar import berlin_date, local_to_instant
from engine.formsupport import FactsOf, FormCall, RuleOf
from engine.handlers import HandlerRegistry
from models.casework import Case, Goal, NeedStatus, ProfilingSheet, SheetState, Strategy
from processes.case_texts import catalogue_of, german_date, last_closed_sheet, plan_text, valid_agreement
from processes.catalogues import goal_catalogue
from processes.first_interview.rules import talk_errors
from processes.follow_up import handlers as do
from processes.follow_up.rules import application_errors, changes_since, note_text, review_errors
from processes.records import case_by_number


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    handlers.inside("folgegespraech.eroeffnen", do.open_talk)
    handlers.inside("folgegespraech.festhalten", do.keep_talk)
    facts["abgleich.form"] = _duties
    facts["ueberpruefung.form"] = _plan
    facts["naechste_schritte.form"] = _contact
    facts["vermerk.form"] = _note
    rules["ueberpruefung.form"] = lambda call, values, _c: review_errors(
        values, review_is_due=bool(call.variables.get("ueberpruefung_faellig"))
    )
    rules["bewerbungen.form"] = _application_rule
    rules["vermerk.form"] = lambda call, values, _c: talk_errors(values, berlin_date(call.now))


def _case(call: FormCall) -> Case:
    return case_by_number(call.session, call.variables["fall"])


def _duties(call: FormCall) -> Mapping[str, Any]:
    agreement = valid_agreement(call.session, _case(call))
    duties = agreement.duties if agreement else []
    sides = {"CLIENT": "Kundin oder Kunde", "PROVIDER": "Haus", "THIRD_PARTY": "Dritte"}
    return {
        "pflichten": [
            {
                "pflicht": f"{sides[duty.side.value]}: {duty.what}"
                + (f" (bis {german_date(duty.due_on)})" if duty.due_on else "")
            }
            for duty in duties
        ]
    }


def _plan(call: FormCall) -> Mapping[str, Any]:
    return {"plan_uebersicht": plan_text(call.session, _case(call))}


def _contact(call: FormCall) -> Mapping[str, Any]:
    days = int(call.variables["kontakt_tage"])
    limit = berlin_date(call.now).toordinal() + days
    return {"kontakt_bis_text": german_date(berlin_date(call.now).fromordinal(limit))}


def _application_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    sheet = last_closed_sheet(call.session, _case(call))
    relevant = [need.need for need in (sheet.needs if sheet else []) if need.status is NeedStatus.RELEVANT]
    return application_errors(values, relevant)


def _note(call: FormCall) -> Mapping[str, Any]:
    return {"vermerk_text": note_text(call.variables, _changes(call, _case(call)))}


def _changes(call: FormCall, case: Case) -> Iterator[str]:
    """What was changed in the file today or the day before (Fachkonzept A.4.3, T19)."""
    first_day = changes_since(berlin_date(call.now))
    since = local_to_instant(datetime.combine(first_day, time()))
    catalogue = catalogue_of(call.session, last_closed_sheet(call.session, case))
    sheets = select(ProfilingSheet).where(
        ProfilingSheet.case_id == case.id, ProfilingSheet.state == SheetState.CLOSED, ProfilingSheet.closed_at >= since
    )
    for sheet in call.session.execute(sheets).scalars():
        if sheet.closed_at is not None:
            yield f"Standortbestimmung vom {german_date(berlin_date(sheet.closed_at))}"
    for goal in call.session.execute(select(Goal).where(Goal.case_id == case.id, Goal.set_on >= first_day)).scalars():
        yield f"Ziel „{goal_catalogue().label(goal.option)}“"
    for strategy in call.session.execute(
        select(Strategy).where(Strategy.case_id == case.id, Strategy.chosen_at >= since)
    ).scalars():
        yield f"Strategie „{catalogue.strategy_label(strategy.code)}“"
