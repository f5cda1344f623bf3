"""Where an event goes: from what fired or was thrown to the event drawn in the diagram.

Signals reach every wait of the instance at once. Errors and escalations walk outwards from the throwing activity: its
boundary events, then the event sub-processes of its scope, then the activity that owns the scope, and so on. At each
level a matching code wins over an event that catches all. An interrupting event takes out what it interrupts before
anything behind it can run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from engine.bpmn.model import EventDefinition, FlowNode
from engine.errors import Incident
from engine.spiff.arming import arm, arm_ids, arm_record, drawn_id
from engine.spiff.incidents import UncaughtError
from engine.spiff.nodes.base import Node
from engine.spiff.timers import following_timer
from engine.spiff.token import Phase, Scope, Token
from engine.spiff.variables import hand_over, visible
from engine.waits import ThrownEvent

if TYPE_CHECKING:
    from engine.spiff.execution import Execution
    from engine.spiff.nodes.scopes import EventSubProcess


# ---------------------------------------------------------------------- firing
def fire(execution: Execution, holder: Token, arm_id: str, payload: Mapping[str, Any] | None = None) -> None:
    """What `holder` waits for under `arm_id` has happened."""
    event_id = drawn_id(arm_id)
    if holder is holder.scope.root:
        handler = next(e for e in holder.scope.scope_spec.event_sub_processes if e.start.element.id == event_id)
        if complete_multiple(holder, handler.start.element, arm_id, payload):
            start_event_sub_process(execution, holder, handler, arm_id, payload)
        return
    boundary = next((b for b in holder.node.boundary if b.element.id == event_id), None)
    if boundary is None:
        holder.node.trigger(holder, arm_id, payload or {})
    elif complete_multiple(holder, boundary.element, arm_id, payload):
        fire_boundary(execution, holder, boundary, arm_id, payload)


def complete_multiple(holder: Token, element: FlowNode, arm_id: str, payload: Mapping[str, Any] | None) -> bool:
    """False while a parallel multiple event still waits for others of its definitions."""
    if not element.gathers:
        return True
    holder.arms.pop(arm_id, None)
    gathered = holder.note.setdefault("gathered", {}).setdefault(element.id, {})
    gathered.update(payload or {})
    return not any(drawn_id(each) == element.id for each in holder.arms)


def gathered(holder: Token, element: FlowNode, payload: Mapping[str, Any] | None) -> dict[str, Any]:
    """The payload of an event together with what its other definitions brought before."""
    together = dict(holder.note.get("gathered", {}).pop(element.id, {}))
    if not holder.note.get("gathered", True):
        del holder.note["gathered"]
    return together | dict(payload or {})


def fire_boundary(
    execution: Execution, holder: Token, boundary: Node, arm_id: str | None, payload: Mapping[str, Any] | None
) -> None:
    """An event on the border of the activity `holder` is at."""
    scope, element = holder.scope, boundary.element
    payload = gathered(holder, element, payload)
    if element.interrupting:
        execution.cancel(holder)
    elif arm_id is not None:
        rearm(execution, holder, element, arm_id)
    execution.put(scope, boundary, note={"payload": payload} if payload else {})


def start_event_sub_process(
    execution: Execution, root: Token, handler: EventSubProcess, arm_id: str | None, payload: Mapping[str, Any] | None
) -> None:
    """An event that starts an event sub-process of the scope `root` stands for."""
    scope, start = root.scope, handler.start.element
    payload = gathered(root, start, payload)
    if interrupts_scope(start):
        root.note["interrupted"] = True
        execution.cancel_scope(scope)
    elif arm_id is not None:
        rearm(execution, root, start, arm_id)
    execution.put(scope, handler, note={"payload": payload} if payload else {})


def interrupts_scope(start: FlowNode) -> bool:
    """Error event sub-processes always interrupt (BPMN 2.0, 10.5.7), compensation ones never do."""
    kinds = {definition.kind for definition in start.definitions}
    return (start.interrupting or "error" in kinds) and "compensation" not in kinds


def rearm(execution: Execution, holder: Token, element: FlowNode, arm_id: str) -> None:
    """After a non-interrupting event fired: what may come again is waited for again."""
    if element.gathers:
        for each, definition in arm_ids(element):
            _rearm_one(execution, holder, definition, each, holder.arms.get(each))
        return
    definition = next(d for each, d in arm_ids(element) if each == arm_id)
    _rearm_one(execution, holder, definition, arm_id, holder.arms.pop(arm_id, None))


def _rearm_one(
    execution: Execution, holder: Token, definition: EventDefinition, arm_id: str, old: dict[str, Any] | None
) -> None:
    if definition.kind == "timer":
        following = following_timer(old or {}, execution.environment.now, definition.missed)
        if following is not None:
            holder.arms[arm_id] = following
        return
    record = old or arm_record(execution, visible(holder), definition)
    if record is not None:
        if record["k"] == "conditional":
            record["w"] = True
        holder.arms[arm_id] = record


def arm_boundary(execution: Execution, token: Token) -> None:
    """Begin to wait for the events on the border of the activity."""
    for boundary in token.node.boundary:
        arm(execution, token, boundary.element)


def arm_event_sub_processes(execution: Execution, scope: Scope) -> None:
    """Begin to wait for the events that start event sub-processes of a scope."""
    root = scope.root
    root.arms = {}
    for handler in scope.scope_spec.event_sub_processes:
        arm(execution, root, handler.start.element)


# ---------------------------------------------------------------------- signals
def throw_signal(execution: Execution, token: Token, name: str, payload: Mapping[str, Any]) -> None:
    """A signal reaches all waits of the instance that exist when it is thrown, and leaves for the other instances."""
    execution.thrown.append(ThrownEvent("signal", name, None, payload, None, token.node.element.id))
    waiting = [
        (token, arm_id)
        for token in list(execution.all_tokens())
        for arm_id, record in token.arms.items()
        if record["k"] == "signal" and record["n"] == name
    ]
    for token, arm_id in waiting:
        if token.alive and arm_id in token.arms:
            fire(execution, token, arm_id, payload)


# ---------------------------------------------------------------------- conditions
def check_conditions(execution: Execution) -> bool:
    """Fire the conditional events whose condition has become true; True if any did."""
    fired = False
    for token in list(execution.all_tokens()):
        for arm_id in [each for each, record in token.arms.items() if record["k"] == "conditional"]:
            record = token.arms.get(arm_id)
            if not token.alive or record is None or token.failed:
                continue
            try:
                holds = condition_holds(execution, token, arm_id)
            except Incident as error:
                if drawn_id(arm_id) != token.node.element.id:
                    continue  # an activity does not fail because an event on its border cannot be evaluated now
                token.phase = Phase.ENTER
                execution.fail(token, error)
                continue
            if holds and not record["w"]:
                record["w"] = True
                fire(execution, token, arm_id)
                fired = True
            else:
                record["w"] = holds
    return fired


def condition_holds(execution: Execution, token: Token, arm_id: str) -> bool:
    """Whether the condition a token waits for is true now. Raises `Incident`."""
    return execution.holds(_condition(token, arm_id), visible(token), f"condition of {drawn_id(arm_id)}")


def _condition(token: Token, arm_id: str) -> str:
    event_id = drawn_id(arm_id)
    element = token.node.spec.drawn.nodes.get(event_id)
    if element is None:
        element = next(
            e.start.element for e in token.scope.scope_spec.event_sub_processes if e.start.element.id == event_id
        )
    return next(d.text or "" for each, d in arm_ids(element) if each == arm_id)


# ---------------------------------------------------------------------- errors and escalations
def catchers(execution: Execution, token: Token, include_self: bool) -> Iterator[tuple[Token, list[Node]]]:
    """From the inside out: who could catch, as the token that holds the events and the nodes of these events."""
    at: Token | None = token
    include = include_self
    while at is not None:
        scope = at.scope
        if at.outer is not None:
            at, include = execution.token(at.outer), True
            continue
        if include and at.node.boundary:
            yield at, list(at.node.boundary)
        if not scope.root.note.get("interrupted") and scope.scope_spec.event_sub_processes:
            yield scope.root, list(scope.scope_spec.event_sub_processes)
        at, include = scope.owner, True


def find_catcher(
    execution: Execution, token: Token, kind: str, code: str | None, *, include_self: bool
) -> tuple[Token, Node] | None:
    """The innermost event that catches an error or escalation."""
    for holder, nodes in catchers(execution, token, include_self):
        catch_all: Node | None = None
        for node in nodes:
            for definition in _start_of(node).definitions:
                if definition.kind != kind:
                    continue
                if definition.code is not None and definition.code == code:
                    return holder, node
                if (definition.code is None or definition.codeless) and catch_all is None:
                    catch_all = node  # what names no code catches every one (10.5.5)
        if catch_all is not None:
            return holder, catch_all
    return None


def _start_of(node: Node) -> FlowNode:
    start: Node | None = getattr(node, "start", None)
    return start.element if start is not None else node.element


def throw_error(
    execution: Execution,
    token: Token,
    code: str,
    *,
    include_self: bool,
    payload: Mapping[str, Any] | None = None,
) -> None:
    """A BPMN error. If nothing catches it the token fails: an uncaught error is never taken for success."""
    caught = find_catcher(execution, token, "error", code, include_self=include_self)
    if caught is None:
        execution.fail(token, UncaughtError(code))
    else:
        _catch(execution, token, caught, payload)


def catch_failure(execution: Execution, token: Token, code: str) -> bool:
    """A handler failed in a way it did not foresee. True if an error event catches that."""
    caught = find_catcher(execution, token, "error", code, include_self=True)
    if caught is None:
        return False
    _catch(execution, token, caught, None)
    return True


def throw_from_activity(execution: Execution, token: Token, definition: EventDefinition) -> None:
    """An event an activity throws by itself: caught on its own border if possible, else as if thrown behind it."""
    for boundary in token.node.boundary:
        for arm_id, each in arm_ids(boundary.element):
            if (each.kind, each.name, each.code) == (definition.kind, definition.name, definition.code):
                fire_boundary(execution, token, boundary, arm_id if arm_id in token.arms else None, None)
                return
    if definition.kind == "signal":
        throw_signal(execution, token, definition.name or "", {})
    elif definition.kind == "error":
        throw_error(execution, token, definition.code or "", include_self=True)
    elif definition.kind == "escalation":
        throw_escalation(execution, token, definition.code)


def throw_cancel(execution: Execution, token: Token) -> None:
    """A transaction was cancelled and everything in it undone: it is left by the cancel event on its border."""
    holder = token.scope.owner
    if holder is not None and holder.outer is not None:
        holder = execution.token(holder.outer)
    caught = [b for b in holder.node.boundary if _has(b, "cancel")] if holder is not None else []
    if holder is None or not caught:
        execution.fail(token, UncaughtError("cancel"))
    else:
        fire_boundary(execution, holder, caught[0], None, None)


def _has(node: Node, kind: str) -> bool:
    return any(definition.kind == kind for definition in node.element.definitions)


def throw_escalation(
    execution: Execution, token: Token, code: str | None, payload: Mapping[str, Any] | None = None
) -> None:
    """An escalation. What nothing catches has no effect (BPMN 2.0, 10.5.4)."""
    caught = find_catcher(execution, token, "escalation", code, include_self=False)
    if caught is not None:
        _catch(execution, token, caught, payload)


def _catch(execution: Execution, thrower: Token, caught: tuple[Token, Node], payload: Mapping[str, Any] | None) -> None:
    """Let an event on the way outwards catch. What called processes on this way have created goes along."""
    holder, node = caught
    scope = thrower.scope
    while scope is not holder.scope and scope.owner is not None:
        hand_over(scope)
        scope = scope.owner.scope
    if holder is holder.scope.root:
        start_event_sub_process(execution, holder, cast("EventSubProcess", node), None, payload)
    else:
        fire_boundary(execution, holder, node, None, payload)
