"""Activities: whether each has what it needs to run, and whether what it refers to exists."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from engine.bpmn.model import FlowNode, Loop, Scope
from engine.bpmn.structure import implicit_starts
from engine.bpmn.vocabulary import ACTIVITIES, SUB_PROCESSES
from engine.calendar import CalendarError, parse_duration
from engine.lint.bpmn_events import check_definition
from engine.lint.report import Report

if TYPE_CHECKING:
    from engine.lint.bpmn import Known

_RETRY = re.compile(r"R(\d{1,2})/(P.+)")


def check(scope: Scope, kind: str, known: Known, report: Report) -> None:
    """Check the activities of one scope."""
    for node in scope.nodes.values():
        if node.type not in ACTIVITIES:
            continue
        _check_quantities(node, report)
        if node.loop is not None:
            _check_loop(node, node.loop, report)
        checker = _CHECKS.get(node.type)
        if checker is not None:
            checker(node, scope, known, report)
        if node.triggered_by_event and node.loop is not None:
            report.error(
                "event-sub-process.loop",
                node.id,
                "Ein Ereignis-Teilprozess hat keine Schleifenmarkierung.",
                "An event sub-process has no loop marker.",
            )
        undoes_scope = node.triggered_by_event and _starts_by_compensation(node)
        if node.for_compensation and not undoes_scope and not any(node.id in ids for ids in scope.handlers.values()):
            report.error(
                "compensation.handler-alone",
                node.id,
                "Diese Kompensationsaktivität ist mit keinem Kompensationsereignis verbunden.",
                "This compensation activity is connected to no compensation event.",
            )


def _starts_by_compensation(node: FlowNode) -> bool:
    starts = [] if node.content is None else [n for n in node.content.nodes.values() if n.type == "startEvent"]
    return any(definition.kind == "compensation" for start in starts for definition in start.definitions)


def _missing(node: FlowNode, code: str, german: str, english: str, report: Report) -> None:
    report.error(code, node.id, german, english)


def _unknown(names: Collection[str] | None, name: str) -> bool:
    return names is not None and name not in names


def _check_quantities(node: FlowNode, report: Report) -> None:
    for value in (node.start_quantity, node.completion_quantity):
        if not re.fullmatch(r"[1-9]\d{0,2}", value):
            report.error(
                "quantity",
                node.id,
                f"Eine Anzahl von Token ist eine ganze Zahl von 1 bis 999, nicht „{value[:20]}“.",
                f"A quantity of tokens is a whole number from 1 to 999, not “{value[:20]}”.",
            )


def _check_loop(node: FlowNode, loop: Loop, report: Report) -> None:
    if loop.kind == "standard":
        if loop.maximum is not None and not re.fullmatch(r"[1-9]\d{0,8}", loop.maximum):
            report.error(
                "loop.maximum",
                node.id,
                "Die Höchstzahl der Wiederholungen ist eine ganze Zahl ab 1.",
                "The maximum number of turns is a whole number from 1 on.",
            )
        if loop.condition is None and loop.maximum is None:
            report.error(
                "loop.endless",
                node.id,
                "Die Schleife hat weder Bedingung noch Höchstzahl und würde nie enden.",
                "The loop has neither a condition nor a maximum and would never end.",
            )
        return
    if (loop.collection is None) == (loop.cardinality is None):
        report.error(
            "multi-instance.count",
            node.id,
            "Eine Mehrfachausführung braucht entweder eine Liste oder eine Anzahl.",
            "A multi-instance activity needs either a collection or a cardinality.",
        )
    if loop.output_element is not None and loop.output_collection is None:
        report.error(
            "multi-instance.output",
            node.id,
            "Es ist angegeben, was jede Ausführung ergibt, aber nicht, wohin es gesammelt wird.",
            "It is stated what each instance gives, but not where it is collected.",
        )
    if loop.output_collection is not None and loop.output_element is None:
        report.error(
            "multi-instance.output",
            node.id,
            "Es ist angegeben, wohin Ergebnisse gesammelt werden, aber nicht, was jede Ausführung ergibt.",
            "It is stated where results are collected, but not what each instance gives.",
        )
    if loop.behavior not in ("All", "None", "One", "Complex"):
        report.error(
            "multi-instance.behavior",
            node.id,
            f"„{loop.behavior[:20]}“ ist kein Verhalten einer Mehrfachausführung.",
            f"“{loop.behavior[:20]}” is no behaviour of a multi-instance activity.",
        )
    if loop.behavior != "All":
        if not loop.throws:
            _no_behavior_event(node, report)
        for _, thrown in loop.throws:
            if thrown is None or thrown.kind not in ("signal", "error", "escalation"):
                _no_behavior_event(node, report)


def _no_behavior_event(node: FlowNode, report: Report) -> None:
    report.error(
        "multi-instance.behavior-event",
        node.id,
        "Das Verhalten der Mehrfachausführung nennt kein Ereignis, das ausgelöst werden kann.",
        "The behaviour of the multi-instance activity names no event that can be thrown.",
    )


def _check_script(node: FlowNode, scope: Scope, known: Known, report: Report) -> None:
    if (node.script_format or "").lower() not in ("feel", "application/feel", "text/feel"):
        report.error(
            "script.language",
            node.id,
            f"Skripte werden in FEEL geschrieben, nicht in „{(node.script_format or '–')[:40]}“.",
            f"Scripts are written in FEEL, not in “{(node.script_format or '-')[:40]}”.",
        )
    if node.script is None:
        _missing(
            node, "script.missing", "Der Skriptaufgabe fehlt das Skript.", "The script task lacks a script.", report
        )


def _check_handler(node: FlowNode, known: Known, report: Report) -> None:
    handler, effect = node.attributes.get("handler"), node.attributes.get("effect")
    if handler is not None and _unknown(known.handlers, handler):
        report.error(
            "handler.unknown",
            node.id,
            f"Den Handler „{handler}“ gibt es nicht.",
            f"There is no handler “{handler}”.",
        )
    if effect not in (None, "inside", "outside"):
        report.error(
            "handler.effect",
            node.id,
            "„pw:effect“ ist „inside“ (in der Datenbank) oder „outside“ (nach außen).",
            "“pw:effect” is “inside” (in the database) or “outside” (in the world).",
        )
    if effect is None and handler is not None:
        report.warning(
            "handler.effect-unstated",
            node.id,
            "Es ist nicht angegeben, ob die Aufgabe in der Datenbank oder nach außen wirkt; sie gilt als „inside“.",
            "It is not stated whether the task acts in the database or in the world; it counts as “inside”.",
        )
    retry = node.attributes.get("retry")
    if retry is not None and not _is_retry(retry):
        report.error(
            "handler.retry",
            node.id,
            f"„{retry[:40]}“ ist keine Wiederholung; schreiben Sie zum Beispiel R3/PT1M.",
            f"“{retry[:40]}” is no retry rule; write for example R3/PT1M.",
        )


def _is_retry(text: str) -> bool:
    match = _RETRY.fullmatch(text)
    if match is None:
        return False
    try:
        return parse_duration(match[2]).is_positive
    except CalendarError:
        return False


def _check_service(node: FlowNode, scope: Scope, known: Known, report: Report) -> None:
    if "handler" not in node.attributes:
        _missing(
            node, "handler.missing", "Der Aufgabe fehlt der Handler (pw:handler).", "The task lacks pw:handler.", report
        )
    _check_handler(node, known, report)


def _check_send(node: FlowNode, scope: Scope, known: Known, report: Report) -> None:
    if "handler" not in node.attributes and not node.definitions:
        _missing(
            node,
            "message.missing",
            "Der Sendeaufgabe fehlt die Nachricht oder der Handler.",
            "The send task lacks a message or a handler.",
            report,
        )
    if "handler" in node.attributes and node.definitions:
        report.error(
            "send.both",
            node.id,
            "Eine Sendeaufgabe hat entweder eine Nachricht oder einen Handler.",
            "A send task has either a message or a handler.",
        )
    for definition in node.definitions:
        check_definition(node, definition, report)
    _check_handler(node, known, report)


def _check_receive(node: FlowNode, scope: Scope, known: Known, report: Report) -> None:
    if not node.definitions:
        _missing(
            node,
            "message.missing",
            "Der Empfangsaufgabe fehlt die Nachricht.",
            "The receive task lacks its message.",
            report,
        )
    for definition in node.definitions:
        check_definition(node, definition, report)
    if node.instantiate and scope.incoming(node.id):
        report.error(
            "receive.instantiate",
            node.id,
            "In eine Empfangsaufgabe, die den Prozess startet, führt kein Sequenzfluss.",
            "No sequence flow leads into a receive task that starts the process.",
        )


def _check_decision(node: FlowNode, scope: Scope, known: Known, report: Report) -> None:
    decision = node.attributes.get("decision")
    if decision is None:
        if "handler" not in node.attributes:
            _missing(
                node,
                "decision.missing",
                "Der Geschäftsregelaufgabe fehlt die Entscheidung (pw:decision).",
                "The business rule task lacks pw:decision.",
                report,
            )
        _check_handler(node, known, report)
    elif _unknown(known.decisions, decision):
        report.error(
            "decision.unknown",
            node.id,
            f"Die Entscheidung „{decision}“ gibt es nicht.",
            f"There is no decision “{decision}”.",
        )


def _check_call(node: FlowNode, scope: Scope, known: Known, report: Report) -> None:
    if node.called_element is None:
        _missing(
            node,
            "call.missing",
            "Der Aufrufaktivität fehlt der aufgerufene Prozess.",
            "The call activity lacks the called process.",
            report,
        )
    elif _unknown(known.processes, node.called_element):
        report.error(
            "call.unknown",
            node.id,
            f"Den Prozess „{node.called_element}“ gibt es nicht.",
            f"There is no process “{node.called_element}”.",
        )


def _check_person(node: FlowNode, scope: Scope, known: Known, report: Report) -> None:
    form = node.attributes.get("form")
    if form is not None and _unknown(known.forms, form):
        report.error("form.unknown", node.id, f"Das Formular „{form}“ gibt es nicht.", f"There is no form “{form}”.")
    if form is None and node.type == "userTask":
        report.hint("form.missing", node.id, "Diese Aufgabe hat kein Formular.", "This task has no form.")


def _check_sub_process(node: FlowNode, scope: Scope, known: Known, report: Report) -> None:
    if node.content is not None and not node.content.nodes:
        report.error(
            "sub-process.empty",
            node.id,
            "Der Teilprozess enthält keine Elemente.",
            "The sub-process contains no elements.",
        )


def _check_ad_hoc(node: FlowNode, scope: Scope, known: Known, report: Report) -> None:
    """In a sequence people choose among tasks; what is no task has nobody who could begin it (10.3.5)."""
    _check_sub_process(node, scope, known, report)
    entries = implicit_starts(node.content) if node.sequential and node.content is not None else []
    for entry in entries if len(entries) > 1 else ():
        if entry.type in SUB_PROCESSES or entry.type == "callActivity" or entry.loop is not None:
            report.warning(
                "ad-hoc.begins-itself",
                entry.id,
                "Diese Aktivität kann niemand auswählen. Sie beginnt von selbst: sofort, wenn sie vor allen Aufgaben "
                "gezeichnet ist, sonst nach ihnen.",
                "Nobody can choose this activity. It begins by itself: at once if it is drawn before all tasks, else "
                "after them.",
            )


_CHECKS = {
    "scriptTask": _check_script,
    "serviceTask": _check_service,
    "sendTask": _check_send,
    "receiveTask": _check_receive,
    "businessRuleTask": _check_decision,
    "callActivity": _check_call,
    "userTask": _check_person,
    "manualTask": _check_person,
    "subProcess": _check_sub_process,
    "transaction": _check_sub_process,
    "adHocSubProcess": _check_ad_hoc,
}
