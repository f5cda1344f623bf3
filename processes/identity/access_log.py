"""Who looked at which case: social data is protected inside the office too, so every look is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import insert

from engine.context import Context
from models.casework import AccessLog

_LOG: Any = AccessLog.__table__


@dataclass(frozen=True)
class LogAccess:
    """The actor opened `what` of a case. `reason` says why where they are not responsible (§ 35 (1) SGB I)."""

    case_id: int
    what: str
    reason: str = ""
    permission: ClassVar[str] = "case.read"

    def run(self, context: Context) -> None:
        context.session.execute(
            insert(_LOG).values(
                at=context.now, username=context.actor.name, case_id=self.case_id, what=self.what, reason=self.reason
            )
        )
