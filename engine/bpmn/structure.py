"""Questions about the flow of a drawn scope that reading alone does not answer."""

from __future__ import annotations

from engine.bpmn.model import FlowNode, Scope


def implicit_starts(drawn: Scope) -> list[FlowNode]:
    """Without a start event a scope begins at every node nothing leads to (BPMN 2.0, 10.5.2)."""
    targets = {flow.target for flow in drawn.flows.values()}
    return [
        e
        for e in drawn.nodes.values()
        if e.id not in targets
        and e.type != "boundaryEvent"
        and not e.triggered_by_event
        and not e.for_compensation
        and not e.instantiate
        and not (e.definitions and e.definitions[0].kind == "link" and e.type == "intermediateCatchEvent")
    ]


def link_targets(drawn: Scope, element: FlowNode) -> list[str]:
    """Where a throwing link event jumps to: the catching event it names, by id or by the same link name."""
    link = next((d for d in element.definitions if d.kind == "link"), None)
    if link is None or element.type != "intermediateThrowEvent":
        return []
    catching = [
        (other.id, definition)
        for other in drawn.nodes.values()
        if other.type == "intermediateCatchEvent"
        for definition in other.definitions
        if definition.kind == "link"
    ]
    by_id = [node for node, d in catching if link.link_target is not None and d.id == link.link_target]
    by_source = [node for node, d in catching if link.id is not None and link.id in d.link_sources]
    by_name = [node for node, d in catching if d.name is not None and d.name == link.name]
    return (by_id or by_source or by_name)[:1]


def split_list(text: str) -> list[str]:
    """The entries of a comma list such as `leitung, = "team:" + team`; commas in brackets or quotes do not count."""
    entries, depth, quoted, start = [], 0, False, 0
    for index, char in enumerate(text):
        if char == '"' and text[index - 1 : index] != "\\":
            quoted = not quoted
        elif quoted:
            continue
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char == "," and depth == 0:
            entries.append(text[start:index])
            start = index + 1
    return [entry.strip() for entry in [*entries, text[start:]] if entry.strip()]


def before(scope: Scope, node_id: str, without: str) -> frozenset[str]:
    """The nodes from which a token can come to `node_id`, itself included, without passing `without`.

    An event on the border of an activity counts as reachable from the activity.
    """
    sources = scope.sources
    if not sources:
        sources.update(_sources(scope))
    seen: set[str] = set()
    todo = [node_id]
    while todo:
        name = todo.pop()
        if name not in seen and name != without:
            seen.add(name)
            todo.extend(sources.get(name, []))
    return frozenset(seen)


def _sources(scope: Scope) -> dict[str, list[str]]:
    sources: dict[str, list[str]] = {node_id: [] for node_id in scope.nodes}
    for flow in scope.flows.values():
        sources.setdefault(flow.target, []).append(flow.source)
    for node in scope.nodes.values():
        if node.type == "boundaryEvent" and node.attached_to is not None:
            sources[node.id].append(node.attached_to)
        for target in link_targets(scope, node):
            sources[target].append(node.id)
    return sources


def reachable(scope: Scope, without: str | None = None) -> set[str]:
    """The nodes a token can reach from the beginning of the scope; it stops at `without` (itself included)."""
    todo = [node.id for node in scope.nodes.values() if can_start_at(scope, node)]
    seen: set[str] = set()
    while todo:
        node_id = todo.pop()
        if node_id in seen or node_id not in scope.nodes:
            continue
        seen.add(node_id)
        if node_id != without:
            todo += [flow.target for flow in scope.outgoing(node_id)]
            todo += [event.id for event in scope.boundary_events(node_id)]
            todo += link_targets(scope, scope.nodes[node_id])
    return seen


def can_start_at(scope: Scope, node: FlowNode) -> bool:
    """True if a token can appear at the node without coming from another node of the scope."""
    if node.type == "startEvent" or node.instantiate:
        return True
    if any(other.type == "startEvent" for other in scope.nodes.values()):
        return False
    return node in implicit_starts(scope)
