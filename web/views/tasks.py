"""One task: fill in, keep as draft, check the answers, conclude; take it, give it back, hand it over."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, cast

from flask import Blueprint, flash, g, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.actor import Actor
from engine.commands.assign_task import AssignTask
from engine.commands.claim_task import ClaimTask
from engine.commands.complete_task import CompleteTask
from engine.commands.release_task import ReleaseTask
from engine.commands.save_draft import SaveDraft
from engine.errors import NotFound, StaleRevision, ValuesRefused
from processes.access import teams_of
from processes.catalogues.legal_bases import legal_basis
from processes.desk.take_over import TakeOverTask
from processes.identity.access_log import LogAccess
from processes.profiling.consent_mask import ConsentMask, consent_mask
from web.errors import place_of_revision
from web.formatters import format_time, office_day
from web.forms import ACTION, changed_input, hidden_inputs, messages_by_place, typed_input, unseen_fields
from web.inputs import Inputs, whole_number
from web.language import gettext as _
from web.office import actor, actor_for_work_of, now, office, person
from web.permissions import allow
from web.problems import NotUnderstood, Place, problem, require_form, wants_json
from web.readers import case_file, whereabouts
from web.readers.people import colleagues
from web.readers.reasons import reasons_of
from web.readers.task_desk import TaskDesk, check_rules, left_over, open_desk, reach_task

room = Blueprint("tasks", __name__, url_prefix="/aufgaben")


@room.before_request
def reach() -> None:
    """Tasks beyond one's own work and cases do not exist, whatever is asked of them."""
    with office().engine.reading() as rows:
        task = reach_task(rows, actor(), (request.view_args or {})["task_id"], now())
    g.worker = actor_for_work_of(task.assignee, task.business_key)


def worker() -> Actor:
    """Who works on the task of this request: the person, maybe in the place of an absent colleague."""
    return cast(Actor, g.worker)


@room.get("/<int:task_id>")
@allow("worklist.read")
def fill_in(task_id: int) -> str | tuple[str, int]:
    """The form beside what is needed from the case; for an ended task who ended it and when."""
    page = _page(task_id)
    if g.shown_case is not None:  # the case stands beside the form, so who looked is recorded
        office().engine.execute(LogAccess(g.shown_case, "Aufgabe"), actor())
    return page


@room.post("/<int:task_id>")
@allow("task.complete")
def go_on(task_id: int) -> Response | str | tuple[str, int]:
    """Keep what was typed; go on to the check page if it is complete, else name what is missing."""
    typed = typed_input(request.form)
    try:
        # asking which fields the answers call for is no save: the draft module of the page saves beside it
        revision = _sent_revision() if request.form.get(ACTION) == "refresh" else _save(task_id, typed)
    except StaleRevision as stale:
        return _page(task_id, typed=typed, revision=stale.actual, overtaken=True, status=409)
    changed, errors, unseen = _reviewed(task_id, typed)
    if changed is not None or unseen:
        return _page(task_id, typed=changed if changed is not None else typed, revision=revision, unseen=unseen)
    if errors:
        return _page(task_id, typed=typed, revision=revision, errors=errors, status=422)
    return redirect(url_for(".check", task_id=task_id), 303)


@room.post("/<int:task_id>/entwurf")
@allow("task.complete")
def save_draft(task_id: int) -> Response | str | tuple[str, int] | tuple[Response, int]:
    """Save at any time, valid or not. Scripts get the new revision, people the page again."""
    require_form()
    typed = typed_input(request.form)
    try:
        revision = _save(task_id, typed)
    except StaleRevision as stale:
        if wants_json():
            return _overtaken(stale)
        return _page(task_id, typed=typed, revision=stale.actual, overtaken=True, status=409)
    if wants_json():
        return jsonify(
            {"revision": revision, "message": _("Entwurf gespeichert, %(time)s Uhr", time=format_time(now()))}
        )
    flash(_("Entwurf gespeichert. Sie können jederzeit weitermachen."), "success")
    return redirect(url_for(".fill_in", task_id=task_id), 303)


