"""Demo mode: let days pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import insert, select, update

from engine.context import Context
from engine.errors import ValuesRefused
from engine.phrases import Phrase
from models.runtime import OfficeClock

CLOCK: Any = OfficeClock.__table__

#: One step of at most a year: long enough to see everything, short enough to be meant.
MOST_DAYS = 366


@dataclass(frozen=True)
class MoveOfficeClock:
    """Move the office clock forward by whole days; returns how many seconds it is ahead now. Never backward."""

    permission: ClassVar[str] = "clock.move"

    days: int

    def run(self, context: Context) -> int:
        if not 1 <= self.days <= MOST_DAYS:
            raise ValuesRefused({"days": Phrase("Bitte eine Zahl von 1 bis {most_days} angeben.", most_days=MOST_DAYS)})
        ahead = context.session.execute(select(CLOCK.c.ahead_seconds)).scalar_one_or_none()
        seconds: int = (ahead or 0) + self.days * 86_400
        if ahead is None:
            context.session.execute(insert(CLOCK).values(id=1, ahead_seconds=seconds))
        else:
            context.session.execute(update(CLOCK).values(ahead_seconds=seconds))
        context.record("clock.moved", data={"days": self.days})
        return seconds
