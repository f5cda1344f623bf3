"""What a lead does to a running process: stop it, let it go on, end it, move its tokens, change its deadlines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for

from engine.commands.add_token import AddToken
from engine.commands.add_turn import AddTurn
from engine.commands.cancel_instance import CancelInstance
from engine.commands.change_timer import ChangeTimer
from engine.commands.move_token import MoveToken
from engine.commands.remove_token import RemoveToken
from engine.commands.resume_instance import ResumeInstance
from engine.commands.suspend_instance import SuspendInstance
from web.formatters import BERLIN, format_datetime
from web.inputs import Inputs
from web.language import gettext as _
from web.office import now, office
from web.operating import Answer, Operation, form_page, given_reason, go_through, head_of
from web.permissions import allow
from web.readers import operations
from web.readers.operations import Operated, TokenLine

room = Blueprint("operations", __name__, url_prefix="/vorgaenge/<int:instance_id>")


# ---------------------------------------------------------------------- the process as a whole
@room.get("/anhalten")
@allow("instance.operate")
def stop(instance_id: int) -> Answer:
    return form_page("stop", head_of(instance_id), Inputs())


@room.post("/anhalten")
@allow("instance.operate")
def suspend(instance_id: int) -> Answer:
    return _plain(instance_id, "stop", _("Anhalten"), _("Der Vorgang ist angehalten."), SuspendInstance)


@room.get("/fortsetzen")
@allow("instance.operate")
def go_on(instance_id: int) -> Answer:
    return form_page("go_on", head_of(instance_id), Inputs())


@room.post("/fortsetzen")
@allow("instance.operate")
def resume(instance_id: int) -> Answer:
    return _plain(instance_id, "go_on", _("Fortsetzen"), _("Der Vorgang läuft weiter."), ResumeInstance)


@room.get("/abbrechen")
@allow("instance.operate")
def end(instance_id: int) -> Answer:
    return _end_page(head_of(instance_id), Inputs())


@room.post("/abbrechen")
@allow("instance.operate")
def cancel(instance_id: int) -> Answer:
    """What ends with it, and what runs on unless it is ended too, is shown before it is done."""
    head, inputs = head_of(instance_id), Inputs(request.form)
    reason, with_started = given_reason(inputs), inputs.ticked("mit_gestarteten")
    operation = Operation(
        instance_id,
        title=_("Vorgang abbrechen"),
        said=_("Der Vorgang ist abgebrochen."),
        binding=_("Endgültig abbrechen"),
        show=lambda again: _end_page(head, again),
        about=lambda _head, _inputs: [(_("Grund"), reason)],
    )
    return go_through(operation, inputs, lambda: CancelInstance(instance_id, reason, with_started))


def _end_page(head: Operated, inputs: Inputs) -> Answer:
    engine = office().engine
    with engine.reading() as rows:
        return form_page(
            "end",
            head,
            inputs,
            relatives=operations.living_relatives(rows, engine.definitions, head),
            is_last=operations.is_last_of_case(rows, head),
        )


def _plain(instance_id: int, template: str, title: str, said: str, command: Callable[[int, str], Any]) -> Answer:
    """An operation whose only question is the reason."""
    head, inputs = head_of(instance_id), Inputs(request.form)
    reason = given_reason(inputs)
    operation = Operation(
        instance_id,
        title=title,
        said=said,
        binding=title,
        show=lambda again: form_page(template, head, again),
        about=lambda _head, _inputs: [],
        needs_preview=False,
    )
    return go_through(operation, inputs, lambda: command(instance_id, reason))


# ---------------------------------------------------------------------- tokens
@room.get("/marken/neu")
@allow("instance.operate")
def new_token(instance_id: int) -> Answer:
    return _target_page(head_of(instance_id), None, Inputs())


@room.post("/marken/neu")
@allow("instance.operate")
def add_token(instance_id: int) -> Answer:
    head, inputs = head_of(instance_id), Inputs(request.form)
    element_id, way = _chosen(inputs)
    reason = given_reason(inputs)
    operation = Operation(
        instance_id,
        title=_("Marke hinzufügen"),
        said=_("Die Marke ist hinzugefügt."),
        binding=_("Marke hinzufügen"),
        show=lambda again: _target_page(head, None, again),
        about=lambda _head, _inputs: [(_("Stelle"), head.any_name_of(element_id)), (_("Grund"), reason)],
    )
    return go_through(operation, inputs, lambda: AddToken(instance_id, element_id, reason, way))


@room.get("/marken/<token>/versetzen")
@allow("instance.operate")
def target_of_token(instance_id: int, token: str) -> Answer:
    return _with_token(instance_id, token, lambda head, line: _target_page(head, line, Inputs()))


@room.post("/marken/<token>/versetzen")
@allow("instance.operate")
def move_token(instance_id: int, token: str) -> Answer:
    inputs = Inputs(request.form)

    def move(head: Operated, line: TokenLine) -> Answer:
        element_id, way = _chosen(inputs)
        reason = given_reason(inputs)
        operation = Operation(
            instance_id,
            title=_("Marke versetzen"),
            said=_("Die Marke ist versetzt."),
            binding=_("Marke versetzen"),
            show=lambda again: _target_page(head, line, again),
            about=lambda _head, _inputs: [
                (_("Von"), line.name),
                (_("Nach"), head.any_name_of(element_id)),
                (_("Grund"), reason),
            ],
        )
        return go_through(operation, inputs, lambda: MoveToken(instance_id, token, element_id, reason, way))

    return _with_token(instance_id, token, move)


@room.get("/marken/<token>/entfernen")
@allow("instance.operate")
def unwanted_token(instance_id: int, token: str) -> Answer:
    return _with_token(instance_id, token, lambda head, line: form_page("remove_token", head, Inputs(), line=line))


@room.post("/marken/<token>/entfernen")
@allow("instance.operate")
def remove_token(instance_id: int, token: str) -> Answer:
    inputs = Inputs(request.form)

    def remove(head: Operated, line: TokenLine) -> Answer:
        reason = given_reason(inputs)
        operation = Operation(
            instance_id,
            title=_("Marke entfernen"),
            said=_("Die Marke ist entfernt."),
            binding=_("Marke entfernen"),
            show=lambda again: form_page("remove_token", head, again, line=line),
            about=lambda _head, _inputs: [(_("Stelle"), line.name), (_("Grund"), reason)],
        )
        return go_through(operation, inputs, lambda: RemoveToken(instance_id, token, reason))

    return _with_token(instance_id, token, remove)


@room.get("/marken/<token>/durchlauf")
@allow("instance.operate")
def new_turn(instance_id: int, token: str) -> Answer:
    return _with_token(instance_id, token, lambda head, line: form_page("add_turn", head, Inputs(), line=line))


@room.post("/marken/<token>/durchlauf")
@allow("instance.operate")
def add_turn(instance_id: int, token: str) -> Answer:
    """One more turn of a repeated activity; what it is about is written down as a literal."""
    inputs = Inputs(request.form)

    def add(head: Operated, line: TokenLine) -> Answer:
        item = inputs.literal("eintrag") if line.place.item else None
        reason = given_reason(inputs)
        about = [(_("Stelle"), line.name), (_("Grund"), reason)]
        if line.place.item:
            about.insert(1, (line.place.item, inputs.values.get("eintrag", "")))
        operation = Operation(
            instance_id,
            title=_("Durchlauf hinzufügen"),
            said=_("Der Durchlauf ist hinzugefügt."),
            binding=_("Durchlauf hinzufügen"),
            show=lambda again: form_page("add_turn", head, again, line=line),
            about=lambda _head, _inputs: about,
            fields={"item": "eintrag"},
        )
        return go_through(operation, inputs, lambda: AddTurn(instance_id, token, reason, item))

    return _with_token(instance_id, token, add)


def _with_token(instance_id: int, token: str, then: Callable[[Operated, TokenLine], Answer]) -> Answer:
    """Go on with the token, or back to the process if it has moved on meanwhile."""
    head, engine = head_of(instance_id), office().engine
    with engine.reading() as rows:
        line = operations.token_line(head, engine, rows, token, now())
    if line is not None:
        return then(head, line)
    flash(_("Die Marke steht dort nicht mehr. Es wurde nichts geändert."), "warning")
    return redirect(url_for("instances.show", instance_id=instance_id), 303)


def _target_page(head: Operated, line: TokenLine | None, inputs: Inputs) -> Answer:
    engine, groups = office().engine, []
    if head.is_living:
        with engine.reading() as rows:
            token = line.place.token if line is not None else None
            groups = list(operations.target_groups(head, engine, rows, token, now()))
    return form_page("choose_target", head, inputs, line=line, groups=groups)


def _chosen(inputs: Inputs) -> tuple[str, str | None]:
    """Element and way of the chosen target."""
    element_id, bar, way = inputs.text("ziel", _("Bitte eine Stelle wählen.")).partition("|")
    return element_id, way if bar else None


# ---------------------------------------------------------------------- deadlines
@room.get("/fristen/<int:timer_id>")
@allow("instance.operate")
def deadline(instance_id: int, timer_id: int) -> Answer:
    return _deadline_page(head_of(instance_id), timer_id, None)


@room.post("/fristen/<int:timer_id>")
@allow("instance.operate")
def change_deadline(instance_id: int, timer_id: int) -> Answer:
    head, inputs = head_of(instance_id), Inputs(request.form)
    engine = office().engine
    with engine.reading() as rows:
        timer = operations.find_timer(rows, head, timer_id)
    at_once = inputs.ticked("sofort")
    moment = inputs.moment("tag", "uhrzeit", _("Bitte den Tag eingeben."))
    reason = given_reason(inputs)
    operation = Operation(
        instance_id,
        title=_("Frist ändern"),
        said=_(
            "Die Frist „%(name)s“ endet jetzt am %(when)s.",
            name=head.name_of(timer.process_key, timer.element_id),
            when=format_datetime(moment),
        ),
        binding=_("Frist ändern"),
        show=lambda again: _deadline_page(head, timer_id, again),
        about=lambda _head, _inputs: [],
        needs_preview=False,
    )
    return go_through(operation, inputs, _timer_change(timer_id, moment, reason, at_once))


def _timer_change(timer_id: int, moment: datetime | None, reason: str, at_once: bool) -> Callable[[], Any] | None:
    return None if moment is None else lambda: ChangeTimer(timer_id, moment, reason, at_once)


def _deadline_page(head: Operated, timer_id: int, inputs: Inputs | None) -> Answer:
    engine = office().engine
    with engine.reading() as rows:
        timer = operations.find_timer(rows, head, timer_id)
    if inputs is None:
        due = timer.due_at.astimezone(BERLIN)
        inputs = Inputs({"tag": f"{due:%Y-%m-%d}", "uhrzeit": f"{due:%H:%M}"})
    return form_page("change_timer", head, inputs, timer=timer)
