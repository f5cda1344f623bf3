"""A form told in other words: the same fields, rules and values, every text for people in the words of the reader."""

from __future__ import annotations

import json
from typing import Any

from engine.forms import Component, compile_form
from engine.forms.texts import WORDS, has_words, texts_of
from tests.engine.forms.samples import NOW, field

_FILE: dict[str, Any] = {
    "type": "default",
    "id": "Formular",
    "components": [
        {"type": "text", "id": "T", "text": '= "Herr " + person'},
        {"type": "text", "id": "U", "text": "= nur_daten"},
        field("textfield", "name", "Name", description="wie im Ausweis", properties={"page": "Person", "purpose": "x"}),
        field(
            "textfield",
            "plz",
            "Postleitzahl",
            validate={"pattern": "[0-9]{5}"},
            properties={"patternMessage": "fünf Ziffern", "prefill": '"Vorgabe"'},
        ),
        field("radio", "art", "Art", values=[{"label": "voll", "value": "voll"}, {"label": "halb", "value": 2}]),
        {"type": "datetime", "id": "D", "key": "wann", "dateLabel": "Tag", "timeLabel": "Zeit", "subtype": "datetime"},
        {
            "type": "dynamiclist",
            "id": "L",
            "label": "Kind",
            "path": "kinder",
            "components": [field("number", "alter", "Alter", appearance={"suffixAdorner": "Jahre"})],
        },
        field("checkbox", "ok", "Einverstanden"),
        field("textfield", "wort", "Wort", readonly=True, defaultValue="Vorgabe"),
    ],
}
_TEXTS = [
    '= "Herr " + person', "Name", "wie im Ausweis", "Person", "Postleitzahl", "fünf Ziffern", "Art", "voll", "halb",
    "Tag", "Zeit", "Kind", "Alter", "Jahre", "Einverstanden", "Wort",
]  # fmt: skip


def _told(text: str) -> str:
    """Recognisable words; an expression stays one."""
    if text in WORDS:
        return text.replace("Ja", "Yes").replace("Nein", "No").replace("keine ", "no ").replace(" Uhr", "")
    return text.replace("Herr", "Mr") if text.startswith("=") else f"«{text}»"


def test_the_texts_of_a_file_are_those_for_people() -> None:
    assert list(texts_of(_FILE)) == _TEXTS
    assert not has_words("= nur_daten")
    assert list(texts_of({"components": ["kein Objekt", {"label": 3, "values": "x"}]})) == []


def test_a_told_form_differs_in_nothing_but_words() -> None:
    source = json.dumps(_FILE)
    written, told = compile_form(source), compile_form(source, told=_told)
    assert [(c.name, c.type, c.properties.get("purpose")) for c in told.fields] == [
        (c.name, c.type, c.properties.get("purpose")) for c in written.fields
    ]
    raw = {"name": "A", "plz": "12", "art": "2", "ok": "", "kinder._rows": "1", "kinder.0.alter": "3"}
    first, second = written.validate(raw, {"person": "B"}, now=NOW), told.validate(raw, {"person": "B"}, now=NOW)
    assert [(e.path, e.code) for e in first.errors] == [(e.path, e.code) for e in second.errors] == [("plz", "pattern")]
    assert second.errors[0].message("en") == "“«Postleitzahl»”: «fünf Ziffern»"
    raw["plz"] = "12345"
    assert written.validate(raw, {}, now=NOW).values == told.validate(raw, {}, now=NOW).values
    assert written.initial({}, now=NOW) == told.initial({}, now=NOW)
    assert [choice.value for choice in told.view({}, {}, now=NOW)[4].choices] == ["voll", "2"]


def test_a_told_form_speaks_in_the_words_of_the_reader() -> None:
    told = compile_form(json.dumps(_FILE), told=_told)
    nodes = told.view({}, {"person": "B"}, now=NOW)
    assert nodes[0].text == "Mr B"
    assert (nodes[2].label, nodes[2].description) == ("«Name»", "«wie im Ausweis»")
    assert [choice.label for choice in nodes[4].choices] == ["«voll»", "«halb»"]
    assert [page.title for page in told.pages] == ["", "«Person»"]
    values: dict[str, Any] = {"name": None, "art": 2, "wann": NOW, "kinder": [], "ok": True}
    answers = {answer.place: answer.text for answer in told.display(values, {}, now=NOW)}
    assert answers["name"] == "no Angabe"
    assert answers["art"] == "«halb»"
    assert answers["kinder"] == "no Einträge"
    assert answers["ok"] == "Yes"
    assert not answers["wann"].endswith("Uhr")
    assert isinstance(told.fields[0], Component)
