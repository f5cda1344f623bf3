"""Texts that the code says to people: German values that remember what they were made of.

A phrase *is* its German text, so that it can be stored, joined, compared and written into papers like any other. Who
shows it to a person asks it to be told in the words of another language: template and values are told anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol, Self


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
    Only templates with values are formatted, so a text without any may hold braces.
    """

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, /, **values: object) -> Self:
        filled = (
            template.format(**{name: _told(value, _GERMAN) for name, value in values.items()}) if values else template
        )
        phrase = super().__new__(cls, filled)
        phrase.template, phrase.values = str(template), values
        return phrase

    def __add__(self, other: str) -> Phrase:
        return joined("", (self, other))

    def __radd__(self, other: str) -> Phrase:
        return joined("", (other, self))

    def filled(self, **values: object) -> Phrase:
        """A template that waited for its values."""
        return Phrase(self.template, **values)

    def told(self, words: Words) -> str:
        """The text in other words."""
        template = words.text(self.template)
        return template.format(**{n: _told(v, words) for n, v in self.values.items()}) if self.values else template


def joined(separator: str, parts: Iterable[str]) -> Phrase:
    """The parts as one text, each of which keeps what it was made of. `separator` needs no translation."""
    values = {f"part{number}": part for number, part in enumerate(parts)}
    return Phrase(separator.join(f"{{{name}}}" for name in values), **values) if values else Phrase("")


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
