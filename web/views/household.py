"""Bedarfsgemeinschaft of a client: members as far as they may be seen, consents, joint talks."""

from __future__ import annotations

import re
from datetime import time

from flask import Blueprint, render_template, request

from engine.errors import ValuesRefused
from models.casework import ConsentForm, HouseholdPurpose
from processes.household.commands import AgreeJointTalk, JoinHousehold, RecordHouseholdConsent
from processes.household.panel import panel_of
from processes.household.rules import Answer
from processes.identity.access_log import LogAccess
from web.formatters import office_day
from web.inputs import Inputs
from web.labels import label
from web.language import gettext as _
from web.office import actor, now, office
from web.permissions import allow
from web.readers import case_file
from web.readers.cases import find_case
from web.views.case_forms import Answer as PageAnswer
from web.views.case_forms import case_form, done

room = Blueprint("household", __name__, url_prefix="/faelle")

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


@room.get("/<number>/bedarfsgemeinschaft")
@allow("case.read")
def show(number: str) -> str:
    """Looking at a member is looking at their case, too; both are recorded."""
    with office().engine.reading() as rows:
        line = find_case(rows, actor(), number, now())
        panel = panel_of(rows, line.case, actor())
        seen = [line.case.id] + ([case.id for case in panel.seen_cases] if panel else [])
        page = render_template(
            "pages/cases/household.html",
            line=line,
            case=line.case,
            part="household",
            counts=case_file.counts(rows, line.case),
            today=office_day(now()),
            panel=panel,
        )
    for case_id in seen:
        reason = "" if case_id == seen[0] else f"Bedarfsgemeinschaft mit {number}"
        office().engine.execute(LogAccess(case_id, "Bedarfsgemeinschaft", reason), actor())
    return page


@room.get("/<number>/bedarfsgemeinschaft/zuordnung")
@allow("case.write")
def join(number: str) -> PageAnswer:
    with office().engine.reading() as rows:
        person = find_case(rows, actor(), number, now()).case.person
        known = person.household.household_no if person.household else ""
    return case_form("join_household", number, Inputs({"household_no": known}))


@room.post("/<number>/bedarfsgemeinschaft/zuordnung")
@allow("case.write")
def save_join(number: str) -> PageAnswer:
    inputs = Inputs(request.form)
    household = inputs.text("household_no", most=40)
    said = _("Die Bedarfsgemeinschaft ist eingetragen.")
    return done("join_household", number, inputs, lambda: JoinHousehold(number, household), said, to="household.show")


@room.get("/<number>/bedarfsgemeinschaft/einverstaendnis")
@allow("case.write")
def consent(number: str) -> PageAnswer:
    return case_form("household_consent", number, Inputs(), **_choices())


@room.post("/<number>/bedarfsgemeinschaft/einverstaendnis")
@allow("case.write")
def save_consent(number: str) -> PageAnswer:
    inputs = Inputs(request.form)
    purpose = inputs.choice("purpose", HouseholdPurpose.__members__, _("Bitte wählen, worum es geht."))
    answer = inputs.choice("answer", Answer.__members__, _("Bitte die Antwort wählen."))
    form = ConsentForm.__members__.get(inputs.values.get("form", ""))

    def command() -> RecordHouseholdConsent:
        return RecordHouseholdConsent(number, HouseholdPurpose[purpose], Answer[answer], form)

    said = _("Das Einverständnis ist festgehalten.")
    return done("household_consent", number, inputs, command, said, to="household.show", **_choices())


@room.get("/<number>/bedarfsgemeinschaft/gespraech")
@allow("appointment.arrange")
def joint_talk(number: str) -> PageAnswer:
    return case_form("joint_talk", number, Inputs({"dauer": "60"}))


@room.post("/<number>/bedarfsgemeinschaft/gespraech")
@allow("appointment.arrange")
def save_joint_talk(number: str) -> PageAnswer:
    inputs = Inputs(request.form)
    day = inputs.day("beginn_datum", _("Bitte den Tag eingeben."))
    at = _CLOCK.fullmatch(inputs.values.get("beginn_uhrzeit", ""))
    if at is None:
        inputs.errors["beginn_uhrzeit"] = _("Bitte eine Uhrzeit wie 14:30 eingeben.")
    minutes = inputs.number("dauer", 5, 480, _("Bitte die Dauer in Minuten eingeben, 5 bis 480."))

    def command() -> AgreeJointTalk:
        if day is None or at is None:
            raise ValuesRefused({})
        start, place = time(int(at[1]), int(at[2])), inputs.text("ort", most=160)
        return AgreeJointTalk(number, day, start, minutes, place, despite=inputs.ticked("trotzdem"))

    said = _("Das gemeinsame Gespräch ist bei allen Mitgliedern vereinbart.")
    return done("joint_talk", number, inputs, command, said, to="household.show")


def _choices() -> dict[str, list[tuple[str, str]]]:
    answers = [answer for answer in Answer if answer is not Answer.NOT_ASKED]
    return {
        "purposes": [(p.name, label(p)) for p in HouseholdPurpose],
        "answers": [(a.name, label(a)) for a in answers],
        "forms": [(f.name, label(f)) for f in ConsentForm],
    }
