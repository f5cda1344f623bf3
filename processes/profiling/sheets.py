"""Reading and writing profiling sheets: clone, form values in both directions, revision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
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
    NeedAssessment,
    NeedStatus,
    OccupationStatus,
    ProfilingSheet,
    SheetRevision,
    SheetState,
    TargetOccupation,
)
from processes.catalogues import NeedsCatalogue, needs_catalogue
from processes.profiling.rules import groups_with_needs

_COPIED = (
    "conclusion",
    "prognosis_months",
    "lead_up",
    "focus_group",
    "is_densified",
    "is_long_for_training",
    "is_graduate",
    "employment_extent",
    "is_needy",
    "is_exhausted",
    "labour_market",
    "labour_market_note",
)


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


def write_situation(sheet: ProfilingSheet, values: Mapping[str, Any]) -> None:
    """Values of `ausgangslage.form` into the sheet."""
    sheet.exemption_reason = values.get("freistellungsgrund")
    sheet.exempt_until = values.get("freistellung_bis") if sheet.exemption_reason else None
    sheet.exemption_note = values.get("freistellung_notiz") or ""
    if sheet.exemption_reason:
        return
    sheet.employment_extent = values.get("erwerbsumfang")
    sheet.is_needy = values.get("hilfebeduerftig")
    main = next((o for o in sheet.occupations if o.rank == 1), None)
    if main is None:
        main = TargetOccupation(rank=1)
        sheet.occupations.append(main)
    main.title = str(values["zielberuf_titel"]).strip()
    main.kldb = values.get("zielberuf_kldb") or None
    main.status = OccupationStatus(values["zielberuf_status"])
    main.is_reorientation_checked = bool(values.get("neuorientierung_geprueft"))
    main.reorientation_note = values.get("neuorientierung_notiz") or ""
    sheet.competences = [
        Competence(
            name=str(entry["bezeichnung"]).strip(),
            kind=CompetenceKind(entry["art"]),
            level=CompetenceLevel(entry["stufe"]),
        )
        for entry in values.get("kompetenzen") or []
    ]


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


def characteristics(sheet: ProfilingSheet, earlier: ProfilingSheet | None, *, continues: bool) -> dict[str, Any]:
    """What the decision tables look at (Fachkonzept A.1.5, A.1.6), under the names the diagram maps."""
    return {
        "freistellungsgrund": sheet.exemption_reason,
        "hilfebeduerftig": bool(sheet.is_needy),
        "erwerbsumfang": sheet.employment_extent or "KEINER",
        "ergaenzend": bool(sheet.is_needy) and (sheet.employment_extent or "KEINER") != "KEINER",
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
    }


def keep_revision(session: Session, sheet: ProfilingSheet, now: datetime, by: str, reason: str = "") -> None:
    """What the sheet says at this closing, kept unchanged (Fachkonzept A.1.9)."""
    number = session.execute(
        select(func.coalesce(func.max(SheetRevision.number), 0)).where(SheetRevision.sheet_id == sheet.id)
    ).scalar_one()
    content = {
        **{name: _plain(getattr(sheet, name)) for name in _COPIED},
        "exemption_reason": sheet.exemption_reason,
        "segment": sheet.segment,
        "segment_scheme": sheet.segment_scheme,
        "segment_suggestion": sheet.segment_suggestion,
        "override_reason": sheet.override_reason,
        "occupations": [[o.rank, o.title, o.kldb, o.status.value] for o in sheet.occupations],
        "competences": [[c.name, c.kind.value, c.level.value] for c in sheet.competences],
        "needs": {n.need: [n.status.value, n.remark] for n in sheet.needs},
        "comments": {c.key_group.value: c.comment for c in sheet.comments},
    }
    session.add(
        SheetRevision(sheet_id=sheet.id, number=number + 1, saved_at=now, saved_by=by, reason=reason, content=content)
    )


def _plain(value: Any) -> Any:
    return getattr(value, "value", value)
