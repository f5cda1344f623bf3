"""Concluding an agreement in the file: the new one in force, the old one superseded, in one step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.casework import (
    Agreement,
    AgreementDuty,
    AgreementState,
    Case,
    DutySide,
    KeyGroup,
    NeedAssessment,
    NeedStatus,
    ProfilingSheet,
    SheetState,
)
from processes.agreement.rules import Setting, last_day_of_predecessor
from processes.catalogues import AgreementType, CatalogueError, needs_catalogue
from processes.in_force import active_goal, running_strategies, valid_agreement


def setting_of(session: Session, case: Case, concluded_on: date) -> Setting:
    """What the file says about goal, strategies and needs without one."""
    strategies = running_strategies(session, case)
    return Setting(
        concluded_on=concluded_on,
        has_goal=active_goal(session, case) is not None,
        has_strategy=bool(strategies),
        open_needs=_open_needs(session, case, {s.need for s in strategies if s.need}),
    )


def _open_needs(session: Session, case: Case, served: set[str]) -> tuple[str, ...]:
    """Relevant needs of the newest closed sheet without a strategy (ST-1).

    An open sheet asks for nothing yet: until the second interview an agreement covers the time to it (A.4.1).
    """
    sheet = session.execute(
        select(ProfilingSheet)
        .where(ProfilingSheet.case_id == case.id, ProfilingSheet.state != SheetState.DELETED)
        .order_by(ProfilingSheet.created_at.desc(), ProfilingSheet.id.desc())
        .limit(1)
    ).scalar_one_or_none()
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
        if need not in served and not need.startswith(KeyGroup.X.value)
    )


def _need_label(catalogue: str, need: str) -> str:
    try:
        return needs_catalogue(catalogue).needs[need].label
    except (CatalogueError, KeyError):
        return need


def conclude(
    session: Session,
    case: Case,
    kind: AgreementType,
    given: Mapping[str, Any],
    *,
    concluded_on: date,
    review_due: date,
    now: datetime,
    actor: str,
) -> tuple[Agreement, Agreement | None]:
    """The agreement in force and the one it supersedes. The entries have passed `conclusion_errors`.

    The predecessor ends whatever state it is in: event-driven renewal before the review is the normal case (T16).
    """
    old = valid_agreement(session, case)
    if old is not None:
        old.state = AgreementState.SUPERSEDED
        old.valid_to = last_day_of_predecessor(old.valid_from or concluded_on, concluded_on)
        # Before the new one is in force: the database allows a case one valid agreement.
        session.flush()
    goal = active_goal(session, case)
    new = Agreement(
        case_id=case.id,
        type=kind.code,
        law=kind.law,
        state=AgreementState.DISCUSSED,
        discussed_on=given["besprochen_am"],
        concluded_on=concluded_on,
        valid_from=concluded_on,
        valid_to=kind.end_of_life,
        review_due=review_due,
        goal_id=goal.id if goal else None,
        predecessor_id=old.id if old else None,
        personal_offer=_text(given, "persoenliches_angebot"),
        target_fields=_text(given, "zielfelder"),
        benefits=_text(given, "leistungen"),
        other_providers=_text(given, "andere_traeger"),
        legal_notice=_text(given, "rechtsfolgenbelehrung"),
        signed_client_on=given.get("unterschrift_kunde_am"),
        signed_staff_on=given.get("unterschrift_fachkraft_am"),
        handed_over_on=given.get("ausgehaendigt_am"),
        handed_over_how=given.get("ausgehaendigt_wie") if given.get("ausgehaendigt_am") else None,
        created_at=now,
        created_by=actor,
        duties=_duties(given),
        strategies=running_strategies(session, case),
    )
    session.add(new)
    session.flush()
    # A row begins as discussed; the database lets it into force only with duties of both sides.
    new.state = AgreementState.IN_FORCE
    session.flush()
    return new, old


def _duties(given: Mapping[str, Any]) -> list[AgreementDuty]:
    lists = (
        (DutySide.PROVIDER, "pflichten_traeger"),
        (DutySide.CLIENT, "pflichten_kunde"),
        (DutySide.THIRD_PARTY, "dritte"),
    )
    return [
        AgreementDuty(
            side=side,
            what=_text(row, "was"),
            count=int(row["anzahl"]) if row.get("anzahl") is not None else None,
            period=row.get("zeitraum") or "",
            proof_form=_text(row, "nachweis"),
            due_on=row.get("bis"),
        )
        for side, name in lists
        for row in given.get(name) or []
    ]


def _text(given: Mapping[str, Any], name: str) -> str:
    return str(given.get(name) or "").strip()
