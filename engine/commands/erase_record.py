"""Erase the rows of a record that were kept long enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from engine.context import Context
from engine.erasure import ERASED, erased_of, kept_from
from engine.errors import ValuesRefused, WrongState
from engine.phrases import Phrase
from engine.seal import SealedRecord
from engine.seal_check import SealWalk

#: Longer than this no office keeps what it may erase.
MOST_YEARS = 100


@dataclass(frozen=True)
class EraseRecord:
    """Erase what was sealed more than `years` ago; returns how many rows, 0 if there are none.

    Whole seals from the oldest on, and never the newest row that is sealed: SQLite would give its number once more.
    The history says up to which seal, who and why. Raises ValuesRefused, and WrongState if rows are not those that
    were sealed, because the trace of that would be erased with them.
    """

    permission: ClassVar[str] = "worker"

    record: SealedRecord
    years: int
    reason: str

    def run(self, context: Context) -> int:
        self._check()
        session = context.session
        erased = erased_of(session, self.record, context.now).up_to
        up_to = self._oldest_to_keep(context) - 1
        if up_to <= erased:
            return 0
        walk = SealWalk(session, self.record, erased=erased)
        if list(walk.check_up_to(up_to)):
            raise WrongState("erase rows of", "record", self.record.name, "changed", expected=("as it was sealed",))
        rows = self._erase(session, up_to, walk.latecomers)
        facts = {"record": self.record.name, "seal": up_to, "rows": rows, "years": self.years}
        context.record(ERASED, data=facts | {"reason": self.reason.strip()})
        return rows

    def _check(self) -> None:
        errors = {}
        least = self.record.least_years
        if least is None:
            errors["record"] = Phrase("Aus diesem Protokoll wird nichts gelöscht.")
        elif not least <= self.years <= MOST_YEARS:
            errors["years"] = Phrase("Geben Sie eine Zahl von {least} bis {most} an.", least=least, most=MOST_YEARS)
        if not self.reason.strip():
            errors["reason"] = Phrase("Nennen Sie den Grund.")
        if errors:
            raise ValuesRefused(errors)

    def _oldest_to_keep(self, context: Context) -> int:
        """The number of the first seal whose rows stay; 0 if nothing is sealed yet."""
        seals = self.record.seals.c
        newest = select(func.max(seals.last_id)).scalar_subquery()
        stays = or_(seals.sealed_at > kept_from(context.now, self.years), seals.last_id == newest)
        return int(context.session.execute(select(func.coalesce(func.min(seals.id), 0)).where(stays)).scalar_one())

    def _erase(self, session: Session, up_to: int, late: set[int]) -> int:
        """Rows in the same stretch that came late are covered by later seals, and erased with them."""
        seals, table = self.record.seals, self.record.table
        last_id = select(seals.c.last_id).where(seals.c.id == up_to).scalar_subquery()
        found: Any = session.execute(delete(table).where(table.c.id <= last_id, table.c.id.not_in(late)))
        return int(found.rowcount)
