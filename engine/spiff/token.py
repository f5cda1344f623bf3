"""Live positions and the scopes they live in: SpiffWorkflow's task and workflow, without their memory.

SpiffWorkflow keeps finished tasks as a tree and gives each task a copy of the data. Here a task is a *token*: it exists
while it waits or runs and leaves its workflow when it completes, so the state of an instance is as large as the
number of its live tokens, in lap 2,000 as in lap 1. `Task.data` stays empty; variables belong to scopes.
"""

from __future__ import annotations

import os
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState
from SpiffWorkflow.workflow import Workflow

if TYPE_CHECKING:
    from engine.spiff.execution import Execution
    from engine.spiff.nodes.base import Node
    from engine.spiff.specs import ScopeSpec


class Phase(IntEnum):
    """How far a token has come at its node; a failed token is retried from here."""

    ENTER = 0
    WORK = 1
    LEAVE = 2


def new_id() -> str:
    """32 random hex digits."""
    return os.urandom(16).hex()


class Token(Task):
    """A live position at one node of one scope.

    `via` is the id of the flow it came on, `local` the variables only it (and what runs inside it) sees, `arms` what
    it waits for by element id, `outer` the token it works for (multi-instance, compensation). `internal_data` holds
    what the node needs to remember, as storable values.
    """

    workflow: Scope
    task_spec: Node
    internal_data: dict[str, Any]

    def __init__(self, scope: Scope, node: Node, *, via: str | None = None, outer: str | None = None) -> None:
        super().__init__(scope, node, state=TaskState.FUTURE, id=new_id())
        self.via = via
        self.outer = outer
        self.local: dict[str, Any] | None = None
        self.arms: dict[str, dict[str, Any]] = {}
        self.phase = Phase.ENTER

    @property
    def scope(self) -> Scope:
        """The scope the token lives in."""
        return self.workflow

    @property
    def node(self) -> Node:
        """Where it is."""
        return self.task_spec

    @property
    def note(self) -> dict[str, Any]:
        """What the node remembers."""
        return self.internal_data

    @property
    def alive(self) -> bool:
        """False once the token has completed, was cancelled or consumed."""
        return self.workflow.tasks.get(self.id) is self

    @property
    def failed(self) -> bool:
        """True while an incident is open."""
        return bool(self._state == TaskState.ERROR)

    def _set_state(self, value: int) -> None:
        # The library would log every change, with the data of the case in the record.
        self._state = value

    def vanish(self) -> None:
        """Leave the scope without a trace in it."""
        self.workflow.tasks.pop(self.id, None)


class Scope(Workflow):
    """A running process, called process or sub-process.

    `variables` is a dictionary for processes and called processes and None for sub-processes, which see those of the
    scope around them. `root` stands for the scope itself: it holds what its event sub-processes wait for.
    `records` are the completed activities that can be compensated, oldest first.
    """

    spec: ScopeSpec

    def __init__(self, execution: Execution, spec: ScopeSpec, owner: Token | None) -> None:
        super().__init__(spec, deserializing=True)
        self.execution = execution
        self.owner = owner
        self.variables: dict[str, Any] | None = {} if spec.is_process else None
        self.records: list[dict[str, Any]] = []
        self.task_tree: Token

    @property
    def root(self) -> Token:
        """The token that stands for the scope."""
        return self.task_tree

    @property
    def scope_spec(self) -> ScopeSpec:
        """The typed `spec`."""
        return self.spec

    def tokens(self) -> list[Token]:
        """The tokens of the scope, oldest first, without the root."""
        return [token for token in self.tasks.values() if token is not self.task_tree]

    @property
    def is_empty(self) -> bool:
        """True when only the root is left."""
        return len(self.tasks) == 1

    def at(self, node: Node) -> list[Token]:
        """The tokens at a node, oldest first."""
        return [token for token in self.tasks.values() if token.task_spec is node]
