"""Tasks: what a person, a handler, a decision or an expression does."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from engine.bpmn.structure import split_list
from engine.errors import BpmnError, EngineError, Incident
from engine.spiff import events
from engine.spiff.arming import arm
from engine.spiff.compensation import remember
from engine.spiff.expressions import Expressions
from engine.spiff.incidents import ExpressionFailed, HandlerFailed
from engine.spiff.mapping import map_inputs, take_payload, write_mapped, write_results
from engine.spiff.nodes.base import Node
from engine.spiff.nodes.events import throw
from engine.spiff.timers import due_moment, instant_to_number
from engine.spiff.token import Token
from engine.spiff.variables import visible, write
from engine.waits import HandlerCall


class Activity(Node):
    """Anything with input and output mapping and events on its border.

    With a start quantity above one the tokens gather here first (BPMN 2.0, 10.3.1).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.start_quantity = int(self.element.start_quantity)
        self.completion_quantity = int(self.element.completion_quantity)

    def enter(self, token: Token) -> bool:
        if self.start_quantity > 1 and token.outer is None and not self._gathered(token):
            return self.wait(token)
        token.arms = {}
        map_inputs(token)
        events.arm_boundary(token.scope.execution, token)
        return self.arrive(token)

    def _gathered(self, token: Token) -> bool:
        if "enough" in token.note:  # tried again after an incident
            return True
        others = [t for t in token.scope.at(self) if t is not token and t.note.get("gathering")]
        if len(others) + 1 < self.start_quantity:
            token.note["gathering"] = True
            return False
        for other in others[: self.start_quantity - 1]:
            other.vanish()
        token.note["enough"] = True
        return True

    def arrive(self, token: Token) -> bool:
        """The activity begins; the result is that of `enter`."""
        return True

    def finishing(self, token: Token) -> None:
        token.arms = {}
        if self.compensable() and "remembered" not in token.note:
            token.note["remembered"] = True
            remember(token)

    def compensable(self) -> bool:
        """True if the activity is remembered when it completes."""
        return self.element.id in self.spec.compensation_handlers

    def select(self, token: Token) -> Any:
        flows = super().select(token)
        return list(flows) * self.completion_quantity if self.completion_quantity > 1 else flows


class PlainTask(Activity):
    """A task without a kind completes at once (BPMN 2.0, 13.3.3)."""

    def work(self, token: Token) -> bool | None:
        write_mapped(token, visible(token))
        return True


#: What a user task notes that is offered again: the tokens it had before, newest first.
CONTINUES = "continues"


class UserTask(Activity):
    """Waits for a person. Also a manual task: somebody has to say that it is done."""

    def arrive(self, token: Token) -> bool:
        token.note["task"] = describe(token)
        return self.wait(token)

    def work(self, token: Token) -> bool | None:
        """Take over what a person entered; kept on the token until the output mapping has worked."""
        if "values" not in token.note:
            return self.wait(token) or None
        write_results(token, token.note["values"])
        return True


def describe(token: Token) -> dict[str, Any]:
    """The evaluated attributes of a user task in short form: only what is given.

    `a` assignee, `g` candidate groups, `u` due moment, `f` follow-up moment, `p` priority.
    """
    execution, attributes, variables = token.scope.execution, token.node.element.attributes, visible(token)
    expressions, environment = execution.program.expressions, execution.environment
    found: dict[str, Any] = {}
    if "assignee" in attributes:
        assignee = expressions.optional_text(attributes["assignee"], variables, environment, "pw:assignee")
        if assignee is not None:
            found["a"] = assignee
    if "candidateGroups" in attributes:
        found["g"] = candidate_groups(attributes["candidateGroups"], token, expressions)
    for key, name in (("u", "dueDate"), ("f", "followUpDate")):
        if name in attributes:
            moment = due_moment(attributes[name], variables, environment, expressions, f"pw:{name}")
            if moment is not None:
                found[key] = instant_to_number(moment)
    if "priority" in attributes:
        found["p"] = expressions.number(attributes["priority"], variables, environment, "pw:priority")
    return found


