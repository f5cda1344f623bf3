"""Whether a diagram can run as drawn: everything that cannot is found here, with the place and the reason.

The rule is "faithful or refused": what these checks let through runs as BPMN 2.0 says. Sections in the code refer to
the standard (OMG formal/2013-12-09).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.model import Process, Scope, nodes, scopes
from engine.bpmn.source import ModelSource
from engine.lint import (
    bpmn_activities,
    bpmn_data,
    bpmn_events,
    bpmn_expressions,
    bpmn_flow,
    bpmn_flow_lists,
    bpmn_gateways,
    bpmn_languages,
    bpmn_xml,
)
from engine.lint.finding import Finding
from engine.lint.report import Report


@dataclass
class Known:
    """What exists outside the file, by name. None: not known here, so not checked."""

    handlers: Collection[str] | None = None
    forms: Collection[str] | None = None
    decisions: Collection[str] | None = None
    processes: Collection[str] | None = None
    functions: Mapping[str, Any] = field(default_factory=dict)


def check_model(
    source: ModelSource,
    *,
    known_handlers: Collection[str] | None = None,
    known_forms: Collection[str] | None = None,
    known_decisions: Collection[str] | None = None,
    known_processes: Collection[str] | None = None,
    functions: Mapping[str, Any] | None = None,
) -> list[Finding]:
    """Everything wrong or doubtful in a diagram file, errors and warnings in the order of the file.

    The `known_` collections are the names that exist for service tasks, forms, decisions and called processes outside
    this file; None leaves references unchecked. `functions` are the host functions of expressions. A model whose
    findings contain no error can be given to `build_program`. Processes that are not marked executable are pictures
    and only checked for their structure as a file.
    """
    known = Known(known_handlers, known_forms, known_decisions, known_processes, functions or {})
    report = Report()
    bpmn_xml.check(source.root, report)
    executable = [process for process in source.diagram.processes.values() if process.executable]
    if not executable:
        report.error(
            "process.none",
            None,
            "Die Datei enthält keinen ausführbaren Prozess.",
            "The file contains no executable process.",
        )
    pictures = {process.key for process in source.diagram.processes.values() if not process.executable}
    bpmn_languages.check(source.root, pictures, report)
    bpmn_flow_lists.check(source.root, pictures, report)
    for process in executable:
        _check_process(process, source, known, report)
    return report.findings


def _check_process(process: Process, source: ModelSource, known: Known, report: Report) -> None:
    everywhere = {flow.id: scope for scope in scopes(process.content) for flow in scope.flows.values()}
    homes = {node.id: scope.id for scope in scopes(process.content) for node in scope.nodes.values()}
    all_homes = {
        node.id: process.key for process in source.diagram.processes.values() for node in nodes(process.content)
    }
    if not process.content.nodes:
        report.error(
            "process.empty",
            process.key,
            "Der Prozess enthält keine Elemente.",
            "The process contains no elements.",
        )
    for scope in scopes(process.content):
        kind = _kind(scope, process)
        bpmn_flow.check(scope, kind, homes, all_homes, report)
        bpmn_gateways.check(scope, report)
        bpmn_events.check(scope, kind, report)
        bpmn_activities.check(scope, kind, known_of(source, known), report)
        _check_calls(scope, source, report)
    bpmn_data.check(process, everywhere, report)
    bpmn_expressions.check(process, known.functions, report)


def _check_calls(scope: Scope, source: ModelSource, report: Report) -> None:
    """A called process of the same file must have a start that needs no trigger."""
    for node in scope.nodes.values():
        called = next((p for p in source.processes if p.key == node.called_element), None)
        if called is not None and all(start.kind != "none" for start in called.starts):
            report.error(
                "call.no-plain-start",
                node.id,
                f"Der Prozess „{called.key}“ hat kein Startereignis ohne Auslöser und kann nicht aufgerufen werden.",
                f"The process “{called.key}” has no start event without trigger and cannot be called.",
            )


def known_of(source: ModelSource, known: Known) -> Known:
    """The processes of the file itself can be called too."""
    if known.processes is None:
        return known
    own = {process.key for process in source.diagram.processes.values() if process.executable}
    return Known(known.handlers, known.forms, known.decisions, own | set(known.processes), known.functions)


def _kind(scope: Scope, process: Process) -> str:
    """ "process", "event" for event sub-processes, else the tag of the sub-process."""
    if scope is process.content:
        return "process"
    owner = next(node for node in nodes(process.content) if node.content is scope)
    return "event" if owner.triggered_by_event else owner.type
