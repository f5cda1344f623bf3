"""What the service tasks of measures and of graduate management do in the file."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.calendar import berlin_date
from engine.handlers import InsideCall
from engine.phrases import Phrase
from models.casework import (
    RUNNING_STRATEGIES,
    Case,
    GraduateTalk,
    MeasureAbsence,
    MeasureAssignment,
    MeasureState,
    ReportedChange,
    Strategy,
    StrategyState,
)
from processes.catalogues import product_catalogue_on
from processes.measures.files import graduate_strategy, provider_called
from processes.records import case_by_number, row


def assign(call: InsideCall) -> dict[str, Any]:
    """`massnahme.eintragen`: inputs fall, strategie, angaben → massnahme, beginn, ende and three questions.

    `agentur`: over further training the employment agency decides for SGB II clients too (A.6.2; § 22 (4) SGB III).
    `qualifizierend`: graduate management goes with it. `meldungen`: a provider reports absences, as for everything
    but subsidies of work (§ 61 (2) SGB II, T40).
    """
    given = call.inputs["angaben"]
    case = case_by_number(call.session, call.inputs["fall"])
    today = berlin_date(call.now)
    catalogue = product_catalogue_on(today)
    product = catalogue.products[given["produkt"]]
    provider, _wrong = provider_called(call.session, given.get("traeger") or "")
    by_agency = product.is_decided_by_agency and case.legal_circle.value == "SGB2"
    measure = MeasureAssignment(
        case_id=case.id,
        strategy_id=row(call.session, Strategy, call.inputs["strategie"]).id,
        product=product.code,
        catalogue=catalogue.code,
        title=given["titel"].strip(),
        provider=provider,
        starts_on=given["beginn"],
        ends_on=given["ende"],
        purpose=given["zweck"].strip(),
        check_fits=given["passt_grund"].strip(),
        check_succeeds=given["erfolgreich_grund"].strip(),
        check_economical=given["wirtschaftlich_grund"].strip(),
        why_not_placement=f"{int(given['offene_stellen'])} passende Stellen gefunden. "
        + given["warum_keine_vermittlung"].strip(),
        is_qualifying=product.is_qualifying,
        state=MeasureState.REQUESTED if by_agency else MeasureState.ASSIGNED,
        agency_asked_on=today if by_agency else None,
        assigned_at=call.now,
        assigned_by=call.actor,
    )
    call.session.add(measure)
    call.session.flush()
    return {
        "massnahme": str(measure.id),
        "beginn": measure.starts_on,
        "ende": measure.ends_on,
        "agentur": by_agency,
        "qualifizierend": measure.is_qualifying,
        "meldungen": product.is_measure,
    }


def note_decision(call: InsideCall) -> None:
    """`massnahme.agentur_entscheiden`: inputs massnahme, bewilligt, entschieden_am, aktenzeichen, begruendung."""
    given = call.inputs
    measure = _measure(call)
    measure.agency_decided_on = given["entschieden_am"]
    measure.agency_reference = (given.get("aktenzeichen") or "").strip()
    measure.state = MeasureState.ASSIGNED if given["bewilligt"] else MeasureState.DECLINED
    measure.outcome_note = (given.get("begruendung") or "").strip()


def note_start(call: InsideCall) -> dict[str, Any]:
    """`massnahme.antritt`: inputs massnahme, angetreten, grund → vorgang (id of the reported change, or null)."""
    measure = _measure(call)
    if call.inputs["angetreten"]:
        measure.state = MeasureState.RUNNING
        return {"vorgang": None}
    measure.state = MeasureState.NOT_STARTED
    measure.outcome_note = (call.inputs.get("grund") or "").strip()
    return {"vorgang": _report(call, measure.case, Phrase("Maßnahme „{title}“ nicht angetreten.", title=measure.title))}


def note_absences(call: InsideCall) -> None:
    """`massnahme.fehlzeiten`: inputs massnahme, monat, fehltage, unentschuldigt, gruende, eingegangen_am (T40).

    A month reported twice keeps what was reported last.
    """
    given = call.inputs
    measure = _measure(call)
    month = date.fromisoformat(str(given["monat"]))
    entry = next((a for a in measure.absences if a.month == month), None)
    if entry is None:
        entry = MeasureAbsence(month=month)
        measure.absences.append(entry)
    # A month without absence asks for no reasons; what the variables still hold belongs to an earlier month.
    entry.days = int(given["fehltage"])
    entry.unexcused = int(given.get("unentschuldigt") or 0) if entry.days else 0
    entry.reasons = (given.get("gruende") or "").strip() if entry.days else ""
    entry.received_on, entry.recorded_by = given["eingegangen_am"], call.actor


def note_outcome(call: InsideCall) -> dict[str, Any]:
    """`massnahme.ergebnis`: inputs massnahme, ausgang, letzter_tag, traegerbericht_am, bewertung → vorgang (T16)."""
    given = call.inputs
    measure = _measure(call)
    measure.state = MeasureState(given["ausgang"])
    measure.left_on = given["letzter_tag"]
    measure.provider_report_on = given.get("traegerbericht_am")
    measure.outcome_note = given["bewertung"].strip()
    ended = Phrase("beendet") if measure.state is MeasureState.ENDED else Phrase("abgebrochen")
    return {
        "vorgang": _report(
            call,
            measure.case,
            Phrase(
                "Maßnahme „{title}“ {ended}: {outcome_note}",
                title=measure.title,
                ended=ended,
                outcome_note=measure.outcome_note,
            ),
        )
    }


def end_with_case(call: InsideCall) -> None:
    """`massnahme.beenden`: inputs massnahme (null if none was entered yet), grund. What is over stays as it is."""
    if call.inputs.get("massnahme") is None:
        return
    measure = _measure(call)
    if measure.state in (MeasureState.REQUESTED, MeasureState.ASSIGNED, MeasureState.RUNNING):
        ran = measure.state is MeasureState.RUNNING
        measure.state = MeasureState.ABORTED if ran else MeasureState.NOT_STARTED
        measure.left_on = berlin_date(call.now) if ran else None
        measure.outcome_note = str(call.inputs["grund"])


def first_talk(call: InsideCall) -> None:
    """`absolventen.gespraech_1`: inputs massnahme, gespraech_am, stand (T12)."""
    given = call.inputs
    _talk(call, 1, held_on=given["gespraech_am"], note=given["stand"].strip())


def take_over_result(call: InsideCall) -> dict[str, Any]:
    """`absolventen.uebernehmen`: the second talk, or why there was none → vorgang, strategie (T13).

    Inputs massnahme, gespraech_am, kompetenzen, zertifikate, bedarf, segment_hinweis, bemerkung, ausgeblieben_grund.
    Competences and certificates come into the next profiling sheet; the strategy "Absolventenmanagement" is done with
    the talk and failed without.
    """
    given = call.inputs
    measure = _measure(call)
    missed = (given.get("ausgeblieben_grund") or "").strip()
    if missed:
        _talk(call, 2, held_on=None, missed_reason=missed)
        told = Phrase("Nach „{title}“ wurde kein Absolventengespräch geführt.", title=measure.title)
    else:
        _talk(
            call,
            2,
            held_on=given["gespraech_am"],
            note=(given.get("bemerkung") or "").strip(),
            competences=given["kompetenzen"].strip(),
            certificates=(given.get("zertifikate") or "").strip(),
            need_effect=given["bedarf"],
            segment_note=given["segment_hinweis"].strip(),
        )
        told = Phrase(
            "Absolventengespräch zu „{title}“: {segment_hinweis}",
            title=measure.title,
            segment_hinweis=given["segment_hinweis"].strip(),
        )
    strategy = graduate_strategy(call.session, measure.case)
    if strategy is not None and strategy.state in RUNNING_STRATEGIES:
        strategy.state = StrategyState.FAILED if missed else StrategyState.DONE
        strategy.ended_on = berlin_date(call.now)
        strategy.result_note = told
    return {
        "vorgang": _report(call, measure.case, told),
        "strategie": str(strategy.id) if strategy is not None else f"massnahme-{measure.id}",
    }


def _measure(call: InsideCall) -> MeasureAssignment:
    return row(call.session, MeasureAssignment, call.inputs["massnahme"])


def _talk(call: InsideCall, number: int, **values: Any) -> None:
    measure = _measure(call)
    call.session.add(
        GraduateTalk(measure_id=measure.id, number=number, recorded_at=call.now, recorded_by=call.actor, **values)
    )
    call.session.flush()


def _report(call: InsideCall, case: Case, text: str) -> str:
    """A change the case takes up at once (T16). Returns its id as text."""
    change = ReportedChange(
        case_id=case.id,
        reported_on=berlin_date(call.now),
        description=text,
        recorded_at=call.now,
        recorded_by=call.actor,
    )
    call.session.add(change)
    call.session.flush()
    return str(change.id)
