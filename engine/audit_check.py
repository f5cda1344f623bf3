"""I3: the history is as it was written. Streams through it once by instance and once by id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Select, exists, func, select, text
from sqlalchemy.orm import Session

from engine.anchor import Anchored
from engine.audit import INSTANCE, link
from engine.seal import HISTORY, SEAL, Root, seal_hash, stretches
from engine.violation import Violation

#: Ids asked for in one statement.
_CHUNK = 500


def verify(session: Session, anchored: Sequence[Anchored] = ()) -> Iterator[Violation]:
    """Everything that was changed, added or removed since it was written: row, link or seal.

    `anchored` are the lines of the anchor file. Rows no seal covers yet are protected by their links alone.
    """
    see_one_moment(session)
    yield from _links(session)
    yield from _rows_without_instance(session)
    yield from _Seals(session, anchored).check()


def see_one_moment(session: Session) -> None:
    """Let all that is read from here on be of one moment, while others go on writing.

    SQLite does so by itself; a session that has read something already is left as it is.
    """
    if session.get_bind().dialect.name == "postgresql" and not session.in_transaction():
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))


def unsealed(session: Session) -> int:
    """How many rows no seal covers yet."""
    last = select(func.coalesce(func.max(SEAL.c.last_id), 0)).scalar_subquery()
    return session.execute(select(func.count()).select_from(HISTORY).where(HISTORY.c.id > last)).scalar_one()


def _stream(session: Session, wanted: Select[Any]) -> Any:
    return session.execute(wanted.execution_options(yield_per=1000))


def _broken(what: str, instance_id: int | None = None) -> Violation:
    return Violation("I3", instance_id, what)


def _links(session: Session) -> Iterator[Violation]:
    """Every link of every instance follows from the one before, and the newest is the instance's head."""
    has_rows = exists().where(HISTORY.c.instance_id == INSTANCE.c.id)
    bare = select(INSTANCE.c.id).where(INSTANCE.c.history_head.is_not(None), ~has_rows)
    for (instance_id,) in _stream(session, bare):
        yield _broken("its whole history is missing", instance_id)
    wanted = (
        select(HISTORY, INSTANCE.c.history_head)
        .outerjoin(INSTANCE, INSTANCE.c.id == HISTORY.c.instance_id)
        .where(HISTORY.c.instance_id.is_not(None))
        .order_by(HISTORY.c.instance_id, HISTORY.c.id)
    )
    for instance_id, rows in groupby(_stream(session, wanted), key=lambda row: row.instance_id):
        yield from _links_of(instance_id, rows)


def _links_of(instance_id: int, rows: Iterator[Any]) -> Iterator[Violation]:
    head: bytes | None = None
    open_rows: list[Any] = []
    expected_head: bytes | None = None
    for row in rows:
        expected_head = row.history_head
        open_rows.append(row)
        if row.hash is not None:
            if link(head, [r._mapping for r in open_rows]) != row.hash:
                yield _broken(f"rows {open_rows[0].id} to {row.id} are not as they were written", instance_id)
            head, open_rows = row.hash, []
    if open_rows:
        yield _broken(f"rows {open_rows[0].id} to {open_rows[-1].id} belong to no link", instance_id)
    elif head != expected_head:
        yield _broken("the newest rows of its history are missing", instance_id)


def _rows_without_instance(session: Session) -> Iterator[Violation]:
    wanted = select(HISTORY).where(HISTORY.c.instance_id.is_(None)).order_by(HISTORY.c.id)
    for row in _stream(session, wanted):
        if row.hash is None or link(None, [row._mapping]) != row.hash:
            yield _broken(f"row {row.id} is not as it was written")


class _Seals:
    """One walk along the chain of seals, with the rows each of them covers."""

    def __init__(self, session: Session, anchored: Sequence[Anchored]) -> None:
        self.session = session
        self.anchored = {line.number: line for line in anchored}
        self.latecomers: set[int] = set()

    def check(self) -> Iterator[Violation]:
        before: Any = None
        for seal in _stream(self.session, select(SEAL).order_by(SEAL.c.id)):
            yield from self._chained(before, seal)
            yield from self._covered(before.last_id if before else 0, seal)
            before = seal
        watched = before.gaps if before else []
        outside = select(HISTORY.c.id).where(HISTORY.c.id <= 0).order_by(HISTORY.c.id)
        for first, last in stretches(self.session.execute(outside).scalars().all()):
            yield _broken(f"rows {first} to {last} lie outside of all seals")
        unexpected = sorted(i for i in self.latecomers if not any(a <= i <= b for a, b, _n in watched))
        for first, last in stretches(unexpected):
            yield _broken(f"rows {first} to {last} were added to a sealed stretch")
        for number in sorted(self.anchored):
            yield _broken(f"seal {number} stands in the anchor file but not in the database")

    def _chained(self, before: Any, seal: Any) -> Iterator[Violation]:
        number = before.id + 1 if before else 1
        if seal.id != number:
            yield _broken(f"seals {number} to {seal.id - 1} are missing")
            return
        fields = (seal.id, seal.sealed_at, seal.last_id, seal.rows, seal.gaps, seal.late, seal.root)
        if seal_hash(before.hash if before else b"", *fields) != seal.hash:
            yield _broken(f"seal {seal.id} is not as it was made")
        line = self.anchored.pop(seal.id, None)
        if line is not None and line.hash != seal.hash:
            yield _broken(f"seal {seal.id} is not the one in the anchor file")

    def _covered(self, last_id: int, seal: Any) -> Iterator[Violation]:
        empty = {i for a, b, number in seal.gaps if number == seal.id for i in range(a, b + 1)}
        root, missing = Root(), []
        late = list(self._rows(seal.late))
        missing += sorted(set(seal.late) - {row.id for row in late})
        for row in late:
            root.add(row)
        self.latecomers -= set(seal.late)
        following = last_id + 1
        is_in = (HISTORY.c.id > last_id) & (HISTORY.c.id <= seal.last_id)
        for row in _stream(self.session, select(HISTORY).where(is_in).order_by(HISTORY.c.id)):
            missing += [i for i in range(following, row.id) if i not in empty]
            following = row.id + 1
            if row.id in empty:
                self.latecomers.add(row.id)
            else:
                root.add(row)
        missing += [i for i in range(following, seal.last_id + 1) if i not in empty]
        for first, last in stretches(missing):
            yield _broken(f"rows {first} to {last} of seal {seal.id} are missing")
        if not missing and root.digest() != seal.root:
            yield _broken(f"rows {last_id + 1} to {seal.last_id} are not as they were when seal {seal.id} was made")

    def _rows(self, ids: Sequence[int]) -> Iterator[Any]:
        for start in range(0, len(ids), _CHUNK):
            is_in = HISTORY.c.id.in_(ids[start : start + _CHUNK])
            yield from self.session.execute(select(HISTORY).where(is_in).order_by(HISTORY.c.id))
