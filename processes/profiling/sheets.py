"""Reading and writing profiling sheets: clone, form values in both directions, revision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.casework import (
    Case,
    Competence,
    CompetenceKind,
    CompetenceLevel,
    KeyGroup,
    KeyGroupComment,
    LabourMarket,
    LeadUp,
    LegalCircle,
    NeedAssessment,
    NeedStatus,
    OccupationStatus,
    ProfilingSheet,
    SheetState,
    TargetOccupation,
)
from processes.catalogues import NeedsCatalogue, needs_catalogue
from processes.profiling.rules import groups_with_needs
from processes.profiling.snapshot import COLUMNS, DECISION, EXEMPTION

#: What a new sheet takes over: exemption and segment are decided anew.
_COPIED = tuple(name for name in COLUMNS if name not in (*EXEMPTION, *DECISION))

#: Values of the forms in the scheme of support levels and in that of Göttingen → columns of the sheet.
_SCHEME_FIELDS = {
    "stufe_leistung": "capacity_level",
    "stufe_motivation": "motivation_level",
    "stufe_qualifikation": "qualification_level",
    "motivation_hindert": "is_blocked",
    "kann_jetzt": "is_able",
    "will_jetzt": "is_willing",
    "aenderung_leistung": "capacity_outlook",
    "aenderung_motivation": "motivation_outlook",
    "aenderung_qualifikation": "qualification_outlook",
}
#: What levels and outlooks rest on: value of the form → column (Fachkonzept B.2).
_EVIDENCE = {
    "anzeichen_leistung": "capacity_evidence",
    "anzeichen_motivation": "motivation_evidence",
    "anzeichen_qualifikation": "qualification_evidence",
}


#: Working as much as the person can: with need going on that is segment I (Fachkonzept A.1.5 row 2, B.1).
FULLY_AT_WORK = frozenset({"INDIVIDUELL_VOLL", "VOLLZEIT", "SELBSTAENDIG"})


def open_sheet(session: Session, case: Case) -> ProfilingSheet | None:
    """The one sheet of the case that is still being worked on."""
    return session.execute(
        select(ProfilingSheet).where(ProfilingSheet.case_id == case.id, ProfilingSheet.state == SheetState.OPEN)
    ).scalar_one_or_none()


def new_sheet(earlier: ProfilingSheet | None, case: Case, catalogue: str, now: datetime, by: str) -> ProfilingSheet:
    """An open sheet; with an earlier one its content is taken over (Fachkonzept A.1.9), the decisions are not."""
    sheet = ProfilingSheet(case_id=case.id, needs_catalogue=catalogue, created_at=now, created_by=by, edited_at=now)
    if earlier is None:
        return sheet
    sheet.cloned_from_id = earlier.id
    for name in _COPIED:
        setattr(sheet, name, getattr(earlier, name))
    sheet.occupations = [
        TargetOccupation(
            rank=o.rank,
            title=o.title,
            kldb=o.kldb,
            dkz=o.dkz,
            status=o.status,
            is_reorientation_checked=o.is_reorientation_checked,
            reorientation_note=o.reorientation_note,
            is_ruled_out_by_health=o.is_ruled_out_by_health,
        )
        for o in earlier.occupations
    ]
    sheet.competences = [Competence(name=c.name, kind=c.kind, level=c.level) for c in earlier.competences]
    known = needs_catalogue(catalogue).needs
    sheet.needs = [
        NeedAssessment(need=n.need, status=n.status, remark=n.remark) for n in earlier.needs if n.need in known
    ]
    sheet.comments = [KeyGroupComment(key_group=c.key_group, comment=c.comment) for c in earlier.comments]
    return sheet


def add_competences(sheet: ProfilingSheet, names: Iterable[str]) -> None:
    """What qualifications have brought since the last sheet, as far as it is not there yet (T13)."""
    known = {competence.name.casefold() for competence in sheet.competences}
    for name in names:
        if name.casefold() not in known:
            known.add(name.casefold())
            sheet.competences.append(
                Competence(name=name[:200], kind=CompetenceKind.VOCATIONAL, level=CompetenceLevel.ADVANCED)
            )


def statuses(sheet: ProfilingSheet) -> dict[str, str]:
    return {need.need: need.status.value for need in sheet.needs}


def write_situation(sheet: ProfilingSheet, values: Mapping[str, Any], kldb_of: Callable[[str], str | None]) -> None:
    """Values of `ausgangslage.form` into the sheet; `kldb_of` finds the code of a title that was typed without one."""
    sheet.exemption_reason = values.get("freistellungsgrund")
    sheet.exempt_until = values.get("freistellung_bis") if sheet.exemption_reason == "a" else None
    sheet.exemption_talk_on = values.get("freistellung_gespraech") if sheet.exemption_reason == "d" else None
    sheet.exemption_basis = values.get("freistellung_grundlage") if sheet.exemption_reason else None
    sheet.exemption_note = values.get("freistellung_notiz") or ""
    sheet.is_seeking_integration = False if values.get("keine_eingliederung") else None
    if sheet.exemption_reason:
        return
    sheet.employment_extent = values.get("erwerbsumfang")
    sheet.is_needy = values.get("hilfebeduerftig")
    sheet.client_wish = (values.get("kundenwunsch") or "").strip()
    sheet.adopted_from = (values.get("uebernommen_von") or "").strip() if values.get("uebernommen") else ""
    title = str(values["zielberuf_titel"]).strip()
    code = values.get("zielberuf_kldb") or kldb_of(title)  # asked before the row is there: a query writes it out
    main = _occupation(sheet, 1)
    main.title, main.kldb = title, code
    main.status = OccupationStatus(values["zielberuf_status"])
    main.is_reorientation_checked = bool(values.get("neuorientierung_geprueft"))
    main.reorientation_note = values.get("neuorientierung_notiz") or ""
    main.is_ruled_out_by_health = bool(values.get("gesundheit_schliesst_aus"))
    _write_alternative(sheet, values, kldb_of)
    sheet.competences = [
        Competence(
            name=str(entry["bezeichnung"]).strip(),
            kind=CompetenceKind(entry["art"]),
            level=CompetenceLevel(entry["stufe"]),
        )
        for entry in values.get("kompetenzen") or []
    ]


def _write_alternative(sheet: ProfilingSheet, values: Mapping[str, Any], kldb_of: Callable[[str], str | None]) -> None:
    """The alternative worked out because health rules the target occupation out (Fachkonzept A.1.1)."""
    title = (values.get("alternative_titel") or "").strip()
    if not (values.get("gesundheit_schliesst_aus") and title):
        sheet.occupations = [one for one in sheet.occupations if one.rank == 1]
        return
    code = values.get("alternative_kldb") or kldb_of(title)
    alternative = _occupation(sheet, 2)
    alternative.title, alternative.kldb = title, code
    alternative.status = OccupationStatus.PROVISIONAL


def _occupation(sheet: ProfilingSheet, rank: int) -> TargetOccupation:
    found = next((one for one in sheet.occupations if one.rank == rank), None)
    if found is None:
        found = TargetOccupation(rank=rank)
        sheet.occupations.append(found)
    return found


def write_needs(sheet: ProfilingSheet, values: Mapping[str, Any], catalogue: NeedsCatalogue) -> None:
    """Values of `handlungsbedarfe.form` into the sheet; rows of the same need are kept and changed."""
    rows = {need.need: need for need in sheet.needs}
    for code in catalogue.needs:
        assessment = rows.get(code)
        if assessment is None:
            assessment = NeedAssessment(need=code)
            sheet.needs.append(assessment)
        assessment.status = NeedStatus(values.get(f"bedarf_{code}") or "NOT_REVIEWED")
        assessment.remark = values.get(f"bemerkung_{code}") or ""
    comments = {comment.key_group.value: comment for comment in sheet.comments}
    for group in catalogue.key_groups:
        text = (values.get(f"kommentar_{group}") or "").strip()
        if group in comments:
            comments[group].comment = text
        elif text:
            sheet.comments.append(KeyGroupComment(key_group=KeyGroup(group), comment=text))
    market = values.get("arbeitsmarkt")
    sheet.labour_market = LabourMarket(market) if market else None
    sheet.labour_market_note = values.get("arbeitsmarkt_notiz") or ""


def write_assessment(sheet: ProfilingSheet, values: Mapping[str, Any]) -> None:
    """Values of `standortbestimmung.form` into the sheet."""
    sheet.conclusion = str(values["fazit"]).strip()
    sheet.prognosis_months = int(values["prognose_monate"])
    lead, focus = values.get("vorlauf_prognose"), values.get("schwerpunkt")
    sheet.lead_up = LeadUp(lead) if lead else None
    sheet.focus_group = KeyGroup(focus) if focus else None
    sheet.is_densified = bool(values.get("verdichtung"))
    sheet.is_long_for_training = bool(values.get("fbw"))
    sheet.is_graduate = bool(values.get("absolvent"))
    sheet.is_exhausted = bool(values.get("moeglichkeiten_ausgeschoepft"))
    for field, column in _SCHEME_FIELDS.items():
        setattr(sheet, column, values.get(field))
    for field, column in _EVIDENCE.items():
        setattr(sheet, column, (values.get(field) or "").strip())


def scheme_values(sheet: ProfilingSheet) -> dict[str, Any]:
    """What the sheet says in the fields of single schemes, under the names of the form."""
    evidence = {field: getattr(sheet, column) or None for field, column in _EVIDENCE.items()}
    return {field: getattr(sheet, column) for field, column in _SCHEME_FIELDS.items()} | evidence


def characteristics(sheet: ProfilingSheet, earlier: ProfilingSheet | None, *, continues: bool) -> dict[str, Any]:
    """What the decision tables look at (Fachkonzept A.1.5, A.1.6), under the names the diagram maps.

    Whoever works and is still needy is integrated so in SGB II alone (A.1.5 row 2).
    """
    tops_up = bool(sheet.is_needy) and sheet.case.legal_circle is LegalCircle.SGB2
    return {
        "freistellungsgrund": sheet.exemption_reason,
        "hilfebeduerftig": bool(sheet.is_needy),
        "erwerbsumfang": sheet.employment_extent or "KEINER",
        "ergaenzend": tops_up and (sheet.employment_extent or "KEINER") != "KEINER",
        "moeglichkeiten_ausgeschoepft": sheet.is_exhausted,
        "datensatz": "BESTAND" if earlier is not None or continues else "NEU",
        "einschaetzung_vorhanden": sheet.prognosis_months is not None,
        "fbw": sheet.is_long_for_training,
        "absolventenmanagement": sheet.is_graduate,
        "gruppen": groups_with_needs(statuses(sheet)),
        "schwerpunkt": sheet.focus_group.value if sheet.focus_group else None,
        "verdichtung": sheet.is_densified,
        "prognose": sheet.prognosis_months,
        "vorlauf": sheet.lead_up.value if sheet.lead_up else None,
        "integriert_hilfebeduerftig": tops_up and sheet.employment_extent in FULLY_AT_WORK,
        **scheme_values(sheet),
    }
