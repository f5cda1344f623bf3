"""The types of one file: item definitions by name, those of imported files with the name of the import in front."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from engine.dmn.elements import ItemDefinition, LiteralExpression
from engine.dmn.errors import DmnError, DmnModelError
from engine.dmn.types import ConstrainedType, DeclaredType
from engine.feel.syntax import TypeName
from engine.feel.types import ANY, ContextType, FeelType, FunctionType, ListType, resolve_type

#: Compiles allowed values to a test.
CompileTest = Callable[[LiteralExpression], Callable[[Any], bool]]


class DeclaredTypes:
    """Finds types by their written names. What is missing goes into `problems` and counts as any type."""

    def __init__(
        self,
        definitions: tuple[ItemDefinition, ...],
        imported: Mapping[str, DeclaredTypes],
        compile_test: CompileTest,
        problems: list[DmnError],
    ) -> None:
        self._imported = imported
        self._compile_test = compile_test
        self._problems = problems
        self.definitions = {definition.name: definition for definition in definitions}
        self._own = self._declared(constrained=True)
        self._shapes = self._declared(constrained=False)

    def _declared(self, *, constrained: bool) -> dict[str, DeclaredType]:
        return {
            name: DeclaredType(name, partial(self._build, definition, constrained))
            for name, definition in self.definitions.items()
        }

    @property
    def shapes(self) -> dict[str, FeelType]:
        """Every type that FEEL texts of the file may name, without constraints: `instance of` asks what a value is,
        not whether it is allowed (DMN 1.5, 10.3.2.9 knows no constraints)."""
        found: dict[str, FeelType] = {}
        for prefix, types in self._imported.items():
            found |= {_prefixed(prefix, name): type_ for name, type_ in types._shapes.items()}
        return found | self._shapes

    def build_all(self) -> None:
        """Look at every type once, so that what is wrong is known when the model loads."""
        for declared in self._own.values():
            _ = declared.type

    @property
    def _all(self) -> dict[str, FeelType]:
        found: dict[str, FeelType] = {}
        for prefix, types in self._imported.items():
            found |= {_prefixed(prefix, name): type_ for name, type_ in types._own.items()}
        return found | self._own

    def find(self, written: str | None) -> FeelType | None:
        """The type of that written name, also `prefix:name` and `import.name`; None if there is none."""
        if not written:
            return ANY
        found = resolve_type(TypeName(written), self._all)
        if found is None and ":" in written:
            found = self.find(written.partition(":")[2])
        return found

    def require(self, written: str | None, element_id: str | None) -> FeelType:
        """The type of that name; a missing one is a problem of the model and lets every value pass."""
        found = self.find(written)
        if found is None:
            self._problems.append(
                DmnModelError(
                    f"the type {written!r} is not declared",
                    f"Der Typ „{written}“ ist nicht definiert",
                    element_id=element_id,
                )
            )
            return ANY
        return found

    def allowed_text(self, written: str | None) -> str | None:
        """The allowed values of a type of this file as they are written, also through the types it refers to."""
        seen: set[str] = set()
        while written in self.definitions and written not in seen:
            seen.add(written)
            definition = self.definitions[written]
            if definition.allowed is not None and definition.allowed.text:
                return definition.allowed.text
            written = definition.type_ref
        return None

    def _build(self, definition: ItemDefinition, constrained: bool) -> FeelType:
        base = self._base(definition, constrained)
        if constrained:
            base = self._constrained(base, definition.allowed)
        if definition.collection:
            base = ListType(base)
        return self._constrained(base, definition.constraint) if constrained else base

    def _base(self, definition: ItemDefinition, constrained: bool) -> FeelType:
        if definition.components:
            return ContextType({part.name: self._build(part, constrained) for part in definition.components})
        if definition.function is not None:
            parameters, result = definition.function
            return FunctionType(
                tuple(self.require(parameter.type_ref, definition.id) for parameter in parameters),
                self.require(result, definition.id),
            )
        if not constrained:
            return self._shapes.get(definition.type_ref or "") or self.require(definition.type_ref, definition.id)
        return self.require(definition.type_ref, definition.id)

    def _constrained(self, base: FeelType, test: LiteralExpression | None) -> FeelType:
        if test is None or not test.text:
            return base
        return ConstrainedType(base, self._compile_test(test), test.text)


def _prefixed(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix else name
