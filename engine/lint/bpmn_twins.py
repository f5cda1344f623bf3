"""Events in one place that wait for the same: only the first of them could ever happen.

A message reaches an instance once, an error or escalation is caught once, an event-based gateway is left once. Signals
are for everybody, so two events on one border may both wait for the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.model import EventDefinition, FlowNode, Scope
from engine.lint.report import Report

_CAUGHT_ONCE = frozenset({"error", "escalation", "cancel", "compensation", "message"})
_FIRST_WINS = frozenset({"message", "signal"})


def check(scope: Scope, kind: str, report: Report) -> None:
    """Check one scope; `kind` is that of the scope."""
    for _, events in sorted(_by_activity(scope).items()):
        _report(
            _twins(events, _CAUGHT_ONCE),
            "boundary.twin",
            "An derselben Aktivität hängt schon ein Ereignis, das dasselbe abfängt.",
            "Another event on the same activity already catches the same.",
            report,
        )
    for gateway in [node for node in scope.nodes.values() if node.type == "eventBasedGateway"]:
        targets = [scope.nodes[flow.target] for flow in scope.outgoing(gateway.id) if flow.target in scope.nodes]
        _report(
            _twins(targets, _FIRST_WINS),
            "event-gateway.twin",
            "Auf dasselbe wartet schon ein anderer Weg dieses Gateways.",
            "Another way of the gateway already waits for the same.",
            report,
        )
    if kind == "process":
        _report(
            _twins([n for n in scope.nodes.values() if n.type == "startEvent" or n.instantiate], {"message"}),
            "start.twin",
            "Mit derselben Nachricht beginnt der Prozess schon an einer anderen Stelle.",
            "The same message already starts the process in another place.",
            report,
        )
    inner = [n.content for n in scope.event_sub_processes() if n.content is not None]
    _report(
        _twins([n for each in inner for n in each.nodes.values() if n.type == "startEvent"], _CAUGHT_ONCE),
        "event-sub-process.twin",
        "Dasselbe startet hier schon einen anderen Ereignis-Teilprozess.",
        "The same already starts another event sub-process here.",
        report,
    )


def _by_activity(scope: Scope) -> dict[str, list[FlowNode]]:
    found: dict[str, list[FlowNode]] = {}
    for node in scope.nodes.values():
        if node.type == "boundaryEvent":
            found.setdefault(node.attached_to or "", []).append(node)
    return found


def _twins(events: list[FlowNode], kinds: frozenset[str] | set[str]) -> Iterator[str]:
    """The ids of the events that wait for what an event before them in the file waits for."""
    seen: dict[object, str] = {}
    for event in events:
        for definition in event.definitions:
            what = _what(definition) if definition.kind in kinds else None
            if what is not None and seen.setdefault(what, event.id) != event.id:
                yield event.id


def _what(definition: EventDefinition) -> object | None:
    """What is waited for; None if the reference to it leads nowhere, which is the mistake then."""
    if definition.kind in ("message", "signal"):
        name, key = definition.name, definition.waiting_key or definition.correlation_key
        return (definition.kind, name, key) if name is not None else None
    if definition.ref is not None and definition.code is None:
        return None
    return definition.kind, definition.code


def _report(twins: Iterator[str], code: str, german: str, english: str, report: Report) -> None:
    for element_id in twins:
        report.error(code, element_id, german, english)
