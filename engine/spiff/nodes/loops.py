"""Activities that run several times: standard loop and multi-instance.

The activity is split in two nodes of the same drawn element: the *marker*, which stands in the flow and holds the
boundary events, and the *body*, the activity itself, of which the marker starts one token per turn. Each of these
tokens has local variables: the element, `loopCounter` (from 1) and the variable of the output element.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.bpmn.model import FlowNode, Loop
from engine.spiff import events
from engine.spiff.incidents import ExpressionFailed
from engine.spiff.nodes.base import Node
from engine.spiff.nodes.tasks import Activity
from engine.spiff.specs import ScopeSpec
from engine.spiff.token import Token
from engine.spiff.variables import visible, write
from engine.values import admit

#: Instances of one multi-instance activity; more is a mistake in the data.
MAX_INSTANCES = 10_000


class LoopMarker(Activity):
    """What standard loop and multi-instance have in common. It leaves no steps; its body does."""

    recorded = False
    employs = True
    body: Node

    def __init__(self, spec: ScopeSpec, element: FlowNode, name: str | None = None) -> None:
        super().__init__(spec, element, name)
        assert element.loop is not None
        self.loop: Loop = element.loop

    def enter(self, token: Token) -> bool:
        if self.start_quantity > 1 and not self._gathered(token):
            return self.wait(token)
        token.arms = {}
        events.arm_boundary(token.scope.execution, token)
        return True

    def compensable(self) -> bool:
        return False  # each instance is remembered by itself

    def start_instance(self, token: Token, local: dict[str, Any]) -> Token:
        """One more run of the body."""
        return token.scope.execution.put(token.scope, self.body, outer=token, local=local)


class StandardLoop(LoopMarker):
    """Runs the body while the condition holds, at most `loopMaximum` times; at least once unless it tests before."""

    def work(self, token: Token) -> bool | None:
        if "n" not in token.note:
            token.note["n"] = 0
            if not self.loop.test_before:
                self._next(token)
                return None
        if not self._again(token):
            return True
        self._next(token)
        return None

    def _next(self, token: Token) -> None:
        token.note["n"] += 1
        self.start_instance(token, {"loopCounter": token.note["n"]})

    def _again(self, token: Token) -> bool:
        turns, loop = token.note["n"], self.loop
        if loop.maximum is not None and turns >= int(loop.maximum):
            return False
        if loop.condition is None:
            return True
        variables = {**visible(token), "loopCounter": turns}
        return token.scope.execution.holds(loop.condition, variables, "loop condition")

    def inner_done(self, token: Token, inner: Token) -> None:
        token._ready()


class MultiInstance(LoopMarker):
    """Runs the body once per element of a collection or a given number of times, one after another or side by side."""

    def work(self, token: Token) -> bool | None:
        if "count" in token.note:
            return self._go_on(token)
        items = self._items(token)
        token.note["count"] = len(items)
        token.note["done"] = 0
        if self.loop.output_collection is not None:
            token.note["out"] = [None] * len(items) if not self.loop.sequential else []
        if not items:
            self._collect(token)
            return True
        if self.loop.sequential:
            token.note["items"] = items
            self._start(token, 0, items[0])
        else:
            for index, item in enumerate(items):
                self._start(token, index, item)
        return None

    def _items(self, token: Token) -> list[Any]:
        execution, variables, loop = token.scope.execution, visible(token), self.loop
        if loop.collection is not None:
            items = execution.evaluate(loop.collection, variables, "collection")
            if isinstance(items, tuple):
                items = list(items)
            if not isinstance(items, list):
                raise ExpressionFailed("collection", "the value is not a list")
        else:
            value = execution.evaluate(loop.cardinality or "", variables, "number of instances")
            if not isinstance(value, int | Decimal) or isinstance(value, bool) or value != int(value) or value < 0:
                raise ExpressionFailed("number of instances", "the value is not a whole number from 0 on")
            items = list(range(1, int(min(value, MAX_INSTANCES + 1)) + 1))
        if len(items) > MAX_INSTANCES:
            raise ExpressionFailed("multi-instance", f"more than {MAX_INSTANCES} instances")
        return admit(items)  # type: ignore[no-any-return]

    def add_turn(self, token: Token, item: Any) -> int:
        """One more turn than the collection or number says, the last of a sequence; its number."""
        note = token.note
        index = note["count"]
        note["count"] += 1
        if self.loop.sequential:
            note["items"].append(item)
            return int(index) + 1
        if "out" in note:
            note["out"].append(None)
        self._start(token, index, item)
        return int(index) + 1

    def _start(self, token: Token, index: int, item: Any) -> None:
        local: dict[str, Any] = {"loopCounter": index + 1}
        if self.loop.element_variable is not None:
            local[self.loop.element_variable] = item
        for name in self._results(token):
            local.setdefault(name, None)
        self.start_instance(token, local)

    def _results(self, token: Token) -> list[str]:
        """Variables of each instance's own, so that instances side by side do not overwrite each other's result.

        They are what the output element consists of, without what exists around the activity.
        """
        result, execution = self.loop.output_element, token.scope.execution
        if self.loop.output_collection is None or result is None:
            return []
        if result.isidentifier():
            return [result]
        seen = visible(token)
        names = execution.program.expressions.variables_of(result, execution.environment)
        return sorted(name for name in names if name not in seen and not name.startswith("numberOf"))

    def inner_done(self, token: Token, inner: Token) -> None:
        token.note.setdefault("ended", []).append(inner.local or {})
        if not token.failed:
            token._ready()

    def _go_on(self, token: Token) -> bool | None:
        """Take in the instances that have ended; True when the activity is over."""
        note = token.note
        while note.get("ended"):
            local = note["ended"][0]
            seen = self._seen(token, local, note["done"] + 1)
            if "out" in note:
                self._keep_result(token, local, seen)
            over = self._is_over(token, seen)
            del note["ended"][0]
            note["done"] += 1
            if self.loop.behavior != "All" and not self._throw_behavior(token, seen):
                return None
            if over:
                self._finish(token)
                return True
        return self._next_or_over(token)

    def inner_removed(self, token: Token, inner: Token) -> None:
        token.note["removed"] = token.note.get("removed", 0) + 1
        if not token.failed:
            token._ready()

    def _next_or_over(self, token: Token) -> bool | None:
        """Start the next of a sequence; True when no instance is left."""
        turns = token.note["done"] + token.note.get("removed", 0)
        if turns >= token.note["count"]:
            self._finish(token)
            return True
        if self.loop.sequential and not any(other.outer == token.id for other in token.scope.tokens()):
            self._start(token, turns, token.note["items"][turns])
        return None

    def _throw_behavior(self, token: Token, seen: Mapping[str, Any]) -> bool:
        """The event that tells about a completed instance; False if it has interrupted the activity (10.3.8).

        "None" throws for each instance, "One" for the first, "Complex" wherever a condition of its own holds.
        """
        execution = token.scope.execution
        if self.loop.behavior == "One" and token.note["done"] != 1:
            return True
        for condition, definition in self.loop.throws:
            if condition is None or execution.holds(condition, seen, "condition of the behaviour"):
                if definition is not None:
                    events.throw_from_activity(execution, token, definition)
                if not token.alive or token.failed:
                    return False
        return True

    def _keep_result(self, token: Token, local: dict[str, Any], seen: Mapping[str, Any]) -> None:
        element, value = self.loop.output_element, None
        if element is not None:
            value = token.scope.execution.evaluate(element, seen, "output element")
        out, index = token.note["out"], local["loopCounter"] - 1
        out[index : index + 1] = [admit(value)]

    def _is_over(self, token: Token, seen: Mapping[str, Any]) -> bool:
        condition = self.loop.completion_condition
        return condition is not None and token.scope.execution.holds(condition, seen, "completion condition")

    def _seen(self, token: Token, local: dict[str, Any], done: int) -> Mapping[str, Any]:
        """What an instance sees, with the numbers of instances (BPMN 2.0, table 10.31)."""
        active = sum(1 for other in token.scope.tokens() if other.outer == token.id)
        return {
            **visible(token),
            **local,
            "numberOfInstances": token.note["count"],
            "numberOfActiveInstances": active,
            "numberOfCompletedInstances": done,
            "numberOfTerminatedInstances": token.note.get("removed", 0),
        }

    def _finish(self, token: Token) -> None:
        for other in token.scope.tokens():
            if other.outer == token.id:
                token.scope.execution.cancel(other)
        self._collect(token)

    def _collect(self, token: Token) -> None:
        if self.loop.output_collection is not None:
            write(token, {self.loop.output_collection: token.note.get("out", [])})
