"""From a drawn diagram to what SpiffWorkflow runs: one specification per scope, one node per element.

The library's own parser is not used: it walks the flows recursively and knows neither our mappings nor half of the
elements. Expects a diagram without errors (`check_model`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from engine.bpmn.model import FlowNode, Process
from engine.bpmn.model import Scope as DrawnScope
from engine.bpmn.structure import before, implicit_starts, link_targets
from engine.spiff.arming import arm_ids
from engine.spiff.nodes.ad_hoc import AdHocSubProcess
from engine.spiff.nodes.base import Node, Root
from engine.spiff.nodes.events import BoundaryEvent, CatchEvent, EndEvent, GatheringStart, PassingEvent, ThrowEvent
from engine.spiff.nodes.gateways import (
    ComplexGateway,
    EventBasedGateway,
    ExclusiveGateway,
    InclusiveGateway,
    ParallelGateway,
)
from engine.spiff.nodes.loops import MultiInstance, StandardLoop
from engine.spiff.nodes.scopes import CallActivity, EventSubProcess, SubProcess
from engine.spiff.nodes.tasks import (
    DecisionTask,
    PlainTask,
    ReceiveTask,
    ScriptTask,
    SendTask,
    ServiceTask,
    UserTask,
)
from engine.spiff.specs import Outgoing, ScopeSpec

NodeClass = Callable[[ScopeSpec, FlowNode, str | None], Node]

_CLASSES: dict[str, NodeClass] = {
    "task": PlainTask,
    "userTask": UserTask,
    "manualTask": UserTask,
    "scriptTask": ScriptTask,
    "serviceTask": ServiceTask,
    "sendTask": SendTask,
    "receiveTask": ReceiveTask,
    "businessRuleTask": DecisionTask,
    "callActivity": CallActivity,
    "subProcess": SubProcess,
    "transaction": SubProcess,
    "adHocSubProcess": AdHocSubProcess,
    "exclusiveGateway": ExclusiveGateway,
    "inclusiveGateway": InclusiveGateway,
    "parallelGateway": ParallelGateway,
    "complexGateway": ComplexGateway,
    "eventBasedGateway": EventBasedGateway,
    "startEvent": PassingEvent,
    "boundaryEvent": BoundaryEvent,
    "intermediateCatchEvent": CatchEvent,
    "intermediateThrowEvent": ThrowEvent,
    "endEvent": EndEvent,
}


def build_process(process: Process) -> dict[str, ScopeSpec]:
    """The specifications of a process and its sub-processes by key."""
    specs: dict[str, ScopeSpec] = {}
    _Builder(process.key, specs).scope(process.content, process.key, is_process=True)
    return specs


def node_class(element: FlowNode) -> NodeClass:
    """The behaviour of an element."""
    if element.type == "subProcess" and element.triggered_by_event:
        return EventSubProcess
    if element.type == "intermediateCatchEvent" and any(d.kind == "link" for d in element.definitions):
        return PassingEvent
    if element.type == "startEvent" and element.gathers:
        return GatheringStart
    if element.type == "sendTask" and "handler" in element.attributes:
        return ServiceTask
    if element.type == "businessRuleTask" and "decision" not in element.attributes:
        return ServiceTask
    return _CLASSES[element.type]


class _Builder:
    def __init__(self, process_key: str, specs: dict[str, ScopeSpec]) -> None:
        self.process_key = process_key
        self.specs = specs

    def scope(self, drawn: DrawnScope, key: str, *, is_process: bool = False) -> ScopeSpec:
        spec = ScopeSpec(key, self.process_key, drawn, is_process=is_process)
        self.specs[key] = spec
        Root(spec, FlowNode(drawn.id, "process" if is_process else "subProcess"))
        for element in drawn.nodes.values():
            self._node(spec, element)
        self._connect(spec)
        self._attach(spec)
        self._find_starts(spec)
        self._find_compensation(spec)
        spec.declared = tuple(item.name for item in drawn.data)
        spec.event_sub_processes = tuple(node for node in spec.task_specs.values() if isinstance(node, EventSubProcess))
        spec.settling = tuple(
            node
            for node in spec.task_specs.values()
            if isinstance(node, ComplexGateway) or (isinstance(node, InclusiveGateway) and len(node.incoming) > 1)
        )
        spec.reach = {node.name: _reach(spec, node) for node in spec.settling}
        return spec

    def _node(self, spec: ScopeSpec, element: FlowNode) -> None:
        cls = node_class(element)
        if element.loop is None:
            node = cls(spec, element, None)
        else:
            marker_class = StandardLoop if element.loop.kind == "standard" else MultiInstance
            marker = marker_class(spec, element)
            node = marker.body = cls(spec, replace(element, default=None), element.id + "*")
        if isinstance(node, SubProcess) and element.content is not None:
            node.inner = self.scope(element.content, f"{self.process_key}/{element.id}")
            if isinstance(node, EventSubProcess):
                start = next(n for n in element.content.nodes.values() if n.type == "startEvent")
                node.start = node.inner.node(start.id)

    def _connect(self, spec: ScopeSpec) -> None:
        drawn = spec.drawn
        for element in drawn.nodes.values():
            node = spec.node(element.id)
            flows = [Outgoing(flow.id, spec.node(flow.target), flow.condition) for flow in drawn.outgoing(element.id)]
            flows += [Outgoing(f"{element.id}#link", spec.node(to), None, False) for to in link_targets(drawn, element)]
            node.out = tuple(flows)
            for flow in flows:
                node.connect(flow.target)
                flow.target.incoming = (*flow.target.incoming, flow.id)

    def _attach(self, spec: ScopeSpec) -> None:
        for event in list(spec.task_specs.values()):
            if isinstance(event, BoundaryEvent):
                activity = spec.node(event.element.attached_to or "")
                activity.boundary = (*activity.boundary, event)

    def _find_compensation(self, spec: ScopeSpec) -> None:
        for node in spec.task_specs.values():
            kinds = {definition.kind for definition in node.element.definitions}
            if isinstance(node, BoundaryEvent) and "compensation" in kinds and node.element.attached_to is not None:
                # Other associations at the event lead to annotations.
                drawn = [spec.drawn.nodes.get(each) for each in spec.drawn.handlers.get(node.element.id, ())]
                handler = next(each for each in drawn if each is not None and each.for_compensation)
                spec.compensation_handlers[node.element.attached_to] = handler.id
            if isinstance(node, EventSubProcess) and _starts_by(node, "compensation"):
                spec.compensation_start = node.name

    def _find_starts(self, spec: ScopeSpec) -> None:
        drawn = spec.drawn
        starts = [spec.node(e.id) for e in drawn.nodes.values() if e.type == "startEvent"]
        spec.starts = {arm_id: node for node in starts for arm_id in _start_ids(node.element)}
        for node in [spec.node(e.id) for e in drawn.nodes.values() if e.instantiate]:
            events = [flow.target for flow in node.out] if isinstance(node, EventBasedGateway) else [node]
            spec.starts.update({event.element.id: node for event in events})
        plain = [node for node in starts if not node.element.definitions]
        spec.entries = tuple(plain) if starts else tuple(spec.node(e.id) for e in implicit_starts(drawn))


def _start_ids(element: FlowNode) -> list[str]:
    """Under which names a start event can be started: one for each trigger if it needs all."""
    return [arm_id for arm_id, _ in arm_ids(element)] if element.gathers else [element.id]


def _starts_by(node: EventSubProcess, kind: str) -> bool:
    return any(definition.kind == kind for definition in node.start.element.definitions)


def _reach(spec: ScopeSpec, join: Node) -> dict[str, frozenset[str]]:
    """Per incoming flow of a join: the nodes from which a token could still come on it without passing the join."""
    drawn, join_id = spec.drawn, join.element.id
    return {flow.id: before(drawn, flow.source, join_id) for flow in drawn.incoming(join_id)}
