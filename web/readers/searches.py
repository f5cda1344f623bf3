"""Search runs of a case and what they found, as the case page shows them (Fachkonzept A.6.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from engine.errors import NotFound
from models.casework import Case, HitState, SearchHit, SearchOrder, SearchRun

#: Hits on one page; older ones are in the history of the case.
MOST = 100


@dataclass(frozen=True)
class Searches:
    """Orders, running ones first; the newest run of each by order id; hits, undecided ones first."""

    orders: Sequence[SearchOrder]
    runs: Mapping[int, SearchRun]
    hits: Sequence[SearchHit]

    @property
    def undecided(self) -> int:
        return sum(1 for hit in self.hits if hit.state is HitState.NEW)


def searches(rows: Session, case: Case) -> Searches:
    found = select(SearchOrder).where(SearchOrder.case_id == case.id)
    orders = rows.scalars(found.order_by(SearchOrder.ended_on.is_not(None), SearchOrder.id.desc()).limit(50)).all()
    ids = [order.id for order in orders]
    runs = {
        run.order_id: run
        for run in rows.scalars(select(SearchRun).where(SearchRun.order_id.in_(ids)).order_by(SearchRun.id))
    }
    hits = rows.scalars(
        select(SearchHit)
        .where(SearchHit.order_id.in_(ids))
        .options(joinedload(SearchHit.provider), joinedload(SearchHit.order), selectinload(SearchHit.outcomes))
        .order_by(SearchHit.state != HitState.NEW, SearchHit.found_at.desc(), SearchHit.points.desc(), SearchHit.id)
        .limit(MOST)
    ).all()
    return Searches(orders, runs, hits)


def proposal(rows: Session, case: Case, hit_id: int) -> SearchHit:
    """A vacancy that was proposed in this case. Raises NotFound."""
    found = rows.get(SearchHit, hit_id)
    if found is None or found.order.case_id != case.id or found.state is not HitState.PROPOSED:
        raise NotFound("vacancy", hit_id)
    return found


def order(rows: Session, case: Case, order_id: int) -> SearchOrder:
    """A running search of this case. Raises NotFound."""
    found = rows.get(SearchOrder, order_id)
    if found is None or found.case_id != case.id or found.ended_on is not None:
        raise NotFound("search", order_id)
    return found
