"""The seals of the records once more, in a file outside the database.

Whoever can change the database can also make its chains of seals anew; the file, kept and backed up elsewhere,
shows it. One line per seal: number, last row id, hash, moment; before them the name of a record other than the history.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.seal import HISTORY_RECORD, SealedRecord


@dataclass(frozen=True)
class Anchored:
    """One line of the file."""

    number: int
    last_id: int
    hash: bytes
    record: str = HISTORY_RECORD.name


class AnchorDamaged(Exception):
    """A line of the anchor file cannot be read, or does not belong to this database."""


def read_anchor(path: Path) -> tuple[Anchored, ...]:
    """All lines; none if there is no file yet. Raises AnchorDamaged."""
    if not path.exists():
        return ()
    return tuple(
        _line(number, text) for number, text in enumerate(path.read_text(encoding="ascii").splitlines(), start=1)
    )


def _line(number: int, text: str) -> Anchored:
    try:
        *record, seal, last_id, digest, _moment = text.split()
        (name,) = record or (HISTORY_RECORD.name,)
        return Anchored(int(seal), int(last_id), bytes.fromhex(digest), name)
    except ValueError as error:
        raise AnchorDamaged(f"line {number} of the anchor file cannot be read") from error


def extend_anchor(path: Path, session: Session, records: Sequence[SealedRecord] = (HISTORY_RECORD,)) -> int:
    """Append the seals the file does not have yet, safe on disk when this returns; returns how many.

    Raises AnchorDamaged if the newest line of a record is not a seal of this database: then nothing is appended.
    """
    lines = read_anchor(path)
    missing: list[str] = []
    for record in records:
        newest = next((line for line in reversed(lines) if line.record == record.name), None)
        missing += _missing(session, record, newest)
    return _append(path, missing)


def _missing(session: Session, record: SealedRecord, newest: Anchored | None) -> Iterator[str]:
    seals = record.seals
    named = "" if record.name == HISTORY_RECORD.name else f"{record.name} "
    if newest is not None:
        stored = session.execute(select(seals.c.hash).where(seals.c.id == newest.number)).scalar_one_or_none()
        if stored != newest.hash:
            raise AnchorDamaged(f"seal {named}{newest.number} of the anchor file is not a seal of this database")
    wanted = select(seals).where(seals.c.id > (newest.number if newest else 0)).order_by(seals.c.id)
    for seal in session.execute(wanted):
        yield f"{named}{seal.id} {seal.last_id} {seal.hash.hex()} {seal.sealed_at.isoformat()}\n"


def _append(path: Path, lines: Sequence[str]) -> int:
    if not lines:
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, "".join(lines).encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return len(lines)
