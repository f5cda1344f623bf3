"""Moving tokens: the queue of what can run, entering, leaving, failing and cancelling."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from engine.errors import BpmnError, NotFound
from engine.spiff import events
from engine.spiff.arming import begin_conversation, drawn_id
from engine.spiff.incidents import EndlessLoop, HandlerFailed, describe
from engine.spiff.nodes.base import Node
from engine.spiff.specs import Outgoing, ScopeSpec
from engine.spiff.token import Phase, Scope, Token
from engine.waits import Environment, Step, StepKind, ThrownEvent

if TYPE_CHECKING:
    from engine.spiff.program import Program

#: Automatic steps in one go. A circle without a wait would otherwise never end.
MAX_AUTOMATIC_STEPS = 50_000


@dataclass(frozen=True, slots=True)
class Write:
    """Variables written by a token, for the history."""

    process_key: str
    element_id: str
    token: str
    values: Mapping[str, Any]


class Execution:
    """One instance in memory, for the duration of one command."""

    def __init__(self, program: Program, environment: Environment) -> None:
        self.program = program
        self.environment = environment
        self.queue: deque[Token] = deque()
        #: scopes by the id of the token that owns them, outer ones first
        self.scopes: dict[str, Scope] = {}
        self.top: Scope
        self.status = "active"
        self.steps: list[Step] = []
        self.writes: list[Write] = []
        self.thrown: list[ThrownEvent] = []
        #: the token that works at this moment
        self.running: Token | None = None

    # ------------------------------------------------------------------ looking
    def all_scopes(self) -> Iterator[Scope]:
        """The process and everything running inside it, outer ones first."""
        yield self.top
        yield from self.scopes.values()

    def all_tokens(self) -> Iterator[Token]:
        """Every token, the roots included."""
        for scope in self.all_scopes():
            yield from scope.tasks.values()

    def token(self, token_id: str) -> Token:
        """The live token of this id. Raises `NotFound`."""
        for scope in self.all_scopes():
            token = scope.tasks.get(token_id)
            if token is not None:
                return token  # type: ignore[no-any-return]
        raise NotFound("token", token_id)

    def evaluate(self, text: str, variables: Mapping[str, Any], place: str) -> Any:
        """The value of a FEEL expression."""
        return self.program.expressions.evaluate(text, variables, self.environment, place)

    def holds(self, text: str, variables: Mapping[str, Any], place: str) -> bool:
        """The truth of a condition."""
        return self.program.expressions.is_true(text, variables, self.environment, place)

    # ------------------------------------------------------------------ recording
    def record(self, kind: StepKind, token: Token) -> None:
        """A step of a token at its node."""
        node = token.node
        if node.recorded:
            self.steps.append(Step(kind, node.spec.process_key, node.element.id, node.element.type, token.id))

    def record_writes(self, token: Token, values: Mapping[str, Any]) -> None:
        """Variables a token wrote."""
        self.writes.append(Write(token.node.spec.process_key, token.node.element.id, token.id, values))

    # ------------------------------------------------------------------ advancing
    def advance(self) -> None:
        """Run everything that needs nobody, until all tokens wait."""
        remaining = MAX_AUTOMATIC_STEPS
        while True:
            while self.queue:
                token = self.queue.popleft()
                if token.alive and token._state == TaskState.READY:
                    remaining -= 1
                    if remaining < 0:
                        self.fail(token, EndlessLoop(MAX_AUTOMATIC_STEPS))
                    else:
                        self.run(token)
                        if self.program.has_conditions:
                            # At once: what becomes true may interrupt what would run next.
                            events.check_conditions(self)
            if not self._settle():
                return

    def _settle(self) -> bool:
        """Joins and conditions that depend on where all other tokens are; True if anything moved."""
        moved = False
        for scope in list(self.all_scopes()):
            for node in scope.scope_spec.settling:
                if scope.at(node) and node.settle(scope):
                    moved = True
        if self.program.has_conditions and not moved:
            moved = events.check_conditions(self)
        return moved or bool(self.queue)

    def run(self, token: Token) -> None:
        """Let a token work. It may be interrupted by what it throws, and then stays cancelled."""
        self.running = token
        try:
            done = token.node._run_hook(token)
        except BpmnError as error:
            if token.alive:
                events.throw_error(self, token, error.code, include_self=True)
            return
        except HandlerFailed as failed:
            if token.alive and not events.catch_failure(self, token, failed.code):
                self.fail(token, failed.error)
            return
        except Exception as error:  # noqa: BLE001 - whatever goes wrong becomes an incident on the token
            self.fail(token, error)
            return
        finally:
            self.running = None
        if not token.alive or token.failed:
            return
        if done:
            self.finish(token)
        elif token._state == TaskState.READY:
            token._set_state(TaskState.STARTED)

    def finish(self, token: Token) -> None:
        """The work is done: take the token onwards."""
        token.phase = Phase.LEAVE
        token.complete()

    def leave(self, token: Token) -> None:
        """Take a completed token out of its node and put tokens on the flows that follow."""
        node, scope = token.node, token.scope
        try:
            node.finishing(token)
            taken = () if token.outer is not None else node.select(token)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong becomes an incident on the token
            self.fail(token, error)
            return
        self.record(StepKind.COMPLETED, token)
        token.vanish()
        if token.outer is not None:
            outer = self.token(token.outer)
            outer.node.inner_done(outer, token)
            return
        for flow in taken:
            self.follow(scope, flow, token)
        if scope.owner is not None and scope.owner.alive:
            scope.owner.node.inner_left(scope.owner, scope, token)
        if not taken:
            self.close_if_empty(scope)

    def follow(self, scope: Scope, flow: Outgoing, token: Token, *, note: dict[str, Any] | None = None) -> None:
        """Put a token on a flow; `note` is what it brings for the node behind it."""
        if flow.drawn:
            self.steps.append(Step(StepKind.FLOW, scope.scope_spec.process_key, flow.id, "sequenceFlow", token.id))
        self.put(scope, flow.target, via=flow.id, note=note)

    def put(
        self,
        scope: Scope,
        node: Node,
        *,
        via: str | None = None,
        outer: Token | None = None,
        local: dict[str, Any] | None = None,
        note: dict[str, Any] | None = None,
    ) -> Token:
        """A new token that arrives at a node."""
        token = Token(scope, node, via=via, outer=outer.id if outer is not None else None)
        token.local = local
        if note is not None:
            token.internal_data = note
        self.record(StepKind.ENTERED, token)
        node._update(token)
        return token

    # ------------------------------------------------------------------ scopes
    def open_scope(self, spec: ScopeSpec, owner: Token | None) -> Scope:
        """A new, empty scope."""
        scope = Scope(self, spec, owner)
        scope.task_tree = Token(scope, spec.start)
        scope.task_tree._set_state(TaskState.STARTED)
        if owner is None:
            self.top = scope
        else:
            self.scopes[owner.id] = scope
        return scope

    def begin(
        self,
        scope: Scope,
        start: str | None = None,
        payload: Mapping[str, Any] | None = None,
        key: str | None = None,
        inside: Sequence[str] = (),
    ) -> None:
        """Arm the event sub-processes of a scope and put tokens where it begins.

        `start` names the trigger that started it, `payload` and `key` are what it brought. `inside` names the element
        to begin at instead, and before it the activities around it.
        """
        spec = scope.scope_spec
        events.arm_event_sub_processes(self, scope)
        if inside:
            node, further = spec.node(inside[0]), list(inside[1:])
            self.put(scope, node, via=next(iter(node.incoming), None), note={"inside": further} if further else None)
            return
        nodes = spec.entries if start is None else (spec.starts[start],)
        if start is not None and key is not None:
            for definition in spec.drawn.nodes[drawn_id(start)].definitions:
                begin_conversation(self, definition, key)
        for node in nodes:
            note: dict[str, Any] = {"payload": dict(payload)} if payload else {}
            if start is not None and (node.element.type != "startEvent" or node.element.gathers):
                note["start"] = start
                if key is not None:
                    note["key"] = key
            self.put(scope, node, note=note)
        if not nodes:
            self.close_if_empty(scope)

    def close_if_empty(self, scope: Scope) -> None:
        """A scope ends when no token is left in it."""
        if scope.is_empty and (scope.owner is None or self.scopes.get(scope.owner.id) is scope):
            self.close(scope)

    def close(self, scope: Scope) -> None:
        """End an empty scope and go on behind it. If that fails the scope stays, so that it can be tried again."""
        owner = scope.owner
        if owner is None:
            scope.root.arms = {}
            self.status = "completed"
            return
        if owner.failed:
            return  # closed when the incident is over
        try:
            owner.node.scope_done(owner, scope)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong becomes an incident on the token
            self.fail(owner, error)

    def drop_scope(self, owner: Token) -> None:
        """Forget an ended scope."""
        self.scopes.pop(owner.id, None)

    # ------------------------------------------------------------------ failing and cancelling
    def fail(self, token: Token, error: Exception) -> None:
        """Keep the token where it is, as an incident. Other branches go on."""
        error_class, message = describe(error)
        token.note["error"] = [error_class, message]
        token._set_state(TaskState.ERROR)
        self.record(StepKind.FAILED, token)

    def retry(self, token: Token) -> None:
        """Try again from the phase in which the token failed."""
        token.note.pop("error", None)
        token._set_state(TaskState.FUTURE)
        if token.phase == Phase.ENTER:
            token.node._update(token)
        elif token.phase == Phase.LEAVE:
            self.finish(token)
        elif token.id in self.scopes:
            token._set_state(TaskState.STARTED)
            self.close_if_empty(self.scopes[token.id])
        else:
            token._ready()

    def cancel(self, token: Token) -> None:
        """Take a token out with everything that runs for it or inside it."""
        scope = self.scopes.get(token.id)
        if scope is not None:
            self.cancel_scope(scope)
            self.drop_scope(token)
        for inner in list(self.all_tokens()) if token.node.employs else ():
            if inner.outer == token.id and inner.alive:
                self.cancel(inner)
        token._set_state(TaskState.CANCELLED)
        token.node._on_cancel(token)
        # An event that is interrupted by what it throws has done what it is drawn for.
        thrown = token is self.running and token.node.element.type.endswith(("ThrowEvent", "endEvent"))
        self.record(StepKind.COMPLETED if thrown else StepKind.CANCELLED, token)
        token.vanish()

    def cancel_scope(self, scope: Scope, *, sparing: Token | None = None) -> None:
        """Take all tokens out of a scope; its event sub-processes no longer listen."""
        scope.root.arms = {}
        for token in scope.tokens():
            if token is not sparing and token.alive:
                self.cancel(token)