def candidate_groups(text: str, token: Token, expressions: Expressions) -> list[str]:
    """The groups that may claim a user task."""
    environment, variables = token.scope.execution.environment, visible(token)
    groups: list[str] = []
    for part in split_list(text):
        if not part.startswith("="):
            groups.append(part)
            continue
        value = expressions.evaluate(part, variables, environment, "pw:candidateGroups")
        for name in value if isinstance(value, list) else [value]:
            if not isinstance(name, str) or not name:
                # Without its group nobody would ever see the task.
                raise ExpressionFailed("pw:candidateGroups", "the value is neither a text nor a list of texts")
            groups.append(name)
    return list(dict.fromkeys(groups))


class ScriptTask(Activity):
    """A FEEL context whose entries are merged into the process data."""

    def work(self, token: Token) -> bool | None:
        value = token.scope.execution.evaluate(self.element.script or "", visible(token), "script")
        if not isinstance(value, dict):
            raise ExpressionFailed("script", "the script must give a context such as {total: a + b}")
        write_results(token, value)
        return True


class ServiceTask(Activity):
    """Calls a handler: inside the transaction of the step, or outside it by a worker that takes a job."""

    @property
    def handler(self) -> str:
        """Name in the registry of handlers."""
        return self.element.attributes.get("handler", "")

    @property
    def outside(self) -> bool:
        """True if a worker acts after the step was committed."""
        return self.element.attributes.get("effect") == "outside"

    def arrive(self, token: Token) -> bool:
        if not self.outside:
            return True
        token.note["job"] = self.inputs(token)
        return self.wait(token)

    def inputs(self, token: Token) -> dict[str, Any]:
        """The mapped inputs, or everything the task sees; a copy the handler may change."""
        if self.element.io.inputs is not None:
            names = [entry.target for entry in self.element.io.inputs]
            return copy.deepcopy({name: (token.local or {})[name] for name in names})
        return copy.deepcopy(dict(visible(token)))

    def work(self, token: Token) -> bool | None:
        if "outputs" in token.note:
            write_results(token, token.note["outputs"])
            return True
        if self.outside:  # tried again after an incident
            return self.wait(token) or None
        call = HandlerCall(self.handler, self.spec.process_key, self.element.id, token.id, self.inputs(token))
        try:
            outputs = token.scope.execution.environment.call_handler(call)
        except (BpmnError, EngineError, Incident):
            raise
        except Exception as error:
            raise HandlerFailed(error) from error
        write_results(token, outputs or {})
        return True


class ReceiveTask(Activity):
    """Waits for its message."""

    def arrive(self, token: Token) -> bool:
        if token.note.pop("triggered", False) or token.note.pop("start", False):
            return True  # an event-based gateway has waited for it, or it has started the process
        arm(token.scope.execution, token, self.element)
        return self.wait(token)

    def trigger(self, token: Token, arm_id: str, payload: Mapping[str, Any]) -> None:
        token.arms = {}
        if payload:
            token.note["payload"] = dict(payload)
        token._ready()

    def work(self, token: Token) -> bool | None:
        take_payload(token)
        return True


class SendTask(Activity):
    """Throws its message and goes on."""

    def work(self, token: Token) -> bool | None:
        for definition in self.element.definitions:
            throw(token, definition)
        return True


class DecisionTask(Activity):
    """Evaluates a decision over everything the task sees."""

    def work(self, token: Token) -> bool | None:
        environment, attributes = token.scope.execution.environment, self.element.attributes
        result = environment.decide(attributes["decision"], visible(token))
        name = attributes.get("resultVariable")
        if name is not None and self.element.io.outputs is None:
            write(token, {name: result})
        elif name is not None:
            write_results(token, {name: result})
        elif isinstance(result, dict):
            write_results(token, result)
        else:
            raise Incident("DecisionResult", "The decision gives one value but the task names no pw:resultVariable.")
        return True
