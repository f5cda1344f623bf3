"""Give a case to another caseworker."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for

from processes.access import leads
from processes.integration.handing_over import HandOverCase
from web.inputs import Inputs
from web.language import gettext as _
from web.office import actor, now, office
from web.permissions import allow
from web.readers.cases import find_case
from web.readers.people import all_caseworkers
from web.views.case_forms import Answer, case_form, find, tried

room = Blueprint("handing_over", __name__, url_prefix="/faelle")

#: Between sign-in name and team in the value of a choice; sign-in names never contain it.
AT = "@"


@room.get("/<number>/uebergabe")
@allow("case.hand_over")
def choose(number: str) -> Answer:
    return case_form("hand_over_case", number, Inputs(), people=receivers(number))


@room.post("/<number>/uebergabe")
@allow("case.hand_over")
def give(number: str) -> Answer:
    """Afterwards the case may be out of sight: it belongs to another team."""
    find(number)
    inputs = Inputs(request.form)
    chosen = inputs.choice("caseworker", dict(receivers(number)), _("Bitte die neue Fachkraft wählen."))
    reason = inputs.text("reason", _("Bitte den Grund der Übergabe nennen."), most=500)
    if not inputs.errors:
        username, _at, team = chosen.rpartition(AT)
        informed = tried(inputs, HandOverCase(number, username, team, reason))
        if informed is not None:
            said = _("Der Fall %(number)s ist übergeben, mit %(n)d offenen Aufgaben.", number=number, n=informed.tasks)
            flash(said, "success")
            return redirect(url_for("cases.search"), 303)
    return case_form("hand_over_case", number, inputs, people=receivers(number))


def receivers(number: str | None = None) -> list[tuple[str, str]]:
    """To whom cases may be given: leads give to the whole office, others (a case by its number) within its team."""
    with office().engine.reading() as rows:
        team = find_case(rows, actor(), number, now()).case.team.key if number else None
        lines = all_caseworkers(rows)
    if team is not None and not leads(actor(), team):
        lines = [line for line in lines if line[2] == team]
    return [(f"{user}{AT}{team_key}", f"{name}, {team_name}") for user, name, team_key, team_name in lines]
