"""People, teams and absences, for administrators. No case data."""

from __future__ import annotations

from flask import Blueprint, render_template

from web.formatters import office_day
from web.office import now, office
from web.permissions import allow
from web.readers import people as reader

room = Blueprint("administration", __name__, url_prefix="/verwaltung")


@room.get("/personen")
@allow("people.read")
def people() -> str:
    with office().engine.reading() as rows:
        return render_template("pages/administration/people.html", people=reader.all_users(rows))


@room.get("/teams")
@allow("people.read")
def teams() -> str:
    with office().engine.reading() as rows:
        return render_template("pages/administration/teams.html", teams=reader.teams(rows))


@room.get("/abwesenheiten")
@allow("people.read")
def absences() -> str:
    with office().engine.reading() as rows:
        return render_template("pages/administration/absences.html", absences=reader.absences(rows, office_day(now())))
