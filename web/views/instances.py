"""A running process: on its diagram and as text, and what happened in it."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from web.office import actor, now, office
from web.paging import page_number
from web.permissions import allow
from web.readers import instances, operations, timeline
from web.readers.definitions import names_of

room = Blueprint("instances", __name__, url_prefix="/vorgaenge")

#: Open tasks listed on the page of a process; an activity that runs for a long list opens more.
MOST_TASKS = 25


@room.get("/<int:instance_id>")
@allow("team.read")
def show(instance_id: int) -> str:
    """Where it stands, what it waits for, what went wrong, and what can be done about it."""
    engine = office().engine
    with engine.reading() as rows:
        page = instances.instance_page(rows, engine.definitions, actor(), instance_id, now())
        head = operations.operated(rows, engine.definitions, actor(), instance_id)
        tasks = page.tasks[:MOST_TASKS]
        names = names_of(rows, [task.assignee for task in tasks if task.assignee])
        return render_template(
            "pages/supervision/instance.html",
            page=page,
            head=head,
            tasks=tasks,
            tokens=operations.token_lines(head, page.tokens),
            names=names,
            now=now(),
        )


@room.get("/<int:instance_id>/verlauf")
@allow("team.read")
def history(instance_id: int) -> str:
    """Every step of the process, newest first, page by page."""
    engine = office().engine
    with engine.reading() as rows:
        head = operations.operated(rows, engine.definitions, actor(), instance_id)
        entries, page = timeline.instance_timeline(rows, engine.definitions, instance_id, page_number(request.args))
        return render_template("pages/supervision/instance_history.html", head=head, entries=entries, page=page)


@room.get("/<int:instance_id>/diagramme/<process_key>.bpmn")
@allow("team.read")
def diagram(instance_id: int, process_key: str) -> Response:
    """The drawn file in the version that runs, for the viewer in the browser."""
    engine = office().engine
    with engine.reading() as rows:
        content = instances.diagram(rows, engine.definitions, actor(), instance_id, process_key)
    return Response(content, content_type="application/xml; charset=utf-8")
