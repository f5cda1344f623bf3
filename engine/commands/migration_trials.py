"""A dry run over more instances than anybody would wait for: the worker looks at them, a few to a transaction."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

from sqlalchemy import delete, insert, select, update

from engine.commands.migration_batches import Selection, chosen_instances
from engine.context import Context
from engine.migration.moving import check
from engine.migration.obstacles import Obstacle
from engine.migration.outlook import look
from engine.migration.plan import MigrationPlan
from engine.migration.preview import Preview
from models.operations import MigrationTrial, MigrationTrialLine, TrialOutcome

TRIAL: Any = MigrationTrial.__table__
LINE: Any = MigrationTrialLine.__table__

#: What a dry run told is forgotten then: instances have moved on.
TRIAL_DAYS = 7


@dataclass(frozen=True)
class StartTrial:
    """Have the worker look at what migrating the selected instances would do; returns the id of the dry run.

    Raises NotFound (a version), WrongState (the same version; instances of the selection that ended or run in another
    version), PlanRefused.
    """

    permission: ClassVar[str] = "model.deploy"

    source_id: int
    target_id: int
    plan: MigrationPlan
    selection: Selection = field(default_factory=Selection)

    def run(self, context: Context) -> int:
        load = context.definitions.process
        source, target = load(context.connection, self.source_id), load(context.connection, self.target_id)
        check(self.plan, source, target)
        chosen = chosen_instances(context, source, self.selection)
        values = {
            "source_id": source.id,
            "target_id": target.id,
            "plan": self.plan.to_json(),
            "created_at": context.now,
            "created_by": context.actor.name,
        }
        trial_id: int = context.connection.execute(insert(TRIAL).values(**values).returning(TRIAL.c.id)).scalar_one()
        if chosen:
            context.connection.execute(insert(LINE), [{"trial_id": trial_id, "instance_id": each} for each in chosen])
        return trial_id


@dataclass(frozen=True)
class WorkTrials:
    """Look at the next instances of the oldest dry run, close what is done, forget what is old.

    Returns how many instances were looked at. Changes no instance.
    """

    permission: ClassVar[str] = "worker"

    limit: int

    def run(self, context: Context) -> int:
        lines = context.connection.execute(
            select(LINE.c.id, LINE.c.instance_id, TRIAL.c.source_id, TRIAL.c.target_id, TRIAL.c.plan)
            .join(TRIAL, TRIAL.c.id == LINE.c.trial_id)
            .where(LINE.c.outcome.is_(None), TRIAL.c.finished_at.is_(None))
            .order_by(LINE.c.trial_id, LINE.c.id)
            .limit(self.limit)
            .with_for_update(skip_locked=True, of=LINE)
        ).all()
        for line in lines:
            plan, versions = MigrationPlan.from_json(line.plan), (line.source_id, line.target_id)
            seen = look(
                context.session, context.definitions, context.calendar, line.instance_id, plan, versions, context.now
            )
            context.connection.execute(update(LINE).where(LINE.c.id == line.id).values(**_told(seen)))
        left = select(LINE.c.id).where(LINE.c.trial_id == TRIAL.c.id, LINE.c.outcome.is_(None)).exists()
        context.connection.execute(
            update(TRIAL).where(TRIAL.c.finished_at.is_(None), ~left).values(finished_at=context.now)
        )
        old = context.now - timedelta(days=TRIAL_DAYS)
        context.connection.execute(delete(TRIAL).where(TRIAL.c.finished_at <= old))
        return len(lines)


def _told(seen: Preview | tuple[Obstacle, ...]) -> dict[str, Any]:
    if isinstance(seen, Preview):
        outcome = TrialOutcome.SAME if seen.changes_nothing else TrialOutcome.MOVES
        return {"outcome": outcome, "told": seen.to_json()}
    return {"outcome": TrialOutcome.REFUSED, "told": [asdict(obstacle) for obstacle in seen]}
