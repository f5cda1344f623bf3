"""Service tasks of `freistellung_profiling`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.calendar import berlin_date
from engine.handlers import InsideCall
from engine.phrases import Phrase
from models.casework import ENDED_STATES, ExceptionKind, ProfilingSheet, ReasonedException, ReportedChange
from processes.exemption.rules import REASONS, first_check
from processes.in_force import last_closed_sheet
from processes.records import row


def begin(call: InsideCall) -> Mapping[str, Any]:
    """`freistellung.beginnen` → freigestellt, pruefen_am (the last day of the exemption)."""
    sheet = row(call.session, ProfilingSheet, call.inputs["bogen_id"])
    if sheet.exemption_reason is None:
        return {"freigestellt": False, "pruefen_am": None}
    return {"freigestellt": True, "pruefen_am": first_check(sheet.exempt_until, berlin_date(call.now))}


def look(call: InsideCall) -> Mapping[str, Any]:
    """`freistellung.stand` → gilt: this sheet is still the one in force, in a case that runs."""
    sheet = row(call.session, ProfilingSheet, call.inputs["bogen_id"])
    newest = last_closed_sheet(call.session, sheet.case)
    return {"gilt": sheet.case.state not in ENDED_STATES and newest is not None and newest.id == sheet.id}


def decide(call: InsideCall) -> Mapping[str, Any]:
    """`freistellung.entscheiden`: it goes on, or the case is told that it has ended → pruefen_am, vorgang.

    While it goes on the case stays without agreement and appointment for a reason. The sheet itself never changes.
    """
    inputs, today = call.inputs, berlin_date(call.now)
    sheet = row(call.session, ProfilingSheet, inputs["bogen_id"])
    why = str(inputs["freistellung_begruendung"]).strip()
    if inputs["freistellung_gilt"]:
        until: date = inputs["freigestellt_bis"]
        for kind in ExceptionKind:
            call.session.add(
                ReasonedException(
                    case_id=sheet.case_id,
                    kind=kind,
                    reason=Phrase(
                        "Zuordnung weiter nicht erforderlich (Grund {exemption_reason}): {why}",
                        exemption_reason=sheet.exemption_reason,
                        why=why,
                    ),
                    decided_on=today,
                    decided_by=call.actor,
                    valid_until=until,
                )
            )
        return {"pruefen_am": until, "vorgang": None}
    change = ReportedChange(
        case_id=sheet.case_id,
        reported_on=today,
        description=Phrase(
            "Die Freistellung vom Profiling ist weggefallen ({reasons}): {why}",
            reasons=REASONS[sheet.exemption_reason or "a"],
            why=why,
        ),
        recorded_at=call.now,
        recorded_by=call.actor,
    )
    call.session.add(change)
    call.session.flush()
    return {"pruefen_am": None, "vorgang": str(change.id)}
