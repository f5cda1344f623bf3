"""One instance becomes one of another version: the function that a dry run and the migration itself share."""

from __future__ import annotations

from dataclasses import dataclass

from SpiffWorkflow.util.task import TaskState

from engine.migration.obstacles import NotMovable
from engine.migration.plan import MigrationPlan
from engine.spiff import state
from engine.spiff.carrying import Carried, Carrying
from engine.spiff.execution import Execution
from engine.spiff.memories import remember_anew
from engine.spiff.nodes.gateways import InclusiveGateway, ParallelGateway
from engine.spiff.program import Program
from engine.spiff.rearming import rearm
from engine.spiff.run import Run
from engine.spiff.soundness import check_soundness
from engine.waits import Environment, Position, Waits


@dataclass(frozen=True)
class CarriedOver:
    """The instance in its new version: `resting` is how it arrived, `run` how it stands once it went on by itself."""

    run: Run
    waits: Waits
    positions: tuple[Position, ...]
    facts: Carried


def carry_over(
    program: Program, raw: bytes, target: Program, plan: MigrationPlan, environment: Environment
) -> CarriedOver:
    """Carry the state `raw` of an instance of `program` over to `target`, and let it go on as far as it can by itself.

    Changes nothing but what `environment` lets a step change. Raises `NotMovable` with everything that is in the way.
    """
    source = state.load(program, raw, environment)
    carrying = Carrying(source, target, plan, environment)
    carrying.move()
    remember_anew(carrying)
    rearm(carrying)
    check_soundness(carrying)
    if carrying.obstacles:
        raise NotMovable(carrying.obstacles)
    execution = carrying.execution
    resting = Run(execution)
    waits, positions = resting.waits(), resting.positions()
    _rejoin(execution)
    execution.advance()
    if _stuck(resting) and not _stuck(Run(source)):
        root = source.top.root
        carrying.refuse("deadlock", root)
        raise NotMovable(carrying.obstacles)
    return CarriedOver(resting, waits, positions, carrying.result)


def _rejoin(execution: Execution) -> None:
    """Tokens that waited for others may have all of them now, or need none any more."""
    for scope in execution.all_scopes():
        for node in scope.scope_spec.task_specs.values():
            joins = isinstance(node, ParallelGateway) or (type(node) is InclusiveGateway and len(node.incoming) < 2)
            waiting = [t for t in scope.at(node) if t._state == TaskState.WAITING] if joins else []
            while waiting:
                newest = waiting[-1]
                node._update(newest)
                if newest._state == TaskState.WAITING:
                    break
                waiting = [t for t in scope.at(node) if t._state == TaskState.WAITING]


def _stuck(run: Run) -> bool:
    return any(incident.error_class == "Deadlock" for incident in run.waits().incidents)