@room.get("/<int:task_id>/pruefen")
@allow("task.complete")
def check(task_id: int) -> Response | str | tuple[str, int]:
    """All answers to be read once more before anything becomes binding."""
    with office().engine.reading() as rows:
        desk = open_desk(rows, office().engine, worker(), task_id, now())
        if not desk.is_open or not desk.may_work:
            return redirect(url_for(".fill_in", task_id=task_id), 303)
        return _check_page(desk, desk.raw, secrets.token_urlsafe(16))


@room.post("/<int:task_id>/abschliessen")
@allow("task.complete")
def conclude(task_id: int) -> Response | str | tuple[str, int]:
    """Complete with the answers that were just read, then go on with the case or the day."""
    typed = typed_input(request.form)
    submission = request.form.get("_submission") or None
    if request.form.get("_direct"):  # straight from the form: it may lack fields that the answers ask for
        _changed, errors, unseen = _reviewed(task_id, typed)
        if errors or unseen:
            return _page(task_id, typed=typed, revision=_sent_revision(), errors=errors, unseen=unseen, status=422)
    try:
        done = office().engine.execute(CompleteTask(task_id, typed, submission), worker())
    except ValuesRefused as refusal:
        _changed, errors, _unseen = _reviewed(task_id, typed)  # in the words of the person
        errors = errors or refusal.errors
        return _page(task_id, typed=typed, revision=_sent_revision(), errors=errors, status=422)
    flash(_("Aufgabe abgeschlossen."), "success")
    if done.next_task_id:
        return redirect(url_for(".fill_in", task_id=done.next_task_id), 303)
    return redirect(url_for("my_day.show"), 303)


@room.post("/<int:task_id>/uebernehmen")
@allow("task.claim")
def claim(task_id: int) -> Response:
    office().engine.execute(ClaimTask(task_id), worker())
    flash(_("Die Aufgabe gehört jetzt Ihnen."), "success")
    return redirect(url_for(".fill_in", task_id=task_id), 303)


@room.post("/<int:task_id>/vertreten")
@allow("task.claim")
def take_over(task_id: int) -> Response:
    """From an absent colleague whom nobody covers; from anybody else only the lead gives a task away."""
    office().engine.execute(TakeOverTask(task_id), actor())
    flash(_("Die Aufgabe gehört jetzt Ihnen."), "success")
    return redirect(url_for(".fill_in", task_id=task_id), 303)


@room.post("/<int:task_id>/zurueckgeben")
@allow("task.claim")
def release(task_id: int) -> Response:
    office().engine.execute(ReleaseTask(task_id), worker())
    flash(_("Die Aufgabe ist wieder in der Warteschlange. Ein Entwurf bleibt erhalten."), "success")
    return redirect(url_for("my_day.show"), 303)


@room.get("/<int:task_id>/zuweisen")
@allow("task.assign")
def hand_over(task_id: int) -> str | tuple[str, int]:
    """Who of the team should do it, and why."""
    return _hand_over_page(task_id, Inputs())


@room.post("/<int:task_id>/zuweisen")
@allow("task.assign")
def assign(task_id: int) -> Response | str | tuple[str, int]:
    inputs = Inputs(request.form)
    with office().engine.reading() as rows:
        _visible_desk(rows, task_id)
        allowed = [username for username, _name in colleagues(rows, teams_of(actor()))]
    chosen = inputs.choice("person", ["", *allowed], _("Bitte eine Person oder die Warteschlange wählen."))
    reason = inputs.text("grund", _("Bitte einen Grund angeben."), most=400)
    if inputs.errors:
        return _hand_over_page(task_id, inputs)
    office().engine.execute(AssignTask(task_id, chosen or None, reason), worker())
    flash(_("Die Aufgabe ist übertragen."), "success")
    return redirect(url_for(".fill_in", task_id=task_id), 303)


def _save(task_id: int, typed: Mapping[str, Any]) -> int:
    with office().engine.reading() as rows:
        kept = left_over(rows, office().engine, task_id)
    return office().engine.execute(SaveDraft(task_id, {**kept, **typed}, _sent_revision()), worker())


def _sent_revision() -> int:
    """The revision of the draft that the page was made with; 0 if it knew none. Raises NotUnderstood."""
    sent = request.form.get("_revision", "0")
    if (revision := whole_number(sent)) is None:
        raise NotUnderstood(422, Place("_revision", _("eine Zahl ab 0"), _("ein anderer Text")))
    return revision


