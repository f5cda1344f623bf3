"""What the file says when strategies are chosen: needs without one, what runs, what was tried."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import berlin_date
from engine.phrases import Phrase
from models.casework import RUNNING_STRATEGIES, Case, NeedStatus, ProfilingSheet, Strategy
from processes.catalogues import NeedsCatalogue, segment_schemes
from processes.in_force import catalogue_of, last_closed_sheet, removed_needs, running_strategies
from processes.profiling.consent_mask import ConsentMask, consent_mask
from processes.strategy.rules import EndedStrategy, may_choose_for


@dataclass(frozen=True)
class Choice:
    """`relevant_needs` are those no strategy has removed since (ST-10). `open_needs` may be served now; `blocked_needs`
    wait for a fresh assessment (ST-11).
    """

    catalogue: NeedsCatalogue
    sheet: ProfilingSheet | None
    running: list[Strategy]
    relevant_needs: list[str]
    open_needs: list[str]
    blocked_needs: list[str]
    is_complex: bool
    mask: ConsentMask

    def remark(self, need: str) -> str:
        """What the sheet says about the need, as far as it may be shown (A.1.8)."""
        rows = self.sheet.needs if self.sheet else []
        return next((self.mask.remark(row) for row in rows if row.need == need), "")


def choice_of(session: Session, case: Case) -> Choice:
    sheet = last_closed_sheet(session, case)
    catalogue = catalogue_of(session, sheet)
    running = running_strategies(session, case)
    removed = removed_needs(session, case, sheet)
    relevant = [
        need.need
        for need in (sheet.needs if sheet else [])
        if need.status is NeedStatus.RELEVANT and need.need not in removed
    ]
    served = {strategy.need for strategy in running}
    unserved = [need for need in relevant if need not in served]
    ended = [EndedStrategy(s.need, s.ended_on) for s in _ended(session, case) if s.ended_on is not None]
    assessed_on = berlin_date(sheet.closed_at) if sheet and sheet.closed_at else None
    free = [need for need in unserved if assessed_on is not None and may_choose_for(need, ended, assessed_on)]
    scheme = segment_schemes().get(case.segment_scheme or "")
    return Choice(
        catalogue=catalogue,
        sheet=sheet,
        running=running,
        relevant_needs=relevant,
        open_needs=free,
        blocked_needs=[need for need in unserved if need not in free],
        is_complex=scheme is not None and scheme.is_complex(case.segment),
        mask=consent_mask(session, case),
    )


def reopening_errors(session: Session, case: Case, change: str | None) -> dict[str, str]:
    """Forms that say which phase opens again, field `aenderung`: a need whose strategy has ended is assessed first.

    Without a fresh assessment it gets no other strategy (ST-11), and without one no agreement can be concluded (ST-1).
    """
    if change not in ("strategie", "vereinbarung"):
        return {}
    choice = choice_of(session, case)
    needs = ", ".join(choice.catalogue.need_label(need) for need in choice.blocked_needs)
    if not needs:
        return {}
    return {
        "aenderung": Phrase(
            "Öffnen Sie Phase 1: Erst nach einer neuen Standortbestimmung gibt es eine Strategie zu {needs}.",
            needs=needs,
        )
    }


def _ended(session: Session, case: Case) -> list[Strategy]:
    found = select(Strategy).where(Strategy.case_id == case.id, Strategy.state.not_in(RUNNING_STRATEGIES))
    return list(session.execute(found).scalars())
