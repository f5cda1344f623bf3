"""The seals of the history once more, in a file outside the database.

Whoever can change the database can also make its chain of seals anew; the file, kept and backed up elsewhere, shows it.
One line per seal: number, last row id, hash, moment.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.seal import SEAL


@dataclass(frozen=True)
class Anchored:
    """One line of the file."""

    number: int
    last_id: int
    hash: bytes


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
        seal, last_id, digest, _moment = text.split()
        return Anchored(int(seal), int(last_id), bytes.fromhex(digest))
    except ValueError as error:
        raise AnchorDamaged(f"line {number} of the anchor file cannot be read") from error


def extend_anchor(path: Path, session: Session) -> int:
    """Append the seals the file does not have yet, safe on disk when this returns; returns how many.

    Raises AnchorDamaged if the newest line is not a seal of this database: then nothing is appended.
    """
    lines = read_anchor(path)
    newest = lines[-1] if lines else None
    if newest is not None:
        stored = session.execute(select(SEAL.c.hash).where(SEAL.c.id == newest.number)).scalar_one_or_none()
        if stored != newest.hash:
            raise AnchorDamaged(f"seal {newest.number} of the anchor file is not a seal of this database")
    missing = select(SEAL).where(SEAL.c.id > (newest.number if newest else 0)).order_by(SEAL.c.id)
    return _append(path, session.execute(missing).all())


def _append(path: Path, seals: Sequence[Any]) -> int:
    if not seals:
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        text = "".join(f"{s.id} {s.last_id} {s.hash.hex()} {s.sealed_at.isoformat()}\n" for s in seals)
        os.write(descriptor, text.encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return len(seals)
