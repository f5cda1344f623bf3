"""Service tasks of `beschaeftigung`, `arbeitsaufnahme` and `nachbetreuung`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.calendar import add_months, berlin_date
from engine.handlers import InsideCall
from engine.phrases import Phrase, remark
from models.casework import (
    AfterCareKind,
    Continuity,
    CountResult,
    EmploymentMarking,
    EmploymentRecord,
    FoundBy,
    ReportedChange,
    Subsidy,
)
from processes.employment.records import count_again, is_recent_work
from processes.employment.rules import watched_months
from processes.records import row

#: Answers of `kontinuitaet.form` for one month.
INSURED, NOT_INSURED = "JA", "NEIN"


def keep_entry(call: InsideCall) -> Mapping[str, Any]:
    """`beschaeftigung.festhalten`: second mask, marking and kind → bewerten, beobachten, sechs_monate_am."""
    inputs = call.inputs
    record = row(call.session, EmploymentRecord, inputs["beschaeftigung"])
    record.occupation = str(inputs.get("beruf") or "").strip()
    record.occupation_code = str(inputs.get("beruf_dkz") or "").strip()
    record.wz_code = str(inputs.get("wirtschaftsklasse") or "").strip()
    hours = inputs.get("wochenstunden")
    record.weekly_hours = None if hours is None else int(hours)
    record.degree = str(inputs.get("abschlussart") or "").strip()
    record.is_abroad = bool(inputs.get("ausland"))
    record.is_main_occupation = bool(inputs.get("hauptberuf"))
    record.is_fully_qualifying = bool(inputs.get("voll_qualifizierend"))
    record.subsidy = Subsidy(inputs["foerderung"])
    record.kind = str(inputs["integrationsart"])
    record.marking = EmploymentMarking(inputs["kennzeichnung"])
    is_integration = record.marking is EmploymentMarking.INTEGRATION
    record.marking_reason = str(inputs.get("kennzeichnung_grund") or "").strip() if is_integration else ""
    record.found_by = FoundBy(inputs["gefunden"]) if is_integration else None
    record.completed_at, record.completed_by = call.now, call.actor
    count_again(call.session, record.case.person)
    today = berlin_date(call.now)
    lasts = record.ended_on is None or record.ended_on >= today
    matters = is_integration or (lasts and is_recent_work(call.session, record, today))
    return {
        "bewerten": matters and record.ends_need is None,
        "beobachten": _is_watched(record),
        "sechs_monate_am": add_months(watched_months(record.started_on)[-1], 1),
    }


def _is_watched(record: EmploymentRecord) -> bool:
    """K2E3 looks at insured employment in this country only (Fachkonzept C.7); one finding is enough."""
    return (
        record.counted is CountResult.COUNTED
        and record.kind == "BESCHAEFTIGUNG"
        and not record.is_abroad
        and record.continuity is None
    )


def assess_work(call: InsideCall) -> Mapping[str, Any]:
    """`beschaeftigung.bewerten`: does need end, is there after-care (A.4.4) → nachbetreuung_bis."""
    inputs = call.inputs
    record = row(call.session, EmploymentRecord, inputs["beschaeftigung"])
    record.ends_need = bool(inputs["hilfebedarf_endet"])
    if record.marking is not EmploymentMarking.INTEGRATION:
        return {"nachbetreuung_bis": None}
    record.after_care = bool(inputs.get("nachbetreuung"))
    record.after_care_reason = str(inputs.get("nachbetreuung_grund") or "").strip()
    record.after_care_kind = AfterCareKind(inputs["nachbetreuung_art"]) if record.after_care else None
    record.after_care_until = inputs.get("nachbetreuung_bis") if record.after_care else None
    return {"nachbetreuung_bis": record.after_care_until}


def keep_continuity(call: InsideCall) -> Mapping[str, Any]:
    """`beschaeftigung.kontinuitaet`: one answer per month → kontinuitaet (T26)."""
    record = row(call.session, EmploymentRecord, call.inputs["beschaeftigung"])
    answers = [str(line["versichert"]) for line in call.inputs["monate"]]
    record.insured_months = answers
    if all(answer == INSURED for answer in answers):
        record.continuity = Continuity.CONTINUOUS
    elif NOT_INSURED in answers:
        record.continuity = Continuity.INTERRUPTED
    else:
        record.continuity = Continuity.UNKNOWN
    return {"kontinuitaet": record.continuity.value}


def stop_watching(call: InsideCall) -> Mapping[str, Any]:
    """`beschaeftigung.beenden`: the case ended; whether employment lasts is for the statistics to find out."""
    record = row(call.session, EmploymentRecord, call.inputs["beschaeftigung"])
    if _is_watched(record):
        record.continuity = Continuity.UNKNOWN
    return {"kontinuitaet": record.continuity.value if record.continuity else None}


def keep_after_care(call: InsideCall) -> Mapping[str, Any]:
    """`nachbetreuung.auswerten`: stable, longer or at risk → bis, vorgang (the reported change, or null)."""
    inputs = call.inputs
    record = row(call.session, EmploymentRecord, inputs["beschaeftigung"])
    note = str(inputs["nachbetreuung_notiz"]).strip()
    record.after_care_result = remark(record.after_care_result, note)
    result = inputs["nachbetreuung_ergebnis"]
    until: date = inputs["bis"]
    if result == "VERLAENGERN":
        until = inputs["nachbetreuung_neues_ende"]
        record.after_care_until = until
    matter = None
    if result == "GEFAEHRDET":
        change = ReportedChange(
            case_id=record.case_id,
            reported_on=berlin_date(call.now),
            description=Phrase(
                "Die Beschäftigung „{title}“ ist gefährdet oder beendet: {note}", title=record.title, note=note
            ),
            recorded_at=call.now,
            recorded_by=call.actor,
        )
        call.session.add(change)
        call.session.flush()
        matter = str(change.id)
    return {"bis": until, "vorgang": matter}
