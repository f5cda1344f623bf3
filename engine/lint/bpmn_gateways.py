"""Gateways: conditions, default flows, event-based gateways, and joins that can never fire."""

from __future__ import annotations

from engine.bpmn.model import Flow, FlowNode, Scope
from engine.bpmn.structure import before, reachable
from engine.bpmn.vocabulary import ACTIVITIES
from engine.lint.report import Report

_CHOOSING = ("exclusiveGateway", "inclusiveGateway")
#: What may follow an event-based gateway (10.6.6).
_WAITED_FOR = frozenset({"message", "signal", "timer", "conditional"})
_MESSAGE = frozenset({"message"})


def check(scope: Scope, report: Report) -> None:
    """Check the gateways and conditions of one scope."""
    for node in scope.nodes.values():
        outgoing = scope.outgoing(node.id)
        _check_default(node, outgoing, report)
        if node.type in _CHOOSING and len(outgoing) > 1:
            _check_conditions(node, outgoing, report)
        elif node.type in ("parallelGateway", "eventBasedGateway"):
            for flow in outgoing:
                if flow.condition is not None:
                    report.error(
                        "gateway.condition-without-effect",
                        flow.id,
                        "An diesem Gateway haben Bedingungen keine Wirkung.",
                        "Conditions have no effect at this gateway.",
                    )
        if node.type not in ACTIVITIES | set(_CHOOSING) | {"complexGateway", "parallelGateway", "eventBasedGateway"}:
            for flow in outgoing:
                if flow.condition is not None:
                    report.error(
                        "flow.condition-after-event",
                        flow.id,
                        "Nach einem Ereignis ist keine Bedingung möglich, nur nach Aktivitäten und Gateways.",
                        "A condition is possible after activities and gateways, not after an event.",
                    )
        if node.type == "eventBasedGateway":
            _check_event_gateway(node, outgoing, scope, report)
    _check_joins(scope, report)


def _check_default(node: FlowNode, outgoing: list[Flow], report: Report) -> None:
    if node.default is None:
        return
    if node.type not in ACTIVITIES and node.type not in (*_CHOOSING, "complexGateway"):
        report.error(
            "default.not-allowed",
            node.id,
            "Dieses Element kann keinen Standardfluss haben.",
            "This element cannot have a default flow.",
        )
        return
    default = next((flow for flow in outgoing if flow.id == node.default), None)
    if default is None:
        report.error(
            "default.unknown",
            node.id,
            f"Der Standardfluss „{node.default}“ geht nicht von diesem Element aus.",
            f"The default flow “{node.default}” does not leave this element.",
        )
    elif default.condition is not None:
        report.error(
            "default.condition",
            default.id,
            "Ein Standardfluss hat keine Bedingung.",
            "A default flow has no condition.",
        )


def _check_conditions(node: FlowNode, outgoing: list[Flow], report: Report) -> None:
    for flow in outgoing:
        if flow.condition is None and flow.id != node.default:
            report.error(
                "gateway.condition-missing",
                flow.id,
                "Der Weg braucht eine Bedingung oder muss der Standardfluss sein.",
                "The way needs a condition or must be the default flow.",
            )
    if node.default is None and all(flow.condition is not None and not _always_holds(flow) for flow in outgoing):
        report.hint(
            "gateway.no-default",
            node.id,
            "Ohne Standardfluss bleibt der Vorgang stehen, wenn keine Bedingung zutrifft.",
            "Without a default flow the instance stops if no condition holds.",
        )


