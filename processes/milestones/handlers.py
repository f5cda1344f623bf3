"""Service tasks of the three processes that watch a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.calendar import berlin_date
from engine.handlers import InsideCall
from engine.phrases import Phrase, remark
from models.casework import Milestone, MilestoneState, ReportedChange
from processes.milestones.facts import milestone_text
from processes.records import row
from processes.wording import day_text


def decide(call: InsideCall) -> Mapping[str, Any]:
    """`stichtag.entscheiden`: what a person found → vorgang (the change reported to the case, or null)."""
    inputs = call.inputs
    found = row(call.session, Milestone, inputs["stichtag"])
    found.state = MilestoneState.DONE
    found.result = remark(str(inputs["stichtag_ergebnis"]).strip(), _registered(call, found))
    found.decided_on, found.decided_by = berlin_date(call.now), call.actor
    if not inputs.get("fall_anpassen"):
        return {"vorgang": None}
    change = ReportedChange(
        case_id=found.case_id,
        reported_on=berlin_date(call.now),
        description=remark(milestone_text(found), found.result),
        recorded_at=call.now,
        recorded_by=call.actor,
    )
    call.session.add(change)
    call.session.flush()
    return {"vorgang": str(change.id)}


def _registered(call: InsideCall, found: Milestone) -> str:
    """T30: whether and when the client registered as job-seeking, measured against the duty."""
    if call.inputs.get("gemeldet") is None:
        return ""
    day = call.inputs.get("gemeldet_am")
    if not isinstance(day, date):
        return Phrase("Nicht arbeitsuchend gemeldet.")
    late = Phrase(", nach Ablauf der Frist") if day > found.due_on else ""
    return Phrase("Arbeitsuchend gemeldet am {day}{late}.", day=day_text(day), late=late)


def drop(call: InsideCall) -> Mapping[str, Any]:
    """`stichtag.streichen`: the day moved, or the case ended."""
    found = row(call.session, Milestone, call.inputs["stichtag"])
    if found.state is MilestoneState.OPEN:
        found.state = MilestoneState.CANCELLED
    return {}
