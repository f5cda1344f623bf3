"""Diagrams and forms in English: other words, and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from engine.bpmn.texts import texts_of as texts_of_diagram
from engine.bpmn.texts import told_diagram
from engine.feel import compile_expression
from engine.forms import Component, compile_form
from engine.forms.texts import texts_of
from web.translations.models import PROCESSES
from web.translations.refresh import LANGUAGES, read_catalogue

_FORMS = sorted(PROCESSES.rglob("*.form"))
#: Words in quotation marks, dates in patterns: what a translation may and may not change.
_WORDS = re.compile(r'"(?:[^"\\]|\\.)*"')
_MARK = re.compile(r"\*\*|%[a-zA-Z]")


def _catalogue(language: str) -> dict[str, str]:
    return {str(m.id): str(m.string) for m in read_catalogue(language, "models") if m.id and m.string}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translated_expression_is_the_same_but_for_its_words(language: str) -> None:
    """A translation changes what stands in quotation marks; it reads the same variables in the same order."""
    for text, translated in _catalogue(language).items():
        assert len(_MARK.findall(text)) == len(_MARK.findall(translated)), text
        assert text.startswith("=") == translated.startswith("="), text
        if text.startswith("="):
            names = re.findall(r"\w+", _WORDS.sub("", text))
            compile_expression(translated.removeprefix("="), names=names)
            assert names == re.findall(r"\w+", _WORDS.sub("", translated)), text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", _FORMS, ids=lambda path: path.stem)
def test_a_translated_form_has_the_same_fields_rules_and_values(path: Path, language: str) -> None:
    catalogue = _catalogue(language)
    written = compile_form(path.read_bytes())
    told = compile_form(path.read_bytes(), told=lambda text: catalogue.get(text, text))
    assert [_bones(c) for c in told.components] == [_bones(c) for c in written.components]
    assert len(told.pages) == len(written.pages)
    assert not [text for text in texts_of(json.loads(path.read_bytes())) if text not in catalogue]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_a_translated_diagram_is_told(language: str) -> None:
    catalogue = _catalogue(language)
    path = PROCESSES / "follow_up/folgegespraech.bpmn"
    told = told_diagram(path.read_bytes(), lambda text: catalogue.get(text, text))
    written = list(texts_of_diagram(path.read_bytes()))
    assert list(texts_of_diagram(told)) == [catalogue[text] for text in written]


def _bones(component: Component) -> dict[str, Any]:
    """Everything about a component that is not a text for people; expressions as they are written."""
    rules, options = component.rules, component.options
    return {
        "place": (component.type, component.id, component.path, component.subtype),
        "rules": [
            _source(getattr(rules, name))
            for name in rules.__dataclass_fields__
            if name not in ("pattern_message", "check_message")
        ],
        "flags": (_source(component.hide), _source(component.readonly), component.disabled, component.default),
        "first": (_source(component.prefill), component.repetitions, component.add_remove, component.decimal_digits),
        "values": None if options is None else [option.value for option in options.static or ()],
        "choices": None if options is None else (options.data_path, _source(options.expression)),
        "inside": [_bones(inner) for inner in component.components],
    }


def _source(thing: Any) -> Any:
    return getattr(thing, "text", getattr(thing, "source", thing))
