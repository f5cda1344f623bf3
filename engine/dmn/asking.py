"""Answering: values of inputs, decisions, functions and services of a graph, each computed once per question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from engine.dmn.compiling import arguments_of, fit
from engine.dmn.evaluation import Evaluation
from engine.dmn.explanation import json_value
from engine.dmn.graph import DecisionNode, Graph, Key, KnowledgeNode, Need, ServiceNode
from engine.dmn.types import resolved
from engine.feel.run import Run
from engine.feel.types import FeelType, FunctionType
from engine.feel.values import FeelFunction


class Question:
    """Values known while one question is answered. `given` maps names to what the caller passed; an input of an
    imported file can also be given as `{namespace}name`."""

    def __init__(self, graph: Graph, given: Mapping[str, Any], evaluation: Evaluation) -> None:
        self._graph = graph
        self._given = given
        self._evaluation = evaluation
        self._values: dict[Key, Any] = {}

    def preset(self, key: Key, value: Any) -> None:
        """Take the value as known."""
        self._values[key] = value

    def given(self, key: Key, name: str) -> Any:
        """What the caller passed for an element, as a FEEL value; null if nothing."""
        given = self._given
        value = given.get(f"{{{key[0]}}}{name}", given.get(name))
        run = Run(self._evaluation.limits, self._evaluation.now)
        canonical = run.canonical(value)
        for reason in run.reasons:
            self._evaluation.reason(str(reason), reason.message_de)
        return canonical

    def value(self, key: Key) -> Any:
        """The value of an input or a decision."""
        if key not in self._values:
            node = self._graph.inputs.get(key)
            if node is not None:
                given = self.given(key, node.element.name)
                self._values[key] = fit(given, node.type, node.element.type_ref, self._evaluation)
            else:
                self._values[key] = self._decide(self._graph.decisions[key])
        return self._values[key]

    def _decide(self, node: DecisionNode) -> Any:
        evaluation = self._evaluation
        with evaluation.step("decision", node.element.id, node.element.name, {}) as record:
            known = [(need, self.value(need.key)) for need in node.needs]
            record["inputs"] = {".".join(need.path): json_value(value) for need, value in known}
            if node.run is None:
                evaluation.reason("the decision has no logic", "Die Entscheidung hat keine Logik")
                return None
            scope = _scope([*known, *self._functions(node.knowledge)])
            value = fit(node.run(scope, evaluation), node.type, node.element.type_ref, evaluation)
            record["output"] = json_value(value)
            return value

    def _functions(self, needs: Iterable[Need]) -> list[tuple[Need, FeelFunction | None]]:
        return [(need, self._function(need.key)) for need in needs]

    def _function(self, key: Key) -> FeelFunction | None:
        service = self._graph.services.get(key)
        if service is not None:
            return self._service_function(service)
        return self._knowledge_function(self._graph.knowledge[key])

    def _knowledge_function(self, node: KnowledgeNode) -> FeelFunction | None:
        evaluation, element, body = self._evaluation, node.element, node.body
        if body is None:
            kind = element.logic.kind if element.logic is not None else "FEEL"
            evaluation.reason(
                f"{element.name} has no logic in FEEL, but {kind}",
                f"{element.name} hat keine FEEL-Logik, sondern {kind}",
            )
            return None
        parameters = tuple(name for name, _, _ in node.parameters)
        types = [(written, type_) for _, written, type_ in node.parameters]
        result, written = _result_type(node.type), element.type_ref

        def call(*arguments: Any) -> Any:
            given = arguments_of(parameters, types, arguments, evaluation)
            with evaluation.step("knowledge", element.id, element.name, given) as record:
                # The functions it may call are made now, not before: business knowledge may call itself.
                scope = _scope(self._functions(node.knowledge)) | given
                value = fit(body(scope, evaluation), result, written, evaluation)
                record["output"] = json_value(value)
                return value

        return FeelFunction(element.name, parameters, call)

    def _service_function(self, node: ServiceNode) -> FeelFunction:
        names = tuple(need.path[-1] for need in node.inputs)
        types = [self._type_of(need.key) for need in node.inputs]

        def call(*arguments: Any) -> Any:
            given = arguments_of(names, types, arguments, self._evaluation)
            return self.serve(node, lambda key, name: given[name])

        return FeelFunction(node.element.name, names, call)

    def _type_of(self, key: Key) -> tuple[str | None, FeelType]:
        node = self._graph.inputs.get(key) or self._graph.decisions[key]
        return node.element.type_ref, node.type

    def serve(self, node: ServiceNode, value_of: Callable[[Key, str], Any]) -> Any:
        """The output of a decision service. Its decisions see only its own inputs and leave no trace outside."""
        evaluation = self._evaluation
        inside = Question(self._graph, {}, evaluation)
        with evaluation.step("service", node.element.id, node.element.name, {}) as record:
            for need in node.inputs:
                written, type_ = self._type_of(need.key)
                value = fit(value_of(need.key, need.path[-1]), type_, written, evaluation)
                inside.preset(need.key, value)
                record["inputs"][".".join(need.path)] = json_value(value)
            outputs = {need.path[-1]: inside.value(need.key) for need in node.outputs}
            single = next(iter(outputs.values())) if len(outputs) == 1 else outputs
            value = fit(single, _result_type(node.type), node.element.type_ref, evaluation)
            record["output"] = json_value(value)
            return value


def _result_type(type_: FeelType) -> FeelType:
    """What a function gives back: models write either its signature or only its result as the type."""
    inner = resolved(type_)
    return inner.result if isinstance(inner, FunctionType) else type_


def _scope(known: Iterable[tuple[Need, Any]]) -> dict[str, Any]:
    scope: dict[str, Any] = {}
    for need, value in known:
        inner = scope
        for part in need.path[:-1]:
            inner = inner.setdefault(part, {})
        inner[need.path[-1]] = value
    return scope
