"""An agreement from draft to force: content kept, discussed, in force; the one before superseded in the same step."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.calendar import berlin_date
from models.casework import (
    Agreement,
    AgreementDuty,
    AgreementState,
    Appointment,
    AppointmentState,
    Case,
    CounsellingNote,
    DutySide,
    KeyGroup,
    NeedAssessment,
    NeedStatus,
    OccupationStatus,
    ProfilingSheet,
    SheetState,
    TalkHeld,
)
from processes.agreement import sections
from processes.agreement.plain import plain_text
from processes.agreement.prefill import begin_draft, notice_of
from processes.agreement.rules import Setting, last_day_of_predecessor
from processes.catalogues import AgreementType, CatalogueError, needs_catalogue
from processes.in_force import active_goal, removed_needs, running_strategies, valid_agreement

DRAFTS = (AgreementState.DRAFT, AgreementState.DISCUSSED)
#: Side of a duty and the list of the form that holds it.
LISTS = (
    (DutySide.PROVIDER, "pflichten_traeger"),
    (DutySide.CLIENT, "pflichten_kunde"),
    (DutySide.THIRD_PARTY, "dritte"),
)


def setting_of(session: Session, case: Case, concluded_on: date) -> Setting:
    """What the file says about talk, profile, goal, strategies and needs without one."""
    strategies, sheet = running_strategies(session, case), _newest_sheet(session, case)
    settled = {strategy.need for strategy in strategies if strategy.need} | removed_needs(session, case, sheet)
    held = talks(session, case)
    return Setting(
        concluded_on=concluded_on,
        has_goal=active_goal(session, case) is not None,
        has_strategy=bool(strategies),
        open_needs=_open_needs(session, sheet, settled),
        has_profile=sheet is not None,
        first_talk=held[0] if held else None,
        occupation_is_open=sheet is not None and not _has_occupation(sheet),
    )


def _newest_sheet(session: Session, case: Case) -> ProfilingSheet | None:
    return session.execute(
        select(ProfilingSheet)
        .where(ProfilingSheet.case_id == case.id, ProfilingSheet.state != SheetState.DELETED)
        .order_by(ProfilingSheet.created_at.desc(), ProfilingSheet.id.desc())
        .limit(1)
    ).scalar_one_or_none()


def _has_occupation(sheet: ProfilingSheet) -> bool:
    return any(found.rank == 1 and found.status is OccupationStatus.CONFIRMED for found in sheet.occupations)


def talks(session: Session, case: Case) -> tuple[date, date] | None:
    """The days of the first and the last talk of the case that took place, by its appointments and notes."""
    held = session.execute(
        select(func.min(Appointment.starts_at), func.max(Appointment.starts_at)).where(
            Appointment.case_id == case.id, Appointment.state == AppointmentState.HELD
        )
    ).one()
    noted = session.execute(
        select(func.min(CounsellingNote.talk_on), func.max(CounsellingNote.talk_on)).where(
            CounsellingNote.case_id == case.id, CounsellingNote.talk_held != TalkHeld.NONE_FILE_BASED
        )
    ).one()
    days = [berlin_date(moment) for moment in held if moment is not None] + [day for day in noted if day is not None]
    return (min(days), max(days)) if days else None


def _open_needs(session: Session, sheet: ProfilingSheet | None, settled: Set[str]) -> tuple[str, ...]:
    """Relevant needs of the newest closed sheet without a strategy (ST-1), but for those removed since (ST-10).

    An open sheet asks for nothing yet: until the second interview an agreement covers the time to it (A.4.1).
    """
    if sheet is None or sheet.state is SheetState.OPEN:
        return ()
    needs = session.execute(
        select(NeedAssessment.need)
        .where(NeedAssessment.sheet_id == sheet.id, NeedAssessment.status == NeedStatus.RELEVANT)
        .order_by(NeedAssessment.need)
    ).scalars()
    return tuple(
        _need_label(sheet.needs_catalogue, need)
        for need in needs
        if need not in settled and not need.startswith(KeyGroup.X.value)
    )


def _need_label(catalogue: str, need: str) -> str:
    try:
        return needs_catalogue(catalogue).needs[need].label
    except (CatalogueError, KeyError):
        return need


def open_draft(session: Session, case: Case, kind: AgreementType, *, now: datetime, actor: str) -> Agreement:
    """The draft of the case, prefilled. One that somebody has discussed and laid aside keeps its content.

    A document keeps its type for life: where the law has changed, a new draft takes over the content (H.3).
    """
    left = draft_of(session, case)
    if left is not None and left.type == kind.code and left.state is AgreementState.DISCUSSED:
        left.state = AgreementState.DRAFT
        return left
    draft = _new_draft(case, kind, now, actor)
    if left is not None and left.state is AgreementState.DISCUSSED:
        keep_content(draft, kind, entries_of(left))
        draft.state = AgreementState.DRAFT
    else:
        begin_draft(session, case, draft, valid_agreement(session, case), berlin_date(now))
        draft.legal_notice = notice_of(kind, draft.legal_notice)
    if left is not None:
        session.delete(left)
    session.add(draft)
    session.flush()
    return draft


def draft_of(session: Session, case: Case) -> Agreement | None:
    """What is being prepared and not in force yet."""
    return session.execute(
        select(Agreement)
        .where(Agreement.case_id == case.id, Agreement.state.in_(DRAFTS))
        .order_by(Agreement.id.desc())
        .limit(1)
    ).scalar_one_or_none()


def keep_content(draft: Agreement, kind: AgreementType, given: Mapping[str, Any]) -> None:
    """Content that both sides have discussed. The entries have passed `content_errors`."""
    sections.keep(draft, given)
    draft.discussed_on = given["besprochen_am"]
    draft.legal_notice = "" if kind.legal_notice == "FORBIDDEN" else _text(given, "rechtsfolgenbelehrung")
    draft.duties = _duties(given)
    draft.state = AgreementState.DISCUSSED


def of_type(session: Session, draft: Agreement, kind: AgreementType, *, now: datetime, actor: str) -> Agreement:
    """The draft, or a new one of the type that has taken the place of its type meanwhile; the old one is gone."""
    if draft.type == kind.code:
        return draft
    new = _new_draft(draft.case, kind, now, actor)
    keep_content(new, kind, entries_of(draft))
    new.state = draft.state  # nobody has discussed what is still being drafted
    session.delete(draft)
    session.add(new)
    session.flush()
    return new


def entries_of(agreement: Agreement) -> dict[str, Any]:
    """The content as the form gives and shows it."""
    rows = {
        name: [_row(duty) for duty in agreement.duties if duty.side is side]  # in the order they were entered
        for side, name in LISTS
    }
    texts = {sections.SECTIONS[code].field: sections.kept(agreement, code) for code in sections.ORDER}
    return {
        **texts,
        **rows,
        "besprochen_am": agreement.discussed_on,
        "rechtsfolgenbelehrung": agreement.legal_notice,
        "haushalt_beteiligt": bool(texts["haushalt"]),
    }


@dataclass(frozen=True)
class Days:
    """When it is concluded, reviewed at the latest, and over at the latest (None: it has no end)."""

    concluded_on: date
    review_due: date
    valid_to: date | None = None


def put_in_force(
    session: Session, case: Case, draft: Agreement, given: Mapping[str, Any], days: Days
) -> Agreement | None:
    """The draft is in force; returns the agreement it supersedes. The entries have passed `closing_errors`.

    The predecessor ends whatever state it is in: event-driven renewal before the review is the normal case (T16).
    """
    old, concluded_on = valid_agreement(session, case), days.concluded_on
    if old is not None:
        old.state = AgreementState.SUPERSEDED
        old.valid_to = last_day_of_predecessor(old.valid_from or concluded_on, concluded_on)
        # Before the new one is in force: the database allows a case one valid agreement.
        session.flush()
    goal = active_goal(session, case)
    draft.concluded_on = draft.valid_from = concluded_on
    draft.valid_to, draft.review_due = days.valid_to, days.review_due
    draft.goal_id, draft.predecessor_id = goal.id if goal else None, old.id if old else None
    draft.strategies = running_strategies(session, case)
    draft.signed_client_on = given.get("unterschrift_kunde_am")
    draft.signed_staff_on = given.get("unterschrift_fachkraft_am")
    draft.handed_over_on = given.get("ausgehaendigt_am")
    draft.handed_over_how = given.get("ausgehaendigt_wie") if given.get("ausgehaendigt_am") else None
    session.flush()
    session.expire(draft, ["goal"])
    draft.plain_text = _text(given, "kurztext") or plain_text(draft, case)
    draft.state = AgreementState.IN_FORCE
    session.flush()
    return old


def drop_drafts(session: Session, case: Case) -> None:
    """The case has ended: a draft was never more than that."""
    for draft in session.execute(
        select(Agreement).where(Agreement.case_id == case.id, Agreement.state.in_(DRAFTS))
    ).scalars():
        session.delete(draft)


def _new_draft(case: Case, kind: AgreementType, now: datetime, actor: str) -> Agreement:
    return Agreement(
        case_id=case.id,
        case=case,
        type=kind.code,
        law=kind.law,
        state=AgreementState.DRAFT,
        created_at=now,
        created_by=actor,
        personal_offer="",
        target_fields="",
        benefits="",
        other_providers="",
        legal_notice="",
        more_sections={},
    )


def _row(duty: AgreementDuty) -> dict[str, Any]:
    return {
        "was": duty.what,
        "anzahl": duty.count,
        "zeitraum": duty.period,
        "nachweis": duty.proof_form,
        "bis": duty.due_on,
    }


def _duties(given: Mapping[str, Any]) -> list[AgreementDuty]:
    return [
        AgreementDuty(
            side=side,
            what=_text(row, "was"),
            count=int(row["anzahl"]) if row.get("anzahl") is not None else None,
            period=row.get("zeitraum") or "",
            proof_form=_text(row, "nachweis"),
            due_on=row.get("bis"),
        )
        for side, name in LISTS
        for row in given.get(name) or []
    ]


def _text(given: Mapping[str, Any], name: str) -> str:
    return str(given.get(name) or "").strip()
