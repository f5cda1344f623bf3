"""What all instances of a definition share: SpiffWorkflow's specification graph, one per scope, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from SpiffWorkflow.specs import WorkflowSpec

from engine.bpmn.model import Scope as DrawnScope

if TYPE_CHECKING:
    from engine.spiff.nodes.base import Node
    from engine.spiff.nodes.scopes import EventSubProcess, SubProcess


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A flow that leaves a node. `drawn` is False for the jump of a link event."""

    id: str
    target: Node
    condition: str | None = None
    drawn: bool = True


class ScopeSpec(WorkflowSpec):
    """The nodes of one process or sub-process.

    `key` is unique within a program: the process key, and for sub-processes process key and element id.
    """

    def __init__(self, key: str, process_key: str, drawn: DrawnScope, *, is_process: bool) -> None:
        super().__init__(key)
        self.key = key
        self.process_key = process_key
        self.drawn = drawn
        self.is_process = is_process
        #: names of the variables declared in the scope
        self.declared: tuple[str, ...] = ()
        #: where a plain start begins
        self.entries: tuple[Node, ...] = ()
        #: start event id (also of other triggers) to node
        self.starts: dict[str, Node] = {}
        self.event_sub_processes: tuple[EventSubProcess, ...] = ()
        #: activity id to the name of the node that undoes it
        self.compensation_handlers: dict[str, str] = {}
        #: name of the event sub-process that undoes the scope itself
        self.compensation_start: str | None = None
        #: joins that must be looked at again whenever a token moved
        self.settling: tuple[Node, ...] = ()
        #: per such join and incoming flow: the nodes from which a token could still come
        self.reach: dict[str, dict[str, frozenset[str]]] = {}

    def sub_process(self, element_id: str) -> SubProcess:
        """The node of a sub-process or call; the body if it runs several times. Raises KeyError."""
        node: SubProcess = self.task_specs.get(element_id + "*") or self.task_specs[element_id]
        return node

    def node(self, name: str) -> Node:
        """The node of this name. Raises KeyError."""
        return self.task_specs[name]  # type: ignore[no-any-return]
