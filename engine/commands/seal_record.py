"""Bind the newest rows of a record into its chain of seals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from sqlalchemy import insert, select

from engine.context import Context
from engine.seal import HISTORY_RECORD, Gap, Root, SealedRecord, seal_hash

#: Rows one seal covers at most: about a tenth of a second of work.
MOST_ROWS = 10_000

#: How often a record is sealed while something happens.
INTERVAL = timedelta(minutes=1)

#: Seals for which an empty stretch is watched; what has not come by then was rolled back.
WATCHED = 100


@dataclass(frozen=True)
class SealRecord:
    """Seal up to `MOST_ROWS` rows that no seal covers yet; returns how many, 0 if there are none.

    Two workers that seal at once both make the seal of the same number: one gets a Conflict, and nothing is lost.
    """

    permission: ClassVar[str] = "worker"

    record: SealedRecord = HISTORY_RECORD

    def run(self, context: Context) -> int:
        session, seals, ids = context.session, self.record.seals, self.record.table.c.id
        before = session.execute(select(seals).order_by(seals.c.id.desc()).limit(1)).one_or_none()
        number, last_id = (before.id + 1, before.last_id) if before else (1, 0)
        gaps: list[Gap] = [g for g in before.gaps if number - g[2] < WATCHED] if before else []
        root = Root()
        late = []
        for row in self._latecomers(context, gaps):
            root.add(row)
            late.append(row.id)
        gaps = [piece for gap in gaps for piece in _without(gap, late)]
        wanted = self.record.rows().where(ids > last_id).order_by(ids).limit(MOST_ROWS)
        for row in session.execute(wanted.execution_options(yield_per=1000)):
            if row.id > last_id + 1:
                gaps.append([last_id + 1, row.id - 1, number])
            last_id = row.id
            root.add(row)
        if not root.rows:
            return 0
        digest = root.digest()
        previous = before.hash if before else b""
        session.execute(
            insert(seals).values(
                id=number,
                sealed_at=context.now,
                last_id=last_id,
                rows=root.rows,
                gaps=[list(g) for g in gaps],
                late=late,
                root=digest,
                hash=seal_hash(previous, number, context.now, last_id, root.rows, gaps, late, digest),
            )
        )
        return root.rows

    def _latecomers(self, context: Context, gaps: Sequence[Gap]) -> Iterator[Any]:
        """Rows that committed after a row with a higher id was sealed."""
        for first, last, _number in gaps:
            ids = self.record.table.c.id
            wanted = self.record.rows().where(ids.between(first, last)).order_by(ids)
            yield from context.session.execute(wanted).all()


def _without(gap: Gap, late: Sequence[int]) -> Iterator[Gap]:
    """What is left of an empty stretch."""
    first, last, number = gap
    for row_id in late:
        if first <= row_id <= last:
            if first < row_id:
                yield [first, row_id - 1, number]
            first = row_id + 1
    if first <= last:
        yield [first, last, number]
