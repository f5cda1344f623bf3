"""Flows into joins: a token that waits at a join stands for the flow it came on, so these need counterparts too."""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn.model import Process, Scope, scopes
from engine.bpmn.structure import before
from engine.migration.kinds import JOINS
from engine.migration.plan import Entry, Reason


def flows_into_joins(process: Process) -> dict[str, tuple[Scope, str]]:
    """Id of each flow into a join with several of them, with the scope it is drawn in and the join."""
    found = {}
    for scope in scopes(process.content):
        for node in scope.nodes.values():
            incoming = scope.incoming(node.id)
            if node.type in JOINS and len(incoming) > 1:
                found.update({flow.id: (scope, node.id) for flow in incoming})
    return found


def flow_entries(source: Process, target: Process, nodes: Mapping[str, str | None]) -> list[Entry]:
    """The counterparts of all flows into joins of the source, given those of its nodes.

    A flow keeps its counterpart by id if it leads to the same join, and by structure if the branch it ends is the one
    that now ends in the other: its source leads there without passing the join.
    """
    new = _incoming_of_joins(target)
    entries = []
    by_join: dict[str, list[tuple[str, Scope]]] = {}
    for flow_id, (scope, join) in flows_into_joins(source).items():
        by_join.setdefault(join, []).append((flow_id, scope))
    for join, flows in by_join.items():
        image = nodes.get(join)
        found = _match(flows, image, new, nodes) if image is not None else {}
        for flow_id, _ in flows:
            to, reason = found.get(flow_id, (None, None))
            entries.append(Entry(source.key, flow_id, target.key, to, reason))
    return entries


def _incoming_of_joins(process: Process) -> dict[str, Scope]:
    return {node.id: scope for scope in scopes(process.content) for node in scope.nodes.values() if node.type in JOINS}


def _match(
    flows: list[tuple[str, Scope]], join: str, new: Mapping[str, Scope], nodes: Mapping[str, str | None]
) -> dict[str, tuple[str, Reason]]:
    if join not in new:
        return {}
    scope = new[join]
    free = {flow.id: flow for flow in scope.incoming(join)}
    found: dict[str, tuple[str, Reason]] = {}
    for flow_id, _ in flows:
        if flow_id in free:
            found[flow_id] = (flow_id, Reason.ID)
            del free[flow_id]
    rest = [(flow_id, old) for flow_id, old in flows if flow_id not in found]
    for flow_id, old in rest:
        image = nodes.get(old.flows[flow_id].source)
        direct = [flow.id for flow in free.values() if flow.source == image]
        if len(direct) == 1:
            found[flow_id] = (direct[0], Reason.STRUCTURE)
            del free[direct[0]]
    for flow_id, old in [(flow_id, old) for flow_id, old in rest if flow_id not in found]:
        came = [nodes[n] for n in before(old, old.flows[flow_id].source, _join_of(old, flow_id)) if nodes.get(n)]
        others: set[str | None] = set()
        for other, _ in flows:
            if other != flow_id:
                reach = before(old, old.flows[other].source, _join_of(old, other))
                others |= {nodes[n] for n in reach if nodes.get(n)}
        own = set(came) - others
        leading = [f.id for f in free.values() if own & before(scope, f.source, join)]
        if len(leading) == 1:
            found[flow_id] = (leading[0], Reason.STRUCTURE)
            del free[leading[0]]
    return found


def _join_of(scope: Scope, flow_id: str) -> str:
    return scope.flows[flow_id].target
