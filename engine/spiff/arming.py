"""What a token waits for, in stored form: one record per event definition, under the id of the event as drawn.

A record is a small dictionary: `k` is the kind; timers have the due moment `d`, messages and signals the name `n`,
messages their correlation key `c`, conditions whether they held when last looked at `w`. An event with several
definitions has one record for each, under its id, `#` and a number: `#` cannot occur in an id.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.bpmn.model import EventDefinition, FlowNode
from engine.spiff.incidents import ExpressionFailed
from engine.spiff.timers import arm_timer
from engine.spiff.token import Token
from engine.spiff.variables import visible

if TYPE_CHECKING:
    from engine.spiff.execution import Execution

#: Kinds that are stored; errors, escalations, compensation and cancel are found by walking outwards.
ARMED = frozenset({"timer", "message", "signal", "conditional"})


def drawn_id(arm_id: str) -> str:
    """The id of the event a record belongs to."""
    return arm_id.partition("#")[0]


def arm_ids(element: FlowNode) -> list[tuple[str, EventDefinition]]:
    """The records an event needs, with the definition each stands for."""
    if len(element.definitions) == 1:
        return [(element.id, element.definitions[0])]
    return [(f"{element.id}#{index}", each) for index, each in enumerate(element.definitions, 1)]


def arm(execution: Execution, holder: Token, element: FlowNode) -> None:
    """Begin to wait for an event; `holder` is the token that waits. Raises `Incident`.

    A token that waits for further triggers of the process's start knows the key of the first: they belong together.
    """
    for arm_id, definition in arm_ids(element):
        record = arm_record(execution, visible(holder), definition, holder.note.get("key"))
        if record is not None:
            holder.arms[arm_id] = record


def arm_record(
    execution: Execution, variables: Mapping[str, Any], definition: EventDefinition, key: str | None = None
) -> dict[str, Any] | None:
    """The stored form of waiting for one definition; None for kinds that are not stored. `key` is one already known."""
    if definition.kind == "timer":
        return arm_timer(definition, variables, execution.environment, execution.program.expressions)
    if definition.kind == "message":
        record: dict[str, Any] = {"k": "message", "n": definition.name}
        if definition.correlation_key is not None:
            record["c"] = key or waiting_key(execution, variables, definition)
            if record["c"] is None:  # nobody could ever address the wait
                raise ExpressionFailed(_key_place(definition), "the key has no value")
        return record
    if definition.kind == "signal":
        return {"k": "signal", "n": definition.name}
    if definition.kind == "conditional":
        execution.holds(definition.text or "", variables, "condition")  # what can never hold fails when it is armed
        return {"k": "conditional", "w": False}
    return None


def correlation_key(execution: Execution, variables: Mapping[str, Any], definition: EventDefinition) -> str | None:
    """The key of a message, computed in the scope of the token that throws it or waits for it."""
    if definition.correlation_key is None:
        return None
    return execution.program.expressions.key(
        definition.correlation_key, variables, execution.environment, _key_place(definition)
    )


def waiting_key(execution: Execution, variables: Mapping[str, Any], definition: EventDefinition) -> str | None:
    """The key under which a message is waited for.

    Told by the data of the process if a correlation subscription says how, else the value the conversation began
    with, else what the data give now (8.3.2).
    """
    if definition.waiting_key is not None:
        return execution.program.expressions.key(
            definition.waiting_key, variables, execution.environment, _key_place(definition)
        )
    begun = execution.top.root.note.get("conversations", {}).get(definition.conversation or "")
    return begun or correlation_key(execution, variables, definition)


def begin_conversation(execution: Execution, definition: EventDefinition, key: str | None) -> None:
    """Remember the key of a message the instance has sent or was started by."""
    if definition.conversation is not None and key is not None:
        execution.top.root.note.setdefault("conversations", {})[definition.conversation] = key


def _key_place(definition: EventDefinition) -> str:
    return f"correlation key of {definition.name}"


def disarm(holder: Token, element_id: str) -> None:
    """Stop waiting for an event."""
    for arm_id in [each for each in holder.arms if drawn_id(each) == element_id]:
        del holder.arms[arm_id]
