"""Which texts of a form file are for people, so that they can be listed, or told to a reader in other words.

A text that begins with `=` is a FEEL expression and is told as a whole: its words stand inside its quotation marks.
Keys, rules, values of choices, defaults and prefilled values are no texts: they become data.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

#: What a text is told as. Whoever compiles a form brings one; without it every text stays as it is written.
Told = Callable[[str], str]

YES, NO = "Ja", "Nein"
NO_ANSWER = "keine Angabe"
NO_ROWS = "keine Einträge"
#: How a time of day is written, as a pattern of `strftime`. A day (19.10.2026) is told as a text by itself.
CLOCK = "%H:%M Uhr"
#: What a compiled form says of its own, beside the texts of its file.
WORDS = (YES, NO, NO_ANSWER, NO_ROWS, CLOCK)

_TEXTS = ("label", "description", "text", "dateLabel", "timeLabel")
#: Texts one level down: the object they stand in, and their names there.
_INNER = {"appearance": ("prefixAdorner", "suffixAdorner"), "properties": ("page", "patternMessage", "checkMessage")}


def as_written(text: str) -> str:
    """The text itself."""
    return text


def told_document(document: Mapping[str, Any], told: Told) -> dict[str, Any]:
    """A copy of a form file's JSON with every text for people told; what is malformed stays as it is."""
    return {**document, **_told_children(document, told)}


def texts_of(document: Mapping[str, Any]) -> Iterator[str]:
    """The texts for people in a form file's JSON, in the order of the file. Expressions without words are none."""
    found: list[str] = []

    def listed(text: str) -> str:
        found.append(text)
        return text

    told_document(document, listed)
    return (text for text in found if text.strip() and has_words(text))


def has_words(text: str) -> bool:
    """False for an expression that only names data: there is nothing in it to say otherwise."""
    return not text.startswith("=") or '"' in text


def _told_children(owner: Mapping[str, Any], told: Told) -> dict[str, Any]:
    inside = owner.get("components")
    if not isinstance(inside, list):
        return {}
    return {"components": [_told_component(c, told) if isinstance(c, Mapping) else c for c in inside]}


def _told_component(component: Mapping[str, Any], told: Told) -> dict[str, Any]:
    changed: dict[str, Any] = _told_names(component, _TEXTS, told)
    for name, texts in _INNER.items():
        if isinstance(inner := component.get(name), Mapping):
            changed[name] = {**inner, **_told_names(inner, texts, told)}
    if isinstance(values := component.get("values"), list):
        changed["values"] = [{**v, **_told_names(v, ("label",), told)} if isinstance(v, Mapping) else v for v in values]
    return {**component, **changed, **_told_children(component, told)}


def _told_names(owner: Mapping[str, Any], names: tuple[str, ...], told: Told) -> dict[str, Any]:
    return {name: told(owner[name]) for name in names if isinstance(owner.get(name), str)}