def _check_event_gateway(node: FlowNode, outgoing: list[Flow], scope: Scope, report: Report) -> None:
    if len(outgoing) < 2 and not node.instantiate:
        report.error(
            "event-gateway.too-few",
            node.id,
            "Ein ereignisbasiertes Gateway braucht mindestens zwei Wege.",
            "An event-based gateway needs at least two ways.",
        )
    if node.instantiate and scope.incoming(node.id):
        report.error(
            "event-gateway.instantiate",
            node.id,
            "In ein Gateway, das den Prozess startet, führt kein Sequenzfluss.",
            "No sequence flow leads into a gateway that starts the process.",
        )
    if node.parallel_start and not node.instantiate:
        report.error(
            "event-gateway.parallel",
            node.id,
            "Nur ein Gateway, das den Prozess startet, kann auf alle Ereignisse warten.",
            "Only a gateway that starts the process can wait for all events.",
        )
    targets = [scope.nodes[flow.target] for flow in outgoing if flow.target in scope.nodes]
    for target in targets:
        kinds = {definition.kind for definition in target.definitions}
        fits = target.type == "receiveTask" or (
            target.type == "intermediateCatchEvent" and kinds and kinds <= _WAITED_FOR
        )
        if node.instantiate:
            # Which instance another trigger belongs to can be told of messages only.
            starting = _MESSAGE if node.parallel_start else _MESSAGE | {"signal", "timer"}
            fits = target.type == "receiveTask" or (
                target.type == "intermediateCatchEvent" and kinds and kinds <= starting and not target.gathers
            )
        if not fits:
            report.error(
                "event-gateway.target",
                target.id,
                "Nach einem ereignisbasierten Gateway folgt ein Nachrichten-, Signal-, Zeit- oder "
                "Bedingungsereignis oder eine Empfangsaufgabe.",
                "An event-based gateway is followed by a message, signal, timer or conditional event or a receive "
                "task.",
            )
        if len(scope.incoming(target.id)) > 1:
            report.error(
                "event-gateway.target-shared",
                target.id,
                "Zu einem Ereignis nach einem ereignisbasierten Gateway führt nur der Weg von diesem Gateway.",
                "Only the way from its gateway leads to an event behind an event-based gateway.",
            )
        if target.loop is not None or scope.boundary_events(target.id):
            report.error(
                "event-gateway.target-marked",
                target.id,
                "Eine Empfangsaufgabe nach einem ereignisbasierten Gateway hat weder Schleife noch angeheftete "
                "Ereignisse.",
                "A receive task behind an event-based gateway has neither a loop nor boundary events.",
            )
    has_receive = any(target.type == "receiveTask" for target in targets)
    has_message = any(d.kind == "message" for t in targets if t.type != "receiveTask" for d in t.definitions)
    if has_receive and has_message:
        report.error(
            "event-gateway.mixed",
            node.id,
            "Nach einem ereignisbasierten Gateway stehen entweder Nachrichtenereignisse oder Empfangsaufgaben.",
            "Behind an event-based gateway there are either message events or receive tasks.",
        )


def _check_joins(scope: Scope, report: Report) -> None:
    """Joins that wait for a token which can only come from behind themselves."""
    joins = [
        node
        for node in scope.nodes.values()
        if node.type in ("parallelGateway", "inclusiveGateway") and len(scope.incoming(node.id)) > 1
    ]
    for join in joins:
        if join.type == "parallelGateway":
            _check_parallel_join(scope, join, report)
    inclusive = [
        (node, [before(scope, flow.source, node.id) for flow in scope.incoming(node.id)])
        for node in joins
        if node.type == "inclusiveGateway"
    ]
    for number, (one, ways) in enumerate(inclusive):
        for other, other_ways in inclusive[number + 1 :]:
            if _waits(ways, other.id) and _waits(other_ways, one.id):
                report.error(
                    "join.mutual",
                    one.id,
                    f"Dieses inklusive Gateway und „{other.id}“ warten aufeinander.",
                    f"This inclusive gateway and “{other.id}” wait for each other.",
                )


def _check_parallel_join(scope: Scope, join: FlowNode, report: Report) -> None:
    reached = reachable(scope, join.id)
    for flow in scope.incoming(join.id):
        if flow.source in scope.nodes and flow.source not in reached and join.id in reached:
            report.error(
                "join.waits-for-itself",
                join.id,
                f"Das parallele Gateway wartet auf „{flow.id}“, aber dieser Weg beginnt erst hinter ihm.",
                f"The parallel gateway waits for “{flow.id}”, but this way begins only behind it.",
            )


def _waits(ways: list[frozenset[str]], token_at: str) -> bool:
    """A join can be reached from a node on some of its flows, on which the standard makes it wait, but not on all.

    `ways` are per flow the nodes from which a token can come on it. A loop through two joins is harmless as long as
    every way between them also leads over a flow that has its token.
    """
    reaching = sum(token_at in way for way in ways)
    return 0 < reaching < len(ways)


def _always_holds(flow: Flow) -> bool:
    """A way of an inclusive gateway that is taken beside those that hang on a condition."""
    return (flow.condition or "").strip().removeprefix("=").strip() == "true"
