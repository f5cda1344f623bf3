"""What an instance waits for and where it stands, read off its tokens."""

from __future__ import annotations

from SpiffWorkflow.util.task import TaskState

from engine.errors import NotFound
from engine.spiff.arming import drawn_id
from engine.spiff.events import interrupts_scope
from engine.spiff.execution import Execution
from engine.spiff.nodes.base import Node, Root
from engine.spiff.nodes.scopes import CallActivity, SubProcess
from engine.spiff.nodes.tasks import CONTINUES, ServiceTask, UserTask
from engine.spiff.timers import number_to_instant
from engine.spiff.token import Token
from engine.waits import (
    DEADLOCK,
    IncidentWait,
    JobWait,
    Position,
    SubscriptionWait,
    TimerWait,
    UserTaskDescription,
    UserTaskWait,
    Waits,
)

#: Priority of a user task that states none.
DEFAULT_PRIORITY = 50


class _Collector:
    def __init__(self) -> None:
        self.user_tasks: list[UserTaskWait] = []
        self.timers: list[TimerWait] = []
        self.subscriptions: list[SubscriptionWait] = []
        self.jobs: list[JobWait] = []
        self.incidents: list[IncidentWait] = []

    def add(self, token: Token) -> None:
        node = token.node
        key, element_id = node.spec.process_key, node.element.id
        if token._state == TaskState.ERROR:
            error_class, message = token.note["error"]
            self.incidents.append(IncidentWait(token.id, key, element_id, error_class, message))
        elif token._state == TaskState.WAITING:
            if "task" in token.note:
                self.user_tasks.append(UserTaskWait(token.id, key, element_id))
            elif "job" in token.note and isinstance(node, ServiceTask):
                retry = node.element.attributes.get("retry")
                self.jobs.append(JobWait(token.id, key, element_id, node.handler, retry, token.note["job"]))
        for arm_id, record in token.arms.items():
            self._add_arm(token, arm_id, record, key)

    def _add_arm(self, token: Token, arm_id: str, record: dict[str, object], key: str) -> None:
        kind = record["k"]
        if kind == "timer":
            due_at = number_to_instant(int(str(record["d"])))
            self.timers.append(TimerWait(token.id, key, arm_id, due_at, _interrupting(token, arm_id)))
        elif kind in ("message", "signal"):
            correlation = record.get("c")
            self.subscriptions.append(
                SubscriptionWait(
                    token.id,
                    key,
                    arm_id,
                    str(kind),
                    str(record["n"]),
                    None if correlation is None else str(correlation),
                )
            )


def _interrupting(token: Token, arm_id: str) -> bool | None:
    event_id = drawn_id(arm_id)
    for boundary in token.node.boundary:
        if boundary.element.id == event_id:
            return boundary.element.interrupting
    for handler in token.scope.scope_spec.event_sub_processes if token is token.scope.root else ():
        if handler.start.element.id == event_id:
            return interrupts_scope(handler.start.element)
    return None


def waits_of(execution: Execution) -> Waits:
    """Everything the instance waits for.

    An active instance that waits for nothing can never move again (for example an AND join behind an XOR split): each
    of its tokens is reported as an incident.
    """
    if execution.status != "active":
        return Waits()
    found = _Collector()
    for token in execution.all_tokens():
        found.add(token)
    if not (found.user_tasks or found.timers or found.subscriptions or found.jobs or found.incidents):
        listening = any(token.arms for token in execution.all_tokens())
        for token in execution.all_tokens():
            if token._state == TaskState.WAITING and not listening:
                found.incidents.append(
                    IncidentWait(
                        token.id,
                        token.node.spec.process_key,
                        token.node.element.id,
                        DEADLOCK,
                        "The token waits for others that can never arrive.",
                    )
                )
    return Waits(
        tuple(found.user_tasks),
        tuple(found.timers),
        tuple(found.subscriptions),
        tuple(found.jobs),
        tuple(found.incidents),
    )


def positions_of(execution: Execution) -> tuple[Position, ...]:
    """Where tokens are, for the picture."""
    found = []
    for token in execution.all_tokens():
        node = token.node
        if not node.recorded and not token.failed:
            continue
        found.append(Position(token.id, node.spec.process_key, node.element.id, _state(token, node)))
    return tuple(found)


def _state(token: Token, node: Node) -> str:
    if token._state == TaskState.ERROR:
        return "failed"
    if isinstance(node, SubProcess | CallActivity):
        return "started"
    if "task" in token.note or "job" in token.note or isinstance(node, Root):
        return "active"
    return "waiting"


def describe_user_task(token: Token) -> UserTaskDescription:
    """The attributes of an open user task. Raises `NotFound` if the token is at no open user task."""
    node = token.node
    if not isinstance(node, UserTask) or "task" not in token.note:
        raise NotFound("open user task", token.id)
    found = token.note["task"]
    return UserTaskDescription(
        name=node.element.name or node.element.id,
        documentation=node.element.documentation,
        form=node.element.attributes.get("form"),
        assignee=found.get("a"),
        candidate_groups=tuple(found.get("g", ())),
        due_at=number_to_instant(found["u"]) if "u" in found else None,
        follow_up_at=number_to_instant(found["f"]) if "f" in found else None,
        priority=found.get("p", DEFAULT_PRIORITY),
        lane=node.element.lane,
        continues=tuple(token.note.get(CONTINUES, ())),
    )
