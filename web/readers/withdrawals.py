"""Tasks that ended without anybody doing them: which event of the diagram withdrew each, from the history alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, and_, exists, select, tuple_
from sqlalchemy.orm import Session

from engine.bpmn.elements import ElementInfo
from engine.bpmn.source import ModelSource
from engine.definitions import DefinitionStore
from models.history import HistoryEntry
from models.runtime import TaskStatus, UserTask
from web.model_texts import model_text

#: What the history says of an element that was left without being completed.
CANCELLED = "element.cancelled"


def is_withdrawn_task() -> ColumnElement[bool]:
    """Rows of the history in which a task was withdrawn; other cancelled elements are steps of the engine."""
    task = exists().where(UserTask.token == HistoryEntry.token, UserTask.status == TaskStatus.CANCELLED)
    return and_(HistoryEntry.kind == CANCELLED, task)


def reasons(rows: Session, definitions: DefinitionStore, found: Sequence[HistoryEntry]) -> Mapping[int, str]:
    """Id of each row of `is_withdrawn_task` → name of the event that withdrew it, empty if none is drawn with a name.

    It is the boundary event that happened in the same step, at the task or at what the task is drawn in.
    """
    withdrawn = [row for row in found if row.kind == CANCELLED]
    steps = {(row.instance_id, row.transition) for row in withdrawn}
    happened = rows.scalars(
        select(HistoryEntry)
        .where(
            HistoryEntry.kind == "element.completed",
            tuple_(HistoryEntry.instance_id, HistoryEntry.transition).in_(steps),
        )
        .order_by(HistoryEntry.id)
    ).all()
    return {row.id: _reason(rows, definitions, row, happened) for row in withdrawn}


def _reason(
    rows: Session, definitions: DefinitionStore, withdrawn: HistoryEntry, happened: Sequence[HistoryEntry]
) -> str:
    if withdrawn.definition_id is None:
        return ""
    sources = definitions.process(rows, withdrawn.definition_id).sources
    around = _around(_elements(sources, withdrawn), withdrawn.element_id)
    events = []
    for row in happened:
        event = _elements(sources, row).get(row.element_id or "")
        in_same_step = (row.instance_id, row.transition) == (withdrawn.instance_id, withdrawn.transition)
        if in_same_step and event is not None and event.type == "boundaryEvent":
            events.append(event)
    # A called process is left by an event at the call, which is drawn in the caller.
    attached = [event for event in events if event.attributes.get("attachedTo") in around] or events
    return model_text(attached[0].name) if attached else ""


def _elements(sources: Mapping[str, ModelSource], row: HistoryEntry) -> Mapping[str, ElementInfo]:
    source = sources.get(row.process_key or "")
    return source.elements(row.process_key or "") if source is not None else {}


def _around(elements: Mapping[str, ElementInfo], element_id: str | None) -> set[str]:
    """The element and every sub-process it is drawn in."""
    found: set[str] = set()
    while element_id is not None and element_id in elements and element_id not in found:
        found.add(element_id)
        element_id = elements[element_id].parent
    return found
