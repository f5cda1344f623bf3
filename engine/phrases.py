"""Texts that the code says to people: German values that remember what they were made of.

A phrase *is* its German text, so that it can be stored, joined, compared and written into papers like any other. Who
shows it to a person asks it to be told in the words of another language: template and values are told anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol, Self, cast


class Words(Protocol):
    """How a language says things."""

    def text(self, template: str) -> str:
        """The template in this language, with the same placeholders; as it is if the language has no words for it."""

    def day(self, day: date) -> str:
        """A day as this language writes it within a sentence."""

    def number(self, number: Decimal) -> str:
        """A number with the separators of this language."""


class Phrase(str):
    """A text with its values filled in, in German: `Phrase("Höchstens {most} Tage.", most=5)`.

    A template written in the call is collected for the catalogues. One that comes from elsewhere (the text of a table)
    is told if a catalogue has it. Values are phrases, days (19.10.2026), decimals (60.000) or whatever `str()` tells.
    Only templates with values are formatted, so a text without any may hold braces. With a value that is prose it is
    prose itself.
    """

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, /, **values: object) -> Self:
        kind = Prose if any(isinstance(value, Prose) for value in values.values()) else cls
        phrase = super().__new__(cast(type[Self], kind), kind._filled(template, values, _GERMAN))
        phrase.template, phrase.values = str(template), values
        return phrase

    def __add__(self, other: str) -> Phrase:
        return joined("", (self, other))

    def __radd__(self, other: str) -> Phrase:
        return joined("", (other, self))

    def filled(self, **values: object) -> Phrase:
        """A template that waited for its values."""
        return type(self)(self.template, **values)

    def told(self, words: Words) -> str:
        """The text in other words."""
        return self._filled(words.text(self.template), self.values, words)

    @classmethod
    def _filled(cls, template: str, values: Mapping[str, object], words: Words) -> str:
        return template.format(**{n: cls._shown(v, words) for n, v in values.items()}) if values else template

    @staticmethod
    def _shown(value: object, words: Words) -> str:
        return _told(value, words)


class Prose(Phrase):
    """A phrase whose template is Markdown: `Prose("**{name}**, {place}", name=…, place=…)`.

    Its values are shown as they are, whatever somebody typed; only values that are prose themselves stay Markdown.
    """

    def told(self, words: Words) -> Prose:
        """The text in other words; still Markdown."""
        return Prose(super().told(words))

    @staticmethod
    def _shown(value: object, words: Words) -> str:
        return value.told(words) if isinstance(value, Prose) else verbatim(_told(value, words))


def joined(separator: str, parts: Iterable[str]) -> Phrase:
    """The parts as one text, each of which keeps what it was made of. `separator` needs no translation."""
    values = {f"part{number}": part for number, part in enumerate(parts)}
    return Phrase(separator.join(f"{{{name}}}" for name in values), **values) if values else Phrase("")


def verbatim(text: str) -> str:
    """Markdown that shows a text as it is, line by line (CommonMark 2.4, 6.7).

    Names of the kind NOT_RELEVANT stay what they are: an underscore inside of a word is no markup.
    """
    lines = [_LINE_START.sub(_without_meaning, _MARKUP.sub(r"\\\g<0>", line)) for line in text.rstrip("\n").split("\n")]
    return "\\\n".join(line or "\N{NO-BREAK SPACE}" for line in lines) if len(lines) > 1 else lines[0]


#: What has a meaning anywhere in a line, and what has one at its start: indentation, then a mark or a number.
_MARKUP = re.compile(r"[\\`*\[\]<>&|]|(?<![^\W_])_|_(?![^\W_])")
_LINE_START = re.compile(r"^([ \t]*)(?:([#+=~-])|(\d{1,9})([.)])(?=\s|$))?")


def _without_meaning(found: re.Match[str]) -> str:
    indent, mark, number, dot = found.groups(default="")
    escaped = f"\\{mark}" if mark else f"{number}\\{dot}" if dot else ""
    return (indent if indent == " " else "\N{NO-BREAK SPACE}" * len(indent.expandtabs(4))) + escaped


def remark(*parts: str) -> Phrase:
    """A remark for the file: what is said, one sentence of the system or text of a person to a line; no empty ones.

    Stored, it is the German text; line by line it is found again and told in the reader's language.
    """
    return joined("\n", (part for part in parts if part))


def _told(value: object, words: Words) -> str:
    if isinstance(value, Phrase):
        return value.told(words)
    if isinstance(value, Decimal):
        return words.number(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return words.day(value)
    return str(value)


class _German:
    def text(self, template: str) -> str:
        return template

    def day(self, day: date) -> str:
        return f"{day:%d.%m.%Y}"

    def number(self, number: Decimal) -> str:
        return f"{number:,}".translate(_SEPARATORS)


_SEPARATORS = str.maketrans(",.", ".,")
_GERMAN = _German()
