"""Mein Tag: what is to be done today, and what waits for somebody."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from models.desk import FilteredList
from web.formatters import office_day
from web.office import actor, now, office, person
from web.paging import page_number
from web.permissions import allow
from web.readers import absences, teamwork, worklist
from web.readers.cases import teams_in_sight, wanted_teams
from web.readers.filters import filters_of
from web.readers.urgency import Urgency
from web.readers.worklist import Wanted

room = Blueprint("my_day", __name__)


@room.get("/mein-tag")
@allow("worklist.read")
def show() -> str:
    """Own tasks by urgency and today's appointments."""
    with office().engine.reading() as rows:
        listed = worklist.my_tasks(rows, actor(), person().covering, now(), _wanted(), page_number(request.args))
        return render_template(
            "pages/my_day/show.html",
            listed=listed,
            talks=worklist.talks_of_today(rows, actor(), person().covering, now()),
            waiting=worklist.queue_size(rows, actor()),
            mine=None,
            covered=absences.covered_today(rows, person().user_id, office_day(now())),
            mentions=teamwork.mentions_of(rows, actor()),
            kept=filters_of(rows, actor(), FilteredList.MY_DAY),
            units=(),
            kinds=worklist.kinds_of_tasks(rows, actor(), person().covering),
            wanted=_wanted(),
            today=office_day(now()),
            Urgency=Urgency,
        )


@room.get("/warteschlange")
@allow("worklist.read")
def queue() -> str:
    """Tasks of my teams that nobody has yet, and who has taken which."""
    with office().engine.reading() as rows:
        listed = worklist.queue(rows, actor(), now(), _wanted(), page_number(request.args))
        return render_template(
            "pages/my_day/queue.html",
            listed=listed,
            mine=worklist.mine_count(rows, actor(), person().covering),
            waiting=None,
            kept=filters_of(rows, actor(), FilteredList.QUEUE),
            units=teams_in_sight(rows, actor()),
            kinds=worklist.kinds_of_tasks(rows, actor(), person().covering),
            wanted=_wanted(),
            today=office_day(now()),
            Urgency=Urgency,
        )


def _wanted() -> Wanted:
    """The filters in the address; nonsense counts as no filter."""
    asked = request.args.get("dringlichkeit", "")
    return Wanted(
        text=request.args.get("suche", "").strip()[:120],
        urgency=Urgency(asked) if asked in set(Urgency) else None,
        process_key=request.args.get("art", "")[:200],
        teams=wanted_teams(request.args),
    )
