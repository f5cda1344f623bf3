"""What a sheet says as plain data: kept at each closing, shown later, erased if it is itself the breach."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.casework import ProfilingSheet, SheetRevision

EXEMPTION = ("exemption_reason", "exemption_basis", "exempt_until", "exemption_talk_on", "exemption_note")
DECISION = ("segment_scheme", "segment_suggestion", "segment", "override_reason", "is_provisional")
#: Plain columns of a sheet in the order in which they are told.
COLUMNS = (
    "client_wish",
    "adopted_from",
    *EXEMPTION,
    "employment_extent",
    "is_needy",
    "is_exhausted",
    "labour_market",
    "labour_market_note",
    "conclusion",
    "prognosis_months",
    "lead_up",
    "focus_group",
    "is_densified",
    "is_long_for_training",
    "is_graduate",
    "capacity_level",
    "motivation_level",
    "qualification_level",
    "is_blocked",
    "is_able",
    "is_willing",
    "capacity_outlook",
    "motivation_outlook",
    "qualification_outlook",
    "capacity_evidence",
    "motivation_evidence",
    "qualification_evidence",
    *DECISION,
)


def content_of(sheet: ProfilingSheet) -> dict[str, Any]:
    """Everything the sheet says: texts, numbers, booleans, days as ISO 8601, enums by their stored value."""
    return {
        **{name: _plain(getattr(sheet, name)) for name in COLUMNS},
        "needs_catalogue": sheet.needs_catalogue,
        "occupations": [
            [o.rank, o.title, o.kldb, o.status.value, o.dkz, o.reorientation_note, o.is_ruled_out_by_health]
            for o in sheet.occupations
        ],
        "competences": [[c.name, c.kind.value, c.level.value] for c in sheet.competences],
        "needs": {n.need: [n.status.value, n.remark] for n in sheet.needs},
        "comments": {c.key_group.value: c.comment for c in sheet.comments},
    }


def keep_revision(session: Session, sheet: ProfilingSheet, now: datetime, by: str, reason: str = "") -> None:
    """What the sheet says at this closing, kept unchanged (Fachkonzept A.1.9)."""
    number = session.execute(
        select(func.coalesce(func.max(SheetRevision.number), 0)).where(SheetRevision.sheet_id == sheet.id)
    ).scalar_one()
    content = content_of(sheet)
    session.add(
        SheetRevision(sheet_id=sheet.id, number=number + 1, saved_at=now, saved_by=by, reason=reason, content=content)
    )


def erase_revisions(session: Session, sheet: ProfilingSheet, now: datetime, by: str) -> int:
    """Erase the content of all revisions so far; number, day and author stay. Returns how many were erased."""
    kept = session.execute(
        select(SheetRevision).where(SheetRevision.sheet_id == sheet.id, SheetRevision.erased_at.is_(None))
    ).scalars()
    count = 0
    for revision in kept:
        revision.content, revision.erased_at, revision.erased_by = {}, now, by
        count += 1
    session.flush()
    return count


def erase_content(sheet: ProfilingSheet) -> None:
    """Take everything off a sheet that will not be read again; the row stays as proof that there was one."""
    for name in COLUMNS:
        value = getattr(sheet, name)
        setattr(sheet, name, "" if isinstance(value, str) and name in _TEXTS else _EMPTY.get(name))
    sheet.occupations, sheet.competences, sheet.needs, sheet.comments = [], [], [], []


_TEXTS = frozenset(
    {
        "client_wish",
        "adopted_from",
        "exemption_note",
        "labour_market_note",
        "conclusion",
        "override_reason",
        "capacity_evidence",
        "motivation_evidence",
        "qualification_evidence",
    }
)
_EMPTY: Mapping[str, Any] = dict.fromkeys(
    ("is_exhausted", "is_densified", "is_long_for_training", "is_graduate", "is_provisional"), False
)


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return getattr(value, "value", value)
