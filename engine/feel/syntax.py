"""The syntax tree: frozen nodes, each with the offset `at` where it begins in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of an expression."""

    at: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A constant: number, string, boolean or null."""

    value: Any


@dataclass(frozen=True, slots=True)
class TemporalLiteral(Node):
    """`@"2026-01-31"`, whatever its text says."""

    text: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable, parameter, context entry or built-in, spelt as its scope spells it."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`base.member`"""

    base: Node
    member: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`base[condition]`"""

    base: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`callee(arguments)`; `named` is used instead of `positional` when the call names its parameters."""

    callee: Node
    positional: tuple[Node, ...]
    named: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """A chain of operators of one precedence, evaluated from the left, so that long sums need no recursion."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """`-operand`"""

    operand: Node


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`left operator right` with = != < <= > >="""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Junction(Node):
    """A chain of `and` or of `or`."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`value between low and high`"""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """`value in (tests)`"""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class TypeName:
    """`number`, `list<T>`, `range<T>`, `context<a: T>`, `function<T> -> T` or the name of a declared type."""

    name: str
    arguments: tuple[TypeName, ...] = ()
    entries: tuple[tuple[str, TypeName], ...] = ()
    result: TypeName | None = None


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """`value instance of type`"""

    value: Node
    type: TypeName


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if … then … else if … else …` as a list of branches."""

    branches: tuple[tuple[Node, Node], ...]
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iterator:
    """`name in source`, or `name in source..last` when `last` is given."""

    name: str
    source: Node
    last: Node | None


@dataclass(frozen=True, slots=True)
class For(Node):
    """`for iterators return body`"""

    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some` or `every` iterators `satisfies` condition."""

    every: bool
    iterators: tuple[Iterator, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class FunctionDefinition(Node):
    """`function(parameters) body`; `external` functions have no FEEL body."""

    parameters: tuple[tuple[str, TypeName | None], ...]
    body: Node
    external: bool


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    """`[a, b]`"""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextLiteral(Node):
    """`{key: value}`"""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class RangeLiteral(Node):
    """`[low..high]` with open or closed ends."""

    low: Node
    high: Node
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True)
class HalfLine(Node):
    """The range `(< operand)`, also with `<=`, `>`, `>=`, `=` and `!=`."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class ComparisonTest(Node):
    """`< 5` in unary tests."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class UnaryTestList(Node):
    """Unary tests: one of them must hold, none if `negated`; no test at all is `-` and always holds."""

    tests: tuple[Node, ...]
    negated: bool
