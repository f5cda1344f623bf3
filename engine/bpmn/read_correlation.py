"""The standard's own elements for correlation, read as keys (BPMN 2.0, 8.3.2).

A correlation property says by which expression each message tells it (`messagePath`), a correlation key which
properties belong together, a correlation subscription how a process knows them from its own data (`dataPath`). What
comes out is the same as `pw:correlationKey`: one expression per message; values of several properties are joined by
a bar.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from engine.bpmn.vocabulary import bpmn, child_text, children, reference, text_of


@dataclass(frozen=True, slots=True)
class MessageKey:
    """The key of one message. `waiting` replaces `sending` where a process knows the key from its own data."""

    #: the properties it consists of: messages of one conversation share them
    conversation: str
    sending: str
    waiting: str | None = None


@dataclass(frozen=True)
class Correlations:
    """What a file says about the keys of its messages."""

    #: property id to message id to the expression over the message
    paths: dict[str, dict[str, str]] = field(default_factory=dict)
    #: the properties of each correlation key by its id
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: node id to property id to the expression over the data of its process
    bindings: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element) -> Correlations:
        """Collect from anywhere in the file."""
        paths: dict[str, dict[str, str]] = {}
        for item in root.iter(bpmn("correlationProperty")):
            told = paths.setdefault(item.get("id") or "", {})
            for retrieval in children(item, "correlationPropertyRetrievalExpression"):
                told[reference(retrieval.get("messageRef")) or ""] = child_text(retrieval, "messagePath") or ""
        keys = {
            item.get("id") or "": tuple(
                ref for each in children(item, "correlationPropertyRef") if (ref := reference(text_of(each)))
            )
            for item in root.iter(bpmn("correlationKey"))
        }
        bindings: dict[str, dict[str, str]] = {}
        for process in children(root, "process"):
            known = {
                reference(binding.get("correlationPropertyRef")) or "": child_text(binding, "dataPath") or ""
                for binding in process.iter(bpmn("correlationPropertyBinding"))
            }
            if known:
                bindings.update((str(node.get("id")), known) for node in process.iter() if node.get("id"))
        return cls(paths, keys, bindings)

    def key_of(self, message: str | None, node_id: str) -> MessageKey | None:
        """The key of a message at a node; None if no property tells it."""
        if message is None or not any(message in told for told in self.paths.values()):
            return None
        whole = [key for key in self.keys.values() if key and all(message in self.paths.get(p, {}) for p in key)]
        properties = whole[0] if whole else tuple(p for p, told in self.paths.items() if message in told)
        known = self.bindings.get(node_id, {})
        waiting = _joined([known[each] for each in properties]) if all(p in known for p in properties) else None
        return MessageKey("|".join(properties), _joined([self.paths[p][message] for p in properties]), waiting)


def _joined(expressions: list[str]) -> str:
    plain = [text.lstrip().removeprefix("=") for text in expressions]
    return plain[0] if len(plain) == 1 else ' + "|" + '.join(f"string({text})" for text in plain)
