"""What a check of the promises finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Violation:
    """`invariant` is I1 … I11 of the promises; `instance_id` is None for the database or the office as a whole."""

    invariant: str
    instance_id: int | None
    what: str
