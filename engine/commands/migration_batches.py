"""Migrate many instances: start, pause, resume and take back a batch. The worker does the moving, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy import insert, select, update

from engine.context import Context
from engine.definitions import ProcessVersion
from engine.errors import NotFound, WrongState
from engine.migration.moving import check
from engine.migration.plan import MigrationPlan
from engine.reasons import require_reason
from models.operations import BatchStatus, MigrationBatch, MigrationMove, MigrationTrialLine, MoveStatus
from models.runtime import Instance, InstanceStatus

BATCH: Any = MigrationBatch.__table__
MOVE: Any = MigrationMove.__table__
LINE: Any = MigrationTrialLine.__table__
INSTANCE: Any = Instance.__table__

LIVING = (InstanceStatus.ACTIVE, InstanceStatus.SUSPENDED)
#: Days for which a batch can be taken back; then the states kept for it are forgotten.
UNDO_DAYS = 30

#: States of a batch that can be taken back.
_UNDOABLE = ("running", "paused", "finished")


@dataclass(frozen=True)
class Selection:
    """Which living instances of a version: all, or those of a status, of business keys that begin so, or by id."""

    status: InstanceStatus | None = None
    key_prefix: str = ""
    instance_ids: tuple[int, ...] = field(default=())
    #: those a dry run has looked at
    trial_id: int | None = None

    def conditions(self, source_id: int) -> list[Any]:
        """As conditions on instance rows."""
        wanted = [INSTANCE.c.definition_id == source_id]
        wanted.append(INSTANCE.c.status == self.status if self.status in LIVING else INSTANCE.c.status.in_(LIVING))
        if self.key_prefix:
            wanted.append(INSTANCE.c.business_key.startswith(self.key_prefix, autoescape=True))
        if self.instance_ids:
            wanted.append(INSTANCE.c.id.in_(self.instance_ids))
        if self.trial_id is not None:
            wanted.append(INSTANCE.c.id.in_(select(LINE.c.instance_id).where(LINE.c.trial_id == self.trial_id)))
        return wanted


@dataclass(frozen=True)
class StartMigration:
    """Plan the migration of the selected instances of one version; returns the id of the batch.

    Raises NotFound (a version), WrongState (the same version; instances of the selection that ended or run in another
    version), PlanRefused, ValuesRefused without a reason; nothing is changed then.
    """

    permission: ClassVar[str] = "model.deploy"

    source_id: int
    target_id: int
    plan: MigrationPlan
    reason: str
    selection: Selection = Selection()

    def run(self, context: Context) -> int:
        reason = require_reason(self.reason)
        source, target = self._versions(context)
        check(self.plan, source, target)
        chosen = chosen_instances(context, source, self.selection)
        values = {
            "source_id": self.source_id,
            "target_id": self.target_id,
            "plan": self.plan.to_json(),
            "status": BatchStatus.RUNNING,
            "is_undo": False,
            "can_be_undone": True,
            "reason": reason,
            "created_at": context.now,
            "created_by": context.actor.name,
        }
        batch_id: int = context.connection.execute(insert(BATCH).values(**values).returning(BATCH.c.id)).scalar_one()
        move = {"batch_id": batch_id, "status": MoveStatus.WAITING, "obstacles": [], "went_on": False}
        if chosen:
            context.connection.execute(insert(MOVE), [{**move, "instance_id": each} for each in chosen])
        facts = {"plan": self.plan.id, "instances": len(chosen), "reason": reason}
        _record(context, "migration.started", batch_id, self.target_id, **facts)
        return batch_id

    def _versions(self, context: Context) -> tuple[ProcessVersion, ProcessVersion]:
        load = context.definitions.process
        return load(context.connection, self.source_id), load(context.connection, self.target_id)


@dataclass(frozen=True)
class PauseMigration:
    """Let the worker leave the batch alone until it is resumed. Raises NotFound, WrongState unless it runs."""

    permission: ClassVar[str] = "model.deploy"

    batch_id: int

    def run(self, context: Context) -> None:
        row = locked(context, self.batch_id)
        if row.status is not BatchStatus.RUNNING:
            raise WrongState("pause", "migration", self.batch_id, row.status.value, expected=["running"])
        _set(context, self.batch_id, status=BatchStatus.PAUSED)
        _record(context, "migration.paused", self.batch_id, row.target_id)


@dataclass(frozen=True)
class ResumeMigration:
    """Let the worker go on. Raises NotFound, WrongState unless it is paused."""

    permission: ClassVar[str] = "model.deploy"

    batch_id: int

    def run(self, context: Context) -> None:
        row = locked(context, self.batch_id)
        if row.status is not BatchStatus.PAUSED:
            raise WrongState("resume", "migration", self.batch_id, row.status.value, expected=["paused"])
        _set(context, self.batch_id, status=BatchStatus.RUNNING)
        _record(context, "migration.resumed", self.batch_id, row.target_id)


@dataclass(frozen=True)
class UndoMigration:
    """Take a batch back, also a running or paused one: what is not migrated yet stays where it is.

    Instances that moved on since stay where they are, each with the reason. Raises NotFound, WrongState if it is taken
    back already.
    """

    permission: ClassVar[str] = "model.deploy"

    batch_id: int
    reason: str

    def run(self, context: Context) -> None:
        reason = require_reason(self.reason)
        row = locked(context, self.batch_id)
        if row.is_undo:
            raise WrongState("undo", "migration", self.batch_id, "undone", expected=_UNDOABLE)
        if not row.can_be_undone:
            raise WrongState(
                "undo", "migration", self.batch_id, f"finished for more than {UNDO_DAYS} days", expected=_UNDOABLE
            )
        of_batch = update(MOVE).where(MOVE.c.batch_id == self.batch_id)
        context.connection.execute(
            of_batch.where(MOVE.c.status == MoveStatus.WAITING).values(status=MoveStatus.RETURNED)
        )
        context.connection.execute(
            of_batch.where(MOVE.c.status == MoveStatus.MIGRATED).values(status=MoveStatus.RETURNING)
        )
        _set(context, self.batch_id, status=BatchStatus.RUNNING, is_undo=True, finished_at=None)
        _record(context, "migration.taken_back", self.batch_id, row.target_id, reason=reason)


def chosen_instances(context: Context, source: ProcessVersion, selection: Selection) -> Sequence[int]:
    """The instances of a selection by their ids. Raises WrongState if one that was named does not live in `source`."""
    wanted = select(INSTANCE.c.id).where(*selection.conditions(source.id)).order_by(INSTANCE.c.id)
    chosen = context.connection.execute(wanted).scalars().all()
    missing = sorted(set(selection.instance_ids) - set(chosen))
    if missing:
        ids = ", ".join(map(str, missing))
        raise WrongState(
            "migrate",
            "instances",
            ids,
            f"not living in version {source.version} of {source.key}",
            expected=["active", "suspended"],
        )
    return chosen


def locked(context: Context, batch_id: int) -> Any:
    """The row of a batch, locked. Raises NotFound."""
    row = context.connection.execute(select(BATCH).where(BATCH.c.id == batch_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("migration", batch_id)
    return row


def _set(context: Context, batch_id: int, **values: Any) -> None:
    context.connection.execute(update(BATCH).where(BATCH.c.id == batch_id).values(**values))


def _record(context: Context, kind: str, batch_id: int, target_id: int, **facts: Any) -> None:
    context.record(kind, definition_id=target_id, data={"migration": batch_id, **facts})
