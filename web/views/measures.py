"""Measures of a case: considered from a strategy, explained to the person in writing, broken off."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from engine.errors import ValuesRefused
from models.runtime import TaskStatus, UserTask
from processes.identity.access_log import LogAccess
from processes.measures.commands import BreakOffMeasure, ConsiderMeasure
from web.formatters import office_day
from web.inputs import Inputs
from web.language import gettext as _
from web.office import actor, now, office
from web.permissions import allow
from web.readers import case_file, services
from web.readers.cases import find_case
from web.views.case_pages import case_page

room = Blueprint("measures", __name__, url_prefix="/faelle")


@room.get("/<number>/massnahmen")
@allow("case.read")
def show(number: str) -> str:
    """All measures of the case with what the provider reported and what came out."""
    return case_page(
        number,
        "measures",
        "Maßnahmen",
        lambda rows, case: {
            "measures": services.measures(rows, case),
            "strategies": [s for s in case_file.strategies(rows, case) if s.ended_on is None],
        },
    )


@room.post("/<number>/strategien/<int:strategy_id>/massnahme")
@allow("case.write")
def consider(number: str, strategy_id: int) -> Response:
    """Start the assignment and go straight to its first task."""
    with office().engine.reading() as rows:
        case_file.strategy(rows, find_case(rows, actor(), number, now()).case, strategy_id)
    instance_id = office().engine.execute(ConsiderMeasure(strategy_id), actor())
    with office().engine.reading() as rows:
        opened = select(UserTask.id).where(UserTask.instance_id == instance_id, UserTask.status == TaskStatus.OPEN)
        task_id = rows.execute(opened).scalars().first()
    if task_id is None:
        return redirect(url_for(".show", number=number), 303)
    return redirect(url_for("tasks.fill_in", task_id=task_id), 303)


@room.get("/<number>/massnahmen/<int:measure_id>/mitteilung")
@allow("case.read")
def purpose(number: str, measure_id: int) -> str:
    """What the person is told in writing: what the measure is for, where and when."""
    with office().engine.reading() as rows:
        line = find_case(rows, actor(), number, now())
        found = services.measure(rows, line.case, measure_id)
        page = render_template(
            "pages/cases/measure_purpose.html", line=line, case=line.case, measure=found, today=office_day(now())
        )
    office().engine.execute(LogAccess(line.case.id, "Mitteilung zur Maßnahme"), actor())
    return page


@room.get("/<number>/massnahmen/<int:measure_id>/abbruch")
@allow("case.write")
def break_off(number: str, measure_id: int) -> Response | tuple[str, int]:
    return _break_off_page(number, measure_id, Inputs())


@room.post("/<number>/massnahmen/<int:measure_id>/abbruch")
@allow("case.write")
def save_break_off(number: str, measure_id: int) -> Response | tuple[str, int]:
    inputs = Inputs(request.form)
    day = inputs.day("last_day", _("Bitte den letzten Tag der Teilnahme eingeben."))
    with office().engine.reading() as rows:
        services.measure(rows, find_case(rows, actor(), number, now()).case, measure_id)
    if day is not None and not inputs.errors:
        try:
            office().engine.execute(BreakOffMeasure(measure_id, day), actor())
        except ValuesRefused as refusal:
            inputs.errors.update(refusal.errors)
        else:
            flash(_("Der Abbruch ist gemeldet. Das Ergebnis ist jetzt festzuhalten."), "success")
            return redirect(url_for(".show", number=number), 303)
    return _break_off_page(number, measure_id, inputs)


def _break_off_page(number: str, measure_id: int, inputs: Inputs) -> tuple[str, int]:
    with office().engine.reading() as rows:
        line = find_case(rows, actor(), number, now())
        page = render_template(
            "pages/cases/break_off_measure.html",
            line=line,
            case=line.case,
            measure=services.measure(rows, line.case, measure_id),
            values=inputs.values,
            errors=inputs.errors,
        )
    return page, 422 if inputs.errors else 200
