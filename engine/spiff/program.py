"""An executable definition: immutable, shared by all threads and all instances of its version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.bpmn.elements import ElementInfo
from engine.bpmn.model import Process, nodes
from engine.bpmn.names import spoken_names
from engine.bpmn.source import ModelSource
from engine.spiff.build import build_process
from engine.spiff.expressions import Expressions
from engine.spiff.specs import ScopeSpec


@dataclass(frozen=True)
class Program:
    """A process with everything it calls, ready to run. Never changed after it was built."""

    key: str
    #: specifications by key: process key, and for sub-processes process key and element id
    scopes: Mapping[str, ScopeSpec]
    sources: Mapping[str, ModelSource]
    expressions: Expressions = field(compare=False)
    #: True if a conditional event is drawn anywhere
    has_conditions: bool = False
    #: message name to the expression by which the message itself tells its key (correlation properties)
    message_keys: Mapping[str, str] = field(default_factory=dict)
    #: message name to how long the diagrams let it wait for somebody to listen (`pw:timeToLive`)
    times_to_live: Mapping[str, str] = field(default_factory=dict)

    @property
    def elements(self) -> Mapping[str, ElementInfo]:
        """The elements of the process as drawn, by id."""
        return self.elements_of(self.key)

    def elements_of(self, process_key: str) -> Mapping[str, ElementInfo]:
        """The elements of the process or of one it calls. Raises KeyError."""
        return self.sources[process_key].elements(process_key)


def build_program(source: ModelSource, process_key: str, called: Mapping[str, ModelSource]) -> Program:
    """The program of a process whose model has no errors.

    `called` maps the key of each process that is called, directly or not, to the model that defines it. Raises
    KeyError when the process or a called one is missing.
    """
    sources: dict[str, ModelSource] = {}
    processes: dict[str, Process] = {}
    todo = [process_key]
    while todo:
        key = todo.pop()
        if key in processes:
            continue
        home = source if key == process_key else called.get(key, source)
        processes[key] = home.diagram.processes[key]
        sources[key] = home
        todo.extend(sorted(home.references(key).called))
    specs: dict[str, ScopeSpec] = {}
    for process in processes.values():
        specs.update(build_process(process))
    every = [node for process in processes.values() for node in nodes(process.content)]
    names = frozenset(
        name for process in processes.values() for name in spoken_names(process) if not name.isidentifier()
    )
    return Program(
        key=process_key,
        scopes=specs,
        sources=sources,
        expressions=Expressions(names),
        has_conditions=any(d.kind == "conditional" for node in every for d in node.definitions),
        message_keys={
            d.name: d.correlation_key
            for node in every
            for d in node.definitions
            if d.conversation is not None and d.name is not None and d.correlation_key is not None
        },
        times_to_live={
            d.name: d.time_to_live
            for node in every
            for d in node.definitions
            if d.name is not None and d.time_to_live is not None
        },
    )
