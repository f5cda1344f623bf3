"""Sequence flows: where they start, where they end, and whether every element lies on a way through its scope."""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn.model import FlowNode, Scope
from engine.bpmn.structure import reachable
from engine.lint.report import Report


def check(scope: Scope, kind: str, homes: Mapping[str, str], all_homes: Mapping[str, str], report: Report) -> None:
    """Check the flows of one scope. `homes` are node ids to scopes, `all_homes` to processes of the file."""
    for flow in scope.flows.values():
        for end, node_id in (("source", flow.source), ("target", flow.target)):
            _check_end(scope, flow.id, end, node_id, homes, all_homes, report)
        source, target = scope.nodes.get(flow.source), scope.nodes.get(flow.target)
        if source is not None:
            _check_source(source, flow.id, report)
        if target is not None:
            _check_target(target, flow.id, report)
    if kind != "adHocSubProcess":
        _check_ways(scope, kind, report)


def _check_end(
    scope: Scope,
    flow_id: str,
    end: str,
    node_id: str,
    homes: Mapping[str, str],
    all_homes: Mapping[str, str],
    report: Report,
) -> None:
    word = {"source": ("Anfang", "source"), "target": ("Ende", "target")}[end]
    if node_id in scope.nodes:
        return
    if node_id in all_homes or node_id in homes:
        report.error(
            "flow.across-scopes",
            flow_id,
            f"Der Sequenzfluss führt über die Grenze eines Teilprozesses oder Prozesses (zu „{node_id}“).",
            f"The sequence flow crosses the border of a sub-process or process (to “{node_id}”).",
        )
    elif node_id:
        report.error(
            f"flow.{end}-unknown",
            flow_id,
            f"Am {word[0]} des Sequenzflusses steht „{node_id}“, aber dieses Element gibt es nicht.",
            f"The {word[1]} of the sequence flow is “{node_id}”, but there is no such element.",
        )
    else:
        report.error(
            f"flow.{end}-missing",
            flow_id,
            f"Dem Sequenzfluss fehlt das {'Ende' if end == 'target' else 'Anfangselement'}.",
            f"The sequence flow has no {word[1]}.",
        )


def _check_source(node: FlowNode, flow_id: str, report: Report) -> None:
    if node.type == "endEvent":
        report.error(
            "flow.out-of-end",
            flow_id,
            "Aus einem Endereignis führt kein Sequenzfluss.",
            "No sequence flow leaves an end event.",
        )
    elif node.triggered_by_event or node.for_compensation:
        report.error(
            "flow.outside-normal-flow",
            flow_id,
            "Ereignis-Teilprozesse und Kompensationsaktivitäten haben keine Sequenzflüsse.",
            "Event sub-processes and compensation activities have no sequence flows.",
        )
    elif any(d.kind == "link" for d in node.definitions) and node.type == "intermediateThrowEvent":
        report.error(
            "flow.out-of-link",
            flow_id,
            "Aus einem auslösenden Link-Ereignis führt kein Sequenzfluss.",
            "No sequence flow leaves a throwing link event.",
        )
    elif node.type == "boundaryEvent" and any(d.kind == "compensation" for d in node.definitions):
        report.error(
            "flow.out-of-compensation",
            flow_id,
            "Ein Kompensationsereignis am Rand wird mit einer Assoziation verbunden, nicht mit einem Sequenzfluss.",
            "A compensation boundary event is connected by an association, not by a sequence flow.",
        )


def _check_target(node: FlowNode, flow_id: str, report: Report) -> None:
    if node.type == "startEvent":
        report.error(
            "flow.into-start",
            flow_id,
            "In ein Startereignis führt kein Sequenzfluss.",
            "No sequence flow leads into a start event.",
        )
    elif node.type == "boundaryEvent":
        report.error(
            "flow.into-boundary",
            flow_id,
            "In ein angeheftetes Ereignis führt kein Sequenzfluss.",
            "No sequence flow leads into a boundary event.",
        )
    elif node.triggered_by_event or node.for_compensation:
        report.error(
            "flow.outside-normal-flow",
            flow_id,
            "Ereignis-Teilprozesse und Kompensationsaktivitäten haben keine Sequenzflüsse.",
            "Event sub-processes and compensation activities have no sequence flows.",
        )
    elif any(d.kind == "link" for d in node.definitions) and node.type == "intermediateCatchEvent":
        report.error(
            "flow.into-link",
            flow_id,
            "In ein eintretendes Link-Ereignis führt kein Sequenzfluss.",
            "No sequence flow leads into a catching link event.",
        )


def _check_ways(scope: Scope, kind: str, report: Report) -> None:
    """With start and end events drawn, every element needs a way in and a way out (10.5.2, 10.5.3)."""
    nodes = list(scope.nodes.values())
    has_start = any(node.type == "startEvent" for node in nodes)
    has_end = any(node.type == "endEvent" for node in nodes)
    sources = {flow.source for flow in scope.flows.values()}
    targets = {flow.target for flow in scope.flows.values()}
    reached = reachable(scope)
    for node in nodes:
        if node.triggered_by_event or node.for_compensation:
            continue
        circle = node.id in targets and node.id not in reached and _sources_exist(scope, node)
        if circle or (node.id not in targets and _needs_way_in(node, has_start)):
            report.error(
                "flow.unreachable",
                node.id,
                "Kein Weg vom Anfang führt zu diesem Element, es würde nie erreicht.",
                "No way from the beginning leads to this element, it would never be reached.",
            )
        if node.id not in sources and _needs_way_out(node, has_end):
            report.error(
                "flow.dead-end",
                node.id,
                "Hier endet der Weg ohne Endereignis.",
                "The way ends here without an end event.",
            )


def _sources_exist(scope: Scope, node: FlowNode) -> bool:
    """True if every flow into the node begins somewhere: else that is the mistake, and it is told already."""
    return all(flow.source in scope.nodes for flow in scope.incoming(node.id))


def _needs_way_in(node: FlowNode, has_start: bool) -> bool:
    if node.type in ("startEvent", "boundaryEvent") or node.instantiate:
        return False
    kinds = {definition.kind for definition in node.definitions}
    if node.type == "intermediateCatchEvent" and "link" in kinds:
        return False
    return has_start or node.type == "endEvent"


def _needs_way_out(node: FlowNode, has_end: bool) -> bool:
    kinds = {definition.kind for definition in node.definitions}
    if node.type == "endEvent" or (node.type == "intermediateThrowEvent" and "link" in kinds):
        return False
    if node.type == "boundaryEvent":
        return "compensation" not in kinds
    return has_end or node.type.endswith("Gateway") or node.type == "startEvent"
