"""Carry one running instance over to another version of its process, or to another process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.context import Context
from engine.migration.moving import migrate
from engine.migration.plan import MigrationPlan
from engine.migration.preview import Preview


@dataclass(frozen=True)
class MigrateInstance:
    """Migrate one instance by a plan to the process version with the id `target_id`; returns what happened.

    Tokens, tasks, drafts, timers and jobs stay the same ones. Raises NotFound (instance, version), WrongState (ended,
    or of this version already), PlanRefused, MigrationRefused; nothing is changed then.
    """

    permission: ClassVar[str] = "model.deploy"

    instance_id: int
    plan: MigrationPlan
    target_id: int

    def run(self, context: Context) -> Preview:
        return migrate(context, self.instance_id, self.plan, self.target_id)[0]
