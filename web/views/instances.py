"""A running process on its diagram, and the same as text."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from web.office import actor, now, office
from web.permissions import allow
from web.readers import instances, timeline
from web.readers.definitions import names_of

room = Blueprint("instances", __name__, url_prefix="/vorgaenge")


@room.get("/<int:instance_id>")
@allow("team.read")
def show(instance_id: int) -> str:
    """Where it stands, what it waits for, what went wrong, what happened."""
    engine = office().engine
    with engine.reading() as rows:
        page = instances.instance_page(rows, engine.definitions, actor(), instance_id, now())
        entries = timeline.instance_timeline(rows, engine.definitions, instance_id)
        names = names_of(rows, [task.assignee for task in page.tasks if task.assignee])
        return render_template("pages/supervision/instance.html", page=page, entries=entries, names=names, now=now())


@room.get("/<int:instance_id>/diagramme/<process_key>.bpmn")
@allow("team.read")
def diagram(instance_id: int, process_key: str) -> Response:
    """The drawn file in the version that runs, for the viewer in the browser."""
    engine = office().engine
    with engine.reading() as rows:
        content = instances.diagram(rows, engine.definitions, actor(), instance_id, process_key)
    return Response(content, content_type="application/xml; charset=utf-8")
