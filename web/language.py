"""Texts in the language of the person: German as written in the code, other languages from the catalogues.

A typed doorway to Flask-Babel, under the names that the extraction of messages looks for, and to phrases of the rooms
and the engine (see `engine.phrases`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

import flask_babel
from babel.dates import format_date
from babel.numbers import format_decimal
from flask import g

from engine.phrases import Phrase, Words
from web.translations.reading import catalogue
from web.translations.recognition import recognised

_DAY = re.compile(r"\d\d\.\d\d\.\d{4}")
#: Where a language writes days; the day stands first in the office, in English as well.
_TERRITORY = {"en": "en_GB"}


def gettext(message: str, **values: object) -> str:
    """The text, with `%(name)s` filled in."""
    return str(flask_babel.gettext(message, **{name: told(value) for name, value in values.items()}))


def ngettext(one: str, many: str, count: int) -> str:
    """The text for a number, which stands in it as `%(num)d`."""
    return str(flask_babel.ngettext(one, many, count))


def lazy_gettext(message: str) -> str:
    """A text that is translated when it is shown: for constants of a module."""
    return cast(str, flask_babel.lazy_gettext(message))


def language() -> str:
    """The language of the page, such as `en`."""
    return str(flask_babel.get_locale().language)


def is_german() -> bool:
    """Whether the page is shown in German."""
    return str(flask_babel.get_locale() or "de").startswith("de")


def day_in(of: str, day: date, width: str) -> str:
    """A day as a language writes it; `width` is `medium` (19 Oct 2026), `long` (19 October 2026) or `full`.

    The short form stands in narrow columns and is not broken into lines.
    """
    written = str(format_date(day, cast(Any, width), locale=_TERRITORY.get(of, of)))
    return written.replace(" ", "\N{NO-BREAK SPACE}") if width == "medium" else written


def day_text(of: str, text: str) -> str | None:
    """A day that stands by itself, as German texts write it (19.10.2026), as another language writes it in tables."""
    day = _day_in(text)
    return day_in(of, day, "medium") if day else None


def told(value: Any) -> Any:
    """A phrase in the person's language; anything else as it is."""
    if not isinstance(value, Phrase) or is_german():
        return value
    text = value.told(_words(language()))
    g.setdefault("told", set()).add(text)
    return text


def stored_text(text: str | None) -> str:
    """A sentence of the system that was stored, and stored in German, in the person's language."""
    return str(told(Phrase(text or "")))


def was_told(text: str) -> bool:
    """Whether this text of the page is a phrase in the person's language."""
    return text in g.get("told", ())


@dataclass(frozen=True)
class _Catalogued:
    language: str

    def text(self, template: str) -> str:
        known = catalogue(self.language, "phrases").get(template)
        return known or catalogue(self.language, "models").get(template) or self._stored(template)

    def day(self, day: date) -> str:
        return day_in(self.language, day, "long")

    def _stored(self, text: str) -> str:
        """A text that was a phrase when it was stored, or a remark: one phrase, or what a person wrote, to a line."""
        if day := _day_in(text):
            return self.day(day)
        if "\n" in text and (lines := [line and self.text(line) for line in text.split("\n")]) != text.split("\n"):
            return "\n".join(lines)
        phrase = recognised(self.language, text)
        return phrase.told(self) if phrase else text

    def number(self, number: Decimal) -> str:
        return str(format_decimal(number, locale=self.language))


def _day_in(text: str) -> date | None:
    """The day if the text is one as German texts write it: 19.10.2026."""
    try:
        return date(int(text[6:]), int(text[3:5]), int(text[:2])) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


@lru_cache(maxsize=8)
def _words(of: str) -> Words:
    return _Catalogued(of)
