"""Every legal status change, in one table each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from engine.errors import WrongState
from models.runtime import InstanceStatus, TaskStatus

INSTANCE: dict[str, frozenset[InstanceStatus]] = {
    "look": frozenset(InstanceStatus),
    "advance": frozenset({InstanceStatus.ACTIVE}),
    "suspend": frozenset({InstanceStatus.ACTIVE}),
    "resume": frozenset({InstanceStatus.SUSPENDED}),
    "inform": frozenset({InstanceStatus.ACTIVE, InstanceStatus.SUSPENDED}),
    "migrate": frozenset({InstanceStatus.ACTIVE, InstanceStatus.SUSPENDED}),
    "cancel": frozenset({InstanceStatus.ACTIVE, InstanceStatus.SUSPENDED}),
    "reassign": frozenset({InstanceStatus.ACTIVE, InstanceStatus.SUSPENDED}),
    # Correcting what a stopped instance holds is what one stops it for; moving its tokens would run what follows.
    "edit": frozenset({InstanceStatus.ACTIVE, InstanceStatus.SUSPENDED}),
    "change a timer of": frozenset({InstanceStatus.ACTIVE, InstanceStatus.SUSPENDED}),
    "move a token of": frozenset({InstanceStatus.ACTIVE}),
    "add a token to": frozenset({InstanceStatus.ACTIVE}),
    "add a turn to": frozenset({InstanceStatus.ACTIVE}),
    "remove a token of": frozenset({InstanceStatus.ACTIVE}),
}

TASK: dict[str, frozenset[TaskStatus]] = {
    verb: frozenset({TaskStatus.OPEN}) for verb in ("claim", "release", "assign", "save a draft of", "complete")
}


def check_instance(verb: str, instance_id: int, status: InstanceStatus) -> None:
    """Raises WrongState unless the instance may do this now."""
    if status not in INSTANCE[verb]:
        raise WrongState(verb, "instance", instance_id, status.value, expected=_in_order(INSTANCE[verb]))


def check_task(verb: str, task_id: int, status: TaskStatus, *, by: str | None, at: datetime | None) -> None:
    """Raises WrongState, saying who ended the task and when."""
    if status not in TASK[verb]:
        raise WrongState(verb, "user task", task_id, status.value, by=by, at=at, expected=_in_order(TASK[verb]))


def _in_order(states: Collection[InstanceStatus] | Collection[TaskStatus]) -> list[str]:
    return sorted(state.value for state in states)
