"""Gateways. Joins count live tokens: a token that reaches a join waits there, and the join fires by consuming them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.spiff import events
from engine.spiff.arming import arm, drawn_id
from engine.spiff.nodes.base import Node
from engine.spiff.specs import Outgoing
from engine.spiff.token import Phase, Scope, Token
from engine.spiff.variables import visible
from engine.waits import StepKind


class ExclusiveGateway(Node):
    """The first flow whose condition holds; several incoming flows simply pass."""

    def select(self, token: Token) -> Sequence[Outgoing]:
        if len(self.out) < 2 and (not self.out or self.out[0].condition is None):
            return self.out
        return self.matching(token, first_only=True) or self._default_flows()


class ParallelGateway(Node):
    """Waits for one token on each incoming flow, then puts one on each outgoing flow. Surplus tokens stay."""

    def enter(self, token: Token) -> bool:
        if len(self.incoming) < 2:
            return True
        waiting: dict[str | None, Token] = {}
        for other in token.scope.at(self):
            if other is token or other._state == TaskState.WAITING:
                waiting.setdefault(other.via, other)
        if any(flow not in waiting for flow in self.incoming):
            return self.wait(token)
        # The newest token goes on, so that its id is the one the last step of the history speaks of.
        waiting[token.via] = token
        for flow in self.incoming:
            if waiting[flow] is not token:
                waiting[flow].vanish()
        return True

    def select(self, token: Token) -> Sequence[Outgoing]:
        return self.out


class InclusiveGateway(Node):
    """Splits to every flow whose condition holds; joins when no further token can arrive (BPMN 2.0, 13.4.3)."""

    def enter(self, token: Token) -> bool:
        if len(self.incoming) < 2:
            return True
        return self.wait(token)

    def settle(self, scope: Scope) -> bool:
        """Fire if nothing can still arrive on an empty flow; True if it fired.

        A token elsewhere is waited for if it could come on an empty flow and could not come on one that already has
        a token.
        """
        waiting: dict[str, Token] = {}
        for token in scope.at(self):
            if token._state == TaskState.WAITING and token.via is not None:
                waiting.setdefault(token.via, token)
        if not waiting:
            return False
        empty = [flow for flow in self.incoming if flow not in waiting]
        if empty:
            reach = self.reach
            for other in scope.tokens():
                node = other.node
                if node is self or other.outer is not None:
                    continue
                if any(node.name in reach[f] for f in empty) and not any(node.name in reach[f] for f in waiting):
                    return False
        first, *rest = waiting.values()
        for token in rest:
            token.vanish()
        first._ready()
        return True

    @property
    def reach(self) -> Mapping[str, frozenset[str]]:
        """Per incoming flow the names of the nodes from which a token could still arrive on it."""
        return self.spec.reach[self.name]


class ComplexGateway(InclusiveGateway):
    """Fires once its activation condition holds, then absorbs the late tokens of the round (BPMN 2.0, 13.4.5).

    The condition sees `activationCount`, the number of tokens that wait, and the number at each incoming flow under
    the id of the flow. After it fired, the gateway waits until every other flow has brought its token or can no
    longer bring one; these tokens are absorbed, and a new round begins.
    """

    def settle(self, scope: Scope) -> bool:
        waiting = [token for token in scope.at(self) if token._state == TaskState.WAITING]
        if not waiting:
            return False
        late = self._late(scope)
        moved = False
        for token in list(waiting):
            if token.via in late:
                late.remove(token.via)
                token.vanish()
                waiting.remove(token)
                moved = True
        self._remember(scope, late)
        if late or not waiting:
            if moved:
                scope.execution.close_if_empty(scope)
            return moved
        return self._activate(scope, waiting) or moved

    def _late(self, scope: Scope) -> list[str]:
        """Flows of the last round that are still open, without those on which nothing can come any more."""
        late = scope.root.note.get("late", {}).get(self.name, [])
        return [flow for flow in late if self._can_come(scope, flow)]

    def _can_come(self, scope: Scope, flow: str) -> bool:
        reach = self.reach[flow]
        return any(token.via == flow if token.node is self else token.node.name in reach for token in scope.tokens())

    def _remember(self, scope: Scope, late: list[str]) -> None:
        rounds = scope.root.note.setdefault("late", {})
        if late:
            rounds[self.name] = late
        else:
            rounds.pop(self.name, None)
        if not rounds:
            del scope.root.note["late"]

    def _activate(self, scope: Scope, waiting: list[Token]) -> bool:
        execution, newest = scope.execution, waiting[-1]
        counts: dict[str, Any] = {flow: sum(t.via == flow for t in waiting) for flow in self.incoming}
        counts["activationCount"] = len(waiting)
        condition = self.element.activation_condition
        if condition is None:
            if any(counts[flow] == 0 for flow in self.incoming):
                return False
        else:
            variables = {**visible(newest), **counts}
            try:
                if not execution.holds(condition, variables, "activation condition"):
                    return False
            except Exception as error:  # noqa: BLE001 - whatever goes wrong becomes an incident on the token
                newest.phase = Phase.ENTER
                execution.fail(newest, error)
                return True
        used: dict[str | None, Token] = {}
        for token in waiting:
            used.setdefault(token.via, token)
        first, *rest = used.values()
        for token in rest:
            token.vanish()
        self._remember(scope, [f for f in self.incoming if f not in used and self._can_come(scope, f)])
        first._ready()
        return True


class EventBasedGateway(Node):
    """Waits for the first of the events behind it. The token stays at the gateway and listens for all of them."""

    def enter(self, token: Token) -> bool:
        if "start" in token.note:  # one of the events has started the process
            return True
        token.arms = {}
        for flow in self.out:
            arm(token.scope.execution, token, flow.target.element)
        return self.wait(token)

    def work(self, token: Token) -> bool | None:
        """Begin behind the gateway: with the event that came, and waiting for the others if all must come."""
        execution, scope = token.scope.execution, token.scope
        started = token.note["start"]
        execution.record(StepKind.COMPLETED, token)
        token.vanish()
        for flow in self.out:
            if flow.target.element.id == started:
                note = {"payload": token.note.get("payload", {}), "triggered": True}
                execution.follow(scope, flow, token, note=note)
            elif self.element.parallel_start:
                execution.follow(scope, flow, token, note={"key": token.note["key"]} if "key" in token.note else None)
        return None

    def trigger(self, token: Token, arm_id: str, payload: Mapping[str, Any]) -> None:
        flow = next(flow for flow in self.out if flow.target.element.id == drawn_id(arm_id))
        if not events.complete_multiple(token, flow.target.element, arm_id, payload):
            return
        execution, scope = token.scope.execution, token.scope
        together = events.gathered(token, flow.target.element, payload)
        execution.record(StepKind.COMPLETED, token)
        token.vanish()
        execution.follow(scope, flow, token, note={"payload": together, "triggered": True})
