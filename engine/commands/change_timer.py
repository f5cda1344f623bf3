"""Move the due date of a running timer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import select

from engine.context import Context
from engine.due_dates import TIMER, move_timer
from engine.errors import NotFound, ValuesRefused
from engine.phrases import Phrase
from engine.reasons import require_reason


@dataclass(frozen=True)
class ChangeTimer:
    """Set another due date (aware), with a reason. The further occurrences of a cycle stay where they were.

    A date that is over would make the timer fire at once; that is refused unless `at_once` says so. An incident of
    the timer is settled by its new date. Raises NotFound, WrongState if the instance has ended, ValuesRefused.
    """

    permission: ClassVar[str] = "instance.operate"

    timer_id: int
    due_at: datetime
    reason: str
    at_once: bool = False

    def run(self, context: Context) -> None:
        reason = require_reason(self.reason)
        if self.due_at <= context.now and not self.at_once:
            raise ValuesRefused({"due_at": Phrase("Dieser Zeitpunkt ist vorbei: Die Frist würde sofort ausgelöst.")})
        row = context.session.execute(select(TIMER).where(TIMER.c.id == self.timer_id)).one_or_none()
        if row is None:
            raise NotFound("timer", self.timer_id)
        if self.due_at == row.due_at:
            raise ValuesRefused({"due_at": Phrase("Die Frist hat diesen Zeitpunkt schon.")})
        move_timer(context, row, self.due_at, reason)
