"""What the forms about agreements show, and what they refuse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.calendar import BERLIN
from engine.formsupport import FormCall
from models.casework import Agreement, AgreementDuty, Case, DutySide
from processes.agreement.conclusion import setting_of
from processes.agreement.rules import conclusion_errors, obstacles, review_due
from processes.catalogues import AgreementType, agreement_type, agreement_type_in_force, goal_catalogue
from processes.in_force import active_goal, catalogue_of, running_strategies, valid_agreement
from processes.records import case_by_number, office_calendar, row
from processes.wording import bullet_list, day_text

#: The form keeps its fields under this name.
ENTRIES = "angaben"


def conclusion_facts(call: FormCall) -> dict[str, Any]:
    """Type, goal and strategies of the agreement to be concluded, and the texts of the one before."""
    case, kind = _case(call), _kind(call)
    concluded_on = _concluded_on(call)
    goal, before = active_goal(call.session, case), valid_agreement(call.session, case)
    months, second_interview = int(call.variables["pruefung_monate"]), call.variables.get("zweites_gespraech_am")
    due = review_due(concluded_on, months, office_calendar(call.session), second_interview, kind.end_of_life)
    return {
        "typ_text": kind.label,
        "recht_text": kind.law,
        "pruefung_text": day_text(due),
        "ziel_text": goal_catalogue().label(goal.option) if goal else "noch nicht festgelegt",
        "strategien_text": bullet_list(_strategies(call, case), "Noch keine Strategie."),
        "hindernisse_text": " ".join(obstacles(kind, setting_of(call.session, case, concluded_on))),
        "angebot_sichtbar": kind.kind == "PLAN",
        "rechtsfolgen": kind.legal_notice,
        "unterschrift_kunde": "CLIENT" in kind.signatures,
        "unterschrift_fachkraft": "STAFF" in kind.signatures,
        "bisher": {
            "persoenliches_angebot": before.personal_offer if before else "",
            "zielfelder": before.target_fields if before else "",
            "leistungen": before.benefits if before else "",
            "andere_traeger": before.other_providers if before else "",
            "rechtsfolgenbelehrung": before.legal_notice if before else "",
        },
    }


def conclusion_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    """The gates of the type, by field of the form; none on the way back to phase 3."""
    if values["plan_aendern"]:
        return {}
    setting = setting_of(call.session, _case(call), _concluded_on(call))
    errors = conclusion_errors(_kind(call), values[ENTRIES], setting)
    return {f"{ENTRIES}.{field}" if field else "": message for field, message in errors.items()}


def review_facts(call: FormCall) -> dict[str, Any]:
    """The agreement under review with the duties of both sides."""
    found = row(call.session, Agreement, call.variables["vereinbarung"])
    return {
        "person": found.case.person.full_name,
        "fachkraft_text": found.case.caseworker.display_name,
        "typ_text": agreement_type(found.type).label,
        "geschlossen_text": day_text(found.concluded_on),
        "pruefung_text": day_text(found.review_due),
        "pflichten_traeger_text": bullet_list(_duties(found, DutySide.PROVIDER), "Keine."),
        "pflichten_kunde_text": bullet_list(_duties(found, DutySide.CLIENT), "Keine."),
    }


def _case(call: FormCall) -> Case:
    return case_by_number(call.session, call.variables["fall"])


def _kind(call: FormCall) -> AgreementType:
    return agreement_type_in_force(call.variables["typ"], _concluded_on(call))


def _concluded_on(call: FormCall) -> date:
    return call.now.astimezone(BERLIN).date()


def _strategies(call: FormCall, case: Case) -> list[str]:
    catalogue = catalogue_of(call.session, None)
    return [
        f"{catalogue.strategy_label(s.code)}, {day_text(s.window_from)} bis {day_text(s.window_to)}"
        for s in running_strategies(call.session, case)
    ]


def _duties(agreement: Agreement, side: DutySide) -> list[str]:
    return [duty_text(duty) for duty in agreement.duties if duty.side is side]


def duty_text(duty: AgreementDuty) -> str:
    """One line: what, how often, until when, proven how."""
    parts = [duty.what]
    if duty.count is not None:
        unit = duty.period if duty.period == "insgesamt" else f"je {duty.period}"
        parts.append(f"{duty.count} Mal {unit}")
    if duty.due_on is not None:
        parts.append(f"bis {day_text(duty.due_on)}")
    if duty.proof_form:
        parts.append(f"Nachweis: {duty.proof_form}")
    return "; ".join(parts)
