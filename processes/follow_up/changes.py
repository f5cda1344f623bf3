"""What changed in a case since a day, in words: it prefills the counselling note (Fachkonzept A.4.3, T19)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import berlin_date, local_to_instant
from models.casework import Case, Goal, ProfilingSheet, SheetRevision, Strategy, StrategyState
from processes.catalogues import NeedsCatalogue, goal_catalogue, needs_catalogue, segment_label
from processes.in_force import catalogue_of, last_closed_sheet
from processes.wording import day_text

_NEED_STATUS = {
    "NOT_REVIEWED": "nicht geprüft",
    "NOT_RELEVANT": "nicht relevant",
    "UNDER_CLARIFICATION": "in Klärung",
    "RELEVANT": "relevant",
}
_ENDED = {
    StrategyState.DONE: "abgeschlossen",
    StrategyState.CANCELLED: "abgebrochen",
    StrategyState.FAILED: "gescheitert",
}


def changes_of(session: Session, case: Case, first_day: date) -> Iterator[str]:
    """Changes saved on `first_day` or later: profiling sheets against the one before, goal, strategies."""
    since = local_to_instant(datetime.combine(first_day, time()))
    yield from _sheets(session, case, since)
    goals = select(Goal).where(Goal.case_id == case.id, Goal.set_on >= first_day).order_by(Goal.id)
    for goal in session.execute(goals).scalars():
        yield f"Ziel „{goal_catalogue().label(goal.option)}“ bis {day_text(goal.target_date)}"
    catalogue = catalogue_of(session, last_closed_sheet(session, case))
    strategies = select(Strategy).where(Strategy.case_id == case.id).order_by(Strategy.id)
    for strategy in session.execute(strategies).scalars():
        label = catalogue.strategy_label(strategy.code)
        if strategy.ended_on is not None and strategy.ended_on >= first_day:
            yield f"Strategie „{label}“ {_ENDED[strategy.state]}"
        elif strategy.chosen_at >= since:
            yield f"Strategie „{label}“ gewählt, bis {day_text(strategy.window_to)}"


def _sheets(session: Session, case: Case, since: datetime) -> Iterator[str]:
    revisions = session.execute(
        select(SheetRevision, ProfilingSheet.needs_catalogue)
        .join(ProfilingSheet, ProfilingSheet.id == SheetRevision.sheet_id)
        .where(ProfilingSheet.case_id == case.id)
        .order_by(SheetRevision.saved_at, SheetRevision.id)
    )
    before: Mapping[str, Any] | None = None
    for revision, code in revisions:
        if revision.saved_at >= since:
            day = day_text(berlin_date(revision.saved_at))
            found = list(sheet_changes(before, revision.content, needs_catalogue(code)))
            yield f"Profilingbogen vom {day}" + (f": {'; '.join(found)}" if found else "")
        before = revision.content


def sheet_changes(
    before: Mapping[str, Any] | None, after: Mapping[str, Any], catalogue: NeedsCatalogue
) -> Iterator[str]:
    """What one closed sheet says other than the one before; nothing for the first, to which its date refers."""
    if before is None:
        return
    yield from _changed("Zielberuf", before, after, _occupation)
    yield from _names("Stärke", _competences(before), _competences(after))
    old, new = before.get("needs") or {}, after.get("needs") or {}
    for need, (status, _remark) in new.items():
        was = old.get(need, ["NOT_REVIEWED"])[0]
        if status != was:
            yield f"Handlungsbedarf „{catalogue.need_label(need)}“ {_NEED_STATUS[status]} (bisher {_NEED_STATUS[was]})"
    yield from _changed("Prognose", before, after, _prognosis)
    yield from _changed("Segment", before, after, _segment)


def _changed(
    name: str, before: Mapping[str, Any], after: Mapping[str, Any], say: Callable[[Mapping[str, Any]], str]
) -> Iterator[str]:
    was, now = say(before), say(after)
    if was != now:
        yield f"{name} {now} (bisher {was})"


def _names(name: str, before: set[str], after: set[str]) -> Iterator[str]:
    for added in sorted(after - before):
        yield f"{name} „{added}“ neu"
    for removed in sorted(before - after):
        yield f"{name} „{removed}“ entfallen"


def _occupation(content: Mapping[str, Any]) -> str:
    titles = [title for rank, title, *_ in content.get("occupations") or [] if rank == 1]
    return f"„{titles[0]}“" if titles else "offen"


def _competences(content: Mapping[str, Any]) -> set[str]:
    return {name for name, *_ in content.get("competences") or []}


def _prognosis(content: Mapping[str, Any]) -> str:
    months = content.get("prognosis_months")
    return "offen" if months is None else f"{months} Monate"


def _segment(content: Mapping[str, Any]) -> str:
    return segment_label(content.get("segment_scheme"), content.get("segment")) or "offen"
