"""Give a case to another caseworker."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for

from processes.integration.handing_over import HandOverCase
from web.inputs import Inputs
from web.language import gettext as _
from web.office import office
from web.permissions import allow
from web.readers.people import all_caseworkers
from web.views.case_forms import Answer, case_form, find, tried

room = Blueprint("handing_over", __name__, url_prefix="/faelle")

#: Between sign-in name and team in the value of a choice; sign-in names never contain it.
AT = "@"


@room.get("/<number>/uebergabe")
@allow("case.hand_over")
def choose(number: str) -> Answer:
    return case_form("hand_over_case", number, Inputs(), people=people())


@room.post("/<number>/uebergabe")
@allow("case.hand_over")
def give(number: str) -> Answer:
    """Afterwards the case may be out of sight: it belongs to another team."""
    find(number)
    inputs = Inputs(request.form)
    chosen = inputs.choice("caseworker", dict(people()), _("Bitte die neue Fachkraft wählen."))
    reason = inputs.text("reason", _("Bitte den Grund der Übergabe nennen."), most=500)
    if not inputs.errors:
        username, _at, team = chosen.rpartition(AT)
        informed = tried(inputs, HandOverCase(number, username, team, reason))
        if informed is not None:
            said = _("Der Fall %(number)s ist übergeben, mit %(n)d offenen Aufgaben.", number=number, n=informed.tasks)
            flash(said, "success")
            return redirect(url_for("cases.search"), 303)
    return case_form("hand_over_case", number, inputs, people=people())


def people() -> list[tuple[str, str]]:
    with office().engine.reading() as rows:
        return [(f"{user}{AT}{team}", f"{name}, {team_name}") for user, name, team, team_name in all_caseworkers(rows)]
