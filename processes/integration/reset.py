"""What a re-registered client starts with (Fachkonzept A.4.6, T08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.phrases import Phrase, remark
from models.casework import RUNNING_STRATEGIES, Case, Goal, GoalState, Person, Strategy, StrategyState
from processes.catalogues import segment_schemes
from processes.integration.rules import keeps_profile
from processes.records import office_settings

#: Segment of a client nobody has assessed yet, in the schemes that have one.
NOT_SET = "N"
#: What history and file say about things that a reset closed.
CLOSED_BY_RESET = Phrase("Nach mehr als sechs Monaten mit der erneuten Anmeldung erledigt.")


@dataclass(frozen=True)
class Beginning:
    """Segment and scheme of the new case, the case it continues, and how many strategies a reset closed."""

    segment: str | None
    scheme: str | None
    continues: Case | None = None
    closed_strategies: int | None = None


def beginning(session: Session, person: Person, earlier: Case | None, today: date) -> Beginning:
    """Within six months profile and segment stay; later everything open is closed and the client starts as new."""
    if earlier is None:
        return Beginning(None, None)
    if earlier.ended_on is not None and keeps_profile(earlier.ended_on, today):
        return Beginning(earlier.segment, earlier.segment_scheme, earlier)
    closed = _close_what_is_open(session, person, today)
    scheme = segment_schemes().get(office_settings(session).segment_scheme)
    if scheme is None or NOT_SET not in scheme.segments:
        return Beginning(None, None, closed_strategies=closed)
    return Beginning(NOT_SET, scheme.code, closed_strategies=closed)


def _close_what_is_open(session: Session, person: Person, today: date) -> int:
    """Strategies and goals of earlier cases that nobody closed; also those that came over from other systems."""
    cases = select(Case.id).where(Case.person_id == person.id)
    strategies = session.execute(
        select(Strategy).where(Strategy.case_id.in_(cases), Strategy.state.in_(RUNNING_STRATEGIES))
    ).scalars()
    count = 0
    for strategy in strategies:
        strategy.state, strategy.ended_on = StrategyState.CANCELLED, today
        strategy.result_note = remark(strategy.result_note, CLOSED_BY_RESET)
        count += 1
    goals = session.execute(select(Goal).where(Goal.case_id.in_(cases), Goal.state == GoalState.ACTIVE)).scalars()
    for goal in goals:
        goal.state, goal.ended_on, goal.end_reason = GoalState.DROPPED, today, CLOSED_BY_RESET
    return count
