"""The decision requirements graph, ready to be asked: nodes with compiled logic and what each needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.dmn.compiling import Run
from engine.dmn.elements import Decision, DecisionService, Definitions, InputData, Knowledge
from engine.dmn.errors import DmnError, DmnModelError
from engine.feel.types import FeelType

#: Namespace of the file and id of the element.
Key = tuple[str, str]


@dataclass(frozen=True)
class Need:
    """What an element requires, and the path by which its expressions name it: (name) or (import, name)."""

    path: tuple[str, ...]
    key: Key


@dataclass(frozen=True)
class InputNode:
    """Something that must be given."""

    key: Key
    element: InputData
    type: FeelType


@dataclass(frozen=True)
class DecisionNode:
    """A decision; without logic its value is null."""

    key: Key
    element: Decision
    type: FeelType
    needs: tuple[Need, ...]
    knowledge: tuple[Need, ...]
    run: Run | None


@dataclass(frozen=True)
class KnowledgeNode:
    """A function with a name; without a FEEL body it cannot be called."""

    key: Key
    element: Knowledge
    type: FeelType
    knowledge: tuple[Need, ...]
    #: name, written type and type
    parameters: tuple[tuple[str, str | None, FeelType], ...]
    body: Run | None


@dataclass(frozen=True)
class ServiceNode:
    """A part of the graph as a function of its inputs."""

    key: Key
    element: DecisionService
    type: FeelType
    inputs: tuple[Need, ...]
    outputs: tuple[Need, ...]


@dataclass
class Graph:
    """All nodes of a model and its imports."""

    main: Definitions
    problems: list[DmnError]
    inputs: dict[Key, InputNode] = field(default_factory=dict)
    decisions: dict[Key, DecisionNode] = field(default_factory=dict)
    knowledge: dict[Key, KnowledgeNode] = field(default_factory=dict)
    services: dict[Key, ServiceNode] = field(default_factory=dict)

    def check_circles(self) -> None:
        """Raises `DmnModelError` if a decision needs itself, directly or through others."""
        done: set[Key] = set()
        for start in self.decisions:
            path: list[Key] = []
            waiting: list[tuple[Key, Iterator[Need]]] = [(start, iter(self.decisions[start].needs))]
            while waiting:
                key, needs = waiting[-1]
                if not path or path[-1] != key:
                    path.append(key)
                following = next((need.key for need in needs if need.key in self.decisions), None)
                if following is None or key in done:
                    waiting.pop()
                    path.pop()
                    done.add(key)
                elif following in path:
                    names = " → ".join(self.decisions[part].element.name for part in (*path, following))
                    raise DmnModelError(
                        f"decisions need each other in a circle: {names}",
                        f"Entscheidungen brauchen sich gegenseitig: {names}",
                        element_id=following[1],
                    )
                elif following not in done:
                    waiting.append((following, iter(self.decisions[following].needs)))

    def required_inputs(self, key: Key) -> list[InputNode]:
        """Every input a decision needs, also through other decisions, in the order in which they are met."""
        found: dict[Key, InputNode] = {}
        seen: set[Key] = set()
        waiting = [key]
        while waiting:
            current = waiting.pop(0)
            if current in seen:
                continue
            seen.add(current)
            for need in self.decisions[current].needs:
                if need.key in self.inputs:
                    found.setdefault(need.key, self.inputs[need.key])
                else:
                    waiting.append(need.key)
        return list(found.values())
