"""From the XML tree to a `Diagram`. Reads what is there; judges nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from engine.bpmn.model import DataItem, Diagram, Flow, FlowNode, MessageFlow, Process, Scope
from engine.bpmn.read_activities import activity_fields
from engine.bpmn.read_events import Shared, event_definitions, message_definition
from engine.bpmn.read_extensions import io_mapping, own_attributes
from engine.bpmn.vocabulary import (
    ACTIVITIES,
    FLOW_NODES,
    GLOBAL_TASKS,
    SUB_PROCESSES,
    bpmn,
    child_text,
    children,
    data_name,
    is_true,
    local_name,
    reference,
    text_of,
)


def read_diagram(root: etree._Element, *, force_executable: bool = False) -> Diagram:
    """The diagram under `definitions`. `force_executable` treats every process as marked executable."""
    message_flows = tuple(_message_flows(root))
    shared = Shared.of(root, message_flows)
    processes: dict[str, Process] = {}
    for element in children(root, "process"):
        process = _process(element, shared, force_executable)
        processes.setdefault(process.key, process)
    for element in children(root, *GLOBAL_TASKS):
        process = _global_task(element, shared)
        processes.setdefault(process.key, process)
    for participant in root.iter(bpmn("participant")):
        process_key = reference(participant.get("processRef"))
        if process_key in processes and not processes[process_key].name:
            processes[process_key] = replace(processes[process_key], name=participant.get("name") or "")
    return Diagram(processes, message_flows)


def _message_flows(root: etree._Element) -> list[MessageFlow]:
    return [
        MessageFlow(
            flow.get("id") or "",
            reference(flow.get("sourceRef")) or "",
            reference(flow.get("targetRef")) or "",
            reference(flow.get("messageRef")),
        )
        for flow in root.iter(bpmn("messageFlow"))
    ]


def _process(element: etree._Element, shared: Shared, force_executable: bool) -> Process:
    key = element.get("id") or ""
    return Process(
        key=key,
        name=element.get("name") or "",
        documentation=child_text(element, "documentation") or "",
        executable=is_true(element.get("isExecutable")) or (force_executable and _has_nodes(element)),
        content=_scope(element, key, shared, lanes_of(element)),
        lanes=tuple(dict.fromkeys(lanes_of(element).values())),
    )


def _has_nodes(process: etree._Element) -> bool:
    """An empty process stands for a pool nobody looks into; there is nothing in it to execute."""
    return next(children(process, *FLOW_NODES), None) is not None


def _global_task(element: etree._Element, shared: Shared) -> Process:
    """A global task is a reusable task: it runs as a process that consists of this task."""
    key = element.get("id") or ""
    task_type = local_name(element).removeprefix("global")
    task = _node(element, key, shared, {}, task_type[0].lower() + task_type[1:])
    content = Scope(key, {task.id: task}, {})
    return Process(key, task.name, task.documentation, True, content, from_global_task=True)


def lanes_of(process: etree._Element) -> dict[str, str]:
    """Node id to lane name; the innermost lane wins."""
    names: dict[str, str] = {}
    for lane in process.iter(bpmn("lane")):  # document order: outer lanes first
        for ref in children(lane, "flowNodeRef"):
            node_id = text_of(ref)
            if node_id:
                names[node_id] = lane.get("name") or lane.get("id") or ""
    return names


def _scope(element: etree._Element, scope_id: str, shared: Shared, lanes: dict[str, str]) -> Scope:
    nodes: dict[str, FlowNode] = {}
    flows: dict[str, Flow] = {}
    for item in children(element):
        name, item_id = local_name(item), item.get("id") or ""
        if name in FLOW_NODES:
            nodes.setdefault(item_id, _node(item, scope_id, shared, lanes, name))
        elif name == "sequenceFlow":
            flow = _flow(item, flows)
            flows.setdefault(flow.id, flow)
    handlers = {event: shared.associations[event] for event in nodes if event in shared.associations}
    return Scope(scope_id, nodes, flows, tuple(_data_items(element, shared)), handlers)


def _flow(element: etree._Element, others: Mapping[str, Flow]) -> Flow:
    """A flow without id, which the schema allows, gets one that is the same whenever the file is read."""
    source, target = (reference(element.get(end)) or "" for end in ("sourceRef", "targetRef"))
    flow_id = element.get("id")
    if not flow_id:
        twins = sum(1 for other in others.values() if (other.source, other.target) == (source, target))
        flow_id = f"{source}#{target}" + (f"#{twins}" if twins else "")
    return Flow(
        id=flow_id,
        name=element.get("name") or "",
        source=source,
        target=target,
        condition=child_text(element, "conditionExpression"),
    )


def _data_items(element: etree._Element, shared: Shared) -> list[DataItem]:
    items = []
    for item in children(element, "property", "dataObject"):
        name, item_id = data_name(item), item.get("id") or ""
        if local_name(item) == "dataObject" and not name:
            name = shared.data_reference_names.get(item_id)
        collection = is_true(item.get("isCollection"))
        items.append(DataItem(item_id, name or item_id, local_name(item), collection))
    return items


def _node(element: etree._Element, scope_id: str, shared: Shared, lanes: dict[str, str], node_type: str) -> FlowNode:
    node_id = element.get("id") or ""
    node = FlowNode(
        id=node_id,
        type=node_type,
        name=element.get("name") or "",
        documentation=child_text(element, "documentation") or "",
        parent=scope_id,
        lane=lanes.get(node_id),
        attributes=own_attributes(element),
        io=io_mapping(element, shared),
        default=reference(element.get("default")),
    )
    if node_type in ACTIVITIES:
        node = replace(node, **activity_fields(element, node_type, shared))
    if node_type in ("receiveTask", "sendTask"):
        node = replace(node, definitions=message_definition(element, node_id, shared))
    if node_type in SUB_PROCESSES:
        node = replace(node, content=_scope(element, node_id, shared, lanes))
    if node_type.endswith("Event"):
        node = replace(
            node,
            definitions=event_definitions(element, node_id, shared),
            parallel_multiple=is_true(element.get("parallelMultiple")),
            attached_to=reference(element.get("attachedToRef")),
            interrupting=is_true(
                element.get("cancelActivity" if node_type == "boundaryEvent" else "isInterrupting"), True
            ),
        )
    if node_type == "complexGateway":
        node = replace(node, activation_condition=child_text(element, "activationCondition"))
    if node_type == "eventBasedGateway":
        node = replace(
            node,
            instantiate=is_true(element.get("instantiate")),
            parallel_start=element.get("eventGatewayType") == "Parallel",
        )
    return node
