"""The way every operation on a running process goes: form, preview, confirmation; a refusal brings the form back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import EngineError, SamePerson, TokenRefused, ValuesMoved, ValuesRefused, WrongState
from web.errors import operation_refused
from web.inputs import Inputs
from web.language import gettext as _
from web.office import actor, office
from web.readers import operations, timeline
from web.readers.operations import Operated

#: What a page or, with mistakes, its form again answers.
Answer = Response | str | tuple[str, int]

#: The button that was pressed.
STEP = "schritt"
PREVIEW, CONFIRM, CHANGE = "vorschau", "ausfuehren", "aendern"

#: Refusals that a person at the form can answer to.
ANSWERABLE = (ValuesRefused, TokenRefused, SamePerson, ValuesMoved, WrongState)

#: Names the engine gives to what it refuses, and the field of the form.
_FIELDS: Mapping[str, str] = MappingProxyType({"reason": "grund", "due_at": "tag", "changes": ""})


@dataclass(frozen=True)
class Operation:
    """One operation as people meet it.

    `show` draws its form for what was typed so far, `said` is the message after it is done, `about` are facts for the
    preview as (term, value), and `binding` the words on the button that does it.
    """

    instance_id: int
    title: str
    said: str
    binding: str
    show: Callable[[Inputs], Answer]
    about: Callable[[Operated, Inputs], list[tuple[str, str]]]
    needs_preview: bool = True
    #: The engine's name of a value → field of the form, where the operation has fields of its own.
    fields: Mapping[str, str] = field(default_factory=dict)
    #: Where to go afterwards; the page of the process if empty.
    back: str = ""


def given_reason(inputs: Inputs) -> str:
    """The reason every operation asks for."""
    return inputs.text("grund", _("Bitte einen Grund angeben."), most=2000)


def go_through(operation: Operation, inputs: Inputs, command: Callable[[], Any] | None) -> Answer:
    """One step of the operation: the form again, the preview, or done. `command` is None while something is wrong."""
    step = inputs.values.get(STEP, PREVIEW)
    if step == CHANGE:
        inputs.errors.clear()
        return operation.show(inputs)
    if command is None or inputs.errors:
        return operation.show(inputs)
    try:
        if step == CONFIRM or not operation.needs_preview:
            office().engine.execute(command(), actor())
            flash(operation.said, "success")
            back = operation.back or url_for("instances.show", instance_id=operation.instance_id)
            return redirect(back, 303)
        preview = office().engine.preview(command(), actor())
    except ANSWERABLE as error:
        _to_fields(operation, inputs, error)
        return operation.show(inputs)
    return _preview_page(operation, inputs, preview.history)


def head_of(instance_id: int) -> Operated:
    """Raises NotFound, also for what the person may not see."""
    engine = office().engine
    with engine.reading() as rows:
        return operations.operated(rows, engine.definitions, actor(), instance_id)


def form_page(template: str, head: Operated, inputs: Inputs, **more: Any) -> Answer:
    """The form of an operation, with what was typed and what is wrong."""
    page = render_template(
        f"pages/operations/{template}.html", head=head, values=inputs.values, errors=inputs.errors, **more
    )
    return (page, 422) if inputs.errors else page


def _to_fields(operation: Operation, inputs: Inputs, error: EngineError) -> None:
    if isinstance(error, ValuesRefused):
        for name, message in error.errors.items():
            inputs.errors[operation.fields.get(name, _FIELDS.get(name, ""))] = message
        return
    head = head_of(operation.instance_id)
    place = "ziel" if isinstance(error, TokenRefused) and "ziel" in inputs.values else ""
    inputs.errors[place] = operation_refused(error, head.any_name_of)


def _preview_page(operation: Operation, inputs: Inputs, history: Any) -> Answer:
    engine = office().engine
    with engine.reading() as rows:
        head = operations.operated(rows, engine.definitions, actor(), operation.instance_id)
        entries, kinds = timeline.previewed(rows, engine.definitions, history)
        sent = [(name, value) for name, value in request.form.items(multi=True) if name not in (STEP, "csrf_token")]
        return render_template(
            "pages/operations/preview.html",
            head=head,
            operation=operation,
            about=operation.about(head, inputs),
            entries=entries,
            kinds=kinds,
            sent=sent,
        )
