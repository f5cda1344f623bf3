"""Keep a filter under a name, or throw it away."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.errors import NotFound, ValuesRefused
from models.desk import FilteredList
from processes.access import teams_of
from processes.desk.filters import DropFilter, KeepFilter, filter_part
from web.language import gettext as _
from web.language import told
from web.office import actor, office
from web.permissions import allow

room = Blueprint("filters", __name__, url_prefix="/filter")

#: Where each list lives.
_PAGES = {
    FilteredList.MY_DAY: "my_day.show",
    FilteredList.QUEUE: "my_day.queue",
    FilteredList.CASES: "cases.search",
}


@room.post("")
@allow("worklist.read")
def keep() -> Response:
    """Keep what is set in the address of the list the person comes from."""
    chosen = _list(request.form.get("liste", ""))
    query = filter_part(request.form.get("abfrage", ""))
    team = min(teams_of(actor()), default=None) if request.form.get("teilen") == "ja" else None
    try:
        office().engine.execute(KeepFilter(chosen, request.form.get("name", ""), query, team), actor())
        flash(_("Der Filter ist gespeichert."), "success")
    except ValuesRefused as refusal:
        flash(" ".join(map(told, refusal.errors.values())), "danger")
    return redirect(_address(chosen, query), 303)


@room.post("/<int:filter_id>/loeschen")
@allow("worklist.read")
def drop(filter_id: int) -> Response:
    office().engine.execute(DropFilter(filter_id), actor())
    flash(_("Der Filter ist gelöscht."), "success")
    return redirect(url_for(_PAGES[_list(request.form.get("liste", "mein-tag"))]), 303)


def _list(name: str) -> FilteredList:
    try:
        return FilteredList(name)
    except ValueError as error:
        raise NotFound("list", name) from error


def _address(chosen: FilteredList, query: str) -> str:
    page = url_for(_PAGES[chosen])
    return f"{page}?{query}" if query else page
