"""Measures and referrals of one case. Callers have checked that the case may be seen."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from engine.errors import NotFound
from models.casework import Case, MeasureAssignment, Referral, ResultAccess


def measures(rows: Session, case: Case) -> Sequence[MeasureAssignment]:
    """Newest first, with absences and talks."""
    found = (
        select(MeasureAssignment)
        .where(MeasureAssignment.case_id == case.id)
        .options(
            selectinload(MeasureAssignment.absences),
            selectinload(MeasureAssignment.talks),
            selectinload(MeasureAssignment.provider),
            selectinload(MeasureAssignment.strategy),
        )
        .order_by(MeasureAssignment.id.desc())
    )
    return rows.execute(found).scalars().all()


def measure(rows: Session, case: Case, measure_id: int) -> MeasureAssignment:
    """Raises NotFound, also for a measure of another case."""
    found = rows.get(MeasureAssignment, measure_id)
    if found is None or found.case_id != case.id:
        raise NotFound("measure", measure_id)
    return found


def referrals(rows: Session, case: Case) -> Sequence[Referral]:
    """Newest first. The results are not part of them."""
    found = select(Referral).where(Referral.case_id == case.id).order_by(Referral.id.desc())
    return rows.execute(found).scalars().all()


def referral(rows: Session, case: Case, referral_id: int) -> Referral:
    """Raises NotFound, also for a referral of another case."""
    found = rows.get(Referral, referral_id)
    if found is None or found.case_id != case.id:
        raise NotFound("referral", referral_id)
    return found


def readers_of(rows: Session, referral_id: int) -> Sequence[ResultAccess]:
    """Who read the result, newest first."""
    found = select(ResultAccess).where(ResultAccess.referral_id == referral_id).order_by(ResultAccess.id.desc())
    return rows.execute(found).scalars().all()
