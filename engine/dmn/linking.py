"""From files to a graph: imports resolved, types built, requirements followed, every expression compiled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.dmn.compiling import Compiler
from engine.dmn.declared_types import DeclaredTypes
from engine.dmn.elements import (
    Decision,
    DecisionService,
    Definitions,
    Element,
    InputData,
    Knowledge,
    LiteralExpression,
    Reference,
)
from engine.dmn.errors import DmnError, DmnExpressionError, DmnModelError
from engine.dmn.graph import DecisionNode, Graph, InputNode, Key, KnowledgeNode, Need, ServiceNode
from engine.dmn.member_names import member_names
from engine.dmn.reading import read_definitions
from engine.feel import FeelFunction, FeelSyntaxError, compile_unary_tests

_KIND_NAMES = {
    InputData: ("input data", "Eingabe"),
    Decision: ("decision", "Entscheidung"),
    Knowledge: ("business knowledge model", "Wissensmodell"),
    DecisionService: ("decision service", "Entscheidungsdienst"),
}


def link(data: bytes, imports: Mapping[str, bytes], functions: Mapping[str, FeelFunction]) -> Graph:
    """The graph of a file and all it imports, directly or through others.

    Raises `DmnXmlError` and `DmnModelError`; expressions that are not FEEL end up in `Graph.problems`.
    """
    files: dict[str, Definitions] = {}
    main = read_definitions(data)
    _read_imports(main, imports, files, ())
    return _Linker(main, files, functions).graph()


def _read_imports(
    file: Definitions, sources: Mapping[str, bytes], files: dict[str, Definitions], path: tuple[str, ...]
) -> None:
    if file.namespace in path:
        circle = " → ".join((*path, file.namespace))
        raise DmnModelError(f"the imports form a circle: {circle}", f"Die Importe bilden einen Kreis: {circle}")
    files[file.namespace] = file
    for wanted in file.imports:
        if "DMN" not in wanted.kind:
            continue  # other languages, such as PMML or XSD, are not looked at
        imported = files.get(wanted.namespace)
        if imported is None:
            if wanted.namespace not in sources:
                raise DmnModelError(
                    f"the imported file {wanted.namespace} is missing",
                    f"Die importierte Datei {wanted.namespace} fehlt",
                )
            imported = read_definitions(sources[wanted.namespace])
            if imported.namespace != wanted.namespace:
                raise DmnModelError(
                    f"the file given for {wanted.namespace} has the namespace {imported.namespace}",
                    f"Die Datei für {wanted.namespace} hat den Namensraum {imported.namespace}",
                )
        _read_imports(imported, sources, files, (*path, file.namespace))


class _Linker:
    def __init__(
        self, main: Definitions, files: Mapping[str, Definitions], functions: Mapping[str, FeelFunction]
    ) -> None:
        self._files = files
        self._problems: list[DmnError] = []
        self._types: dict[str, DeclaredTypes] = {}
        members = frozenset(name for file in files.values() for name in member_names(file))
        self._compilers = {
            namespace: Compiler(self._types_of(namespace), members, functions, self._problems) for namespace in files
        }
        for types in self._types.values():
            types.build_all()
        self._elements: dict[Key, Element] = {}
        for file in files.values():
            for element in file.elements:
                key = (file.namespace, element.id)
                if key in self._elements:
                    raise DmnModelError(
                        f"the id {element.id} is used twice",
                        f"Die Kennung {element.id} ist doppelt vergeben",
                        element_id=element.id,
                    )
                self._elements[key] = element
        self._graph = Graph(main, self._problems)

    def graph(self) -> Graph:
        builders: dict[type, Callable[[Key, Any], None]] = {
            InputData: self._input,
            Decision: self._decision,
            Knowledge: self._knowledge,
            DecisionService: self._service,
        }
        for key, element in self._elements.items():
            builders[type(element)](key, element)
        self._graph.check_circles()
        return self._graph

    # -- types ----------------------------------------------------------------------------------------------------

    def _types_of(self, namespace: str) -> DeclaredTypes:
        if namespace not in self._types:
            file = self._files[namespace]
            imported = {
                wanted.name: self._types_of(wanted.namespace)
                for wanted in file.imports
                if wanted.namespace in self._files
            }
            self._types[namespace] = DeclaredTypes(file.item_definitions, imported, self._allowed, self._problems)
        return self._types[namespace]

    def _allowed(self, element: LiteralExpression) -> Callable[[Any], bool]:
        try:
            tests = compile_unary_tests(element.text)
        except FeelSyntaxError as error:
            self._problems.append(
                DmnExpressionError(
                    f"{element.text!r}: {error.message_en}",
                    f"„{element.text}“: {error.message_de}",
                    element_id=element.id,
                    text=element.text,
                )
            )
            return lambda value: True
        return lambda value: tests.matches(value, {}) is True

    # -- references -----------------------------------------------------------------------------------------------

    def _target(self, owner: Key, reference: Reference, *kinds: type) -> Key:
        key = (reference.namespace or owner[0], reference.id)
        if reference.namespace is not None and reference.namespace not in self._files:
            # Some tools write the file's own location in front of ids of the same file.
            key = (owner[0], reference.id)
        if not isinstance(self._elements.get(key), kinds):
            english, german = _KIND_NAMES[kinds[0]]
            raise DmnModelError(
                f"{owner[1]} refers to the {english} {reference.id}, which does not exist",
                f"{owner[1]} verweist auf {german} {reference.id}, die es nicht gibt",
                element_id=owner[1],
            )
        return key

    def _need(self, owner: Key, reference: Reference, *kinds: type) -> Need:
        key = self._target(owner, reference, *kinds)
        name = self._elements[key].name
        if key[0] == owner[0]:
            return Need((name,), key)
        prefixes = [wanted.name for wanted in self._files[owner[0]].imports if wanted.namespace == key[0]]
        return Need((prefixes[0], name) if prefixes and prefixes[0] else (name,), key)

    def _needs(self, owner: Key, element: Decision) -> tuple[Need, ...]:
        return (
            *(self._need(owner, reference, InputData) for reference in element.required_inputs),
            *(self._need(owner, reference, Decision) for reference in element.required_decisions),
        )

    def _knowledge_needs(self, owner: Key, element: Decision | Knowledge) -> tuple[Need, ...]:
        return tuple(
            self._need(owner, reference, Knowledge, DecisionService) for reference in element.required_knowledge
        )

    # -- nodes ----------------------------------------------------------------------------------------------------

    def _input(self, key: Key, element: InputData) -> None:
        type_ = self._types[key[0]].require(element.type_ref, element.id)
        self._graph.inputs[key] = InputNode(key, element, type_)

    def _decision(self, key: Key, element: Decision) -> None:
        needs, knowledge = self._needs(key, element), self._knowledge_needs(key, element)
        compiler = self._compilers[key[0]]
        run = None if element.logic is None else compiler.boxed(element.logic, _names(*needs, *knowledge))
        type_ = self._types[key[0]].require(element.type_ref, element.id)
        self._graph.decisions[key] = DecisionNode(key, element, type_, needs, knowledge, run)

    def _knowledge(self, key: Key, element: Knowledge) -> None:
        needs = self._knowledge_needs(key, element)
        types = self._types[key[0]]
        logic = element.logic
        body = None
        if logic is not None and logic.body is not None and logic.kind == "FEEL":
            names = _names(*needs) | {parameter.name for parameter in logic.parameters}
            body = self._compilers[key[0]].typed(
                self._compilers[key[0]].boxed(logic.body, names), logic.type_ref, logic.id
            )
        parameters = [
            (parameter.name, parameter.type_ref, types.require(parameter.type_ref, element.id))
            for parameter in (logic.parameters if logic is not None else ())
        ]
        type_ = types.require(element.type_ref, element.id)
        self._graph.knowledge[key] = KnowledgeNode(key, element, type_, needs, tuple(parameters), body)

    def _service(self, key: Key, element: DecisionService) -> None:
        self._graph.services[key] = ServiceNode(
            key,
            element,
            self._types[key[0]].require(element.type_ref, element.id),
            # Input data come before input decisions (DMN 1.5, 10.4, decision services as functions).
            tuple(self._need(key, reference, InputData) for reference in element.input_data)
            + tuple(self._need(key, reference, Decision) for reference in element.input_decisions),
            tuple(self._need(key, reference, Decision) for reference in element.output_decisions),
        )


def _names(*needs: Need) -> frozenset[str]:
    return frozenset(part for need in needs for part in need.path)
