"""Events: which trigger or result may stand where, and whether it has everything it needs (10.5)."""

from __future__ import annotations

from collections import Counter

from engine.bpmn.model import EventDefinition, FlowNode, Scope
from engine.bpmn.structure import link_targets
from engine.bpmn.vocabulary import ACTIVITIES
from engine.lint import bpmn_twins
from engine.lint.report import Report

_WAITING = frozenset({"message", "signal", "timer", "conditional"})

#: Position to the kinds that may stand there (BPMN 2.0, table 10.93).
ALLOWED: dict[str, frozenset[str]] = {
    "process start": frozenset({"message", "signal", "timer"}),
    "event start": _WAITING | {"error", "escalation", "compensation"},
    "sub-process start": frozenset(),
    "intermediateCatchEvent": _WAITING | {"link"},
    "intermediateThrowEvent": frozenset({"message", "signal", "escalation", "link", "compensation"}),
    "boundaryEvent": _WAITING | {"error", "escalation", "cancel", "compensation"},
    "endEvent": frozenset({"message", "signal", "error", "escalation", "compensation", "cancel", "terminate"}),
}

_NAMES = {
    "message": ("Nachricht", "message"),
    "signal": ("Signal", "signal"),
    "timer": ("Zeit", "timer"),
    "conditional": ("Bedingung", "condition"),
    "error": ("Fehler", "error"),
    "escalation": ("Eskalation", "escalation"),
    "link": ("Link", "link"),
    "compensation": ("Kompensation", "compensation"),
    "cancel": ("Abbruch", "cancel"),
    "terminate": ("Terminierung", "terminate"),
}
_POSITIONS = {
    "process start": ("am Anfang eines Prozesses", "at the start of a process"),
    "event start": ("am Anfang eines Ereignis-Teilprozesses", "at the start of an event sub-process"),
    "sub-process start": ("am Anfang eines Teilprozesses", "at the start of a sub-process"),
    "intermediateCatchEvent": ("als eintretendes Zwischenereignis", "as an intermediate catching event"),
    "intermediateThrowEvent": ("als auslösendes Zwischenereignis", "as an intermediate throwing event"),
    "boundaryEvent": ("als angeheftetes Ereignis", "as a boundary event"),
    "endEvent": ("als Endereignis", "as an end event"),
}


def check(scope: Scope, kind: str, report: Report) -> None:
    """Check the events of one scope; `kind` is that of the scope."""
    for node in scope.nodes.values():
        if node.type == "transaction" and node.content is not None:
            _check_transaction(node, node.content, scope, report)
        if not node.type.endswith("Event"):
            continue
        position = node.type
        if node.type == "startEvent":
            position = {"process": "process start", "event": "event start"}.get(kind, "sub-process start")
        _check_kinds(node, position, report)
        for definition in node.definitions:
            check_definition(node, definition, report)
        if node.type == "boundaryEvent":
            _check_boundary(node, scope, report)
        if node.type == "endEvent" and _has(node, "cancel") and kind != "transaction":
            report.error(
                "event.cancel-outside-transaction",
                node.id,
                "Ein Abbruch-Endereignis steht nur in einer Transaktion.",
                "A cancel end event stands only in a transaction.",
            )
    _check_starts(scope, kind, report)
    _check_links(scope, report)
    bpmn_twins.check(scope, kind, report)


def _has(node: FlowNode, kind: str) -> bool:
    return any(definition.kind == kind for definition in node.definitions)


def _check_kinds(node: FlowNode, position: str, report: Report) -> None:
    german, english = _POSITIONS[position]
    for definition in node.definitions:
        if definition.kind == "missing":
            report.error(
                "event.reference-unknown",
                node.id,
                f"Das Ereignis verweist auf „{definition.ref}“, aber diese Definition gibt es nicht.",
                f"The event refers to “{definition.ref}”, but there is no such definition.",
            )
        elif definition.kind not in ALLOWED[position]:
            name = _NAMES[definition.kind]
            if (position, definition.kind) == ("process start", "conditional"):
                _check_no_condition(node, report)
                continue
            report.error(
                "event.position",
                node.id,
                f"„{name[0]}“ ist {german} nicht möglich.",
                f"A {name[1]} event is not possible {english}.",
            )
    if not node.definitions and position in ("intermediateCatchEvent", "boundaryEvent", "event start"):
        report.error(
            "event.kind-missing",
            node.id,
            f"Das Ereignis {german} braucht einen Auslöser.",
            f"The event {english} needs a trigger.",
        )
    several = len(node.definitions) > 1
    alone = {"link"} if node.type == "endEvent" else {"link", "cancel"}
    if several and any(d.kind in alone for d in node.definitions):
        report.error(
            "event.multiple",
            node.id,
            "Link und Abbruch lassen sich hier nicht mit anderen Auslösern verbinden.",
            "Link and cancel cannot be combined with other triggers here.",
        )
    if sum(d.kind in ("error", "cancel", "terminate") for d in node.definitions) > 1 and node.type == "endEvent":
        report.error(
            "event.multiple",
            node.id,
            "Ein Endereignis kann nur eines von Fehler, Abbruch und Terminierung auslösen.",
            "An end event can throw only one of error, cancel and terminate.",
        )
    if node.parallel_multiple and any(d.kind not in _WAITING for d in node.definitions):
        report.error(
            "event.parallel-multiple",
            node.id,
            "Auf alle Auslöser zugleich kann nur bei Nachricht, Signal, Zeit und Bedingung gewartet werden.",
            "Only messages, signals, timers and conditions can be waited for together.",
        )


