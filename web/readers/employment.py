"""Entries of the employment record and days to come, as the case page shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from models.casework import Case, EmploymentRecord, MeasureAssignment, Milestone, Subsidy
from processes.employment.subsidies import SUBSIDY_NAMES, contradiction, subsidies_among


def entries(rows: Session, case: Case) -> Sequence[EmploymentRecord]:
    """Entries of all cases of the person, newest start first; at most 200."""
    found = select(EmploymentRecord).join(Case, Case.id == EmploymentRecord.case_id)
    return (
        rows.scalars(
            found.where(Case.person_id == case.person_id)
            .order_by(EmploymentRecord.started_on.desc(), EmploymentRecord.id.desc())
            .limit(200)
        )
        .unique()
        .all()
    )


def entry(rows: Session, case: Case, entry_id: int) -> EmploymentRecord:
    """One entry of this case. Raises NotFound."""
    found = rows.scalar(
        select(EmploymentRecord).where(EmploymentRecord.case_id == case.id, EmploymentRecord.id == entry_id)
    )
    if found is None:
        raise NotFound("employment", entry_id)
    return found


def subsidies(rows: Session, found: Sequence[EmploymentRecord]) -> dict[int, tuple[str, str]]:
    """Per entry the subsidy it was kept with, empty for none, and what stands against it in the assignments."""
    kept = {entry.id: "" if entry.subsidy is Subsidy.NONE else SUBSIDY_NAMES[entry.subsidy] for entry in found}
    assigned: dict[int, list[MeasureAssignment]] = defaultdict(list)
    wanted = select(MeasureAssignment).where(MeasureAssignment.case_id.in_({entry.case_id for entry in found}))
    for measure in rows.scalars(wanted.order_by(MeasureAssignment.id.desc())):
        assigned[measure.case_id].append(measure)
    return {
        entry.id: (kept[entry.id], contradiction(entry, subsidies_among(assigned[entry.case_id], entry)))
        for entry in found
    }


def milestones(rows: Session, case: Case) -> Sequence[Milestone]:
    """Days watched and answered, the next one first; at most 50."""
    found = select(Milestone).where(Milestone.case_id == case.id).order_by(Milestone.due_on, Milestone.id)
    return rows.scalars(found.limit(50)).all()
