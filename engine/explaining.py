"""Why a task suggests what it suggests: the decisions made on the way to it, with the rules that matched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.bpmn.model import FlowNode, nodes
from engine.calendar import BERLIN
from engine.definitions import DefinitionStore, ProcessVersion
from engine.dmn import DmnError
from engine.dmn.explanation import matched_rules
from engine.feel import FeelError, compile_expression
from engine.queries import run_of
from engine.spiff.expressions import feel_text
from models.history import HistoryEntry
from models.runtime import Instance, UserTask


def decisions_before(
    session: Session, definitions: DefinitionStore, task: UserTask, now: datetime
) -> list[list[dict[str, Any]]]:
    """What was decided in the step that opened this task, one `DecisionResult.explanation` for each.

    The history keeps the rules that matched but no case data, so the decision is asked again, in the version of that
    time, with what the open task sees. Only an answer with the very same rules is an explanation; a decision whose
    inputs are gone or changed is left out. Raises NotFound if the instance has ended.
    """
    made = session.scalars(
        select(HistoryEntry)
        .where(
            HistoryEntry.instance_id == task.instance_id,
            HistoryEntry.kind == "decision.made",
            HistoryEntry.at == task.created_at,
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
