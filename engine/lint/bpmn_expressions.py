"""Every place of a diagram where an expression or a timer text stands."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.bpmn.model import EventDefinition, FlowNode, Process, nodes, scopes
from engine.bpmn.names import lasting_names, spoken_names
from engine.bpmn.structure import split_list
from engine.calendar import CalendarError, parse_timer
from engine.feel import Expression, FeelError, compile_expression
from engine.feel import syntax as ast
from engine.feel.builtin import BUILT_INS
from engine.lint.constants import constant
from engine.lint.report import Report

#: Expressions that can give anything but a context.
_NO_CONTEXT = (ast.Arithmetic, ast.Comparison, ast.Junction, ast.Negation, ast.ListLiteral, ast.Between, ast.In)

_FEEL_ATTRIBUTES = ("assignee", "priority")
_MOMENT_ATTRIBUTES = ("dueDate", "followUpDate")


@dataclass(frozen=True, slots=True)
class Place:
    """One expression: the element it belongs to, what it is for, and its text."""

    element_id: str
    german: str
    english: str
    text: str


def check(process: Process, functions: Mapping[str, Any], report: Report) -> None:
    """Compile every expression and read every timer text of a process."""
    names = frozenset(spoken_names(process))
    spaced = frozenset(name for name in names if not name.isidentifier())
    read: list[tuple[Place, Expression]] = []
    for place in places(process):
        try:
            read.append((place, compile_expression(place.text, names=spaced, functions=functions)))
        except FeelError as error:
            report.error(
                "feel.syntax",
                place.element_id,
                f"{place.german}: {error.message_de}.",
                f"{place.english}: {error.message_en}.",
            )
    for node in nodes(process.content):
        for definition in node.definitions:
            _check_timer(node, definition, report)
            _check_time_to_live(node, definition, report)
    _check_clocks(process, read, report)
    _check_constants(read, report)
    if functions:
        _check_functions(frozenset(functions), read, report)
    written = _written(read)
    _check_names(names | written, lasting_names(process) | written, read, report)


def places(process: Process) -> Iterator[Place]:
    """All FEEL expressions of a process."""
    for scope in scopes(process.content):
        for flow in scope.flows.values():
            if flow.condition is not None:
                yield Place(flow.id, "Bedingung", "Condition", flow.condition)
    for node in nodes(process.content):
        yield from _of_node(node)


def _of_node(node: FlowNode) -> Iterator[Place]:
    for entry in (*(node.io.inputs or ()), *(node.io.outputs or ())):
        if entry.source:
            yield Place(node.id, f"Zuordnung zu „{entry.target}“", f"Mapping to “{entry.target}”", entry.source)
    if node.type == "scriptTask" and node.script is not None:
        yield Place(node.id, "Skript", "Script", node.script)
    for name in _FEEL_ATTRIBUTES:
        if name in node.attributes:
            yield Place(node.id, f"pw:{name}", f"pw:{name}", node.attributes[name])
    for name in _MOMENT_ATTRIBUTES:
        text = node.attributes.get(name)
        if text is not None and not _is_timer(text):
            yield Place(node.id, f"pw:{name}", f"pw:{name}", text)
    for part in split_list(node.attributes.get("candidateGroups", "")):
        if part.startswith("="):
            yield Place(node.id, "pw:candidateGroups", "pw:candidateGroups", part)
    if node.activation_condition is not None:
        yield Place(node.id, "Aktivierungsbedingung", "Activation condition", node.activation_condition)
    if node.ad_hoc_condition is not None:
        yield Place(node.id, "Abschlussbedingung", "Completion condition", node.ad_hoc_condition)
    for definition in node.definitions:
        if definition.kind == "conditional" and definition.text is not None:
            yield Place(node.id, "Bedingung", "Condition", definition.text)
        if definition.kind == "timer" and (definition.text or "").startswith("="):
            yield Place(node.id, "Zeitausdruck", "Timer", definition.text or "")
        if definition.correlation_key is not None:
            yield Place(node.id, "Korrelationsschlüssel", "Correlation key", definition.correlation_key)
        if definition.waiting_key is not None:
            yield Place(node.id, "Korrelationsschlüssel", "Correlation key", definition.waiting_key)
    if node.loop is not None:
        loop = node.loop
        texts = (
            ("Schleifenbedingung", "Loop condition", loop.condition),
            ("Anzahl", "Cardinality", loop.cardinality),
            ("Liste", "Collection", loop.collection),
            ("Ergebnis je Ausführung", "Output element", loop.output_element),
            ("Abschlussbedingung", "Completion condition", loop.completion_condition),
        )
        for german, english, text in texts:
            if text is not None:
                yield Place(node.id, german, english, text)
        for condition, _ in loop.throws:
            if condition is not None:
                yield Place(node.id, "Bedingung des Verhaltens", "Condition of the behaviour", condition)


def _is_timer(text: str) -> bool:
    try:
        parse_timer(text)
    except CalendarError:
        return False
    return True


def _check_timer(node: FlowNode, definition: EventDefinition, report: Report) -> None:
    text = definition.text
    if definition.kind != "timer" or text is None or text.startswith("="):
        return
    try:
        timer = parse_timer(text)
    except CalendarError as error:
        report.error("timer.text", node.id, error.message_de, error.message_en)
        return
    if timer.kind != definition.timer_kind:
        report.error(
            "timer.kind",
            node.id,
            f"„{text[:60]}“ passt nicht zu „{definition.timer_kind}“, sondern gehört in „{timer.kind}“.",
            f"“{text[:60]}” does not fit “{definition.timer_kind}”, it belongs in “{timer.kind}”.",
        )


def _check_time_to_live(node: FlowNode, definition: EventDefinition, report: Report) -> None:
    if definition.time_to_live is None:
        return
    try:
        fits = parse_timer(definition.time_to_live).kind == "timeDuration"
    except CalendarError:
        fits = False
    if not fits:
        report.error(
            "message.time-to-live",
            node.id,
            f"Die Aufbewahrung der Nachricht „{definition.name}“ ist keine Dauer wie P7D.",
            f"The time to live of the message “{definition.name}” is no duration such as P7D.",
        )


def _check_clocks(process: Process, read: list[tuple[Place, Expression]], report: Report) -> None:
    """A condition is looked at when data change, not when time passes (10.5.5): it must not ask what time it is."""
    waiting = {node.id for node in nodes(process.content) for d in node.definitions if d.kind == "conditional"}
    for place, expression in read:
        if place.element_id in waiting and place.german == "Bedingung":
            for name in sorted(expression.reading.functions & {"now", "today"}):
                report.error(
                    "condition.time",
                    place.element_id,
                    f"Die Bedingung fragt mit „{name}()“ nach der Zeit; verwenden Sie ein Zeitereignis.",
                    f"The condition asks for the time by “{name}()”; use a timer event.",
                )


def _check_constants(read: list[tuple[Place, Expression]], report: Report) -> None:
    """What can be seen without data: a script that is no context, a number of instances that is none."""
    for place, expression in read:
        known, value = constant(expression.tree)
        if place.english == "Script" and (known or isinstance(expression.tree, _NO_CONTEXT)):
            report.error(
                "script.context",
                place.element_id,
                "Ein Skript ist ein FEEL-Kontext, zum Beispiel {summe: a + b}.",
                "A script is a FEEL context such as {total: a + b}.",
            )
        if place.english == "Cardinality" and known and not (isinstance(value, Decimal) and value == abs(int(value))):
            report.error(
                "multi-instance.number",
                place.element_id,
                "Die Anzahl der Ausführungen ist eine ganze Zahl ab 0.",
                "The number of instances is a whole number from 0 on.",
            )


def _check_functions(functions: frozenset[str], read: list[tuple[Place, Expression]], report: Report) -> None:
    """A call of a function that does not exist would silently give null."""
    for place, expression in read:
        for name in sorted(expression.reading.functions - functions - BUILT_INS.keys()):
            near = difflib.get_close_matches(name, sorted(functions | BUILT_INS.keys()), n=1)
            report.error(
                "feel.function",
                place.element_id,
                f"{place.german}: Die Funktion „{name}“ gibt es nicht."
                + (f" Meinten Sie „{near[0]}“?" if near else ""),
                f"{place.english}: There is no function “{name}”." + (f" Did you mean “{near[0]}”?" if near else ""),
            )


def _written(read: list[tuple[Place, Expression]]) -> frozenset[str]:
    """Keys that scripts write."""
    keys: set[str] = set()
    for place, expression in read:
        if place.english == "Script":
            entries = getattr(expression.tree, "entries", ())
            keys.update(key for entry in entries if isinstance(key := entry[0], str))
    return frozenset(keys)


def _check_names(known: Set[str], lasting: Set[str], read: list[tuple[Place, Expression]], report: Report) -> None:
    """A name nobody sets is normal (forms and callers set many); one that is nearly a lasting one is a slip."""
    for place, expression in read:
        for name in sorted(expression.reading.variables - known):
            near = difflib.get_close_matches(name, sorted(lasting), n=1, cutoff=0.85)
            if near and len(name) > 3 and near[0].rstrip("0123456789") != name.rstrip("0123456789"):
                report.warning(
                    "feel.name",
                    place.element_id,
                    f"{place.german}: „{name}“ wird in diesem Diagramm nirgends gesetzt. Meinten Sie „{near[0]}“?",
                    f"{place.english}: “{name}” is set nowhere in this diagram. Did you mean “{near[0]}”?",
                )
