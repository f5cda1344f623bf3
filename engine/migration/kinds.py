"""What may take the place of what: only an element that waits in the same way can take over somebody who waits."""

from __future__ import annotations

from typing import Any

from engine.bpmn.model import FlowNode, Process, nodes

_PERSON = frozenset({"userTask", "manualTask"})
_EVENTS = frozenset(
    {"startEvent", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent", "endEvent", "receiveTask"}
)
#: Gateways whose tokens wait for each other.
JOINS = frozenset({"parallelGateway", "inclusiveGateway", "complexGateway"})


def family(node: FlowNode) -> str:
    """How the element behaves, where several BPMN types behave alike."""
    if node.type in _PERSON:
        return "person"
    if node.type == "serviceTask" or (node.type == "sendTask" and "handler" in node.attributes):
        return "handler"
    if node.type == "businessRuleTask":
        return "decision" if "decision" in node.attributes else "handler"
    if node.type in ("subProcess", "transaction"):
        return "eventSubProcess" if node.triggered_by_event else "subProcess"
    return node.type


def loop_of(node: FlowNode) -> str:
    """The marker of an activity that runs several times; empty for none."""
    if node.loop is None:
        return ""
    if node.loop.kind == "standard":
        return "standard"
    return "sequential" if node.loop.sequential else "parallel"


def triggers(node: FlowNode) -> tuple[Any, ...]:
    """What an event waits for or throws, without its details."""
    if node.type not in _EVENTS:
        return ()
    return (tuple(sorted(d.kind for d in node.definitions)), node.parallel_multiple)


def difference(source: FlowNode, target: FlowNode) -> str | None:
    """The first reason why `target` cannot take the place of `source`: kind, loop, event or effect. None: it can."""
    if family(source) != family(target):
        return "kind"
    if loop_of(source) != loop_of(target):
        return "loop"
    if triggers(source) != triggers(target):
        return "event"
    if family(source) == "handler" and _outside(source) != _outside(target):
        return "effect"
    return None


def _outside(node: FlowNode) -> bool:
    return node.attributes.get("effect") == "outside"


def drawn_nodes(process: Process) -> dict[str, FlowNode]:
    """All nodes of a process, those in sub-processes included, by id."""
    return {node.id: node for node in nodes(process.content)}


def path(node_id: str, drawn: dict[str, FlowNode]) -> list[str]:
    """The sub-processes around a node, outermost first."""
    found: list[str] = []
    parent = drawn[node_id].parent
    while parent in drawn:
        found.append(parent)
        parent = drawn[parent].parent
    return found[::-1]


def can_emerge(node: FlowNode) -> bool:
    """A sub-process that can be begun around something already running: it runs once, and inside has its order."""
    return node.type in ("subProcess", "transaction") and not node.triggered_by_event and node.loop is None


def can_dissolve(node: FlowNode) -> bool:
    """A sub-process that can be taken away from around what runs in it."""
    return can_emerge(node)
