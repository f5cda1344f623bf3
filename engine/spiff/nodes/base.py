"""What all nodes have in common: how a token enters, works and leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.model import FlowNode
from engine.spiff.incidents import NoFlowMatches
from engine.spiff.specs import Outgoing, ScopeSpec
from engine.spiff.token import Phase, Scope, Token
from engine.spiff.variables import visible

if TYPE_CHECKING:
    from engine.spiff.nodes.events import BoundaryEvent


class Node(TaskSpec):
    """A node of a diagram. Immutable once the program is built; everything that changes is on the token.

    The life of a token at a node follows SpiffWorkflow's protocol: `_update` when it arrives, `_on_ready` when it can
    run, `_run_hook` when it runs (True: done, None: it goes on waiting), `_on_complete` when it leaves, `_on_cancel`.
    """

    #: False for nodes that exist only here (the body of a multi-instance activity): they leave no steps
    recorded = True
    #: True for nodes whose token lets other tokens work for it
    employs = False

    def __init__(self, spec: ScopeSpec, element: FlowNode, name: str | None = None) -> None:
        super().__init__(spec, name or element.id)
        self.spec = spec
        self.element = element
        self.out: tuple[Outgoing, ...] = ()
        self.default: str | None = element.default
        self.boundary: tuple[BoundaryEvent, ...] = ()
        self.incoming: tuple[str, ...] = ()

    # ------------------------------------------------------------------ entering
    def _predict(self, my_task: Token, *args: Any, **kwargs: Any) -> None:
        """Nothing is predicted: a token exists where it is, nowhere else."""

    def _update(self, my_task: Token) -> None:
        execution = my_task.scope.execution
        my_task.phase = Phase.ENTER
        try:
            ready = self.enter(my_task)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong becomes an incident on the token
            my_task.arms = {}
            execution.fail(my_task, error)
            return
        if my_task.alive:
            my_task.phase = Phase.WORK
            if ready:
                my_task._ready()

    def enter(self, token: Token) -> bool:
        """The token has arrived. True: run it. False: it waits, in the state this method has given it."""
        return True

    def _on_ready(self, my_task: Token) -> None:
        my_task.scope.execution.queue.append(my_task)

    # ------------------------------------------------------------------ running
    def _run_hook(self, my_task: Token) -> bool | None:
        return self.work(my_task)

    def work(self, token: Token) -> bool | None:
        """What the node does. True: done. None: the token stays, in the state STARTED."""
        return True

    # ------------------------------------------------------------------ leaving
    def select(self, token: Token) -> Sequence[Outgoing]:
        """The flows to take: all without condition, those whose condition holds, else the default flow.

        Raises `NoFlowMatches` when there are flows but none may be taken.
        """
        if len(self.out) < 2 and (not self.out or self.out[0].condition is None):
            return self.out
        return self.matching(token) or self._default_flows()

    def matching(self, token: Token, first_only: bool = False) -> list[Outgoing]:
        """The flows other than the default flow that have no condition or one that holds."""
        execution, variables = token.scope.execution, visible(token)
        found = []
        for flow in self.out:
            if flow.id == self.default:
                continue
            if flow.condition is None or execution.holds(flow.condition, variables, f"condition of {flow.id}"):
                found.append(flow)
                if first_only:
                    break
        return found

    def _default_flows(self) -> list[Outgoing]:
        defaults = [flow for flow in self.out if flow.id == self.default]
        if not defaults:
            raise NoFlowMatches
        return defaults

    def _on_complete(self, my_task: Token) -> None:
        my_task.scope.execution.leave(my_task)

    def finishing(self, token: Token) -> None:
        """Called once when the token is about to leave, before it is gone."""

    # ------------------------------------------------------------------ others
    def _on_cancel(self, my_task: Token) -> None:
        """The execution cancels what runs inside."""

    def trigger(self, token: Token, arm_id: str, payload: Mapping[str, Any]) -> None:
        """Something the token itself waits for has happened."""
        raise NotImplementedError

    def inner_done(self, token: Token, inner: Token) -> None:
        """A token that works for this one has completed (`inner` has left its scope)."""
        raise NotImplementedError

    def inner_removed(self, token: Token, inner: Token) -> None:
        """A person has taken out a token that works for this one: what it was to do is left undone."""
        self.inner_done(token, inner)

    def scope_done(self, token: Token, scope: Scope) -> None:
        """The scope this token owns has come to its end."""
        raise NotImplementedError

    def inner_left(self, token: Token, scope: Scope, inner: Token) -> None:
        """A token has left a node of the scope this token owns."""

    def settle(self, scope: Scope) -> bool:
        """A join whose firing depends on where all other tokens are; True if it moved a token."""
        return False

    def wait(self, token: Token) -> bool:
        """Put the token to waiting; the result for `enter`."""
        token._set_state(TaskState.WAITING)
        return False


class Root(Node):
    """Stands for a scope itself, under a name no drawn element can have."""

    recorded = False

    def __init__(self, spec: ScopeSpec, element: FlowNode) -> None:
        super().__init__(spec, element, "#")
        spec.start = self

    def work(self, token: Token) -> bool | None:
        """Begin the process (again, after an incident)."""
        execution, note = token.scope.execution, token.note
        start, payload, key = (note.pop(name, None) for name in ("start", "payload", "key"))
        try:
            execution.begin(token.scope, start, payload, key)
        except Exception:
            note |= {"start": start, "payload": payload, "key": key}
            raise
        return None
