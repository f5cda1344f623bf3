"""A strategy in the file: begun, decided, extended. Shared by handlers and commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.calendar import BusinessCalendar
from engine.errors import WrongState
from engine.phrases import Phrase, joined, remark
from models.casework import RUNNING_STRATEGIES, Strategy, StrategyState
from processes.catalogues import segment_schemes
from processes.measures.files import open_measures
from processes.office_values import reminder_day
from processes.records import office_settings
from processes.strategy_window.rules import EXTENDED, RESULTS, decision_errors
from processes.wording import day_text


def begin(strategy: Strategy) -> None:
    """The window opens: planned becomes active (T09)."""
    if strategy.state is StrategyState.PLANNED:
        strategy.state = StrategyState.ACTIVE


def reminder_on(session: Session, end: date, calendar: BusinessCalendar) -> date:
    """The working day on which the office is reminded of the end (value of the office)."""
    settings = office_settings(session)
    lead = settings.strategy_reminder_working_days
    if lead:
        return calendar.working_day_offset(end, -lead)
    return reminder_day(end, date.min, calendar, before=settings.reminds_before)


def errors_of(
    session: Session, strategy: Strategy, result: str | None, new_end: date | None, today: date
) -> dict[str, str]:
    """What speaks against a decision about this strategy, by field of the form."""
    waiting = unfinished_measures(session, strategy) if result in RESULTS else {}
    if waiting:
        return waiting
    plan_start = session.execute(
        select(func.min(Strategy.window_from)).where(
            Strategy.case_id == strategy.case_id, Strategy.state.in_(RUNNING_STRATEGIES)
        )
    ).scalar_one_or_none()
    case = strategy.case
    scheme = segment_schemes().get(case.segment_scheme or "")
    return decision_errors(
        result,
        new_end,
        end=strategy.window_to,
        plan_start=plan_start or strategy.window_from,
        is_complex=scheme is not None and scheme.is_complex(case.segment),
        today=today,
    )


def unfinished_measures(session: Session, strategy: Strategy) -> dict[str, str]:
    """A strategy is decided when the results of its measures are known (ST-9, ST-10)."""
    measures = open_measures(session, strategy)
    if not measures:
        return {}
    titles = joined(
        ", ",
        (
            Phrase("„{title}“ bis {ends_on}", title=measure.title, ends_on=day_text(measure.ends_on))
            for measure in measures
        ),
    )
    return {
        "ergebnis": Phrase("Zur Strategie läuft noch {titles}. Halten Sie zuerst das Ergebnis fest.", titles=titles)
    }


@dataclass(frozen=True)
class Meaning:
    """What the end of a strategy means (ST-10): for its need, the strengths, and whether the segment is looked at."""

    need_outcome: str | None = None
    competence: str = ""
    asks_for_assessment: bool = False


def decide(
    strategy: Strategy, result: str, new_end: date | None, note: str, today: date, meaning: Meaning | None = None
) -> None:
    """Write what a person decided. Raises WrongState for a strategy that is decided already."""
    if strategy.state not in RUNNING_STRATEGIES:
        raise WrongState("decide", "strategy", strategy.id, strategy.state, expected=sorted(RUNNING_STRATEGIES))
    if result == EXTENDED:
        if new_end is None:
            raise ValueError("an extension names the new end")
        strategy.window_to = new_end
        strategy.extended_times += 1
    else:
        strategy.state = RESULTS[result]
        strategy.ended_on = today
        if meaning is not None:
            strategy.need_outcome = meaning.need_outcome
            strategy.gained_competence = meaning.competence.strip()
            strategy.asks_for_assessment = meaning.asks_for_assessment
    strategy.result_note = remark(strategy.result_note, note)
