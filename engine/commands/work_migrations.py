"""The worker's part in migrations: one instance, one transaction."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, ClassVar

from sqlalchemy import select, update

from engine.commands.migration_batches import BATCH, MOVE, UNDO_DAYS
from engine.context import Context
from engine.errors import MigrationRefused, WrongState
from engine.migration.moving import Memory, migrate, migrate_back
from engine.migration.obstacles import Obstacle
from engine.migration.plan import MigrationPlan
from models.operations import BatchStatus, MoveStatus

#: What is to be done, and what it is when it could not be.
_TO_DO = {MoveStatus.WAITING: MoveStatus.REFUSED, MoveStatus.RETURNING: MoveStatus.STAYED}


@dataclass(frozen=True)
class MoveOne:
    """Migrate, or take back, one instance of a running batch. False: nothing to do, or another worker is at it.

    A refusal is the result of this one instance and stops nothing else.
    """

    permission: ClassVar[str] = "worker"

    move_id: int

    def run(self, context: Context) -> bool:
        row = _move(context, self.move_id)
        if row is None:
            return False
        facts = {"migration": row.batch_id, "reason": row.reason}
        try:
            if row.status is MoveStatus.WAITING:
                plan = MigrationPlan.from_json(row.plan)
                live = context.unit.load(row.instance_id, verb="migrate")
                if live.process.id != row.source_id:
                    raise MigrationRefused(row.instance_id, [Obstacle.of("version")])
                memory = migrate(context, row.instance_id, plan, row.target_id, **facts)[1]
                _done(context, row, MoveStatus.MIGRATED, **asdict(memory))
            else:
                if row.state_before is None:
                    raise MigrationRefused(row.instance_id, [Obstacle.of("kept-no-more")])
                kept = Memory(row.state_before, row.version_after, row.trail, row.went_on)
                migrate_back(context, row.instance_id, row.source_id, row.target_id, kept, **facts)
                _done(context, row, MoveStatus.RETURNED, state_before=None, trail=None)
        except MigrationRefused as refused:
            _done(context, row, _TO_DO[row.status], obstacles=[asdict(o) for o in refused.obstacles])
        except WrongState:
            _done(context, row, _TO_DO[row.status], obstacles=[asdict(Obstacle.of("ended"))])
        return True


@dataclass(frozen=True)
class GiveUpOne:
    """Moving one instance failed as a whole: it is left where it is, and the batch goes on."""

    permission: ClassVar[str] = "worker"

    move_id: int
    error_class: str

    def run(self, context: Context) -> bool:
        row = _move(context, self.move_id)
        if row is not None:
            obstacles = [asdict(Obstacle.of("failed", reason=self.error_class))]
            _done(context, row, _TO_DO[row.status], obstacles=obstacles)
        return row is not None


@dataclass(frozen=True)
class FinishMigrations:
    """Close running batches with nothing left to do; forget what was kept for undoing when its time is over."""

    permission: ClassVar[str] = "worker"

    def run(self, context: Context) -> int:
        left = select(MOVE.c.id).where(MOVE.c.batch_id == BATCH.c.id, MOVE.c.status.in_(_TO_DO)).exists()
        closed = context.connection.execute(
            update(BATCH)
            .where(BATCH.c.status == BatchStatus.RUNNING, ~left)
            .values(status=BatchStatus.FINISHED, finished_at=context.now)
        ).rowcount
        over = context.connection.execute(
            update(BATCH)
            .where(BATCH.c.can_be_undone, BATCH.c.finished_at <= context.now - timedelta(days=UNDO_DAYS))
            .values(can_be_undone=False)
            .returning(BATCH.c.id)
        ).scalars()
        context.connection.execute(
            update(MOVE).where(MOVE.c.batch_id.in_(over.all())).values(state_before=None, trail=None)
        )
        return int(closed)


def _move(context: Context, move_id: int) -> Any:
    """The row with what its batch says, locked; None if there is nothing to do."""
    columns = (BATCH.c.source_id, BATCH.c.target_id, BATCH.c.plan, BATCH.c.reason)
    return context.connection.execute(
        select(MOVE, *columns)
        .join(BATCH, BATCH.c.id == MOVE.c.batch_id)
        .where(MOVE.c.id == move_id, MOVE.c.status.in_(_TO_DO), BATCH.c.status == BatchStatus.RUNNING)
        .with_for_update(skip_locked=True, of=MOVE)
    ).one_or_none()


def _done(context: Context, row: Any, status: MoveStatus, **values: Any) -> None:
    context.connection.execute(
        update(MOVE).where(MOVE.c.id == row.id).values(status=status, done_at=context.now, **values)
    )