def _overtaken(stale: StaleRevision) -> tuple[Response, int]:
    text = _("In einem anderen Fenster wurde dieser Entwurf inzwischen geändert.")
    place = place_of_revision(stale)
    return problem(text, text, 409, (place,), message=text, revision=stale.actual)


def _reviewed(task_id: int, typed: Mapping[str, Any]) -> tuple[dict[str, Any] | None, dict[str, str], bool]:
    """What a button of the form itself changed, the messages by field, and whether answers ask for unseen fields.

    The engine checks again, and with the rules of the office, when the task is completed.
    """
    with office().engine.reading() as rows:
        desk = open_desk(rows, office().engine, worker(), task_id, now())
        if desk.form is None:
            return None, {}, False
        changed = changed_input(desk.form, typed, request.form.get(ACTION, ""), desk.facts, now())
        if changed is not None:
            return changed, {}, False
        result = desk.form.validate(typed, desk.facts, now=now())
        if unseen_fields(result, request.form):
            return None, {}, True
        errors = messages_by_place(result.errors, person().locale)
        return None, errors or dict(check_rules(rows, office().engine, worker(), desk, result.values, now())), False


def _page(
    task_id: int,
    *,
    typed: Mapping[str, Any] | None = None,
    revision: int | None = None,
    errors: Mapping[str, str] | None = None,
    overtaken: bool = False,
    unseen: bool = False,
    status: int = 200,
) -> str | tuple[str, int]:
    with office().engine.reading() as rows:
        desk = open_desk(rows, office().engine, worker(), task_id, now())
        g.shown_case = None
        if not desk.is_open:
            return render_template("pages/tasks/ended.html", desk=desk, typed=typed), 409 if typed else 200
        case = desk.case.case if desk.case else None
        g.shown_case = case.id if case else None
        raw = desk.raw if typed is None else typed
        page = render_template(
            "pages/tasks/fill_in.html" if desk.may_work else "pages/tasks/look.html",
            desk=desk,
            nodes=desk.form.view(raw, desk.shown, now=now()) if desk.form else (),
            revision=desk.revision if revision is None else revision,
            errors=errors or {},
            overtaken=overtaken,
            submission=secrets.token_urlsafe(16),
            may_conclude=_may_conclude(desk),
            unseen=unseen,
            overview=case_file.overview(rows, case, now()) if case else None,
            relevant_needs=case_file.relevant_needs,
            mask=consent_mask(rows, case) if case else ConsentMask(),
            why=whereabouts.of_task(rows, office().engine.definitions, case, desk.task, now()),
            may_take=desk.is_left and actor().may("task.claim"),
            reasons=reasons_of(rows, office().engine, desk.task, now(), person().locale) if desk.may_work else (),
            today=office_day(now()),
        )
        return page, status


def _may_conclude(desk: TaskDesk) -> bool:
    """Without reading everything once more: only where we know that nothing is decided about the person's rights."""
    basis = legal_basis(desk.task.process_key, desk.task.element_id)
    return basis is not None and not basis.is_binding


def _check_page(desk: TaskDesk, raw: Mapping[str, Any], submission: str) -> Response | str:
    if desk.form is None:
        return render_template("pages/tasks/check.html", desk=desk, answers=(), raw=[], submission=submission)
    result = desk.form.validate(raw, desk.shown, now=now())  # only to be read
    if result.errors:
        return redirect(url_for(".fill_in", task_id=desk.task.id), 303)
    answers = desk.form.display(result.values, desk.shown, now=now())
    return render_template(
        "pages/tasks/check.html", desk=desk, answers=answers, raw=hidden_inputs(raw), submission=submission
    )


def _visible_desk(rows: Any, task_id: int) -> TaskDesk:
    """A task that a lead may hand over: one of a visible case, and still open."""
    desk = open_desk(rows, office().engine, worker(), task_id, now())
    if desk.case is None and not desk.may_work:
        raise NotFound("user task", task_id)
    return desk


def _hand_over_page(task_id: int, inputs: Inputs) -> tuple[str, int]:
    with office().engine.reading() as rows:
        desk = _visible_desk(rows, task_id)
        page = render_template(
            "pages/tasks/hand_over.html",
            desk=desk,
            people=colleagues(rows, teams_of(actor())),
            values=inputs.values,
            errors=inputs.errors,
        )
        return page, 422 if inputs.errors else 200
