"""Why a task is there and why it suggests what it suggests: what opened it, and the rules that matched on the way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select, tuple_
from sqlalchemy.orm import Session

from engine.bpmn.model import FlowNode, Scope, nodes, scopes
from engine.calendar import BERLIN
from engine.definitions import DefinitionStore, ProcessVersion
from engine.dmn import DmnError
from engine.dmn.explanation import matched_rules
from engine.feel import FeelError, compile_expression
from engine.queries import run_of
from engine.spiff.expressions import feel_text
from models.history import HistoryEntry
from models.runtime import Instance, UserTask

#: Entries of the history that move an instance; in one transition the first of them is what set it off.
_CAUSES = (
    "task.completed",
    "timer.fired",
    "incident.retried",
    "instance.started",
    "decision.made",
    "element.completed",
)


def causes_of(session: Session, tasks: Collection[UserTask]) -> dict[int, list[HistoryEntry]]:
    """By task id what opened each task, in the order it happened: the entries of the transition that created it.

    The last one of each list is the creation itself. A task whose history is gone has an empty list. Two statements
    however many tasks.
    """
    found: dict[int, list[HistoryEntry]] = {task.id: [] for task in tasks}
    if not tasks:
        return found
    created = session.scalars(
        select(HistoryEntry).where(
            HistoryEntry.instance_id.in_({task.instance_id for task in tasks}),
            HistoryEntry.kind == "task.created",
            HistoryEntry.token.in_([task.token for task in tasks]),
        )
    ).all()
    steps = {(entry.instance_id, entry.transition) for entry in created}
    entries = session.scalars(
        select(HistoryEntry)
        .where(
            HistoryEntry.instance_id.in_({instance for instance, _ in steps}),
            tuple_(HistoryEntry.instance_id, HistoryEntry.transition).in_(steps),
            HistoryEntry.kind.in_(_CAUSES),
        )
        .order_by(HistoryEntry.id)
    ).all()
    for task in tasks:
        for birth in created:
            if birth.token == task.token:
                step = (birth.instance_id, birth.transition)
                found[task.id] = [e for e in entries if (e.instance_id, e.transition) == step and e.id < birth.id]
                found[task.id].append(birth)
    return found


def following(process: ProcessVersion, process_key: str, element_id: str) -> Sequence[FlowNode]:
    """What is drawn after an element, through gateways: the next steps a person could name, at most six.

    At the end of a called process or sub-process there is nothing; an unknown element has nothing after it.
    """
    source = process.sources.get(process_key)
    drawn = source.diagram.processes.get(process_key) if source else None
    scope = next((s for s in scopes(drawn.content) if element_id in s.nodes), None) if drawn else None
    return list(_after(scope, element_id, {element_id}))[:6] if scope else []


def _after(scope: Scope, element_id: str, seen: set[str]) -> Iterator[FlowNode]:
    for flow in scope.outgoing(element_id):
        node = scope.nodes.get(flow.target)
        if node is None or node.id in seen:
            continue
        seen.add(node.id)
        if node.type.endswith("Gateway"):
            yield from _after(scope, node.id, seen)
        else:
            yield node


def decisions_before(
    session: Session, definitions: DefinitionStore, task: UserTask, now: datetime
) -> list[list[dict[str, Any]]]:
    """What was decided in the step that opened this task, one `DecisionResult.explanation` for each.

    The history keeps the rules that matched but no case data, so the decision is asked again, in the version of that
    time, with what the open task sees. Only an answer with the very same rules is an explanation; a decision whose
    inputs are gone or changed is left out. Raises NotFound if the instance has ended.
    """
    opening = select(HistoryEntry.transition).where(
        HistoryEntry.instance_id == task.instance_id,
        HistoryEntry.kind == "task.created",
        HistoryEntry.token == task.token,
    )
    made = session.scalars(
        select(HistoryEntry)
        .where(
            HistoryEntry.instance_id == task.instance_id,
            HistoryEntry.kind == "decision.made",
            or_(
                HistoryEntry.transition.in_(opening),
                # decisions of older releases name no transition
                and_(HistoryEntry.transition.is_(None), HistoryEntry.at == task.created_at),
            ),
        )
        .order_by(HistoryEntry.id)
    ).all()
    if not made:
        return []
    instance = session.get_one(Instance, task.instance_id)
    process = definitions.process(session, instance.definition_id)
    variables = run_of(session, definitions, task.instance_id, now).scope_variables(task.token)
    found: list[list[dict[str, Any]]] = []
    for entry in made:
        for node in _asking(process, entry.data["decision"]):
            explanation = _again(session, definitions, entry, node, variables)
            if explanation is not None:
                found.append(explanation)
                break
    return found


def _asking(process: ProcessVersion, decision: str) -> Iterator[FlowNode]:
    """The business rule tasks of the process and of what it calls that ask for the decision."""
    for source in process.sources.values():
        for drawn in source.diagram.processes.values():
            yield from (node for node in nodes(drawn.content) if node.attributes.get("decision") == decision)


def _again(
    session: Session, definitions: DefinitionStore, entry: HistoryEntry, node: FlowNode, variables: Mapping[str, Any]
) -> list[dict[str, Any]] | None:
    """The explanation of the same decision, or None if it does not come out with the same rules."""
    at, seen = entry.at.astimezone(BERLIN), dict(variables)
    try:
        for mapping in node.io.inputs or ():
            text = compile_expression(feel_text(mapping.source), names=seen, functions=definitions.functions)
            seen[mapping.target] = text.evaluate(seen, now=at)
        result = definitions.decide(session, entry.definition_id or 0, seen, now=at)
    except (FeelError, DmnError):
        return None
    return result.explanation if matched_rules(result.explanation) == entry.data["rules"] else None
