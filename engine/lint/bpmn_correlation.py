"""The standard's elements for correlation: whether what they refer to exists and each says what it must (8.3.2)."""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree

from engine.bpmn.vocabulary import attribute, bpmn, child_text, children, pw, reference, text_of
from engine.lint.report import Report


def check(root: etree._Element, report: Report) -> None:
    """Check the correlation properties, keys and subscriptions of a file."""
    messages = {item.get("id"): item for item in children(root, "message")}
    properties = {item.get("id") for item in root.iter(bpmn("correlationProperty"))}
    keys = {item.get("id") for item in root.iter(bpmn("correlationKey"))}
    for item in root.iter(bpmn("correlationProperty")):
        _check_property(item, messages, report)
    for item in root.iter(bpmn("correlationKey")):
        for ref in (text_of(each) for each in children(item, "correlationPropertyRef")):
            _check_known(item, ref, properties, report)
    for item in root.iter(bpmn("correlationSubscription")):
        _check_known(item, item.get("correlationKeyRef"), keys, report)
        for binding in children(item, "correlationPropertyBinding"):
            _check_known(item, binding.get("correlationPropertyRef"), properties, report)
            if child_text(binding, "dataPath") is None:
                _missing(item, "dataPath", report)


def _check_property(item: etree._Element, messages: dict[str | None, etree._Element], report: Report) -> None:
    for retrieval in children(item, "correlationPropertyRetrievalExpression"):
        ref = reference(retrieval.get("messageRef"))
        _check_known(item, ref, messages.keys(), report)
        if child_text(retrieval, "messagePath") is None:
            _missing(item, "messagePath", report)
        message = messages.get(ref)
        if message is not None and attribute(message, pw("correlationKey")) is not None:
            report.error(
                "correlation.both",
                message.get("id"),
                "Der Schlüssel dieser Nachricht ist zweimal angegeben: als pw:correlationKey und als "
                "Korrelationseigenschaft.",
                "The key of this message is stated twice: as pw:correlationKey and as a correlation property.",
            )


def _check_known(item: etree._Element, ref: str | None, known: Collection[str | None], report: Report) -> None:
    name = reference(ref)
    if name not in known:
        report.error(
            "correlation.unknown",
            item.get("id"),
            f"Die Korrelation verweist auf „{name or '–'}“, aber das gibt es in dieser Datei nicht.",
            f"The correlation refers to “{name or '-'}”, but there is no such thing in this file.",
        )


def _missing(item: etree._Element, what: str, report: Report) -> None:
    report.error(
        "correlation.path",
        item.get("id"),
        f"Der Korrelation fehlt der Ausdruck „{what}“.",
        f"The correlation lacks the expression “{what}”.",
    )
