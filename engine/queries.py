"""What can be asked of the engine. Reads only; sessions come from `Engine.reading()`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Select, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from engine.calendar import BERLIN
from engine.definitions import DefinitionStore, ProcessVersion
from engine.errors import NotFound
from engine.spiff import Run
from engine.waits import Environment, HandlerCall, Position
from models.history import HistoryEntry
from models.operations import BatchStatus, MigrationBatch, MigrationMove, MigrationTrial, MoveStatus
from models.runtime import (
    Definition,
    DefinitionKind,
    Incident,
    Instance,
    InstanceStatus,
    Job,
    JobStatus,
    Standing,
    StartSubscription,
    Subscription,
    TaskCandidate,
    TaskDraft,
    TaskStatus,
    Timer,
    UserTask,
)


def worklist(assignees: Collection[str], groups: Collection[str], *, unclaimed_only: bool = False) -> Select[Any]:
    """Open tasks of these people and (unassigned) of these candidate groups, most urgent first.

    A select to be filtered and paged further. Tasks of a group are found through `task_candidate`.
    """
    in_groups = select(TaskCandidate.task_id).where(TaskCandidate.group_name.in_(groups))
    mine = UserTask.assignee.in_(assignees)
    queue = UserTask.assignee.is_(None) & UserTask.id.in_(in_groups)
    # asked for the one only, the database finds it by its index
    theirs = queue if unclaimed_only or not assignees else or_(mine, queue) if groups else mine
    return (
        select(UserTask)
        .where(UserTask.status == TaskStatus.OPEN, theirs)
        .order_by(UserTask.due_at.is_(None), UserTask.due_at, UserTask.priority.desc(), UserTask.id)
    )


def queue_keys(
    session: Session, groups: Collection[str], *, most: int, taken_too_but_not_by: str | None = None
) -> Select[Any] | CompoundSelect[Any]:
    """The most urgent `most` tasks that wait for these groups, most urgent first: id, due_at, precedence.

    With `taken_too_but_not_by`, also those that somebody else has taken from their queue. The queues of the groups
    are merged as they lie in their index, so it costs the same however long they are. A task that waits for two of
    the groups is named twice. Tasks that are never due are due in the year 9999. The session only says how its
    database wants to be asked.
    """
    queues = [_queue(group, Standing.WAITING) for group in sorted(groups) or [""]]
    if session.get_bind().dialect.name == "postgresql":  # SQLite sees by itself that they are in order
        queues = [_head(queue, most) for queue in queues]
    if taken_too_but_not_by is not None:
        by_others = UserTask.assignee != taken_too_but_not_by
        taken = (_queue(group, Standing.TAKEN) for group in sorted(groups))
        queues += [_head(q.join(UserTask, UserTask.id == TaskCandidate.task_id).where(by_others), most) for q in taken]
    merged = union_all(*queues) if len(queues) > 1 else queues[0]
    return merged.order_by("due_at", "precedence", "id").limit(_fixed(most))


def _head(queue: Select[Any], most: int) -> Select[Any]:
    """The head of a queue, in order by itself: PostgreSQL merges what is sorted, and reads and sorts all otherwise."""
    return select(queue.order_by("due_at", "precedence", "id").limit(_fixed(most)).subquery())


def _fixed(value: int | Standing) -> Any:
    """A value that stands in the statement: not knowing how few rows are meant, PostgreSQL would plan each time."""
    kind = TaskCandidate.standing.type if isinstance(value, Standing) else None
    return literal(value, kind, literal_execute=True)


def queue_length(groups: Collection[str], *, most: int) -> Select[Any]:
    """How many tasks wait for these groups, counted up to `most`."""
    queues = [_queue(group, Standing.WAITING) for group in sorted(groups) or [""]]
    some = union_all(*queues).limit(most).subquery()
    return select(func.count(some.c.id.distinct()))


def _queue(group: str, standing: Standing) -> Select[Any]:
    columns: tuple[Any, ...] = (
        TaskCandidate.task_id.label("id"),
        TaskCandidate.due_by.label("due_at"),
        TaskCandidate.precedence,
    )
    return select(*columns).where(TaskCandidate.group_name == group, TaskCandidate.standing == _fixed(standing))


def may_work_on(session: Session, task: UserTask, name: str, groups: Collection[str]) -> bool:
    """Whether this person may see and do the task: assignee or candidate."""
    if task.assignee == name:
        return True
    found = session.execute(
        select(TaskCandidate.task_id).where(TaskCandidate.task_id == task.id, TaskCandidate.group_name.in_(groups))
    )
    return found.first() is not None


def draft(session: Session, task_id: int) -> TaskDraft | None:
    return session.get(TaskDraft, task_id)


def open_tasks(session: Session, instance_id: int) -> Sequence[UserTask]:
    return (
        session.execute(
            select(UserTask)
            .where(UserTask.instance_id == instance_id, UserTask.status == TaskStatus.OPEN)
            .order_by(UserTask.id)
        )
        .scalars()
        .all()
    )


def timers(session: Session, instance_id: int) -> Sequence[Timer]:
    return (
        session.execute(select(Timer).where(Timer.instance_id == instance_id).order_by(Timer.due_at, Timer.id))
        .scalars()
        .all()
    )


def subscriptions(session: Session, instance_id: int) -> Sequence[Subscription]:
    return (
        session.execute(select(Subscription).where(Subscription.instance_id == instance_id).order_by(Subscription.id))
        .scalars()
        .all()
    )


def jobs(session: Session, instance_id: int) -> Sequence[Job]:
    return session.execute(select(Job).where(Job.instance_id == instance_id).order_by(Job.id)).scalars().all()


def open_incidents(session: Session, instance_id: int | None = None) -> Sequence[Incident]:
    wanted = select(Incident).where(Incident.resolved_at.is_(None)).order_by(Incident.created_at, Incident.id)
    if instance_id is not None:
        wanted = wanted.where(Incident.instance_id == instance_id)
    return session.execute(wanted).scalars().all()


def history(
    session: Session, *, instance_id: int | None = None, business_key: str | None = None, limit: int = 500
) -> Sequence[HistoryEntry]:
    """Newest first."""
    wanted = select(HistoryEntry).order_by(HistoryEntry.id.desc()).limit(limit)
    if instance_id is not None:
        wanted = wanted.where(HistoryEntry.instance_id == instance_id)
    if business_key is not None:
        wanted = wanted.where(HistoryEntry.business_key == business_key)
    return session.execute(wanted).scalars().all()


def instances_of(session: Session, business_key: str) -> Sequence[Instance]:
    return (
        session.execute(select(Instance).where(Instance.business_key == business_key).order_by(Instance.id))
        .scalars()
        .all()
    )


def living_descendants(session: Session, instance_id: int) -> tuple[int, ...]:
    """Ids of the instances that this one, or one it started, has started by message and that still live; oldest first.

    In the order of their ids, which is the order in which commands on several instances lock them.
    """
    family = select(Instance.id, Instance.status).where(Instance.parent_id == instance_id).cte(recursive=True)
    family = family.union_all(select(Instance.id, Instance.status).join(family, Instance.parent_id == family.c.id))
    living = select(family.c.id).where(family.c.status.in_([InstanceStatus.ACTIVE, InstanceStatus.SUSPENDED]))
    return tuple(session.execute(living.order_by(family.c.id)).scalars())


@dataclass(frozen=True)
class ProcessOverview:
    definition: Definition
    running: int


def newest_definitions(session: Session, kind: DefinitionKind) -> Sequence[Definition]:
    newest = (
        select(Definition.key, func.max(Definition.version).label("version"))
        .where(Definition.kind == kind)
        .group_by(Definition.key)
        .subquery()
    )
    return (
        session.execute(
            select(Definition)
            .join(newest, (newest.c.key == Definition.key) & (newest.c.version == Definition.version))
            .where(Definition.kind == kind)
            .order_by(Definition.key)
        )
        .scalars()
        .all()
    )


def versions(session: Session, kind: DefinitionKind, key: str) -> Sequence[ProcessOverview]:
    """All versions of a key, newest first, with the number of running instances on each."""
    running = (
        select(Instance.definition_id, func.count().label("running"))
        .where(Instance.status.in_([InstanceStatus.ACTIVE, InstanceStatus.SUSPENDED]))
        .group_by(Instance.definition_id)
        .subquery()
    )
    rows = session.execute(
        select(Definition, func.coalesce(running.c.running, 0))
        .outerjoin(running, running.c.definition_id == Definition.id)
        .where(Definition.kind == kind, Definition.key == key)
        .order_by(Definition.version.desc())
    ).all()
    return [ProcessOverview(d, n) for d, n in rows]


def run_of(session: Session, definitions: DefinitionStore, instance_id: int, now: datetime) -> Run:
    """The live state of an instance, to look at. Raises NotFound."""
    row = session.get(Instance, instance_id)
    if row is None:
        raise NotFound("instance", instance_id)
    return loaded(definitions.process(session, row.definition_id), row.state, definitions, now)


def loaded(process: ProcessVersion, state: bytes, definitions: DefinitionStore, now: datetime) -> Run:
    """A state, to look at: it neither acts nor decides."""

    def refuse(_call: HandlerCall) -> Any:
        raise AssertionError("a state that is looked at does not act")

    def undecided(_key: str, _variables: Any) -> Any:
        raise AssertionError("a state that is looked at does not decide")

    environment = Environment(
        now=now.astimezone(BERLIN),
        call_handler=refuse,
        decide=undecided,
        functions=definitions.functions,
        calendar=None,
    )
    return Run.load(process.program, state, environment)


def positions(session: Session, definitions: DefinitionStore, instance_id: int, now: datetime) -> tuple[Position, ...]:
    """Where the tokens of an instance are. Raises NotFound."""
    return run_of(session, definitions, instance_id, now).positions()


def element_counts(session: Session, instance_id: int) -> dict[tuple[str | None, str | None], int]:
    """How often each drawn element of an instance was completed: (process key, element id) → count."""
    rows = session.execute(
        select(HistoryEntry.process_key, HistoryEntry.element_id, func.count())
        .where(HistoryEntry.instance_id == instance_id, HistoryEntry.kind == "element.completed")
        .group_by(HistoryEntry.process_key, HistoryEntry.element_id)
    ).all()
    return {(process_key, element_id): n for process_key, element_id, n in rows}


def due_instances(session: Session, now: datetime, limit: int) -> Sequence[int]:
    """Instances with one of the `limit` longest due timers, longest due first."""
    due = session.execute(
        select(Timer.instance_id)
        .where(Timer.due_at <= now, Timer.is_parked.is_(False))
        .order_by(Timer.due_at)
        .limit(limit)
    )
    return list(dict.fromkeys(due.scalars()))


def due_starts(session: Session, now: datetime, limit: int) -> Sequence[int]:
    return (
        session.execute(
            select(StartSubscription.id)
            .where(StartSubscription.due_at <= now)
            .order_by(StartSubscription.due_at, StartSubscription.id)
            .limit(limit)
        )
        .scalars()
        .all()
    )


def next_event(session: Session) -> datetime | None:
    """The earliest moment at which time alone will move anything: a timer, a start, or a job."""
    moments = session.execute(_NEXT_EVENTS).one()
    return min((m for m in moments if m is not None), default=None)


_NEXT_EVENTS = select(
    select(func.min(Timer.due_at)).where(Timer.is_parked.is_(False)).scalar_subquery(),
    select(func.min(StartSubscription.due_at)).scalar_subquery(),
    select(func.min(Job.due_at)).where(Job.status == JobStatus.READY, Job.is_parked.is_(False)).scalar_subquery(),
)


def moves_to_do(session: Session, limit: int) -> Sequence[int]:
    """Instances of running migrations that are to be moved, oldest migration first; ids of their moves."""
    return (
        session.execute(
            select(MigrationMove.id)
            .join(MigrationBatch, MigrationBatch.id == MigrationMove.batch_id)
            .where(
                MigrationBatch.status == BatchStatus.RUNNING,
                MigrationMove.status.in_([MoveStatus.WAITING, MoveStatus.RETURNING]),
            )
            .order_by(MigrationMove.batch_id, MigrationMove.id)
            .limit(limit)
        )
        .scalars()
        .all()
    )


def migrations_to_close(session: Session, forgotten: datetime) -> bool:
    """True while a migration runs, be it with nothing left to do, or could still be undone though over by then."""
    over = MigrationBatch.can_be_undone & (MigrationBatch.finished_at <= forgotten)
    wanted = select(MigrationBatch.id).where((MigrationBatch.status == BatchStatus.RUNNING) | over).limit(1)
    return session.execute(wanted).first() is not None


def trials_to_work(session: Session, forgotten: datetime) -> bool:
    """True while a dry run over many instances is not finished, or one is old enough to be forgotten."""
    over = MigrationTrial.finished_at.is_(None) | (MigrationTrial.finished_at <= forgotten)
    return session.execute(select(MigrationTrial.id).where(over).limit(1)).first() is not None
