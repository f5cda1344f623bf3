"""Boxed expressions from XML to elements (DMN 1.5, 10.2). Looks only at children in the namespace of their parent."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from engine.dmn.elements import (
    Boxed,
    BoxedConditional,
    BoxedContext,
    BoxedFilter,
    BoxedFunction,
    BoxedInvocation,
    BoxedIterator,
    BoxedList,
    ContextEntry,
    DecisionTable,
    HitPolicy,
    InputClause,
    Iteration,
    LiteralExpression,
    OutputClause,
    Parameter,
    Relation,
    Rule,
)
from engine.dmn.errors import DmnModelError

_AGGREGATIONS = frozenset({"SUM", "COUNT", "MIN", "MAX"})


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children of that name in the namespace of their parent."""
    return element.iterchildren(f"{{{etree.QName(element).namespace}}}{name}")


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first such child."""
    return next(children(element, name), None)


def text_of(element: etree._Element | None) -> str | None:
    """The text in an element, without the blanks around it; None if there is none."""
    if element is None:
        return None
    return "".join(str(part) for part in element.itertext()).strip() or None


def type_ref_of(element: etree._Element) -> str | None:
    """The written type: an attribute, or a child element in item definitions."""
    written = element.get("typeRef") or text_of(child(element, "typeRef"))
    return written.strip() if written else None


def literal(element: etree._Element | None) -> LiteralExpression | None:
    """An element whose content is FEEL in a `text` child: literal expressions, cells, allowed values."""
    if element is None:
        return None
    text = child(element, "text")
    return LiteralExpression(
        id=element.get("id"),
        type_ref=type_ref_of(element),
        text="" if text is None else "".join(str(part) for part in text.itertext()).strip(),
        language=element.get("expressionLanguage"),
    )


def _required_literal(element: etree._Element | None, owner: etree._Element) -> LiteralExpression:
    found = literal(element)
    return found or LiteralExpression(id=owner.get("id"), type_ref=None, text="")


def read_boxed(parent: etree._Element) -> Boxed | None:
    """The expression inside an element that holds exactly one, or None."""
    for element in parent.iterchildren(f"{{{etree.QName(parent).namespace}}}*"):
        reader = _READERS.get(local(element))
        if reader is not None:
            return reader(element)
    return None


def _inside(element: etree._Element, name: str) -> Boxed:
    holder = child(element, name)
    found = None if holder is None else read_boxed(holder)
    if found is None:
        raise DmnModelError(
            f"{local(element)} has no expression in {name}",
            f"{local(element)} hat keinen Ausdruck in {name}",
            element_id=element.get("id"),
        )
    return found


def _literal_expression(element: etree._Element) -> Boxed:
    return _required_literal(element, element)


def _context(element: etree._Element) -> Boxed:
    entries = []
    for part in children(element, "contextEntry"):
        variable = child(part, "variable")
        value = read_boxed(part)
        if value is None:
            value = LiteralExpression(id=part.get("id"), type_ref=None, text="")
        entries.append(
            ContextEntry(
                name=None if variable is None else variable.get("name"),
                type_ref=None if variable is None else type_ref_of(variable),
                value=value,
            )
        )
    return BoxedContext(element.get("id"), type_ref_of(element), tuple(entries))


def _invocation(element: etree._Element) -> Boxed:
    function = read_boxed(element)
    if function is None:
        raise DmnModelError(
            "an invocation names no function", "Ein Aufruf nennt keine Funktion", element_id=element.get("id")
        )
    bindings = []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        value = read_boxed(binding) or LiteralExpression(binding.get("id"), None, "null")
        bindings.append(("" if parameter is None else parameter.get("name", ""), value))
    return BoxedInvocation(element.get("id"), type_ref_of(element), function, tuple(bindings))


def _all_boxed(parent: etree._Element) -> Iterator[Boxed]:
    for element in parent.iterchildren(f"{{{etree.QName(parent).namespace}}}*"):
        reader = _READERS.get(local(element))
        if reader is not None:
            yield reader(element)


def _list(element: etree._Element) -> Boxed:
    return BoxedList(element.get("id"), type_ref_of(element), tuple(_all_boxed(element)))


def _relation(element: etree._Element) -> Boxed:
    columns = tuple((column.get("name", ""), type_ref_of(column)) for column in children(element, "column"))
    rows = tuple(tuple(_all_boxed(row)) for row in children(element, "row"))
    if any(len(row) != len(columns) for row in rows):
        raise DmnModelError(
            "a row of the relation has not one cell per column",
            "Eine Zeile der Relation hat nicht eine Zelle je Spalte",
            element_id=element.get("id"),
        )
    return Relation(element.get("id"), type_ref_of(element), columns, rows)


def read_function(element: etree._Element) -> BoxedFunction:
    """A function definition, also the encapsulated logic of a business knowledge model."""
    return BoxedFunction(
        id=element.get("id"),
        type_ref=type_ref_of(element),
        parameters=tuple(
            Parameter(part.get("name", ""), type_ref_of(part)) for part in children(element, "formalParameter")
        ),
        body=read_boxed(element),
        kind=element.get("kind", "FEEL"),
    )


def _conditional(element: etree._Element) -> Boxed:
    return BoxedConditional(
        element.get("id"),
        type_ref_of(element),
        _inside(element, "if"),
        _inside(element, "then"),
        _inside(element, "else"),
    )


def _filter(element: etree._Element) -> Boxed:
    return BoxedFilter(element.get("id"), type_ref_of(element), _inside(element, "in"), _inside(element, "match"))


def _iterator(element: etree._Element) -> Boxed:
    kind = Iteration(local(element))
    source = child(element, "in")
    return BoxedIterator(
        id=element.get("id"),
        type_ref=type_ref_of(element),
        kind=kind,
        variable=element.get("iteratorVariable", ""),
        variable_type=None if source is None else type_ref_of(source),
        source=_inside(element, "in"),
        body=_inside(element, "return" if kind is Iteration.FOR else "satisfies"),
    )


def _decision_table(element: etree._Element) -> Boxed:
    written = element.get("hitPolicy", "UNIQUE")
    try:
        hit_policy = HitPolicy(written)
    except ValueError:
        raise DmnModelError(
            f"unknown hit policy {written!r}", f"Unbekannte Trefferregel {written!r}", element_id=element.get("id")
        ) from None
    aggregation = element.get("aggregation")
    if aggregation is not None and aggregation not in _AGGREGATIONS:
        raise DmnModelError(
            f"unknown aggregation {aggregation!r}",
            f"Unbekannte Zusammenfassung {aggregation!r}",
            element_id=element.get("id"),
        )
    inputs = tuple(_input_clause(part) for part in children(element, "input"))
    outputs = tuple(_output_clause(part) for part in children(element, "output"))
    if not outputs:
        raise DmnModelError(
            "a decision table needs an output column",
            "Eine Entscheidungstabelle braucht eine Ergebnisspalte",
            element_id=element.get("id"),
        )
    names = [part.get("name") or f"{number}" for number, part in enumerate(children(element, "annotation"), start=1)]
    rules = tuple(_rule(part, number, names) for number, part in enumerate(children(element, "rule"), start=1))
    for rule in rules:
        if len(rule.inputs) != len(inputs) or len(rule.outputs) != len(outputs):
            raise DmnModelError(
                f"rule {rule.number} has not one cell per column",
                f"Regel {rule.number} hat nicht eine Zelle je Spalte",
                element_id=rule.id or element.get("id"),
            )
    return DecisionTable(element.get("id"), type_ref_of(element), hit_policy, aggregation, inputs, outputs, rules)


def _input_clause(element: etree._Element) -> InputClause:
    return InputClause(
        id=element.get("id"),
        label=element.get("label"),
        expression=_required_literal(child(element, "inputExpression"), element),
        values=literal(child(element, "inputValues")),
    )


def _output_clause(element: etree._Element) -> OutputClause:
    return OutputClause(
        id=element.get("id"),
        label=element.get("label"),
        name=element.get("name"),
        type_ref=type_ref_of(element),
        values=literal(child(element, "outputValues")),
        default=literal(child(element, "defaultOutputEntry")),
    )


def _rule(element: etree._Element, number: int, annotation_names: list[str]) -> Rule:
    annotations: dict[str, str] = {}
    description = text_of(child(element, "description"))
    if description:
        annotations["description"] = description
    for name, entry in zip(annotation_names, children(element, "annotationEntry"), strict=False):
        written = text_of(entry)
        if written:
            annotations[name] = written
    return Rule(
        id=element.get("id"),
        number=number,
        inputs=tuple(_required_literal(part, part) for part in children(element, "inputEntry")),
        outputs=tuple(_required_literal(part, part) for part in children(element, "outputEntry")),
        annotations=annotations,
    )


_READERS: dict[str, Callable[[etree._Element], Boxed]] = {
    "literalExpression": _literal_expression,
    "context": _context,
    "invocation": _invocation,
    "list": _list,
    "relation": _relation,
    "functionDefinition": read_function,
    "conditional": _conditional,
    "filter": _filter,
    "for": _iterator,
    "some": _iterator,
    "every": _iterator,
    "decisionTable": _decision_table,
}
