"""Batches: what was planned, how far it is, what became of each case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from engine.actor import Actor
from engine.errors import NotFound
from engine.phrases import Phrase
from models.casework import Case, Person
from models.desk import BatchKind, BatchRow, BatchRowState, BatchRun
from models.identity import Team, User
from web.formatters import format_datetime
from web.language import gettext as _

#: Rows that one request does: about two seconds of work.
CHUNK = 40


@dataclass(frozen=True)
class BatchLine:
    """A batch in the list, with the number of rows in each state."""

    batch: BatchRun
    counts: Mapping[BatchRowState, int]


@dataclass(frozen=True)
class RowLine:
    """One case of a batch, told for people."""

    row: BatchRow
    case_number: str
    client: str
    before: str
    after: str
    limit: str


@dataclass(frozen=True)
class BatchPage:
    """`undoable` are done rows that have not been refused when taking back."""

    batch: BatchRun
    lines: Sequence[RowLine]
    counts: Mapping[BatchRowState, int]
    undoable: int

    @property
    def is_planned(self) -> bool:
        return self.batch.started_at is None

    @property
    def is_running(self) -> bool:
        return self.batch.started_at is not None and bool(self.counts[BatchRowState.PLANNED])

    @property
    def is_undoing(self) -> bool:
        return self.batch.undo_started_at is not None and self.undoable > 0

    @property
    def progress(self) -> tuple[int, int]:
        """How many rows are through, and how many there are."""
        total = sum(self.counts.values())
        return total - self.counts[BatchRowState.PLANNED], total


def batches_of(rows: Session, actor: Actor) -> Sequence[BatchLine]:
    """One's own batches, newest first; at most 50."""
    found = rows.scalars(
        select(BatchRun).where(BatchRun.made_by == actor.name).order_by(BatchRun.id.desc()).limit(50)
    ).all()
    counted = rows.execute(
        select(BatchRow.batch_id, BatchRow.state, func.count())
        .where(BatchRow.batch_id.in_([batch.id for batch in found]))
        .group_by(BatchRow.batch_id, BatchRow.state)
    ).all()
    return [BatchLine(batch, {state: n for id_, state, n in counted if id_ == batch.id}) for batch in found]


def batch_page(rows: Session, actor: Actor, batch_id: int) -> BatchPage:
    """One's own batch with all its rows. Raises NotFound."""
    batch = rows.scalar(select(BatchRun).where(BatchRun.id == batch_id, BatchRun.made_by == actor.name))
    if batch is None:
        raise NotFound("batch", batch_id)
    found = (
        rows.scalars(
            select(BatchRow)
            .join(BatchRow.case)
            .join(Case.person)
            .where(BatchRow.batch_id == batch_id)
            .options(contains_eager(BatchRow.case).contains_eager(Case.person))
            .order_by(Person.last_name, BatchRow.id)
        )
        .unique()
        .all()
    )
    names = _names(rows, found)
    counts = {state: sum(row.state is state for row in found) for state in BatchRowState}
    undoable = sum(row.state is BatchRowState.DONE and not row.undo_message for row in found)
    return BatchPage(batch, [_line(batch.kind, row, names) for row in found], counts, undoable)


def rows_to_do(rows: Session, actor: Actor, batch_id: int) -> Sequence[int]:
    """Ids of the next planned rows, at most one chunk."""
    return _ids(rows, actor, batch_id, BatchRow.state == BatchRowState.PLANNED)


def rows_to_undo(rows: Session, actor: Actor, batch_id: int) -> Sequence[int]:
    """Ids of the next done rows that nothing has spoken against yet, at most one chunk."""
    return _ids(rows, actor, batch_id, BatchRow.state == BatchRowState.DONE, BatchRow.undo_message == "")


def _ids(rows: Session, actor: Actor, batch_id: int, *conditions: Any) -> Sequence[int]:
    return rows.scalars(
        select(BatchRow.id)
        .join(BatchRun, BatchRun.id == BatchRow.batch_id)
        .where(BatchRow.batch_id == batch_id, BatchRun.made_by == actor.name, *conditions)
        .order_by(BatchRow.id)
        .limit(CHUNK)
    ).all()


def _names(rows: Session, found: Sequence[BatchRow]) -> Mapping[str, str]:
    wanted = {str(facts.get("caseworker")) for row in found for facts in (row.before, row.after)}
    teams = {str(facts.get("team")) for row in found for facts in (row.before, row.after)}
    named = {user.username: user.display_name for user in rows.scalars(select(User).where(User.username.in_(wanted)))}
    # a colon is in no sign-in name
    return named | {f"team:{team.key}": team.name for team in rows.scalars(select(Team).where(Team.key.in_(teams)))}


def _person(facts: Mapping[str, Any], names: Mapping[str, str], *, with_team: bool) -> str:
    name = names.get(facts["caseworker"], facts["caseworker"])
    return f"{name}, {names.get('team:' + facts['team'], facts['team'])}" if with_team else name


def _line(kind: BatchKind, row: BatchRow, names: Mapping[str, str]) -> RowLine:
    person = row.case.person
    if kind is BatchKind.REASSIGN:
        with_team = row.before.get("team") != row.after.get("team")
        before, after = (_person(facts, names, with_team=with_team) for facts in (row.before, row.after))
    else:
        before, after = _moment(row.before), _moment(row.after)
    latest, why = row.after.get("latest"), row.after.get("why", "")
    day = ".".join(reversed(latest.split("-"))) if latest else ""
    limit = _("spätestens %(day)s: %(why)s", day=day, why=Phrase(why)) if latest else ""
    client = f"{person.last_name}, {person.first_name}"
    return RowLine(row, row.case.case_number, client, before, after, limit)


def _moment(facts: Mapping[str, Any]) -> str:
    text = facts.get("starts_at")
    return format_datetime(datetime.fromisoformat(text)) if text else "–"
