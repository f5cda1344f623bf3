"""The texts of a diagram that people read: listed, or told in other words in a copy that is only looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from engine.bpmn.vocabulary import BPMN, local_name
from engine.bpmn.xml_input import parse_xml

#: Elements whose content is a text: what is written about an element, and notes drawn beside it.
_CONTENT = ("documentation", "text")


def texts_of(content: bytes) -> Iterator[str]:
    """Names and documentation, in the order of the file. Raises `DeploymentRefused`."""
    for element in _elements(parse_xml(content)):
        yield from (text for text in (_name(element), _content(element)) if text)


def told_diagram(content: bytes, told: Callable[[str], str]) -> bytes:
    """A copy of the file for the eye, every text told. Names of messages are told too, so it must not be run.

    Raises `DeploymentRefused`.
    """
    root = parse_xml(content)
    for element in _elements(root):
        if name := _name(element):
            element.set("name", told(name))
        if text := _content(element):
            element.text = told(text)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _elements(root: etree._Element) -> Iterator[etree._Element]:
    return root.iter(f"{{{BPMN}}}*")


def _name(element: etree._Element) -> str:
    return (element.get("name") or "").strip()


def _content(element: etree._Element) -> str:
    return (element.text or "").strip() if local_name(element) in _CONTENT else ""
