"""Hand-overs between the legal circles, as the case page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from models.casework import Case, Handover


def handovers(rows: Session, case: Case) -> Sequence[Handover]:
    """All hand-overs of a case, newest first; at most 50."""
    found = select(Handover).where(Handover.case_id == case.id).order_by(Handover.id.desc()).limit(50)
    return rows.scalars(found).unique().all()


def people_of(found: Iterable[Handover]) -> set[str]:
    """Sign-in names of everybody a list of hand-overs mentions."""
    return {name for h in found for name in (h.frozen_by, h.received_by, h.receiving_caseworker) if name}


def frozen(rows: Session, case: Case, handover_id: int) -> Handover:
    """A hand-over of this case whose package is frozen. Raises NotFound."""
    found = rows.scalar(
        select(Handover).where(Handover.case_id == case.id, Handover.id == handover_id, Handover.frozen_at.is_not(None))
    )
    if found is None:
        raise NotFound("handover", handover_id)
    return found
