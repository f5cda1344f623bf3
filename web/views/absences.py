"""Absences: one's own, and for leads those of the team."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import NotFound, ValuesRefused
from processes.access import teams_of
from processes.identity.absences import EndAbsence, PlanAbsence
from web.formatters import office_day
from web.inputs import Inputs
from web.language import gettext as _
from web.office import actor, now, office, person
from web.permissions import allow
from web.readers import absences
from web.readers.people import caseworkers_of

room = Blueprint("absences", __name__, url_prefix="/abwesenheiten")

Answer = Response | tuple[str, int]


@room.get("")
@allow("absence.plan")
def own() -> Answer:
    """One's own absences and where one stands in for others."""
    return _page(Inputs(), person().username)


@room.get("/team")
@allow("absence.plan_team")
def team() -> Answer:
    """Who of the team is away when, and who stands in; somebody ill cannot plan it themselves."""
    people = _members()
    chosen = request.args.get("person") or (people[0][0] if people else "")
    if people and chosen not in dict(people):
        raise NotFound("user", chosen)
    return _page(Inputs(), chosen, people)


@room.post("")
@allow("absence.plan")
def plan() -> Answer:
    """Plan an absence of one's own, or as a lead of somebody in the team."""
    inputs = Inputs(request.form)
    username = inputs.values.get("person") or person().username
    people = _members() if username != person().username else []
    if username != person().username and username not in dict(people):
        raise NotFound("user", username)
    first = inputs.day("von", _("Bitte den ersten Tag eingeben."))
    last = inputs.day("bis", _("Bitte den letzten Tag eingeben."))
    some = inputs.values.get("umfang") == "einige"
    cases = tuple(request.form.getlist("faelle")) if some else ()
    if some and not cases:
        inputs.errors["faelle"] = _("Bitte die Fälle wählen, die vertreten werden.")
    if inputs.errors or first is None or last is None:
        return _page(inputs, username, people)
    command = PlanAbsence(username, first, last, inputs.values.get("vertretung") or None, cases)
    try:
        office().engine.execute(command, actor())
    except ValuesRefused as refusal:
        inputs.errors.update(refusal.errors)
        return _page(inputs, username, people)
    flash(_("Die Abwesenheit ist geplant. Sie beginnt und endet von selbst."), "success")
    return redirect(_back(bool(people)), 303)


@room.post("/<int:absence_id>/beenden")
@allow("absence.plan")
def end(absence_id: int) -> Response:
    office().engine.execute(EndAbsence(absence_id), actor())
    flash(_("Die Abwesenheit ist beendet."), "success")
    return redirect(_back(request.form.get("team") == "ja"), 303)


def _back(to_team: bool) -> str:
    return url_for(".team") if to_team and actor().may("absence.plan_team") else url_for(".own")


def _members() -> list[tuple[str, str]]:
    """Caseworkers of the teams the person leads: (sign-in name, display name)."""
    if not actor().may("absence.plan_team"):
        abort(404)
    with office().engine.reading() as rows:
        return list({u: (u, name) for u, name, _team in caseworkers_of(rows, teams_of(actor()))}.values())


def _page(inputs: Inputs, username: str, people: list[tuple[str, str]] | None = None) -> Answer:
    today = office_day(now())
    with office().engine.reading() as rows:
        page = render_template(
            "pages/absences/show.html",
            listed=absences.team_absences(rows, actor(), today)
            if people
            else absences.own_absences(rows, person().user_id, today),
            covering=absences.covers_ahead(rows, person().user_id, today),
            covers=absences.possible_covers(rows, username),
            cases=absences.running_cases(rows, username),
            chosen=request.form.getlist("faelle"),
            people=people,
            username=username,
            values=inputs.values,
            errors=inputs.errors,
            today=today,
        )
    return page, 422 if inputs.errors else 200
