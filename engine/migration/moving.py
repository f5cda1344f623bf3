"""Migrating one instance within the transaction of a command, and foretelling it without one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from engine.calendar import BERLIN, BusinessCalendar
from engine.commands.suspend_instance import park
from engine.context import Context
from engine.definitions import DefinitionStore, ProcessVersion
from engine.errors import MigrationRefused, NotFound, PlanRefused, WrongState
from engine.lifecycle import check_instance
from engine.lint.finding import Severity
from engine.messages import buffered_for
from engine.migration.check import check_plan
from engine.migration.obstacles import NotMovable, Obstacle
from engine.migration.plan import MigrationPlan
from engine.migration.preview import Foreseen, Preview, all_waits, foresee, kind_of, watching
from engine.migration.rows import Rows, gather
from engine.spiff import Run
from engine.stores import SeenStores
from engine.unit import Live
from engine.waits import Environment, SubscriptionWait
from models.runtime import Instance, InstanceStatus, Job, JobStatus

JOB: Any = Job.__table__


@dataclass(frozen=True)
class Memory:
    """What is kept to be able to undo: the state before, and which wait became which (kind, token, id, token, id)."""

    state_before: bytes
    version_after: int
    trail: list[list[str]]
    #: it went on by itself when it was migrated: that cannot be taken back
    went_on: bool


def check(plan: MigrationPlan, source: ProcessVersion, target: ProcessVersion) -> None:
    """Raises WrongState for a migration to the version itself, PlanRefused if the plan does not fit."""
    if source.id == target.id:
        raise WrongState(
            "migrate from",
            "version",
            f"{source.version} of {source.key}",
            "the target itself",
            expected=["another one than the target"],
        )
    errors = [f for f in check_plan(plan, source.program, target.program) if f.severity is Severity.ERROR]
    if errors:
        raise PlanRefused(errors)


def migrate(
    context: Context, instance_id: int, plan: MigrationPlan, target_id: int, **facts: Any
) -> tuple[Preview, Memory]:
    """Migrate one instance; `facts` go into its history.

    Raises NotFound, WrongState (ended, or of this version already), PlanRefused, MigrationRefused; nothing is changed
    then.
    """
    target = context.definitions.process(context.session, target_id)
    live = context.unit.load(instance_id, verb="migrate")
    source = live.process
    if source.id == target.id:
        raise WrongState(
            "migrate",
            "instance",
            instance_id,
            f"in version {target.version} of {target.key} already",
            expected=["in another version"],
        )
    check(plan, source, target)
    state_before = live.run.dump()
    foreseen = _carry(context, live, state_before, target, plan)
    told = _with_messages(context.connection, foreseen, live.status, context.now)
    rows = _rows(context, live)
    rows.end(foreseen.over)
    rows.rename(foreseen.renamed)
    rows.describe_tasks(foreseen.run, foreseen.renamed, target.forms)
    context.unit.replace(live, target, foreseen.run, gather(now for _, now in foreseen.renamed))
    context.unit.record(
        live,
        "instance.migrated",
        from_definition=source.id,
        from_version=source.version,
        to_version=target.version,
        plan=plan.id,
        **facts,
    )
    _settle(context, live)
    trail = [[kind_of(was), was.token, was.element_id, now.token, now.element_id] for was, now in foreseen.renamed]
    went_on = bool(foreseen.run.steps or told.receives)
    return told, Memory(state_before, live.version + 1, trail, went_on)


def _carry(context: Context, live: Live, state: bytes, target: ProcessVersion, plan: MigrationPlan) -> Foreseen:
    obstacles = leased_jobs(context.session, live.id, context.now)
    if obstacles:
        raise MigrationRefused(live.id, obstacles)
    environment = context.unit.environment(live, target)
    if live.status is InstanceStatus.SUSPENDED:
        environment = watching(environment)
    told = len(context.history)
    try:
        # A savepoint: handlers that acted before something turned out to be in the way leave nothing behind.
        with context.session.begin_nested():
            foreseen = foresee(live.process.program, state, target.program, plan, environment)
            _stay_suspended(foreseen, live.status)
    except NotMovable as refused:
        del context.history[told:]
        raise MigrationRefused(live.id, refused.obstacles) from refused
    return foreseen


def _stay_suspended(foreseen: Foreseen, status: InstanceStatus) -> None:
    if status is InstanceStatus.SUSPENDED and (foreseen.run.steps or foreseen.preview.acts):
        raise NotMovable([Obstacle.of("suspended-moves")])


def _settle(context: Context, live: Live) -> None:
    if live.status is InstanceStatus.SUSPENDED:
        context.unit.settle_now()
        park(context, live.id, parked=True)


def _rows(context: Context, live: Live) -> Rows:
    return Rows(context.connection, live.id, context.now, context.actor.name)


def _with_messages(rows: Session | Connection, foreseen: Foreseen, status: InstanceStatus, now: datetime) -> Preview:
    """What happens, with the buffered messages that newly armed waits of a running instance get at once."""
    had = {(now_.token, now_.element_id) for _, now_ in foreseen.renamed if isinstance(now_, SubscriptionWait)}
    armed = [s for s in foreseen.run.waits().subscriptions if (s.token, s.element_id) not in had]
    if status is not InstanceStatus.ACTIVE:
        armed = []
    names = buffered_for(rows, armed, now)
    return replace(foreseen.preview, receives=tuple(names)) if names else foreseen.preview


def leased_jobs(session: Session, instance_id: int, now: datetime) -> list[Obstacle]:
    """A worker that acts at this moment would come back to an instance it does not know."""
    held = session.execute(
        select(JOB.c.process_key, JOB.c.element_id, JOB.c.token).where(
            JOB.c.instance_id == instance_id, JOB.c.status == JobStatus.LEASED, JOB.c.lease_until > now
        )
    )
    return [Obstacle.of("job-leased", row.process_key, row.element_id, row.token) for row in held]


# ---------------------------------------------------------------------- foretelling
def preview(
    session: Session,
    definitions: DefinitionStore,
    calendar: BusinessCalendar,
    instance_id: int,
    plan: MigrationPlan,
    target_id: int,
    now: datetime,
) -> Preview:
    """What migrating the instance now would do, without doing it. Raises what `migrate` would raise."""
    row = session.get(Instance, instance_id)
    if row is None:
        raise NotFound("instance", instance_id)
    check_instance("migrate", instance_id, row.status)
    source = definitions.process(session, row.definition_id)
    target = definitions.process(session, target_id)
    check(plan, source, target)
    obstacles = leased_jobs(session, instance_id, now)
    if obstacles:
        raise MigrationRefused(instance_id, obstacles)

    def decide(key: str, variables: Mapping[str, Any]) -> Any:
        return definitions.decide(session, target.decisions[key], variables, now=now.astimezone(BERLIN)).value

    stores = SeenStores(session)
    environment = watching(
        Environment(
            now=now.astimezone(BERLIN),
            call_handler=lambda call: {},
            decide=decide,
            functions=definitions.functions,
            calendar=calendar,
            read_store=stores.read,
            write_store=stores.write,
        )
    )
    try:
        foreseen = foresee(source.program, row.state, target.program, plan, environment)
        _stay_suspended(foreseen, row.status)
    except NotMovable as refused:
        raise MigrationRefused(instance_id, refused.obstacles) from refused
    return _with_messages(session, foreseen, row.status, now)


# ---------------------------------------------------------------------- taking back
def migrate_back(
    context: Context, instance_id: int, source_id: int, target_id: int, kept: Memory, **facts: Any
) -> None:
    """Restore an instance exactly as it was before its migration from `source_id` to `target_id`.

    Raises NotFound, WrongState if it has ended, MigrationRefused if it has moved since.
    """
    live = context.unit.load(instance_id, verb="migrate")
    blocked = _blocked(context, live, target_id, kept)
    if blocked is not None:
        raise MigrationRefused(instance_id, [Obstacle.of(blocked)])
    leased = leased_jobs(context.session, instance_id, context.now)
    if leased:
        raise MigrationRefused(instance_id, leased)
    source = context.definitions.process(context.session, source_id)
    present = live.run.waits()
    run = Run.load(source.program, kept.state_before, context.unit.environment(live, source))
    then = {(kind_of(w), w.token, w.element_id): w for w in all_waits(run.waits())}
    names = {(kind, token, now): (kind, was_token, was) for kind, was_token, was, token, now in kept.trail}
    renamed, over = [], []
    for wait in all_waits(present):
        name = names.get((kind_of(wait), wait.token, wait.element_id))
        if name is not None and name in then:
            renamed.append((wait, then[name]))
        else:
            over.append(wait)
    rows = _rows(context, live)
    rows.end(over)
    rows.rename(renamed)
    rows.describe_tasks(run, renamed, source.forms)
    came_from = live.process.version
    context.unit.replace(live, source, run, gather(was for _, was in renamed))
    context.unit.record(live, "instance.migration_undone", from_version=came_from, to_version=source.version, **facts)
    _settle(context, live)


def _blocked(context: Context, live: Live, target_id: int, kept: Memory) -> str | None:
    if live.process.id != target_id:
        return "version"
    if live.version != kept.version_after:
        return "advanced"
    if kept.went_on:
        return "went-on"
    begun = context.session.execute(
        select(JOB.c.token).where(JOB.c.instance_id == live.id, JOB.c.attempts > 0)
    ).scalars()
    had = {token for kind, _, _, token, _ in kept.trail if kind == "job"}
    return "job-begun" if set(begun) - had else None
