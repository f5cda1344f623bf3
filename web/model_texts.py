"""What diagrams and forms say, in the language of the person.

They are written in German. For the shipped ones there is a catalogue (`models`, see `web.translations`); a text that a
designer wrote or changed is not in it and is shown as it is written. Only what is shown is translated: what is stored,
run and checked is the model itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from markupsafe import Markup
from sqlalchemy.orm import Session

from engine.bpmn.texts import told_diagram
from engine.definitions import DefinitionStore
from engine.forms import Form, compile_form
from engine.forms.components import Text
from engine.phrases import Phrase
from web.language import day_text, is_german, language, told, was_told
from web.translations.reading import catalogue


def model_text(text: str | None) -> str:
    """A name or text of a model as the person reads it."""
    if not text or is_german():
        return text or ""
    if isinstance(text, Phrase):
        return str(told(text))
    return _told(language())(text)


def texts_told_with(word: str) -> list[str]:
    """The texts as they are stored that the person reads with this word in them; none on a German page."""
    if is_german():
        return []
    return [text for text, shown in catalogue(language(), "models").items() if word.casefold() in shown.casefold()]


def form_told(rows: Session, definitions: DefinitionStore, definition_id: int) -> Form:
    """The form of this version with the person's words; fields, rules and values are the same. Raises NotFound."""
    version = definitions.form(rows, definition_id)
    return version.form if is_german() else _form_in(language(), version.source)


def diagram_told(content: bytes) -> bytes:
    """A diagram to look at, in the person's words; never one to keep or to run."""
    return content if is_german() else _diagram_in(language(), content)


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
    return "" if text in _words(language()) or was_told(text) else Markup(' lang="de"')


@lru_cache(maxsize=8)
def _words(of: str) -> frozenset[str]:
    """Every text of a language."""
    return frozenset(catalogue(of, "models").values())


def _told(of: str) -> Callable[[str], str]:
    known = catalogue(of, "models")
    return lambda text: known.get(text) or day_text(of, text) or text


@lru_cache(maxsize=256)
def _form_in(of: str, source: bytes) -> Form:
    return compile_form(source, told=_told(of))


@lru_cache(maxsize=64)
def _diagram_in(of: str, content: bytes) -> bytes:
    return told_diagram(content, _told(of))
