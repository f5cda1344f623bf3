"""What goes into a seal over the rows of a record: the same for making one and for verifying it.

A record is a table to which rows are only ever added. The history is one; higher floors have others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Select, select

from engine.audit import CONTENT
from models.history import AuditSeal, HistoryEntry

HISTORY: Any = HistoryEntry.__table__
SEAL: Any = AuditSeal.__table__

#: A stretch of row ids, both ends included, and the number of the seal that found it empty.
Gap = Sequence[int]


@dataclass(frozen=True)
class SealedRecord:
    """`table` is sealed row by row: its id and `columns`, in this order; `seals` is the table of its seals.

    `name` stands in the anchor file. `least_years`: younger rows must not be erased; None: no row ever.
    """

    name: str
    table: Any
    seals: Any
    columns: tuple[str, ...]
    least_years: int | None = None

    def rows(self) -> Select[Any]:
        """The rows as a seal covers them."""
        return select(self.table.c.id, *(self.table.c[name] for name in self.columns))


HISTORY_RECORD = SealedRecord("history", HISTORY, SEAL, ("at", *CONTENT, "hash"))


class Root:
    """The hash over sealed rows, fed one by one: late ones first, then the new ones, each in the order of their ids."""

    def __init__(self) -> None:
        self._sum = sha256()
        self.rows = 0

    def add(self, row: Any) -> None:
        """`row` as `SealedRecord.rows` selects it."""
        content = orjson.dumps(tuple(row), default=bytes.hex, option=orjson.OPT_NON_STR_KEYS)
        self._sum.update(sha256(content).digest())
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
