"""Data, lanes and compensation: references between elements that are not sequence flows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set

from engine.bpmn.model import DataItem, FlowNode, Process, Scope, nodes, scopes
from engine.bpmn.vocabulary import ACTIVITIES, VARIABLE
from engine.lint.report import Report


def check(process: Process, homes: Mapping[str, Scope], report: Report) -> None:
    """Check one process."""
    for start in _undoing_starts(process.content):
        report.warning(
            "compensation.process",
            start.id,
            "Dieses Ereignis tritt nur ein, wenn der Prozess von einem anderen aufgerufen wurde und der ihn rückgängig "
            "macht.",
            "This event happens only if the process was called by another one that undoes it.",
        )
    enclosing: dict[str, Set[str]] = {}
    used = _used_names(process)
    for scope in scopes(process.content):
        # An event sub-process undoes what the scope around it has completed (10.7).
        around = enclosing.get(scope.id, frozenset())
        names = Counter(item.name for item in scope.data)
        for item in scope.data:
            if not VARIABLE.fullmatch(item.name):
                _check_nameless(item, used, report)
            elif names[item.name] > 1:
                report.error(
                    "data.twice",
                    item.id,
                    f"Die Daten „{item.name}“ sind hier mehrfach erklärt.",
                    f"The data “{item.name}” is declared here more than once.",
                )
        _check_compensation(scope, around, report)
        for node in scope.nodes.values():
            if node.triggered_by_event:
                enclosing[node.id] = around | scope.nodes.keys()
    for node in nodes(process.content):
        for entry in (*(node.io.inputs or ()), *(node.io.outputs or ())):
            for spoken in (entry.target, entry.source if entry.copies else ""):
                if spoken and not VARIABLE.fullmatch(spoken):
                    _bad_name(node.id, spoken, report)
        if node.loop is not None:
            for name in (node.loop.element_variable, node.loop.output_collection):
                if name is not None and not VARIABLE.fullmatch(name):
                    _bad_name(node.id, name, report)
        name = node.attributes.get("resultVariable")
        if name is not None and not VARIABLE.fullmatch(name):
            _bad_name(node.id, name, report)


def _used_names(process: Process) -> Set[str]:
    names: set[str] = set()
    for node in nodes(process.content):
        for entry in (*(node.io.inputs or ()), *(node.io.outputs or ())):
            names.update((entry.source, entry.target))
        if node.loop is not None:
            names.update(filter(None, (node.loop.collection, node.loop.output_collection)))
    return names


def _check_nameless(item: DataItem, used: Set[str], report: Report) -> None:
    """Drawn data that no expression can name is fine as long as nothing is to be done with it."""
    if item.name in used:
        _bad_name(item.id, item.name, report)
    else:
        report.warning(
            "data.descriptive",
            item.id,
            f"„{item.name[:60]}“ ist kein Name für eine Variable; diese Daten beschreiben nur.",
            f"“{item.name[:60]}” is no name for a variable; these data only describe.",
        )


def _bad_name(element_id: str, name: str, report: Report) -> None:
    report.error(
        "variable.name",
        element_id,
        f"„{name[:60]}“ ist kein Name für eine Variable.",
        f"“{name[:60]}” is no name for a variable.",
    )


def _undoing_starts(scope: Scope) -> list[FlowNode]:
    """The start events of the event sub-processes by which a scope is undone."""
    inner = [n.content.nodes.values() for n in scope.event_sub_processes() if n.content is not None]
    starts = [node for each in inner for node in each if node.type == "startEvent"]
    return [start for start in starts if any(d.kind == "compensation" for d in start.definitions)]


def _check_compensation(scope: Scope, around: Set[str], report: Report) -> None:
    for node in scope.nodes.values():
        if node.content is not None and _undoing_starts(node.content):
            for event in scope.boundary_events(node.id):
                if any(d.kind == "compensation" for d in event.definitions):
                    report.error(
                        "compensation.two-handlers",
                        event.id,
                        "Im Teilprozess bestimmt schon ein Ereignis-Teilprozess, wie er rückgängig gemacht wird.",
                        "An event sub-process inside already decides how the sub-process is undone.",
                    )
        for definition in node.definitions:
            if definition.kind != "compensation":
                continue
            if node.type == "boundaryEvent":
                handlers = [scope.nodes.get(each) for each in scope.handlers.get(node.id, ())]
                fitting = [h for h in handlers if h is not None and h.type in ACTIVITIES and h.for_compensation]
                if len(fitting) != 1:
                    report.error(
                        "compensation.handler",
                        node.id,
                        "Ein Kompensationsereignis ist mit genau einer Kompensationsaktivität verbunden.",
                        "A compensation event is connected to exactly one compensation activity.",
                    )
            elif definition.activity is not None and node.type != "startEvent":
                _check_target(scope.nodes.keys() | around, node.id, definition.activity, report)


def _check_target(activities: Set[str], throw_id: str, activity: str, report: Report) -> None:
    if activity not in activities:
        report.error(
            "compensation.activity",
            throw_id,
            f"Die zu kompensierende Aktivität „{activity}“ gibt es in diesem Prozess oder Teilprozess nicht.",
            f"There is no activity “{activity}” to compensate in this process or sub-process.",
        )
