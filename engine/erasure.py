"""Rows of a record that were erased because they were kept long enough: what counts as that, and is no tampering.

An erasure takes whole seals from the oldest on. The seals stay, and the history says who erased up to which of them and
why. It counts only if every one of these seals was old enough by then: nobody hides a row of last week behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.calendar.durations import add_months
from engine.seal import HISTORY, SealedRecord

#: The kind of the history row an erasure leaves.
ERASED = "record.erased"

#: How far the clocks of two machines may differ.
_CLOCKS = timedelta(days=1)


@dataclass(frozen=True)
class Erased:
    """`up_to`: number of the newest seal without rows, 0 if none is. `unfounded`: history rows that do not count."""

    up_to: int = 0
    unfounded: tuple[int, ...] = ()


def kept_from(moment: datetime, years: int) -> datetime:
    """What was sealed after this is kept at `moment`, if rows are kept for so many years."""
    return add_months(moment, -12 * years)


def erased_of(session: Session, record: SealedRecord, now: datetime) -> Erased:
    """What the history says was erased of a record."""
    up_to, unfounded = 0, []
    wanted = select(HISTORY.c.id, HISTORY.c.at, HISTORY.c.data).where(HISTORY.c.kind == ERASED).order_by(HISTORY.c.id)
    for row_id, at, data in session.execute(wanted):
        if data.get("record") != record.name:
            continue
        if _is_founded(session, record, data.get("seal"), at, now):
            up_to = max(up_to, data["seal"])
        else:
            unfounded.append(row_id)
    return Erased(up_to, tuple(unfounded))


def _is_founded(session: Session, record: SealedRecord, seal: object, at: datetime, now: datetime) -> bool:
    if record.least_years is None or not isinstance(seal, int) or at > now + _CLOCKS:
        return False
    seals = record.seals.c
    newest = select(func.max(seals.id), func.max(seals.sealed_at)).where(seals.id <= seal)
    number, sealed_at = session.execute(newest).one()
    return bool(number == seal and sealed_at <= kept_from(at, record.least_years))