def _check_no_condition(node: FlowNode, report: Report) -> None:
    report.error(
        "event.position",
        node.id,
        "Eine Bedingung kann keinen Prozess starten: Solange es keinen Vorgang gibt, hat sie keine Daten. Verwenden "
        "Sie ein Signal, eine Nachricht oder eine Zeit.",
        "A condition cannot start a process: as long as there is no instance, it has no data. Use a signal, a message "
        "or a timer.",
    )


def check_definition(node: FlowNode, definition: EventDefinition, report: Report) -> None:
    """One trigger or result, wherever it is drawn."""
    kind = definition.kind
    if kind in ("message", "signal"):
        _check_named(node, definition, report)
    elif kind in ("error", "escalation"):
        _check_coded(node, definition, report)
    elif kind == "timer":
        if definition.timer_kind is None or definition.text is None:
            report.error(
                "timer.missing",
                node.id,
                "Dem Zeitereignis fehlt Zeitpunkt, Dauer oder Zyklus.",
                "The timer event lacks a date, duration or cycle.",
            )
        if definition.missed not in ("each", "once"):
            report.error(
                "timer.missed",
                node.id,
                "„pw:missed“ ist „each“ (jede versäumte Wiederholung) oder „once“ (alle zusammen einmal).",
                "“pw:missed” is “each” (every missed occurrence) or “once” (all together once).",
            )
    elif kind == "conditional" and definition.text is None:
        report.error(
            "condition.missing",
            node.id,
            "Dem Bedingungsereignis fehlt die Bedingung.",
            "The conditional event lacks its condition.",
        )


def _check_named(node: FlowNode, definition: EventDefinition, report: Report) -> None:
    german, english = _NAMES[definition.kind]
    if definition.name is not None:
        return
    if definition.ref is None:
        report.error(
            f"{definition.kind}.missing",
            node.id,
            f"Es ist nicht angegeben, um welche {german} es geht."
            if definition.kind == "message"
            else f"Es ist nicht angegeben, um welches {german} es geht.",
            f"It is not stated which {english} is meant.",
        )
    else:
        report.error(
            f"{definition.kind}.unknown",
            node.id,
            f"„{definition.ref}“ ({german}) gibt es in dieser Datei nicht.",
            f"There is no {english} “{definition.ref}” in this file.",
        )


def _check_coded(node: FlowNode, definition: EventDefinition, report: Report) -> None:
    german, english = _NAMES[definition.kind]
    if definition.ref is not None and definition.code is None:
        report.error(
            f"{definition.kind}.unknown",
            node.id,
            f"„{definition.ref}“ ({german}) gibt es in dieser Datei nicht.",
            f"There is no {english} “{definition.ref}” in this file.",
        )
    elif definition.codeless and node.type in ("endEvent", "intermediateThrowEvent"):
        report.warning(
            f"{definition.kind}.code-missing",
            node.id,
            f"„{definition.name}“ ({german}) hat keinen Code; ausgelöst wird „{definition.code}“.",
            f"“{definition.name}” ({english}) states no code; what is thrown is “{definition.code}”.",
        )
    elif definition.ref is None and node.type in ("endEvent", "intermediateThrowEvent"):
        report.error(
            f"{definition.kind}.missing",
            node.id,
            f"Es ist nicht angegeben, was ausgelöst wird ({german}).",
            f"It is not stated which {english} is thrown.",
        )


