"""From bytes to an XML tree, with everything refused that a diagram never needs."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.bpmn.vocabulary import BPMN
from engine.errors import DeploymentRefused
from engine.lint.finding import Finding, Severity

#: Bytes of one diagram file. The largest diagram of a jobcenter has about 300 kB.
MAX_BYTES = 8_000_000
#: Elements inside each other; a sub-process needs two levels, an expression three.
MAX_DEPTH = 100
#: Elements of one file, layout included.
MAX_ELEMENTS = 100_000


def parse_xml(content: bytes) -> etree._Element:
    """The root element of a BPMN file.

    Raises `DeploymentRefused` for anything that is not a plain, bounded, well-formed BPMN document. A DOCTYPE is
    refused as such: entities and external subsets are the classic ways into an XML parser, and BPMN has neither.
    """
    if len(content) > MAX_BYTES:
        raise refused("xml.too-large", "Die Datei ist zu groß.", "The file is too large.")
    if not content.strip():
        raise refused("xml.empty", "Die Datei ist leer.", "The file is empty.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 0
        raise refused(
            "xml.not-well-formed",
            f"Die Datei ist kein lesbares XML (Zeile {line}).",
            f"The file is not well-formed XML (line {line}).",
        ) from error
    document: Any = root.getroottree().docinfo
    if document.doctype or document.internalDTD is not None:
        raise refused("xml.doctype", "Eine DOCTYPE-Angabe ist nicht erlaubt.", "A DOCTYPE is not allowed.")
    if root.tag != f"{{{BPMN}}}definitions":
        raise refused(
            "bpmn.not-bpmn",
            "Die Datei ist kein BPMN-2.0-Diagramm: Das oberste Element muss „definitions“ sein.",
            "The file is no BPMN 2.0 diagram: its root element must be “definitions”.",
        )
    _check_bounds(root)
    for element in root.iter(etree.Element):
        element_id = element.get("id")
        if element_id is not None and element_id != element_id.strip():
            element.set("id", element_id.strip())  # blanks around an xsd:ID do not belong to it
    return root


def refused(code: str, message_de: str, message_en: str) -> DeploymentRefused:
    """A refusal of the file as a whole."""
    return DeploymentRefused([Finding(code, Severity.ERROR, None, message_de, message_en)])


def _check_bounds(root: etree._Element) -> None:
    level, elements = [root], 0
    for _ in range(MAX_DEPTH):
        level = [below for element in level for below in element]
        if not level:
            return
        elements += len(level)
        if elements > MAX_ELEMENTS:
            raise refused("xml.too-many", "Die Datei enthält zu viele Elemente.", "The file has too many elements.")
    raise refused("xml.too-deep", "Die Elemente sind zu tief verschachtelt.", "The elements are nested too deeply.")
