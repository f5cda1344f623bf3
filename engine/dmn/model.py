"""A DMN model that can be asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.dmn.asking import Question
from engine.dmn.errors import DmnError, DmnLimitError, DmnLookupError
from engine.dmn.evaluation import Evaluation
from engine.dmn.explanation import DecisionResult
from engine.dmn.graph import DecisionNode, Graph, ServiceNode
from engine.dmn.linking import link
from engine.feel import DEFAULT_LIMITS, FeelFunction, FeelLimitError, Limits


@dataclass(frozen=True)
class RequiredInput:
    """Something a decision or service must be given: `type` is the written name of its type, None for any."""

    id: str
    name: str
    label: str | None
    type: str | None


@dataclass(frozen=True)
class DecisionInfo:
    """A decision and every input it needs, also through other decisions."""

    id: str
    name: str
    label: str | None
    description: str | None
    type: str | None
    inputs: tuple[RequiredInput, ...]


@dataclass(frozen=True)
class ServiceInfo:
    """A decision service, its parameters in order, and the names of the decisions it answers with."""

    id: str
    name: str
    label: str | None
    inputs: tuple[RequiredInput, ...]
    outputs: tuple[str, ...]


class Model:
    """A decision requirements graph of one file and its imports. Immutable; may be used by several threads."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    @classmethod
    def from_xml(
        cls,
        data: bytes,
        imports: Mapping[str, bytes] | None = None,
        *,
        functions: Mapping[str, FeelFunction] | None = None,
    ) -> Model:
        """The model of a DMN file (1.1 to 1.5); `imports` maps namespaces to the files imported, also indirectly,
        `functions` are what the host adds to the functions of FEEL.

        Raises `DmnXmlError` if the bytes are no acceptable DMN file, `DmnModelError` if the model contradicts itself.
        Expressions that are not FEEL do not stop it, see `problems`.
        """
        return cls(link(data, imports or {}, functions or {}))

    @property
    def name(self) -> str:
        """The name of the model."""
        return self._graph.main.name

    @property
    def namespace(self) -> str:
        """The namespace under which other files import this one."""
        return self._graph.main.namespace

    @property
    def problems(self) -> tuple[DmnError, ...]:
        """What is wrong without stopping the model: expressions that are not FEEL, types that are not declared.
        Each of them makes some value null; a deployment should refuse them."""
        return tuple(self._graph.problems)

    @property
    def decisions(self) -> tuple[DecisionInfo, ...]:
        """The decisions of the file itself, in the order of the file."""
        return tuple(
            DecisionInfo(
                id=node.element.id,
                name=node.element.name,
                label=node.element.label,
                description=node.element.description,
                type=node.element.type_ref,
                inputs=tuple(
                    RequiredInput(i.element.id, i.element.name, i.element.label, i.element.type_ref)
                    for i in self._graph.required_inputs(node.key)
                ),
            )
            for node in self._graph.decisions.values()
            if node.key[0] == self.namespace
        )

    @property
    def services(self) -> tuple[ServiceInfo, ...]:
        """The decision services of the file itself."""
        return tuple(
            ServiceInfo(
                id=node.element.id,
                name=node.element.name,
                label=node.element.label,
                inputs=tuple(self._required(need.key) for need in node.inputs),
                outputs=tuple(need.path[-1] for need in node.outputs),
            )
            for node in self._graph.services.values()
            if node.key[0] == self.namespace
        )

    def _required(self, key: tuple[str, str]) -> RequiredInput:
        node = self._graph.inputs.get(key) or self._graph.decisions[key]
        return RequiredInput(node.element.id, node.element.name, node.element.label, node.element.type_ref)

    def decide(
        self,
        decision: str,
        inputs: Mapping[str, Any],
        *,
        now: dt.datetime | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> DecisionResult:
        """The value of a decision, named by name or id, and how it came about.

        `inputs` maps names of input data to values; what is missing is null, what does not fit its type becomes null
        with a reason in the explanation. `now` is what `now()` and `today()` answer. Raises `DmnLookupError` for an
        unknown decision and `DmnLimitError` when the evaluation needs more than it may use.
        """
        node = self._find_decision(decision)
        return self._answer(inputs, now, limits, lambda question: question.value(node.key))

    def invoke_service(
        self,
        service: str,
        inputs: Mapping[str, Any],
        *,
        now: dt.datetime | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> DecisionResult:
        """The output of a decision service, named by name or id: one value, or a context of several decisions.

        `inputs` maps names of its input data and input decisions to values. Raises as `decide`.
        """
        node = self._find_service(service)
        return self._answer(inputs, now, limits, lambda question: question.serve(node, question.given))

    def _answer(
        self,
        inputs: Mapping[str, Any],
        now: dt.datetime | None,
        limits: Limits,
        ask: Callable[[Question], Any],
    ) -> DecisionResult:
        evaluation = Evaluation(now, limits)
        try:
            value = ask(Question(self._graph, inputs, evaluation))
        except FeelLimitError as error:
            raise DmnLimitError(error.message_en, error.message_de) from error
        except RecursionError:
            raise DmnLimitError("the model calls itself too deeply", "Das Modell ruft sich zu tief auf") from None
        return DecisionResult(value, evaluation.steps)

    def _find_decision(self, wanted: str) -> DecisionNode:
        own = [node for node in self._graph.decisions.values() if node.key[0] == self.namespace]
        for node in own:
            if node.element.name == wanted:
                return node
        for node in own:
            if node.element.id == wanted:
                return node
        raise DmnLookupError(
            f"{self.name} has no decision {wanted!r}", f"{self.name} hat keine Entscheidung „{wanted}“"
        )

    def _find_service(self, wanted: str) -> ServiceNode:
        own = [node for node in self._graph.services.values() if node.key[0] == self.namespace]
        for node in own:
            if wanted in (node.element.name, node.element.id):
                return node
        raise DmnLookupError(
            f"{self.name} has no decision service {wanted!r}", f"{self.name} hat keinen Entscheidungsdienst „{wanted}“"
        )
