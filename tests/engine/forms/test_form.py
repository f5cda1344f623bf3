"""The compiled form as the rest of the application uses it: schema, pages, drafts, rows, answers."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from engine.forms import ComponentType, FieldError, Form, UnreadableInput, compile_form
from tests.engine.forms.samples import NOW, check, field, form, options, source

BOGEN = form(
    field("textfield", "name", "Name", validate={"required": True}, properties={"purpose": "§ 67a SGB X"}),
    field("number", "miete", "Miete", decimalDigits=2, appearance={"suffixAdorner": "€"}, validate={"min": 0}),
    field("datetime", "beginn", "Beginn", properties={"page": "Beschäftigung"}),
    field("select", "art", "Art", values=options("voll", "teil"), defaultValue="teil"),
    {
        "type": "group",
        "id": "Anschrift",
        "label": "Anschrift",
        "path": "anschrift",
        "properties": {"page": "Anschrift"},
        "components": [field("textfield", "ort", "Ort"), {"type": "separator", "id": "S"}],
    },
    {
        "type": "dynamiclist",
        "id": "Kinder",
        "label": "Kind",
        "path": "kinder",
        "components": [
            field("textfield", "vorname", "Vorname"),
            field("checklist", "tage", "Tage", values=options("mo", "di")),
        ],
    },
    field("checkbox", "belehrt", "Belehrt"),
)


def test_the_schema_closes_every_object_and_is_valid() -> None:
    Draft202012Validator.check_schema(BOGEN.schema)
    assert BOGEN.schema == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Testformular",
        "type": "object",
        "properties": {
            "name": {"type": "string", "minLength": 1, "maxLength": 1000, "title": "Name"},
            "miete": {"type": ["number", "null"], "minimum": 0, "title": "Miete"},
            "beginn": {"type": ["string", "null"], "format": "date", "title": "Beginn"},
            "art": {"enum": ["voll", "teil", None], "title": "Art"},
            "anschrift": {
                "type": "object",
                "properties": {"ort": {"type": ["string", "null"], "maxLength": 1000, "title": "Ort"}},
                "additionalProperties": False,
            },
            "kinder": {
                "type": "array",
                "maxItems": 200,
                "items": {
                    "type": "object",
                    "properties": {
                        "vorname": {"type": ["string", "null"], "maxLength": 1000, "title": "Vorname"},
                        "tage": {
                            "type": "array",
                            "uniqueItems": True,
                            "items": {"enum": ["mo", "di"]},
                            "title": "Tage",
                        },
                    },
                    "additionalProperties": False,
                },
                "title": "Kind",
            },
            "belehrt": {"type": "boolean", "title": "Belehrt"},
        },
        "additionalProperties": False,
        "required": ["name"],
    }


def test_fields_under_a_condition_are_optional_in_the_schema() -> None:
    required = {"validate": {"required": True}}
    compiled = form(
        field("textfield", "a", conditional={"hide": "b"}, **required),
        {"type": "group", "id": "G", "label": "G", "path": "g", "components": [field("textfield", "b", **required)]},
    )
    assert compiled.schema["required"] == ["g"]
    assert compiled.schema["properties"]["g"]["required"] == ["b"]


def test_fields_are_found_by_path_with_their_free_properties() -> None:
    assert [item.name for item in BOGEN.fields] == [
        "name",
        "miete",
        "beginn",
        "art",
        "anschrift.ort",
        "kinder",
        "belehrt",
    ]
    assert [item.name for item in BOGEN.fields[5].fields] == ["vorname", "tage"]
    assert BOGEN.fields[0].properties["purpose"] == "§ 67a SGB X"
    assert BOGEN.components[4].type is ComponentType.GROUP


def test_pages_begin_where_the_designer_says() -> None:
    assert [(page.title, [component.id for component in page.components]) for page in BOGEN.pages] == [
        ("", ["Field_name", "Field_miete"]),
        ("Beschäftigung", ["Field_beginn", "Field_art"]),
        ("Anschrift", ["Anschrift", "Kinder", "Field_belehrt"]),
    ]
    assert [len(form(field("textfield", "a"), field("textfield", "b")).pages[0].components)] == [2]
    assert BOGEN.page_of(FieldError("kinder.0.vorname", "required", "", "")) == 2
    assert BOGEN.page_of(FieldError("", "unreadable", "", "")) == 0
    assert [node.place for node in BOGEN.view({}, {}, now=NOW, page=1)] == ["beginn", "art"]


def test_a_new_form_starts_with_data_prefill_and_defaults() -> None:
    compiled = form(
        field("textfield", "name", properties={"prefill": "=person.nachname"}),
        field("number", "miete"),
        field("datetime", "termin", subtype="datetime"),
        field("select", "art", values=options("voll", "teil"), defaultValue="teil"),
        field("checkbox", "ja", defaultValue=True),
        field("checklist", "tage", values=options("mo", "di"), defaultValue=["di"]),
        {
            "type": "dynamiclist",
            "id": "L",
            "label": "L",
            "path": "l",
            "defaultRepetitions": 2,
            "components": [field("textfield", "x", defaultValue="neu")],
        },
    )
    assert compiled.initial({}, now=NOW) == {
        "name": "",
        "miete": "",
        "termin": "",
        "art": "teil",
        "ja": "true",
        "tage": ["di"],
        "l": [{"x": "neu"}, {"x": "neu"}],
    }
    data = {"person": {"nachname": "Muster"}, "miete": Decimal("1234.50"), "termin": NOW, "l": [{"x": "alt"}]}
    started = compiled.initial(data, now=NOW)
    assert started["name"] == "Muster"
    assert started["miete"] == "1234,50"
    assert started["termin"] == {"date": "2026-11-21", "time": "10:00"}
    assert started["l"] == [{"x": "alt"}]
    assert compiled.validate(started, {}, now=NOW).is_valid


def nodes(compiled: Form, raw: dict[str, Any], **context: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}

    def collect(level: Any) -> None:
        for node in level:
            found[node.place] = node
            collect(node.children)
            for row in node.rows:
                collect(row)

    collect(compiled.view(raw, context, now=NOW))
    return found


def test_a_draft_is_shown_again_as_it_was_typed() -> None:
    raw = {"miete": "viel", "beginn": "31.02.", "kinder._rows": "2", "kinder.1.tage": "di", "art": "x", "belehrt": "on"}
    shown = nodes(BOGEN, raw)
    assert shown["miete"].value == "viel"
    assert shown["beginn"].value == "31.02."
    assert len(shown["kinder"].rows) == 2
    assert [choice.selected for choice in shown["kinder.1.tage"].choices] == [False, True]
    assert shown["belehrt"].checked
    assert shown["name"].required
    assert not shown["beginn"].is_readable
    assert shown["#S"].type is ComponentType.SEPARATOR


def test_texts_and_locked_values_are_evaluated_for_the_page() -> None:
    compiled = form(
        field("textfield", "name", '="Name von " + person'),
        field("number", "betrag", readonly=True, validate={"required": True}),
        {"type": "text", "id": "T", "text": '="**" + person + "**"'},
        field("textfield", "n", "=1.5"),
    )
    shown = nodes(compiled, {"betrag": "9"}, person="Ada", betrag=Decimal("1.5"))
    assert shown["name"].label == "Name von Ada"
    assert shown["#T"].text == "**Ada**"
    assert (shown["betrag"].text, shown["betrag"].readonly, shown["betrag"].required) == ("1,5", True, False)
    assert compiled.is_dynamic
    assert not BOGEN.is_dynamic
    assert shown["n"].label == "1,5"


@pytest.mark.parametrize(
    ("subtype", "raw", "value", "is_readable"),
    [
        ("date", "21.11.2026", "2026-11-21", True),
        ("date", "2026-11-21", "2026-11-21", True),
        ("date", "", "", True),
        ("date", "31.2.2026", "31.2.2026", False),
        ("time", "9 Uhr", "09:00", True),
        ("time", "neun", "neun", False),
        ("datetime", {"date": "21.11.2026", "time": ""}, {"date": "2026-11-21", "time": ""}, True),
        ("datetime", {"date": "21.11.", "time": "9"}, {"date": "21.11.", "time": "9"}, False),
        ("datetime", "21.11.2026 9:30", {"date": "2026-11-21", "time": "09:30"}, True),
        ("datetime", "bald", {"date": "bald", "time": ""}, False),
        ("datetime", "", {"date": "", "time": ""}, True),
    ],
)
def test_dates_are_shown_again_as_inputs_of_browsers_hold_them(
    subtype: str, raw: Any, value: Any, is_readable: bool
) -> None:
    compiled = form(field("datetime", "d", subtype=subtype))
    node = nodes(compiled, {"d": raw})["d"]
    assert (node.value, node.is_readable) == (value, is_readable)


def test_rows_are_added_and_removed_without_losing_what_was_typed() -> None:
    raw = BOGEN.add_row({"miete": "viel", "kinder.0.vorname": "Ada"}, "kinder")
    assert raw == {"miete": "viel", "kinder": [{"vorname": "Ada"}, {}]}
    assert BOGEN.remove_row(raw, "kinder", 0) == {"miete": "viel", "kinder": [{}]}
    assert BOGEN.add_row({}, "kinder") == {"kinder": [{}]}
    for name in ("name", "kinder.x", "kinder.0", "kinder.0.vorname"):
        with pytest.raises(KeyError):
            BOGEN.add_row({"kinder": [{}]}, name)
    with pytest.raises(KeyError):
        BOGEN.remove_row(raw, "kinder", 5)
    with pytest.raises(UnreadableInput):
        BOGEN.add_row({"kinder": "x"}, "kinder")


def test_rows_inside_rows_work_alike() -> None:
    compiled = form(
        {
            "type": "dynamiclist",
            "id": "A",
            "label": "A",
            "path": "a",
            "components": [
                {
                    "type": "dynamiclist",
                    "id": "B",
                    "label": "B",
                    "path": "b",
                    "components": [field("textfield", "x", "X", conditional={"hide": "i[1] + i[2] > 3"})],
                }
            ],
        }
    )
    raw = compiled.add_row({"a.1.b.0.x": "q", "a._rows": "2"}, "a.1.b")
    assert raw == {"a": [{}, {"b": [{"x": "q"}, {}]}]}
    assert check(compiled, raw).values == {"a": [{"b": []}, {"b": [{"x": "q"}, {}]}]}


def test_answers_are_shown_in_german() -> None:
    result = check(
        BOGEN,
        {
            "name": "Muster",
            "miete": "1234,5",
            "beginn": "2026-02-01",
            "art": "voll",
            "kinder": [{"vorname": "Ada", "tage": ["mo", "di"]}, {}],
            "belehrt": "on",
        },
    )
    assert result.values["beginn"] == date(2026, 2, 1)
    answers = BOGEN.display(result.values, {}, now=NOW)
    assert [(answer.label, answer.text) for answer in answers] == [
        ("Name", "Muster"),
        ("Miete", "1.234,5 €"),
        ("Beginn", "01.02.2026"),
        ("Art", "Voll"),
        ("Ort", "keine Angabe"),
        ("Kind 1: Vorname", "Ada"),
        ("Kind 1: Tage", "Mo, Di"),
        ("Kind 2: Vorname", "keine Angabe"),
        ("Kind 2: Tage", "keine Angabe"),
        ("Belehrt", "Ja"),
    ]
    assert answers[5].place == "kinder.0.vorname"
    empty = BOGEN.display({}, {}, now=NOW)
    assert ("Kind", "keine Einträge", "kinder") in empty


def test_moments_are_shown_as_people_read_them() -> None:
    compiled = form(
        field("datetime", "termin", subtype="datetime"),
        field("datetime", "uhr", subtype="time"),
        field("checkbox", "ja"),
    )
    result = check(compiled, {"termin": NOW, "uhr": "9 Uhr"})
    assert [answer.text for answer in compiled.display(result.values, {}, now=NOW)] == [
        "21.11.2026, 10:00 Uhr",
        "09:00 Uhr",
        "Nein",
    ]


def test_days_are_told_in_the_words_of_the_reader() -> None:
    words = {"21.11.2026": "21 Nov 2026", "%H:%M Uhr": "%H:%M"}
    file = source(field("datetime", "tag", subtype="date"), field("datetime", "termin", subtype="datetime"))
    told = compile_form(file, told=lambda text: words.get(text, text))
    values = check(told, {"tag": "2026-11-21", "termin": NOW}).values
    assert [answer.text for answer in told.display(values, {}, now=NOW)] == ["21 Nov 2026", "21 Nov 2026, 10:00"]
