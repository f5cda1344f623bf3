"""What goes into a seal over history rows: the same for making one and for verifying it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import orjson

from engine.audit import CONTENT
from models.history import AuditSeal, HistoryEntry

HISTORY: Any = HistoryEntry.__table__
SEAL: Any = AuditSeal.__table__

#: A stretch of row ids, both ends included, and the number of the seal that found it empty.
Gap = Sequence[int]


class Root:
    """The hash over sealed rows, fed one by one: late ones first, then the new ones, each in the order of their ids."""

    def __init__(self) -> None:
        self._sum = sha256()
        self.rows = 0

    def add(self, row: Any) -> None:
        content = [row.id, row.at, *(getattr(row, name) for name in CONTENT), row.hash.hex() if row.hash else None]
        self._sum.update(sha256(orjson.dumps(content, option=orjson.OPT_NON_STR_KEYS)).digest())
        self.rows += 1

    def digest(self) -> bytes:
        return self._sum.digest()


def seal_hash(
    previous: bytes,
    number: int,
    sealed_at: datetime,
    last_id: int,
    rows: int,
    gaps: Sequence[Gap],
    late: Sequence[int],
    root: bytes,
) -> bytes:
    """The link of the chain of seals. `previous` is empty for the first."""
    content = [number, sealed_at.astimezone(UTC), last_id, rows, [list(g) for g in gaps], list(late), root.hex()]
    return sha256(previous + orjson.dumps(content)).digest()


def stretches(ids: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending ids as stretches, both ends included."""
    found: list[tuple[int, int]] = []
    for row_id in ids:
        if found and found[-1][1] == row_id - 1:
            found[-1] = (found[-1][0], row_id)
        else:
            found.append((row_id, row_id))
    return found
