"""I3: the records are as they were written. Streams through the history once by instance, and through each by id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import exists, func, select, text
from sqlalchemy.orm import Session

from engine.anchor import Anchored
from engine.audit import INSTANCE, link
from engine.erasure import erased_of
from engine.seal import HISTORY, HISTORY_RECORD, SealedRecord
from engine.seal_check import SealWalk, stream
from engine.violation import Violation


def verify(
    session: Session,
    now: datetime,
    anchored: Sequence[Anchored] = (),
    *,
    records: Sequence[SealedRecord] = (HISTORY_RECORD,),
) -> Iterator[Violation]:
    """Everything that was changed, added or removed since it was written: row, link or seal.

    `anchored` are the lines of the anchor file. Rows no seal covers yet are protected by their links alone, and those
    of other records than the history by nothing. Rows that were erased when their time was over are no violation.
    """
    see_one_moment(session)
    yield from _links(session)
    yield from _rows_without_instance(session)
    for record in records:
        erased = erased_of(session, record, now)
        for row_id in erased.unfounded:
            yield _broken(f"row {row_id} says that rows of {record.name} were erased which had to be kept")
        yield from SealWalk(session, record, anchored=anchored, erased=erased.up_to).check()


def see_one_moment(session: Session) -> None:
    """Let all that is read from here on be of one moment, while others go on writing.

    SQLite does so by itself; a session that has read something already is left as it is.
    """
    if session.get_bind().dialect.name == "postgresql" and not session.in_transaction():
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))


def unsealed(session: Session, record: SealedRecord = HISTORY_RECORD) -> int:
    """How many rows no seal covers yet."""
    last = select(func.coalesce(func.max(record.seals.c.last_id), 0)).scalar_subquery()
    wanted = select(func.count()).select_from(record.table).where(record.table.c.id > last)
    return session.execute(wanted).scalar_one()


def _broken(what: str, instance_id: int | None = None) -> Violation:
    return Violation("I3", instance_id, what)


def _links(session: Session) -> Iterator[Violation]:
    """Every link of every instance follows from the one before, and the newest is the instance's head."""
    has_rows = exists().where(HISTORY.c.instance_id == INSTANCE.c.id)
    bare = select(INSTANCE.c.id).where(INSTANCE.c.history_head.is_not(None), ~has_rows)
    for (instance_id,) in stream(session, bare):
        yield _broken("its whole history is missing", instance_id)
    wanted = (
        select(HISTORY, INSTANCE.c.history_head)
        .outerjoin(INSTANCE, INSTANCE.c.id == HISTORY.c.instance_id)
        .where(HISTORY.c.instance_id.is_not(None))
        .order_by(HISTORY.c.instance_id, HISTORY.c.id)
    )
    for instance_id, rows in groupby(stream(session, wanted), key=lambda row: row.instance_id):
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
    for row in stream(session, wanted):
        if row.hash is None or link(None, [row._mapping]) != row.hash:
            yield _broken(f"row {row.id} is not as it was written")
