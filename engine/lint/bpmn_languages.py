"""Expression languages: everything is evaluated as FEEL, so whatever is said to be another language must be told."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lxml import etree

from engine.bpmn.vocabulary import FLOW_NODES, attribute, bpmn, local_name, text_of
from engine.lint.report import Report

_TIMERS = ("timeDate", "timeDuration", "timeCycle")
#: Every element that holds an expression the engine evaluates (BPMN20.xsd, tExpression).
_EXPRESSIONS = (
    *_TIMERS,
    "activationCondition",
    "completionCondition",
    "condition",
    "conditionExpression",
    "dataPath",
    "from",
    "loopCardinality",
    "loopCondition",
    "messagePath",
    "to",
    "transformation",
)
_PLACES = FLOW_NODES | {"sequenceFlow"}
#: What the schema says when a file says nothing (8.1.1); drawing tools write it without anybody having meant it.
_DEFAULT_OF_THE_SCHEMA = "http://www.w3.org/1999/XPath"


def check(root: etree._Element, pictures: Collection[str], report: Report) -> None:
    """Check all expressions but those of processes that are only drawn (`pictures`, by id)."""
    general = attribute(root, "expressionLanguage")
    for expression in _expressions(root, pictures):
        own = attribute(expression, "language")
        if own is not None:
            if not _is_feel(own):
                _refuse(expression, own, report)
        elif general is not None and not _is_feel(general) and _depends_on_language(expression):
            _general(expression, general, report)


def _expressions(root: etree._Element, pictures: Collection[str]) -> Iterator[etree._Element]:
    for expression in root.iter(*map(bpmn, _EXPRESSIONS)):
        if not any(local_name(e) == "process" and e.get("id") in pictures for e in expression.iterancestors()):
            yield expression


def _is_feel(language: str) -> bool:
    """Also the addresses FEEL has in the versions of DMN, such as https://www.omg.org/spec/DMN/20191111/FEEL/."""
    return "feel" in language.lower()


def _depends_on_language(expression: etree._Element) -> bool:
    """A leading = is the sign for FEEL; a timer without it is ISO text; "to" names a variable."""
    text = text_of(expression)
    return text is not None and not text.startswith("=") and local_name(expression) not in (*_TIMERS, "to")


def _place(expression: etree._Element) -> str | None:
    """The id of the flow or node the expression belongs to, else of what is around it."""
    around = [element for element in expression.iterancestors() if local_name(element) and element.get("id")]
    return next((e.get("id") for e in around if local_name(e) in _PLACES), around[0].get("id") if around else None)


def _refuse(expression: etree._Element, language: str, report: Report) -> None:
    report.error(
        "expression.language",
        _place(expression),
        f"Ausdrücke werden in FEEL geschrieben, nicht in „{language[:60]}“.",
        f"Expressions are written in FEEL, not in “{language[:60]}”.",
    )


def _general(expression: etree._Element, language: str, report: Report) -> None:
    """A file said to be in another language: refused, unless it is the one that nobody has chosen."""
    if language == _DEFAULT_OF_THE_SCHEMA:
        report.warning(
            "expression.default-language",
            _place(expression),
            "Die Datei nennt als Sprache der Ausdrücke XPath; dieser Ausdruck wird als FEEL ausgewertet.",
            "The file names XPath as the language of expressions; this expression is evaluated as FEEL.",
        )
        return
    report.error(
        "expression.language",
        _place(expression),
        f"Die Datei nennt als Sprache der Ausdrücke „{language[:60]}“; ausgewertet wird nur FEEL.",
        f"The file names “{language[:60]}” as the language of expressions; only FEEL is evaluated.",
    )
