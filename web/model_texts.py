"""What diagrams and forms say, in the language of the person.

They are written in German. For the shipped ones there is a catalogue (`models`, see `web.translations`); a text that a
designer wrote or changed is not in it and is shown as it is written. Only what is shown is translated: what is stored,
run and checked is the model itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import flask_babel
from babel.messages.mofile import read_mo
from markupsafe import Markup
from sqlalchemy.orm import Session

from engine.bpmn.texts import told_diagram
from engine.definitions import DefinitionStore
from engine.forms import Form, compile_form
from engine.forms.components import Text
from web.language import is_german

_FOLDER = Path(__file__).parent / "translations"


def model_text(text: str | None) -> str:
    """A name or text of a model as the person reads it."""
    if not text or is_german():
        return text or ""
    return _told(_language())(text)


def texts_told_with(word: str) -> list[str]:
    """The texts as they are stored that the person reads with this word in them; none on a German page."""
    if is_german():
        return []
    return [text for text, told in _catalogue(_language()).items() if word.casefold() in told.casefold()]


def form_told(rows: Session, definitions: DefinitionStore, definition_id: int) -> Form:
    """The form of this version with the person's words; fields, rules and values are the same. Raises NotFound."""
    version = definitions.form(rows, definition_id)
    return version.form if is_german() else _form_in(_language(), version.source)


def diagram_told(content: bytes) -> bytes:
    """A diagram to look at, in the person's words; never one to keep or to run."""
    return content if is_german() else _diagram_in(_language(), content)


def language_of(text: Text | str, shown: str | None = None) -> str:
    """` lang="de"` for a text that stays German on a page of another language, else nothing.

    `text` is what the form has, `shown` what came of it. Of an expression only its author knows the language.
    """
    if is_german():
        return ""
    if isinstance(text, Text):
        if text.expression is not None:
            return ""
        text = shown or text.literal
    return "" if text in _words(_language()) else Markup(' lang="de"')


def _language() -> str:
    return str(flask_babel.get_locale().language)


@lru_cache(maxsize=8)
def _catalogue(language: str) -> Mapping[str, str]:
    """German text → text, empty for a language without a catalogue."""
    path = _FOLDER / language / "LC_MESSAGES" / "models.mo"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_mo(file) if message.id and message.string}


@lru_cache(maxsize=8)
def _words(language: str) -> frozenset[str]:
    """Every text of a language."""
    return frozenset(_catalogue(language).values())


def _told(language: str) -> Callable[[str], str]:
    catalogue = _catalogue(language)
    return lambda text: catalogue.get(text, text)


@lru_cache(maxsize=256)
def _form_in(language: str, source: bytes) -> Form:
    return compile_form(source, told=_told(language))


@lru_cache(maxsize=64)
def _diagram_in(language: str, content: bytes) -> bytes:
    return told_diagram(content, _told(language))
