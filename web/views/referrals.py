"""Specialist services in a case: involved, answered, and their results read by those who may."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine.errors import NotFound, ValuesRefused
from models.casework import AssessmentFormat, Case, Referral
from models.runtime import TaskStatus, UserTask
from processes.referrals.commands import InvolveService, ReadResult, RecordResult, Result, may_break_glass, may_read
from processes.referrals.services import offer_label, service_label
from web.formatters import office_day
from web.inputs import Inputs
from web.labels import label
from web.language import gettext as _
from web.office import actor, now, office
from web.permissions import allow
from web.readers import services
from web.readers.cases import find_case
from web.views.case_pages import case_page

room = Blueprint("referrals", __name__, url_prefix="/faelle")

_SHOWN = {"service_label": service_label, "offer_label": offer_label}


@room.get("/<number>/fachdienste")
@allow("case.read")
def show(number: str) -> str:
    """All referrals of the case; results are behind their own page."""

    def content(rows: Session, case: Case) -> dict[str, Any]:
        found = services.referrals(rows, case)
        return {
            "referrals": found,
            "readable": {r.id for r in found if may_read(actor(), r) or may_break_glass(actor(), r)},
            "mine": {r.id for r in found if may_read(actor(), r)},
            **_SHOWN,
        }

    return case_page(number, "referrals", "Fachdienste", content)


@room.post("/<number>/fachdienste")
@allow("case.write")
def involve(number: str) -> Response:
    """Start a referral and go straight to its first task."""
    with office().engine.reading() as rows:
        find_case(rows, actor(), number, now())
    instance_id = office().engine.execute(InvolveService(number), actor())
    with office().engine.reading() as rows:
        opened = select(UserTask.id).where(UserTask.instance_id == instance_id, UserTask.status == TaskStatus.OPEN)
        task_id = rows.execute(opened).scalars().first()
    if task_id is None:
        return redirect(url_for(".show", number=number), 303)
    return redirect(url_for("tasks.fill_in", task_id=task_id), 303)


@room.get("/<number>/fachdienste/<int:referral_id>/antwort")
@allow("case.write")
def answer(number: str, referral_id: int) -> tuple[str, int]:
    return _page("record_result", number, referral_id, Inputs({"answered_on": office_day(now()).isoformat()}))


@room.post("/<number>/fachdienste/<int:referral_id>/antwort")
@allow("case.write")
def save_answer(number: str, referral_id: int) -> Response | tuple[str, int]:
    """The text goes into the protected store at once, never through a task."""
    inputs = Inputs(request.form)
    day = inputs.day("answered_on", _("Bitte den Tag der Antwort eingeben."))
    summary = inputs.text("summary", _("Bitte eingeben, was für die Vermittlung wichtig ist."), most=8000)
    reference = inputs.text("document_ref", most=120)
    chosen = AssessmentFormat.__members__.get(inputs.values.get("assessment_format", ""))
    _find(number, referral_id)
    if day is not None and not inputs.errors:
        try:
            office().engine.execute(RecordResult(referral_id, day, summary, reference, chosen), actor())
        except ValuesRefused as refusal:
            inputs.errors.update(refusal.errors)
        else:
            flash(_("Das Ergebnis liegt im geschützten Speicher."), "success")
            return redirect(url_for(".show", number=number), 303)
    return _page("record_result", number, referral_id, inputs)


@room.get("/<number>/fachdienste/<int:referral_id>/ergebnis")
@allow("case.read")
def result(number: str, referral_id: int) -> tuple[str, int]:
    """Whoever is responsible reads at once; the team lead is asked for the reason first."""
    found = _find(number, referral_id)
    if may_read(actor(), found):
        return _page("referral_result", number, referral_id, Inputs(), _read(referral_id, ""))
    if not may_break_glass(actor(), found):
        raise NotFound("result", referral_id)
    return _page("referral_result", number, referral_id, Inputs())


@room.post("/<number>/fachdienste/<int:referral_id>/ergebnis")
@allow("case.read")
def read_with_reason(number: str, referral_id: int) -> tuple[str, int]:
    inputs = Inputs(request.form)
    reason = inputs.text("reason", _("Bitte den Grund nennen."), most=240)
    _find(number, referral_id)
    if not inputs.errors:
        try:
            return _page("referral_result", number, referral_id, inputs, _read(referral_id, reason))
        except ValuesRefused as refusal:
            inputs.errors.update(refusal.errors)
    return _page("referral_result", number, referral_id, inputs)


def _read(referral_id: int, reason: str) -> Result:
    return office().engine.execute(ReadResult(referral_id, reason), actor())


def _find(number: str, referral_id: int) -> Referral:
    with office().engine.reading() as rows:
        return services.referral(rows, find_case(rows, actor(), number, now()).case, referral_id)


def _page(part: str, number: str, referral_id: int, inputs: Inputs, shown: Result | None = None) -> tuple[str, int]:
    with office().engine.reading() as rows:
        line = find_case(rows, actor(), number, now())
        found = services.referral(rows, line.case, referral_id)
        if part == "record_result" and not may_read(actor(), found):
            raise NotFound("referral", referral_id)
        page = render_template(
            f"pages/cases/{part}.html",
            line=line,
            case=line.case,
            referral=found,
            result=shown,
            readers=services.readers_of(rows, referral_id) if shown else (),
            values=inputs.values,
            errors=inputs.errors,
            formats=[(one.name, label(one)) for one in AssessmentFormat] if found.service == "AED" else [],
            **_SHOWN,
        )
    return page, 422 if inputs.errors else 200
