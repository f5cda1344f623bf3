"""Mein Tag: what is to be done today, and what waits for somebody."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from web.formatters import office_day
from web.office import actor, now, office, person
from web.paging import page_number
from web.permissions import allow
from web.readers import worklist
from web.readers.urgency import Urgency
from web.readers.worklist import Wanted

room = Blueprint("my_day", __name__)


@room.get("/mein-tag")
@allow("worklist.read")
def show() -> str:
    """Own tasks by urgency and today's appointments."""
    with office().engine.reading() as rows:
        listed = worklist.my_tasks(rows, actor(), person().covers, now(), _wanted(), page_number(request.args))
        return render_template(
            "pages/my_day/show.html",
            listed=listed,
            talks=worklist.talks_of_today(rows, actor(), person().covers, now()),
            waiting=worklist.queue_size(rows, actor()),
            mine=None,
            kinds=worklist.kinds_of_tasks(rows, actor(), person().covers),
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
            mine=worklist.mine_count(rows, actor(), person().covers),
            waiting=None,
            kinds=worklist.kinds_of_tasks(rows, actor(), person().covers),
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
    )
