"""Events that are passed, thrown or waited for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.model import EventDefinition
from engine.spiff import events
from engine.spiff.arming import arm, correlation_key
from engine.spiff.mapping import build_payload, take_payload
from engine.spiff.nodes.base import Node
from engine.spiff.token import Token
from engine.spiff.variables import visible
from engine.waits import ThrownEvent


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


class ThrowEvent(Node):
    """Throws each of its definitions in turn and goes on, unless what it throws interrupts it."""

    def work(self, token: Token) -> bool | None:
        for definition in self.element.definitions:
            throw(token, definition)
            if not token.alive or token.failed:
                return None
        return True


class EndEvent(ThrowEvent):
    """Throws and ends. Error, terminate and cancel end more than their own token."""

    def work(self, token: Token) -> bool | None:
        execution = token.scope.execution
        for definition in self.element.definitions:
            if definition.kind == "terminate":
                execution.cancel_scope(token.scope, sparing=token)
            elif definition.kind == "error":
                payload = build_payload(token)
                events.throw_error(execution, token, definition.code or "", include_self=False, payload=payload)
            else:
                throw(token, definition)
            if not token.alive or token.failed:
                return None
        return True


def throw(token: Token, definition: EventDefinition) -> None:
    """Message, signal or escalation, with the payload its input mapping builds."""
    execution = token.scope.execution
    payload = build_payload(token)
    name = definition.name or ""
    if definition.kind == "message":
        key = correlation_key(execution, visible(token), definition)
        execution.thrown.append(
            ThrownEvent("message", name, key, payload, definition.time_to_live, token.node.element.id)
        )
    elif definition.kind == "signal":
        execution.thrown.append(ThrownEvent("signal", name, None, payload, None, token.node.element.id))
        events.signal(execution, name, payload)
    elif definition.kind == "escalation":
        events.throw_escalation(execution, token, definition.code, payload)
