"""Fields that follow others: a template puts its texts into them, and what was typed stays."""

from __future__ import annotations

from typing import Any

import pytest

from engine.forms import FormRefused, compile_form
from tests.engine.forms.samples import NOW, field, form, options, source

TEMPLATES = [{"key": "kurs", "text": "Kurs suchen", "monate": 6}, {"key": "stelle", "text": "Stelle suchen"}]
FORM = form(
    field("select", "vorlage", values=options("kurs", "stelle")),
    field("textarea", "schritte", properties={"fill": "= t[key = vorlage][1].text", "fillOver": "= t.text"}),
    field("datetime", "von", dateLabel="Von", subtype="date"),
    field(
        "datetime",
        "bis",
        dateLabel="Bis",
        subtype="date",
        properties={"fill": '= von + duration("P" + string(t[key = vorlage][1].monate) + "M")'},
    ),
    field("textfield", "geheim", conditional={"hide": "= true"}, properties={"fill": '= "nie"'}),
)


def follow(**raw: Any) -> dict[str, Any]:
    return FORM.filled(raw, {"t": TEMPLATES}, now=NOW)


def test_an_empty_field_takes_what_the_template_says() -> None:
    filled = follow(vorlage="kurs", von="2026-11-30")
    assert (filled["schritte"], filled["bis"]) == ("Kurs suchen", "2027-05-30")
    assert "geheim" not in filled, "what is hidden has no value"


def test_another_template_replaces_what_the_first_one_filled_and_nothing_else() -> None:
    assert follow(vorlage="stelle", schritte="Kurs suchen")["schritte"] == "Stelle suchen"
    assert follow(vorlage="stelle", schritte="Kurs suchen, bald")["schritte"] == "Kurs suchen, bald"
    assert follow(vorlage="kurs", von="2026-11-30", bis="2026-12-24")["bis"] == "2026-12-24"


@pytest.mark.parametrize("raw", [{}, {"vorlage": "fremd"}, {"vorlage": "stelle", "von": "2026-11-30"}])
def test_without_a_value_nothing_changes(raw: dict[str, Any]) -> None:
    assert follow(**raw).get("bis") is None


def test_rows_of_a_list_follow_nothing() -> None:
    row = field("textfield", "name", properties={"fill": '= "x"'})
    rows = {"type": "dynamiclist", "id": "L", "path": "kinder", "label": "Kinder", "components": [row]}
    with pytest.raises(FormRefused) as refused:
        compile_form(source(rows))
    assert [finding.code for finding in refused.value.findings] == ["form.fill-row"]
