"""Move the due date of a running timer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import select

from engine.context import Context
from engine.errors import NotFound
from models.runtime import Timer

TIMER: Any = Timer.__table__


@dataclass(frozen=True)
class ChangeTimer:
    """Set another due date (aware), with a reason. Raises NotFound, WrongState."""

    permission: ClassVar[str] = "instance.operate"

    timer_id: int
    due_at: datetime
    reason: str

    def run(self, context: Context) -> None:
        row = context.session.execute(select(TIMER).where(TIMER.c.id == self.timer_id)).one_or_none()
        if row is None:
            raise NotFound("timer", self.timer_id)
        live = context.unit.load(row.instance_id)
        live.run.change_timer(row.token, row.element_id, self.due_at)
        context.unit.record(
            live,
            "timer.changed",
            element=row.element_id,
            old=row.due_at.isoformat(),
            new=self.due_at.isoformat(),
            reason=self.reason,
        )
        context.unit.touch(live)
