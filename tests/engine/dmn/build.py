"""Small DMN files for tests, written as Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from engine.dmn import Model

VERSIONS = {
    "1.1": "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "1.2": "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "1.3": "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "1.4": "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "1.5": "https://www.omg.org/spec/DMN/20230324/MODEL/",
}


def definitions(*parts: str, namespace: str = "urn:test", version: str = "1.5", imports: Sequence[str] = ()) -> bytes:
    """A file of these elements."""
    inner = "".join((*imports, *parts))
    return (
        f'<?xml version="1.0"?><definitions xmlns="{VERSIONS[version]}" id="_file" name="test" '
        f'namespace="{namespace}">{inner}</definitions>'
    ).encode()


def imported(name: str, namespace: str) -> str:
    return f'<import name="{name}" namespace="{namespace}" importType="{VERSIONS["1.5"]}"/>'


def model(*parts: str) -> Model:
    """A model of these elements."""
    return Model.from_xml(definitions(*parts))


def attributes(**values: str | None) -> str:
    return "".join(f" {key}={quoteattr(value)}" for key, value in values.items() if value is not None)


def text(content: str, tag: str = "literalExpression", type_ref: str | None = None, id_: str | None = None) -> str:
    return f"<{tag}{attributes(typeRef=type_ref, id=id_)}><text>{escape(content)}</text></{tag}>"


def given(name: str, type_ref: str | None = None) -> str:
    """An input."""
    return f'<inputData id="{name}" name="{name}"><variable name="{name}"{attributes(typeRef=type_ref)}/></inputData>'


def decision(
    name: str,
    logic: str,
    *,
    inputs: Sequence[str] = (),
    decisions: Sequence[str] = (),
    knowledge: Sequence[str] = (),
    type_ref: str | None = None,
) -> str:
    """A decision; requirements are ids, with `#` for another file."""
    return (
        f'<decision id="{name}" name="{name}"><variable name="{name}"{attributes(typeRef=type_ref)}/>'
        + requirements("informationRequirement", "requiredInput", inputs)
        + requirements("informationRequirement", "requiredDecision", decisions)
        + requirements("knowledgeRequirement", "requiredKnowledge", knowledge)
        + f"{logic}</decision>"
    )


def requirements(kind: str, target: str, ids: Sequence[str]) -> str:
    hrefs = [id_ if "#" in id_ else f"#{id_}" for id_ in ids]
    return "".join(f'<{kind}><{target} href="{href}"/></{kind}>' for href in hrefs)


def knowledge(
    name: str,
    parameters: Mapping[str, str | None],
    body: str,
    *,
    requires: Sequence[str] = (),
    type_ref: str | None = None,
    kind: str | None = None,
) -> str:
    """A business knowledge model."""
    formal = "".join(f"<formalParameter{attributes(name=key, typeRef=of)}/>" for key, of in parameters.items())
    return (
        f'<businessKnowledgeModel id="{name}" name="{name}"><variable name="{name}"{attributes(typeRef=type_ref)}/>'
        f"<encapsulatedLogic{attributes(kind=kind)}>{formal}{body}</encapsulatedLogic>"
        + requirements("knowledgeRequirement", "requiredKnowledge", requires)
        + "</businessKnowledgeModel>"
    )


def service(
    name: str,
    *,
    outputs: Sequence[str],
    encapsulated: Sequence[str] = (),
    decisions: Sequence[str] = (),
    inputs: Sequence[str] = (),
    type_ref: str | None = None,
) -> str:
    """A decision service."""

    def refer(tag: str, ids: Sequence[str]) -> str:
        return "".join(f'<{tag} href="#{id_}"/>' for id_ in ids)

    return (
        f'<decisionService id="{name}" name="{name}"><variable name="{name}"{attributes(typeRef=type_ref)}/>'
        + refer("outputDecision", outputs)
        + refer("encapsulatedDecision", encapsulated)
        + refer("inputDecision", decisions)
        + refer("inputData", inputs)
        + "</decisionService>"
    )


def item(name: str, inner: str, *, collection: bool = False) -> str:
    """An item definition."""
    head = attributes(name=name, isCollection="true" if collection else None)
    return f"<itemDefinition{head}>{inner}</itemDefinition>"


def of(type_ref: str, allowed: str | None = None) -> str:
    """The inside of a simple item definition."""
    constraint = "" if allowed is None else text(allowed, "allowedValues")
    return f"<typeRef>{type_ref}</typeRef>{constraint}"


def column(expression: str, type_ref: str | None = None, values: str | None = None) -> str:
    """A condition column."""
    allowed = "" if values is None else text(values, "inputValues")
    return f"<input>{text(expression, 'inputExpression', type_ref)}{allowed}</input>"


def result(
    name: str | None = None, type_ref: str | None = None, values: str | None = None, default: str | None = None
) -> str:
    """A result column."""
    inner = "" if values is None else text(values, "outputValues")
    inner += "" if default is None else text(default, "defaultOutputEntry")
    return f"<output{attributes(name=name, typeRef=type_ref)}>{inner}</output>"


def table(
    policy: str,
    columns: Sequence[str],
    rules: Sequence[tuple[Sequence[str], Sequence[str]]],
    *,
    results: Sequence[str] = ("<output/>",),
    aggregation: str | None = None,
    type_ref: str | None = None,
) -> str:
    """A decision table; a column is written with `column` or, without a type, as its expression."""
    heads = "".join(part if part.startswith("<") else column(part) for part in columns)
    rows = "".join(
        f'<rule id="rule{number}"><description>note {number}</description>'
        + "".join(text(cell, "inputEntry", id_=f"r{number}i{index}") for index, cell in enumerate(cells, 1))
        + "".join(text(cell, "outputEntry", id_=f"r{number}o{index}") for index, cell in enumerate(outputs, 1))
        + "</rule>"
        for number, (cells, outputs) in enumerate(rules, 1)
    )
    head = attributes(id="table", hitPolicy=policy, aggregation=aggregation, typeRef=type_ref)
    return f"<decisionTable{head}>{heads}{''.join(results)}{rows}</decisionTable>"
