"""Bytes of a DMN file to its elements: hardened XML parsing, then one function per kind of element."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.dmn.boxed_reading import child, children, literal, local, read_boxed, read_function, text_of, type_ref_of
from engine.dmn.elements import (
    Decision,
    DecisionService,
    Definitions,
    Import,
    InputData,
    ItemDefinition,
    Knowledge,
    Parameter,
    Reference,
)
from engine.dmn.errors import DmnModelError, DmnXmlError

#: Model namespaces of DMN 1.1 to 1.5; the elements used here mean the same in each.
NAMESPACES = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    }
)
#: Bytes of one file. The largest tables people keep are a few hundred kilobytes.
MAX_BYTES = 5_000_000
#: Elements inside each other; boxed expressions nest, but nobody can read more than a dozen levels.
MAX_DEPTH = 60
#: Elements of one file.
MAX_ELEMENTS = 200_000


def read_definitions(data: bytes) -> Definitions:
    """The elements of one DMN file.

    Raises `DmnXmlError` for anything that is not an acceptable DMN file and `DmnModelError` for elements without
    what they need.
    """
    root = _parse(data)
    namespace = root.get("namespace")
    if not namespace:
        raise DmnModelError("definitions has no namespace", "definitions hat keinen Namensraum")
    return Definitions(
        id=root.get("id"),
        name=root.get("name", ""),
        namespace=namespace,
        imports=tuple(
            Import(element.get("name", ""), element.get("namespace", ""), element.get("importType", ""))
            for element in children(root, "import")
        ),
        item_definitions=tuple(_item_definition(element) for element in children(root, "itemDefinition")),
        input_data=tuple(_input_data(element) for element in children(root, "inputData")),
        decisions=tuple(_decision(element) for element in children(root, "decision")),
        knowledge=tuple(_knowledge(element) for element in children(root, "businessKnowledgeModel")),
        services=tuple(_service(element) for element in children(root, "decisionService")),
    )


def _parse(data: bytes) -> etree._Element:
    if len(data) > MAX_BYTES:
        raise DmnXmlError(f"the file is larger than {MAX_BYTES} bytes", f"Die Datei ist größer als {MAX_BYTES} Byte")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DmnXmlError(f"not well-formed XML: {error}", f"Kein wohlgeformtes XML: {error}") from None
    if root.getroottree().docinfo.internalDTD is not None:  # present for every DOCTYPE, even an empty one
        raise DmnXmlError("a DOCTYPE is not allowed", "Eine DOCTYPE-Angabe ist nicht erlaubt")
    _check_size(root)
    name = etree.QName(root)
    if name.localname != "definitions" or name.namespace not in NAMESPACES:
        raise DmnXmlError(
            f"the root element {root.tag} is not the definitions of DMN 1.1 to 1.5",
            f"Das Wurzelelement {root.tag} ist kein definitions von DMN 1.1 bis 1.5",
        )
    return root


def _check_size(root: etree._Element) -> None:
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        count += 1
        if depth > MAX_DEPTH:
            raise DmnXmlError(
                f"more than {MAX_DEPTH} elements inside each other",
                f"Mehr als {MAX_DEPTH} ineinander liegende Elemente",
            )
        if count > MAX_ELEMENTS:
            raise DmnXmlError(f"more than {MAX_ELEMENTS} elements", f"Mehr als {MAX_ELEMENTS} Elemente")


def _name_and_id(element: etree._Element) -> tuple[str, str]:
    name = element.get("name")
    if not name:
        raise DmnModelError(
            f"{local(element)} has no name", f"{local(element)} hat keinen Namen", element_id=element.get("id")
        )
    return name, element.get("id") or name


def _variable_type(element: etree._Element) -> str | None:
    variable = child(element, "variable")
    return None if variable is None else type_ref_of(variable)


def _item_definition(element: etree._Element) -> ItemDefinition:
    function = child(element, "functionItem")
    return ItemDefinition(
        id=element.get("id"),
        name=element.get("name", ""),
        type_ref=type_ref_of(element),
        collection=element.get("isCollection") in ("true", "1"),
        components=tuple(_item_definition(part) for part in children(element, "itemComponent")),
        allowed=literal(child(element, "allowedValues")),
        constraint=literal(child(element, "typeConstraint")),
        function=None
        if function is None
        else (
            tuple(Parameter(part.get("name", ""), type_ref_of(part)) for part in children(function, "parameters")),
            function.get("outputTypeRef"),
        ),
    )


def _input_data(element: etree._Element) -> InputData:
    name, id_ = _name_and_id(element)
    return InputData(id_, name, element.get("label"), _variable_type(element))


def _references(element: etree._Element, requirement: str, kind: str) -> Iterator[Reference]:
    for part in children(element, requirement):
        target = child(part, kind)
        if target is not None:
            yield reference(target)


def reference(element: etree._Element) -> Reference:
    """The target of an `href`: `#id`, or `namespace#id` for another file."""
    href = element.get("href", "")
    namespace, separator, id_ = href.rpartition("#")
    if not separator or not id_:
        raise DmnModelError(
            f"the reference {href!r} is not of the form #id", f"Der Verweis {href!r} hat nicht die Form #id"
        )
    return Reference(namespace or None, id_)


def _decision(element: etree._Element) -> Decision:
    name, id_ = _name_and_id(element)
    return Decision(
        id=id_,
        name=name,
        label=element.get("label"),
        description=text_of(child(element, "description")),
        type_ref=_variable_type(element),
        required_inputs=tuple(_references(element, "informationRequirement", "requiredInput")),
        required_decisions=tuple(_references(element, "informationRequirement", "requiredDecision")),
        required_knowledge=tuple(_references(element, "knowledgeRequirement", "requiredKnowledge")),
        logic=read_boxed(element),
    )


def _knowledge(element: etree._Element) -> Knowledge:
    name, id_ = _name_and_id(element)
    logic = child(element, "encapsulatedLogic")
    return Knowledge(
        id=id_,
        name=name,
        label=element.get("label"),
        type_ref=_variable_type(element),
        required_knowledge=tuple(_references(element, "knowledgeRequirement", "requiredKnowledge")),
        logic=None if logic is None else read_function(logic),
    )


def _service(element: etree._Element) -> DecisionService:
    name, id_ = _name_and_id(element)

    def all_of(kind: str) -> tuple[Reference, ...]:
        return tuple(reference(part) for part in children(element, kind))

    return DecisionService(
        id=id_,
        name=name,
        label=element.get("label"),
        type_ref=_variable_type(element),
        output_decisions=all_of("outputDecision"),
        encapsulated_decisions=all_of("encapsulatedDecision"),
        input_decisions=all_of("inputDecision"),
        input_data=all_of("inputData"),
    )
