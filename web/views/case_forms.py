"""Forms about one case: shown, sent, and shown again with what was wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engine.errors import ValuesRefused
from models.casework import Case
from web.inputs import Inputs
from web.office import actor, now, office
from web.readers.cases import find_case

#: What a page or, with mistakes, its form again answers.
Answer = Response | tuple[str, int]


def done(
    part: str,
    number: str,
    inputs: Inputs,
    command: Callable[[], Any],
    said: str,
    *,
    to: str = "cases.overview",
    **shown: Any,
) -> Answer:
    """Run the command if nothing is wrong, and go back to the case; else the form again with the messages."""
    find(number)
    if inputs.errors or (tried(inputs, command()) is None and inputs.errors):
        return case_form(part, number, inputs, **shown)
    flash(said, "success")
    return redirect(url_for(to, number=number), 303)


def tried(inputs: Inputs, command: Any) -> Any:
    """The command's result; what it refuses goes to the fields."""
    try:
        return office().engine.execute(command, actor())
    except ValuesRefused as refusal:
        inputs.errors.update(refusal.errors)
        return None


def find(number: str) -> Case:
    """The case, if the person may see it. Raises NotFound."""
    with office().engine.reading() as rows:
        return find_case(rows, actor(), number, now()).case


def case_form(part: str, number: str, inputs: Inputs, **shown: Any) -> Answer:
    with office().engine.reading() as rows:
        line = find_case(rows, actor(), number, now())
        page = render_template(
            f"pages/cases/{part}.html",
            line=line,
            case=line.case,
            values=inputs.values,
            errors=inputs.errors,
            **shown,
        )
    return page, 422 if inputs.errors else 200
