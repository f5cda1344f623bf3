"""Stellensuche of a case: its search runs, what they found, starting and ending one (Fachkonzept A.6.5)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from models.casework import Outcome, SearchArea, SearchChannel, SearchHit, WorkingHours
from processes.search.commands import EndSearch, StartSearch
from processes.search.matching import Criteria
from processes.search.orders import latest_end, suggested
from processes.search.outcomes import RecordOutcome
from processes.search.suspension import suspended_text
from web.formatters import office_day
from web.inputs import Inputs
from web.labels import label
from web.language import gettext as _
from web.office import actor, now, office
from web.permissions import allow
from web.readers import searches
from web.readers.cases import find_case
from web.views.case_forms import Answer, case_form, done
from web.views.case_pages import case_page

room = Blueprint("searches", __name__, url_prefix="/faelle")


@room.get("/<number>/stellensuche")
@allow("case.read")
def show(number: str) -> str:
    return case_page(
        number,
        "searches",
        "Stellensuche",
        lambda rows, case: {"found": searches.searches(rows, case), "suspended": suspended_text(rows, case)},
    )


@room.get("/<number>/stellensuche/neu")
@allow("case.write")
def start(number: str) -> Answer:
    """The mask, filled with what the profile and the address suggest."""
    with office().engine.reading() as rows:
        case = find_case(rows, actor(), number, now()).case
        wanted = suggested(rows, case)
    typed = {
        "occupation": wanted.occupation,
        "kldb": wanted.kldb,
        "postal_code": wanted.postal_code,
        "city": wanted.city,
        "area": wanted.area.name,
        "hours": wanted.hours.name,
        "until": latest_end(office_day(now())).isoformat(),
    }
    return case_form("start_search", number, Inputs(typed), **_choices(number))


@room.post("/<number>/stellensuche/neu")
@allow("case.write")
def save(number: str) -> Answer:
    inputs = Inputs(request.form)
    channel = inputs.choice("channel", SearchChannel.__members__, _("Bitte wählen, wo gesucht wird."))
    area = inputs.choice("area", SearchArea.__members__, _("Bitte den Umkreis wählen."))
    hours = inputs.choice("hours", WorkingHours.__members__, _("Bitte die Arbeitszeit wählen."))
    texts = {"occupation": 200, "kldb": 5, "postal_code": 5, "city": 120}
    given = {name: inputs.text(name, most=most) for name, most in texts.items()}
    until = inputs.day("until")
    despite = inputs.text("despite", most=1000)

    def command() -> StartSearch:
        wanted = Criteria(**given, area=SearchArea[area], hours=WorkingHours[hours])
        return StartSearch(number, SearchChannel[channel], wanted, until, despite)

    said = _("Der Suchlauf ist gestartet. Neue Stellen kommen als Aufgabe.")
    return done("start_search", number, inputs, command, said, to="searches.show", **_choices(number))


@room.get("/<number>/stellensuche/<int:order_id>/ende")
@allow("case.write")
def end(number: str, order_id: int) -> Answer:
    _find(number, order_id)
    return case_form("end_search", number, Inputs())


@room.post("/<number>/stellensuche/<int:order_id>/ende")
@allow("case.write")
def save_end(number: str, order_id: int) -> Answer:
    _find(number, order_id)
    inputs = Inputs(request.form)
    reason = inputs.text("reason", _("Bitte den Grund nennen."), most=500)
    said = _("Der Suchlauf ist beendet.")
    return done("end_search", number, inputs, lambda: EndSearch(number, order_id, reason), said, to="searches.show")


@room.get("/<number>/stellensuche/stelle/<int:hit_id>/ergebnis")
@allow("case.write")
def outcome(number: str, hit_id: int) -> Answer:
    hit = _proposal(number, hit_id)
    return case_form("record_outcome", number, Inputs(), hit=hit, outcomes=_outcomes())


@room.post("/<number>/stellensuche/stelle/<int:hit_id>/ergebnis")
@allow("case.write")
def save_outcome(number: str, hit_id: int) -> Answer:
    hit, inputs = _proposal(number, hit_id), Inputs(request.form)
    chosen = inputs.choice("outcome", Outcome.__members__, _("Bitte wählen, was daraus geworden ist."))
    day = inputs.day("on_day", _("Bitte den Tag eingeben."))
    note = inputs.text("note", most=500)

    def command() -> RecordOutcome:
        assert day is not None
        return RecordOutcome(number, hit_id, Outcome[chosen], day, note)

    said = _("Das Ergebnis ist eingetragen.")
    return done("record_outcome", number, inputs, command, said, to="searches.show", hit=hit, outcomes=_outcomes())


def _proposal(number: str, hit_id: int) -> SearchHit:
    with office().engine.reading() as rows:
        return searches.proposal(rows, find_case(rows, actor(), number, now()).case, hit_id)


def _outcomes() -> list[tuple[str, str]]:
    return [(outcome.name, label(outcome)) for outcome in Outcome]


def _find(number: str, order_id: int) -> None:
    with office().engine.reading() as rows:
        searches.order(rows, find_case(rows, actor(), number, now()).case, order_id)


def _choices(number: str) -> dict[str, Any]:
    with office().engine.reading() as rows:
        suspended = suspended_text(rows, find_case(rows, actor(), number, now()).case)
    return {
        "suspended": suspended,
        "channels": [(channel.name, label(channel)) for channel in SearchChannel],
        "areas": [(area.name, label(area)) for area in SearchArea],
        "hours_choices": [(hours.name, label(hours)) for hours in WorkingHours],
    }
