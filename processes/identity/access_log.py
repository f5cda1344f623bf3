"""Who looked at which case: social data is protected inside the office too, so every look is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import insert

from engine.context import Context
from engine.seal import SealedRecord
from models.casework import AccessLog, AccessSeal

_LOG: Any = AccessLog.__table__

#: Sealed by the worker, so that writing a row costs no more than the row. Kept for at least the five years the federal
#: commissioner for data protection recommends for files (Fachkonzept F.2, § 35 (1) SGB I).
ACCESS_RECORD = SealedRecord(
    "access_log", _LOG, AccessSeal.__table__, ("at", "username", "case_id", "what", "reason"), least_years=5
)
#: What the federal government considers justified (Fachkonzept F.2); the office may choose a shorter time.
KEPT_YEARS = 10


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
