"""Ad-hoc sub-processes: activities without a fixed order (BPMN 2.0, 10.3.5 and 13.3.5)."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.spiff import events
from engine.spiff.nodes.base import Node
from engine.spiff.nodes.events import BoundaryEvent, CatchEvent
from engine.spiff.nodes.scopes import SubProcess, open_inner
from engine.spiff.nodes.tasks import CONTINUES, Activity, ReceiveTask, UserTask
from engine.spiff.token import Scope, Token
from engine.spiff.variables import visible


class AdHocSubProcess(SubProcess):
    """Each activity is offered once, all at once or one after another.

    In a sequence every task that is not yet done can be chosen while none is under way: by doing it, or by the event
    it waits for. What follows it by a flow belongs to it, and until that is done the others are withdrawn. What nobody
    chooses (automatic work, sub-processes, calls, repeated activities) begins by itself: at once where it is drawn
    before all tasks, else when no task is left.

    The completion condition is looked at whenever an activity has completed. Once it holds, the sub-process ends, at
    once or when what still runs has ended. If all have run and it does not hold, they are offered again.
    """

    def work(self, token: Token) -> bool | None:
        if self.inner.declared:
            token.local = {**dict.fromkeys(self.inner.declared), **(token.local or {})}
        scope = open_inner(token, self.inner, offer=False)
        events.arm_event_sub_processes(scope.execution, scope)
        self._offer(token, scope)
        return None

    def _offer(self, token: Token, scope: Scope) -> None:
        names = [node.name for node in self.inner.entries]
        if self.element.sequential:
            token.note["waiting"] = names
            self._next(token, scope)
            return
        for name in names:
            scope.execution.put(scope, self.inner.node(name))

    def _next(self, token: Token, scope: Scope) -> None:
        """Nothing is under way: what comes next, by itself or by choice."""
        waiting: list[str] = token.note["waiting"]
        first = next((node for node in self.inner.entries if _is_chosen(node)), None)
        order = [node.name for node in self.inner.entries]
        early = order[: order.index(first.name)] if first is not None else order
        chosen = [name for name in waiting if _is_chosen(self.inner.node(name))]
        begun = chosen if chosen and waiting[0] not in early else waiting[:1]
        token.note["waiting"] = [name for name in waiting if name not in begun]
        withdrawn: dict[str, list[str]] = token.note.get("withdrawn", {})
        for name in begun:
            note: dict[str, Any] | None = {"offered": True} if _is_chosen(self.inner.node(name)) else None
            if note is not None and name in withdrawn:
                note[CONTINUES] = withdrawn.pop(name)
            scope.execution.put(scope, self.inner.node(name), note=note)

    def inner_left(self, token: Token, scope: Scope, inner: Token) -> None:
        condition, execution = self.element.ad_hoc_condition, scope.execution
        if condition is not None and isinstance(inner.node, Activity) and not token.note.get("over"):
            try:
                over = execution.holds(condition, visible(token), "completion condition")
            except Exception as error:  # noqa: BLE001 - whatever goes wrong becomes an incident on the token
                execution.fail(token, error)
                return
            if over:
                token.note["over"] = True
                if self.element.cancel_remaining:
                    execution.cancel_scope(scope)
                    execution.close_if_empty(scope)
                    return
        under_way = any(not other.note.get("offered") for other in scope.tokens())
        if self.element.sequential and (token.note.get("over") or (under_way and self._was_chosen(inner))):
            self._withdraw(token, scope)

    def _was_chosen(self, inner: Token) -> bool:
        """True for the task that was done, and for an event that ended it."""
        if isinstance(inner.node, BoundaryEvent) and inner.node.element.interrupting:
            attached = inner.node.element.attached_to
            return any(node.name == attached and _is_chosen(node) for node in self.inner.entries)
        return bool(inner.note.get("offered"))

    def _withdraw(self, token: Token, scope: Scope) -> None:
        """Take back what was only offered; what has failed meanwhile is under way.

        A task that is offered again goes on from the one taken back, so that nothing a person has typed is lost.
        """
        names = set(token.note.get("waiting", ()))
        for other in scope.tokens():
            if other.note.get("offered") and other._state == TaskState.WAITING:
                names.add(other.node.name)
                if isinstance(other.node, UserTask):
                    earlier = [other.id, *other.note.get(CONTINUES, ())]
                    token.note.setdefault("withdrawn", {})[other.node.name] = earlier
                scope.execution.cancel(other)
        token.note["waiting"] = [node.name for node in self.inner.entries if node.name in names]

    def scope_done(self, token: Token, scope: Scope) -> None:
        if not (token.note.get("over") or scope.root.note.get("interrupted")):
            if token.note.get("waiting"):
                self._next(token, scope)
                return
            if self.element.ad_hoc_condition is not None and not self._holds(token):
                self._offer(token, scope)
                return
        super().scope_done(token, scope)

    def _holds(self, token: Token) -> bool:
        condition = self.element.ad_hoc_condition or "true"
        return token.scope.execution.holds(condition, visible(token), "completion condition")


def _is_chosen(node: Node) -> bool:
    """True for what a person does or a message, signal or time brings: these can wait side by side."""
    return isinstance(node, UserTask | ReceiveTask | CatchEvent)
