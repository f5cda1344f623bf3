"""Service tasks of profiling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.calendar import berlin_date
from engine.handlers import InsideCall
from engine.phrases import Phrase
from models.casework import (
    Case,
    CaseState,
    Consent,
    ConsentForm,
    ExceptionKind,
    ProfilingSheet,
    ReasonedException,
    SheetState,
)
from processes.catalogues import needs_catalogue
from processes.in_force import last_closed_sheet
from processes.measures.files import gained_competences
from processes.profiling import sheets
from processes.profiling.consent_mask import consent_mask
from processes.profiling.consents import (
    CONSENT_PURPOSE,
    CONSENT_TEXT_VERSION,
    consent_only_needs,
    lock_remarks,
    refused_consent,
)
from processes.profiling.correction import correct
from processes.profiling.endings import carry_over, ended_since
from processes.profiling.life_cycle import EMPTY
from processes.profiling.occupations import dkz_of, kldb_of
from processes.profiling.rules import exemption_end
from processes.profiling.snapshot import erase_revisions, keep_revision
from processes.records import case_by_number, office_settings, row


def open_sheet(call: InsideCall) -> Mapping[str, Any]:
    """`profiling.bogen_oeffnen`: the open sheet, else a new one that takes over the last → bogen_id, bogen_neu, schema.

    bogen_neu says that it was begun now: somebody is reminded of it once for every sheet (T47).
    After a discarded sheet the input vorlage says what the new one begins with: the id of a sheet, or nothing at all.
    """
    case = case_by_number(call.session, call.inputs["fall"])
    settings = office_settings(call.session)
    sheet = sheets.open_sheet(call.session, case)
    is_new = sheet is None
    if sheet is None:
        chosen = call.inputs.get("vorlage")
        earlier = row(call.session, ProfilingSheet, chosen) if chosen not in (None, EMPTY) else None
        if chosen is None:
            earlier = _earlier(call, case)
        sheet = sheets.new_sheet(earlier, case, settings.needs_catalogue, call.now, call.actor)
        if earlier is not None:
            carry_over(sheet, ended_since(call.session, case, earlier.closed_at))
        gained = gained_competences(call.session, case, earlier.closed_at if earlier else None)
        sheets.add_competences(sheet, gained)
        if refused_consent(call.session, case):
            lock_remarks(sheet, consent_only_needs(call.session))
        call.session.add(sheet)
    case.state = CaseState.PROFILING
    call.session.flush()
    return {"bogen_id": str(sheet.id), "bogen_neu": is_new, "schema": settings.segment_scheme}


def look_after(call: InsideCall) -> Mapping[str, Any]:
    """`profiling.bogen_nachsehen`: bogen_id → noch_offen. Whoever is reminded is so again while it is open (T47)."""
    sheet = row(call.session, ProfilingSheet, call.inputs["bogen_id"])
    return {"noch_offen": sheet.state is SheetState.OPEN}


def _earlier(call: InsideCall, case: Case) -> ProfilingSheet | None:
    """The sheet that holds: of this case, else of the cases it continues, each within six months (A.4.6)."""
    found, asked = last_closed_sheet(call.session, case), case
    while found is None and asked.continues_id is not None:
        asked = row(call.session, Case, asked.continues_id)
        found = last_closed_sheet(call.session, asked)
    return found


def evaluate(call: InsideCall) -> Mapping[str, Any]:
    """`profiling.auswerten`: keeps what the forms hold and says what the tables need → merkmale, vorschlag."""
    inputs = call.inputs
    case = case_by_number(call.session, inputs["fall"])
    sheet = row(call.session, ProfilingSheet, inputs["bogen_id"])
    sheets.write_situation(sheet, inputs, lambda title: kldb_of(call.session, title))
    if sheet.exemption_reason == "d" and sheet.exemption_talk_on is not None:  # before anything is looked up
        sheet.exempt_until = exemption_end(sheet.exemption_talk_on, berlin_date(call.now))
    for occupation in sheet.occupations:
        occupation.dkz = dkz_of(call.session, occupation.title, occupation.kldb)
    if sheet.exemption_reason is None:
        with call.session.no_autoflush:  # a locked need under clarification has no remark until it says so
            sheets.write_needs(sheet, inputs, needs_catalogue(sheet.needs_catalogue))
            if refused_consent(call.session, case):
                lock_remarks(sheet, consent_only_needs(call.session))
        sheets.write_assessment(sheet, inputs)
    sheet.edited_at = call.now
    call.session.flush()
    earlier = last_closed_sheet(call.session, case)
    merkmale = sheets.characteristics(sheet, earlier, continues=case.continues_id is not None)
    return {"merkmale": merkmale, "vorschlag": "Z" if sheet.exemption_reason else None}


def close_sheet(call: InsideCall) -> Mapping[str, Any]:
    """`profiling.bogen_abschliessen`: decision and consent → profillage, freigestellt, erwerbstaetig.

    A sheet that exempts (segment Z) is at once the reasoned exception from agreement and appointment.
    """
    inputs = call.inputs
    case = case_by_number(call.session, inputs["fall"])
    sheet = row(call.session, ProfilingSheet, inputs["bogen_id"])
    sheet.segment_scheme = inputs["schema"]
    sheet.segment_suggestion = inputs.get("vorschlag")
    sheet.segment = inputs["segment"]
    sheet.override_reason = inputs.get("segment_begruendung") or ""
    sheet.is_provisional = bool(inputs.get("segment_vorlaeufig"))
    if inputs.get("einverstaendnis") == "abgelehnt":
        lock_remarks(
            sheet, consent_only_needs(call.session)
        )  # before it is closed: from then on its needs do not change
        call.session.flush()
    sheet.state, sheet.closed_at, sheet.closed_by = SheetState.CLOSED, call.now, call.actor
    sheet.edited_at = call.now
    case.segment, case.segment_scheme = sheet.segment, sheet.segment_scheme
    call.session.flush()
    keep_revision(call.session, sheet, call.now, call.actor)
    _record_consent(call, case)
    if sheet.exemption_reason is not None:
        _except(call, case, sheet)
    works = (sheet.employment_extent or "KEINER") != "KEINER"
    return {"profillage": sheet.segment, "freigestellt": sheet.exemption_reason is not None, "erwerbstaetig": works}


def _record_consent(call: InsideCall, case: Case) -> None:
    """With the day the declaration carries, today where the form named none (A.1.8; § 67b (2) SGB X)."""
    answer = call.inputs.get("einverstaendnis")
    if answer not in ("erteilt", "abgelehnt"):
        return
    given = answer == "erteilt"
    declared_on = call.inputs.get("einverstaendnis_am") or berlin_date(call.now)
    call.session.add(
        Consent(
            case_id=case.id,
            purpose=CONSENT_PURPOSE,
            text_version=CONSENT_TEXT_VERSION,
            given_on=declared_on if given else None,
            refused_on=None if given else declared_on,
            form=ConsentForm(call.inputs["einverstaendnis_form"]) if given else None,
            document_ref=(call.inputs.get("einverstaendnis_fundstelle") or "").strip() or None,
            recorded_by=call.actor,
        )
    )


def _except(call: InsideCall, case: Case, sheet: ProfilingSheet) -> None:
    today = berlin_date(call.now)
    until = sheet.exempt_until or today.replace(year=today.year + 1, day=min(today.day, 28))
    for kind in ExceptionKind:
        call.session.add(
            ReasonedException(
                case_id=case.id,
                kind=kind,
                reason=Phrase(
                    "Zuordnung nicht erforderlich (Grund {exemption_reason}): {exemption_note}",
                    exemption_reason=sheet.exemption_reason,
                    exemption_note=sheet.exemption_note,
                ),
                decided_on=today,
                decided_by=call.actor,
                valid_until=until,
            )
        )


def close_again(call: InsideCall) -> Mapping[str, Any]:
    """`profiling.bogen_berichtigen`: inputs bogen_id, texte → nothing. A released sheet is corrected and closed again.

    Its day of closing stays: a correction is no fresh assessment (ST-11). What it said before is kept as a revision,
    unless that text is itself the breach of data protection.
    """
    sheet = row(call.session, ProfilingSheet, call.inputs["bogen_id"])
    if sheet.state is not SheetState.RELEASED:
        return {}
    reason = sheet.release_reason
    correct(sheet, call.inputs["texte"], consent_mask(call.session, sheet.case))
    call.session.flush()
    if sheet.erases_earlier:
        erase_revisions(call.session, sheet, call.now, call.actor)
    sheet.erases_earlier = False
    sheet.state, sheet.edited_at = SheetState.CLOSED, call.now
    call.session.flush()
    keep_revision(call.session, sheet, call.now, call.actor, reason)
    return {}
