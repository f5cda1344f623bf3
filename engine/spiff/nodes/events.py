"""Events that are passed, thrown or waited for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.bpmn.model import EventDefinition
from engine.spiff import events
from engine.spiff.arming import arm, begin_conversation, correlation_key
from engine.spiff.compensation import compensated_scope, start_handler, take_records, undo
from engine.spiff.mapping import build_payload, take_payload
from engine.spiff.nodes.base import Node
from engine.spiff.token import Token
from engine.spiff.variables import visible
from engine.waits import ThrownEvent

#: Results that end more than the token that brings them.
ENDING = frozenset({"error", "terminate", "cancel"})


class PassingEvent(Node):
    """A start event, a none event or a boundary event that has fired: the token goes on at once.

    What the trigger brought is taken over by the output mapping.
    """

    def work(self, token: Token) -> bool | None:
        take_payload(token)
        return True


class BoundaryEvent(PassingEvent):
    """An event on the border of an activity. While it waits, the activity's token holds what it waits for."""


class CatchEvent(PassingEvent):
    """Waits for its trigger."""

    def enter(self, token: Token) -> bool:
        if token.note.pop("triggered", False):  # an event-based gateway has waited for it
            return True
        token.arms = {}
        arm(token.scope.execution, token, self.element)
        return self.wait(token)

    def trigger(self, token: Token, arm_id: str, payload: Mapping[str, Any]) -> None:
        if not events.complete_multiple(token, self.element, arm_id, payload):
            return
        together = events.gathered(token, self.element, payload)
        token.arms = {}
        if together:
            token.note["payload"] = together
        token._ready()

    def finishing(self, token: Token) -> None:
        token.arms = {}


class GatheringStart(CatchEvent):
    """A start event that needs all of its triggers: the first starts the instance, which waits for the others."""

    def enter(self, token: Token) -> bool:
        token.arms = {}
        arm(token.scope.execution, token, self.element)
        token.arms.pop(token.note.get("start", ""), None)  # a token moved here waits for all
        payload = token.note.pop("payload", None)
        if payload:
            token.note["gathered"] = {self.element.id: payload}
        return self.wait(token)

    def finishing(self, token: Token) -> None:
        super().finishing(token)
        token.note.pop("start", None)


class ThrowEvent(Node):
    """Throws each of its definitions in turn and goes on, unless what it throws interrupts it.

    The number of definitions already thrown is kept on the token: compensation makes it wait in between.
    """

    employs = True

    def definitions(self) -> Sequence[EventDefinition]:
        """What is thrown, in this order."""
        return self.element.definitions

    def work(self, token: Token) -> bool | None:
        definitions = self.definitions()
        while token.note.get("thrown", 0) < len(definitions):
            definition = definitions[token.note.get("thrown", 0)]
            if not self.throw(token, definition) or not token.alive or token.failed:
                return None
            token.note["thrown"] = token.note.get("thrown", 0) + 1
        return True

    def throw(self, token: Token, definition: EventDefinition) -> bool:
        """Throw one definition; False while the token waits for its effect."""
        if definition.kind == "compensation":
            return compensate(token, definition)
        throw(token, definition)
        return True

    def inner_done(self, token: Token, inner: Token) -> None:
        token._ready()


class EndEvent(ThrowEvent):
    """Throws and ends. Error, terminate and cancel end more than their own token, so they come last."""

    def definitions(self) -> Sequence[EventDefinition]:
        return sorted(self.element.definitions, key=lambda definition: definition.kind in ENDING)

    def throw(self, token: Token, definition: EventDefinition) -> bool:
        execution = token.scope.execution
        if definition.kind == "terminate":
            execution.cancel_scope(token.scope, sparing=token)
            return True
        if definition.kind == "error":
            payload = build_payload(token)
            events.throw_error(execution, token, definition.code or "", include_self=False, payload=payload)
            return False
        if definition.kind == "cancel":
            return cancel_transaction(token)
        return super().throw(token, definition)


def compensate(token: Token, definition: EventDefinition) -> bool:
    """Undo what the event names. False while handlers run that the event waits for."""
    scope = compensated_scope(token, definition.activity)
    if "todo" not in token.note:
        records = take_records(scope, definition.activity)
        if not definition.wait_for_completion:
            for record in reversed(records):
                start_handler(scope, record, None)
            return True
        token.note["todo"] = records
    return undo(token, scope)


def cancel_transaction(token: Token) -> bool:
    """Stop everything else in the transaction, undo what it completed, then leave it by its cancel event."""
    execution, scope = token.scope.execution, token.scope
    if "todo" not in token.note:
        execution.cancel_scope(scope, sparing=token)
        token.note["todo"] = take_records(scope, None)
    if undo(token, scope):
        events.throw_cancel(execution, token)
    return False


def throw(token: Token, definition: EventDefinition) -> None:
    """Message, signal or escalation, with the payload its input mapping builds."""
    execution = token.scope.execution
    payload = build_payload(token)
    name = definition.name or ""
    if definition.kind == "message":
        key = correlation_key(execution, {**visible(token), **payload}, definition)
        begin_conversation(execution, definition, key)
        execution.thrown.append(
            ThrownEvent("message", name, key, payload, definition.time_to_live, token.node.element.id)
        )
    elif definition.kind == "signal":
        events.throw_signal(execution, token, name, payload)
    elif definition.kind == "escalation":
        events.throw_escalation(execution, token, definition.code, payload)
