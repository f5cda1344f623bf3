"""What stands beside a profiling sheet: the others, its revisions, consents. Callers have checked the case."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from models.casework import Case, ProfilingSheet, SheetRevision, SheetState
from processes.profiling.consent_mask import consent_mask
from processes.profiling.consents import consents_of
from processes.profiling.telling import BASES, EXEMPTIONS
from web.readers import case_file


def around(rows: Session, case: Case, sheet: ProfilingSheet | None) -> dict[str, Any]:
    """All sheets newest first, deleted ones apart, revisions of the shown one, consents, names of people."""
    deleted = rows.scalars(
        select(ProfilingSheet)
        .where(ProfilingSheet.case_id == case.id, ProfilingSheet.state == SheetState.DELETED)
        .order_by(ProfilingSheet.created_at.desc(), ProfilingSheet.id.desc())
        .limit(50)
    ).all()
    revisions = list(sheet.revisions) if sheet else []
    people = {one.saved_by for one in revisions} | {one.deleted_by for one in deleted if one.deleted_by}
    people |= {name for name in (sheet.closed_by, sheet.released_by) if name} if sheet else set()
    return {
        "sheets": case_file.sheets(rows, case),
        "deleted": deleted,
        "revisions": revisions,
        "consents": consents_of(rows, case),
        "mask": consent_mask(rows, case),
        "names": case_file.people(rows, people),
        "told": {"exemptions": EXEMPTIONS, "bases": BASES},
    }


def revision_of(rows: Session, case: Case, sheet_id: int, number: int) -> SheetRevision:
    """One revision of a sheet of this case that is not deleted. Raises NotFound."""
    found = rows.scalar(
        select(SheetRevision)
        .join(ProfilingSheet, ProfilingSheet.id == SheetRevision.sheet_id)
        .where(
            ProfilingSheet.case_id == case.id,
            ProfilingSheet.state != SheetState.DELETED,
            SheetRevision.sheet_id == sheet_id,
            SheetRevision.number == number,
        )
    )
    if found is None:
        raise NotFound("revision", number)
    return found