def _check_boundary(node: FlowNode, scope: Scope, report: Report) -> None:
    activity = scope.nodes.get(node.attached_to or "")
    if activity is None or activity.type not in ACTIVITIES or activity.triggered_by_event:
        report.error(
            "boundary.not-attached",
            node.id,
            "Das Ereignis ist an keine Aktivität desselben Prozesses oder Teilprozesses angeheftet.",
            "The event is attached to no activity of the same process or sub-process.",
        )
        return
    if _has(node, "cancel") and activity.type != "transaction":
        report.error(
            "event.cancel-outside-transaction",
            node.id,
            "Ein Abbruchereignis wird nur an eine Transaktion angeheftet.",
            "A cancel event is attached to a transaction only.",
        )
    if not node.interrupting and any(d.kind in ("error", "cancel") for d in node.definitions):
        report.error(
            "boundary.must-interrupt",
            node.id,
            "Fehler und Abbruch unterbrechen die Aktivität immer.",
            "Errors and cancellations always interrupt the activity.",
        )
    if activity.for_compensation:
        report.error(
            "boundary.on-compensation",
            node.id,
            "Kompensationsaktivitäten haben keine angehefteten Ereignisse.",
            "Compensation activities have no boundary events.",
        )


def _check_transaction(node: FlowNode, content: Scope, scope: Scope, report: Report) -> None:
    cancels = any(_has(inner, "cancel") for inner in content.nodes.values() if inner.type == "endEvent")
    if cancels and not any(_has(event, "cancel") for event in scope.boundary_events(node.id)):
        report.error(
            "transaction.cancel-uncaught",
            node.id,
            "Die Transaktion kann abgebrochen werden, aber an ihrem Rand hängt kein Abbruchereignis.",
            "The transaction can be cancelled, but there is no cancel event on its border.",
        )


def _check_starts(scope: Scope, kind: str, report: Report) -> None:
    starts = [node for node in scope.nodes.values() if node.type == "startEvent"]
    if kind == "event":
        if len(starts) != 1:
            report.error(
                "event-sub-process.start",
                scope.id,
                "Ein Ereignis-Teilprozess hat genau ein Startereignis.",
                "An event sub-process has exactly one start event.",
            )
        for start in starts:
            if not start.interrupting and _has(start, "error"):
                report.error(
                    "event-sub-process.must-interrupt",
                    start.id,
                    "Ein Fehler-Startereignis unterbricht immer.",
                    "An error start event always interrupts.",
                )
    elif kind == "adHocSubProcess":
        for node in [n for n in scope.nodes.values() if n.type in ("startEvent", "endEvent")]:
            report.error(
                "ad-hoc.event",
                node.id,
                "Ein Ad-hoc-Teilprozess hat weder Start- noch Endereignisse.",
                "An ad-hoc sub-process has neither start nor end events.",
            )
    else:
        plain = [start for start in starts if not start.definitions]
        for start in plain[1:]:
            report.error(
                "start.several",
                start.id,
                "Es gibt mehrere Startereignisse ohne Auslöser; es wäre unklar, wo der Ablauf beginnt.",
                "There are several start events without a trigger; it would be unclear where to begin.",
            )
        for start in starts:
            if not start.interrupting:
                report.warning(  # the attribute is ignored outside event sub-processes (10.5.2)
                    "start.non-interrupting",
                    start.id,
                    "„Nicht unterbrechend“ hat nur bei Startereignissen von Ereignis-Teilprozessen eine Wirkung.",
                    "“Non-interrupting” has an effect only on start events of event sub-processes.",
                )


def _check_links(scope: Scope, report: Report) -> None:
    catching: Counter[str] = Counter()
    targets: set[str] = set()
    for node in scope.nodes.values():
        for link in [d for d in node.definitions if d.kind == "link"]:
            if node.type == "intermediateThrowEvent":
                found = link_targets(scope, node)
                targets.update(found)
                if not found:
                    report.error(
                        "link.no-target",
                        node.id,
                        "Zu diesem Link-Ereignis gibt es kein Gegenstück mit demselben Namen im selben Prozess.",
                        "This link event has no counterpart with the same name in the same process.",
                    )
            elif node.type == "intermediateCatchEvent" and link.name is not None:
                catching[link.name] += 1
                if catching[link.name] == 2:
                    report.error(
                        "link.target-twice",
                        node.id,
                        f"Es gibt mehrere Ziele für den Link „{link.name}“.",
                        f"There are several targets for the link “{link.name}”.",
                    )
    for node in scope.nodes.values():
        if node.type == "intermediateCatchEvent" and _has(node, "link") and node.id not in targets:
            report.error(
                "link.no-source",
                node.id,
                "Kein Link-Ereignis führt hierher, das Element würde nie erreicht.",
                "No link event leads here, the element would never be reached.",
            )
