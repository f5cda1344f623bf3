"""A DMN file as it is written: frozen elements with their ids, before any name or type is resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class HitPolicy(StrEnum):
    """How the matching rules of a decision table become one result (DMN 1.5, 8.2.10)."""

    UNIQUE = "UNIQUE"
    FIRST = "FIRST"
    PRIORITY = "PRIORITY"
    ANY = "ANY"
    COLLECT = "COLLECT"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"

    @property
    def single(self) -> bool:
        """Whether the table answers with one rule's output rather than with a list."""
        return self in (HitPolicy.UNIQUE, HitPolicy.FIRST, HitPolicy.PRIORITY, HitPolicy.ANY)


@dataclass(frozen=True)
class Boxed:
    """Any boxed expression. `type_ref` is the written name of the type its value must have, if any."""

    id: str | None
    type_ref: str | None


@dataclass(frozen=True)
class LiteralExpression(Boxed):
    """FEEL text; another `language` is kept so that it can be refused with its name."""

    text: str
    language: str | None = None


@dataclass(frozen=True)
class ContextEntry:
    """One row of a boxed context; without a name it is the result of the context."""

    name: str | None
    type_ref: str | None
    value: Boxed


@dataclass(frozen=True)
class BoxedContext(Boxed):
    """Named entries, each visible to those below."""

    entries: tuple[ContextEntry, ...]


@dataclass(frozen=True)
class BoxedInvocation(Boxed):
    """A call of a function by parameter names."""

    function: Boxed
    bindings: tuple[tuple[str, Boxed], ...]


@dataclass(frozen=True)
class BoxedList(Boxed):
    """The values of its items."""

    items: tuple[Boxed, ...]


@dataclass(frozen=True)
class Relation(Boxed):
    """A list of contexts drawn as a table."""

    columns: tuple[tuple[str, str | None], ...]
    rows: tuple[tuple[Boxed, ...], ...]


@dataclass(frozen=True)
class Parameter:
    """A formal parameter."""

    name: str
    type_ref: str | None


@dataclass(frozen=True)
class BoxedFunction(Boxed):
    """Parameters and a body; `kind` other than FEEL (Java, PMML) is kept so that it can be refused."""

    parameters: tuple[Parameter, ...]
    body: Boxed | None
    kind: str = "FEEL"


@dataclass(frozen=True)
class BoxedConditional(Boxed):
    """If, then, else."""

    condition: Boxed
    then: Boxed
    otherwise: Boxed


@dataclass(frozen=True)
class BoxedFilter(Boxed):
    """The items of a list that match."""

    source: Boxed
    match: Boxed


class Iteration(StrEnum):
    """What a boxed iterator makes of its list."""

    FOR = "for"
    SOME = "some"
    EVERY = "every"


@dataclass(frozen=True)
class BoxedIterator(Boxed):
    """for … return, some … satisfies, every … satisfies."""

    kind: Iteration
    variable: str
    variable_type: str | None
    source: Boxed
    body: Boxed


@dataclass(frozen=True)
class InputClause:
    """One condition column of a decision table."""

    id: str | None
    label: str | None
    expression: LiteralExpression
    values: LiteralExpression | None


@dataclass(frozen=True)
class OutputClause:
    """One result column of a decision table; `name` is only needed if there are several."""

    id: str | None
    label: str | None
    name: str | None
    type_ref: str | None
    values: LiteralExpression | None
    default: LiteralExpression | None


@dataclass(frozen=True)
class Rule:
    """One row: cells per column, and what people wrote beside it. `number` counts from 1."""

    id: str | None
    number: int
    inputs: tuple[LiteralExpression, ...]
    outputs: tuple[LiteralExpression, ...]
    annotations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DecisionTable(Boxed):
    """Conditions, results and rules."""

    hit_policy: HitPolicy
    aggregation: str | None
    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class ItemDefinition:
    """A type as written: a reference, or components, or a function signature; possibly constrained or a list of it."""

    id: str | None
    name: str
    type_ref: str | None
    collection: bool
    components: tuple[ItemDefinition, ...]
    #: each element must satisfy these unary tests
    allowed: LiteralExpression | None
    #: the value as a whole must satisfy these unary tests
    constraint: LiteralExpression | None
    #: parameters and result type of a function type
    function: tuple[tuple[Parameter, ...], str | None] | None


@dataclass(frozen=True)
class Reference:
    """A link to another element: the namespace of its file (None: this one) and its id."""

    namespace: str | None
    id: str


@dataclass(frozen=True)
class InputData:
    """Something that must be given."""

    id: str
    name: str
    label: str | None
    type_ref: str | None


@dataclass(frozen=True)
class Decision:
    """A decision and what it needs."""

    id: str
    name: str
    label: str | None
    description: str | None
    type_ref: str | None
    required_inputs: tuple[Reference, ...]
    required_decisions: tuple[Reference, ...]
    required_knowledge: tuple[Reference, ...]
    logic: Boxed | None


@dataclass(frozen=True)
class Knowledge:
    """A business knowledge model: a function with a name."""

    id: str
    name: str
    label: str | None
    type_ref: str | None
    required_knowledge: tuple[Reference, ...]
    logic: BoxedFunction | None


@dataclass(frozen=True)
class DecisionService:
    """A part of the graph that can be asked as one function."""

    id: str
    name: str
    label: str | None
    type_ref: str | None
    output_decisions: tuple[Reference, ...]
    encapsulated_decisions: tuple[Reference, ...]
    input_decisions: tuple[Reference, ...]
    input_data: tuple[Reference, ...]


@dataclass(frozen=True)
class Import:
    """Another file whose elements are seen as `name.element`; an empty name sees them without a prefix."""

    name: str
    namespace: str
    kind: str


Element = InputData | Decision | Knowledge | DecisionService


@dataclass(frozen=True)
class Definitions:
    """One file."""

    id: str | None
    name: str
    namespace: str
    imports: tuple[Import, ...]
    item_definitions: tuple[ItemDefinition, ...]
    input_data: tuple[InputData, ...]
    decisions: tuple[Decision, ...]
    knowledge: tuple[Knowledge, ...]
    services: tuple[DecisionService, ...]

    @property
    def elements(self) -> Iterator[Element]:
        """Everything that has an id and can be required."""
        yield from self.input_data
        yield from self.decisions
        yield from self.knowledge
        yield from self.services
