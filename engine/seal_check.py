"""Whether the rows of a record are those that its seals cover."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from engine.anchor import Anchored
from engine.seal import HISTORY_RECORD, Root, SealedRecord, seal_hash, stretches
from engine.violation import Violation

#: Ids asked for in one statement.
_CHUNK = 500


def stream(session: Session, wanted: Select[Any]) -> Any:
    return session.execute(wanted.execution_options(yield_per=1000))


class SealWalk:
    """One walk along the chain of seals of a record, with the rows each of them covers.

    `erased` is the number of the newest seal whose rows were erased when their time was over. After the walk
    `latecomers` are the rows in stretches that were empty when they were sealed, and that no seal has covered since.
    """

    def __init__(
        self, session: Session, record: SealedRecord, *, anchored: Sequence[Anchored] = (), erased: int = 0
    ) -> None:
        self.session, self.record, self.erased = session, record, erased
        self.ids = record.table.c.id
        self.anchored = {line.number: line for line in anchored if line.record == record.name}
        self.latecomers: set[int] = set()
        last_id = select(record.seals.c.last_id).where(record.seals.c.id == erased).scalar_subquery()
        self.left = set(session.scalars(select(self.ids).where(self.ids <= last_id))) if erased else set()

    def check(self) -> Iterator[Violation]:
        """Everything that does not fit: in the order of the seals, then what lies outside of them."""
        before = yield from self._walk(select(self.record.seals))
        watched = before.gaps if before else []
        outside = select(self.ids).where(self.ids <= 0).order_by(self.ids)
        for first, last in stretches(self.session.execute(outside).scalars().all()):
            yield self._broken(f"rows {first} to {last} lie outside of all seals")
        unexpected = sorted(i for i in self.latecomers if not any(a <= i <= b for a, b, _n in watched))
        for first, last in stretches(unexpected):
            yield self._broken(f"rows {first} to {last} were added to a sealed stretch")
        for number in sorted(self.anchored):
            yield self._broken(f"seal {number} stands in the anchor file but not in the database")

    def check_up_to(self, number: int) -> Iterator[Violation]:
        """The seals up to this one alone. What came late to their rows may be covered by later ones."""
        yield from self._walk(select(self.record.seals).where(self.record.seals.c.id <= number))

    def _walk(self, wanted: Select[Any]) -> Generator[Violation, None, Any]:
        """Returns the newest seal, None if there is none."""
        before: Any = None
        for seal in stream(self.session, wanted.order_by(self.record.seals.c.id)):
            yield from self._chained(before, seal)
            covered = self._nothing_left if seal.id <= self.erased else self._covered
            yield from covered(before.last_id if before else 0, seal)
            before = seal
        return before

    def _broken(self, what: str) -> Violation:
        named = "" if self.record.name == HISTORY_RECORD.name else f"{self.record.name}: "
        return Violation("I3", None, f"{named}{what}")

    def _chained(self, before: Any, seal: Any) -> Iterator[Violation]:
        number = before.id + 1 if before else 1
        if seal.id != number:
            yield self._broken(f"seals {number} to {seal.id - 1} are missing")
            return
        fields = (seal.id, seal.sealed_at, seal.last_id, seal.rows, seal.gaps, seal.late, seal.root)
        if seal_hash(before.hash if before else b"", *fields) != seal.hash:
            yield self._broken(f"seal {seal.id} is not as it was made")
        line = self.anchored.pop(seal.id, None)
        if line is not None and line.hash != seal.hash:
            yield self._broken(f"seal {seal.id} is not the one in the anchor file")

    def _nothing_left(self, last_id: int, seal: Any) -> Iterator[Violation]:
        empty = _found_empty(seal)
        own = {i for i in self.left if last_id < i <= seal.last_id} - empty
        self.latecomers |= self.left & empty
        for first, last in stretches(sorted(own | (self.left & set(seal.late)))):
            yield self._broken(f"rows {first} to {last} stand where seal {seal.id} was erased")

    def _covered(self, last_id: int, seal: Any) -> Iterator[Violation]:
        empty = _found_empty(seal)
        root, missing = Root(), []
        late = list(self._rows(seal.late))
        missing += sorted(set(seal.late) - {row.id for row in late})
        for row in late:
            root.add(row)
        self.latecomers -= set(seal.late)
        following = last_id + 1
        is_in = (self.ids > last_id) & (self.ids <= seal.last_id)
        for row in stream(self.session, self.record.rows().where(is_in).order_by(self.ids)):
            missing += [i for i in range(following, row.id) if i not in empty]
            following = row.id + 1
            if row.id in empty:
                self.latecomers.add(row.id)
            else:
                root.add(row)
        missing += [i for i in range(following, seal.last_id + 1) if i not in empty]
        for first, last in stretches(missing):
            yield self._broken(f"rows {first} to {last} of seal {seal.id} are missing")
        if not missing and root.digest() != seal.root:
            yield self._broken(
                f"rows {last_id + 1} to {seal.last_id} are not as they were when seal {seal.id} was made"
            )

    def _rows(self, ids: Sequence[int]) -> Iterator[Any]:
        for start in range(0, len(ids), _CHUNK):
            is_in = self.ids.in_(ids[start : start + _CHUNK])
            yield from self.session.execute(self.record.rows().where(is_in).order_by(self.ids))


def _found_empty(seal: Any) -> set[int]:
    """The ids that did not exist yet when this seal was made, and that no seal before it had to pass over."""
    return {i for a, b, number in seal.gaps if number == seal.id for i in range(a, b + 1)}
