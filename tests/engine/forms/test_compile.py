"""What a form file may contain: supported as written, or refused with a located finding."""

import json
from typing import Any

import pytest

from engine.calendar import BusinessCalendar
from engine.calendar_functions import calendar_functions
from engine.forms import FormRefused, compile_form, lint_form
from engine.lint.finding import Severity
from tests.engine.forms.samples import NOW, field, options, source


def found(*components: dict[str, Any]) -> dict[tuple[str | None, str], str]:
    """(element, code) → German message of the findings that refuse the form."""
    return {
        (finding.element_id, finding.code): finding.message_de
        for finding in lint_form(source(*components))
        if finding.severity is Severity.ERROR
    }


def only(*components: dict[str, Any]) -> tuple[str | None, str]:
    errors = found(*components)
    assert len(errors) == 1, errors
    return next(iter(errors))


@pytest.mark.parametrize(
    ("component", "code"),
    [
        ({"type": "html", "id": "X", "content": "<b>"}, "form.type"),
        ({"type": "iframe", "id": "X", "url": "https://example.org"}, "form.type"),
        ({"type": "button", "id": "X", "label": "Weiter"}, "form.type"),
        ({"id": "X"}, "form.type"),
        ({"type": "textfield", "id": "X", "key": "a"}, "form.label"),
        ({"type": "textfield", "id": "X", "key": "a", "label": "  "}, "form.label"),
        ({"type": "dynamiclist", "id": "X", "path": "l", "components": [field("textfield", "a")]}, "form.label"),
        ({"type": "textfield", "id": "X", "label": "A"}, "form.key"),
        ({"type": "textfield", "id": "X", "label": "A", "key": "a b"}, "form.key"),
        ({"type": "textfield", "id": "X", "label": "A", "key": "_a"}, "form.key"),
        ({"type": "textfield", "id": "X", "label": "A", "key": "parent"}, "form.key"),
        ({"type": "textfield", "id": "X", "label": "Hallo {{name}}", "key": "a"}, "form.template"),
        ({"type": "text", "id": "X", "text": "# {{titel}}"}, "form.template"),
        ({"type": "textfield", "id": "X", "label": "A", "key": "a", "description": "{% if %}"}, "form.template"),
        ({"type": "textfield", "id": "X", "label": "=1 +", "key": "a"}, "form.feel"),
        ({"type": "textfield", "id": "X", "label": 5, "key": "a"}, "form.attribute"),
        ({**field("textfield", "a"), "id": "X", "conditional": {"hide": "= ("}}, "form.feel"),
        ({**field("textfield", "a"), "id": "X", "conditional": "x"}, "form.attribute"),
        ({**field("textfield", "a"), "id": "X", "readonly": "ja"}, "form.attribute"),
        ({**field("textfield", "a"), "id": "X", "validate": {"pattern": "(a"}}, "form.pattern"),
        ({**field("textfield", "a"), "id": "X", "validate": {"pattern": "(?=a)"}}, "form.pattern"),
        ({**field("textfield", "a"), "id": "X", "validate": {"required": "yes"}}, "form.attribute"),
        ({**field("textfield", "a"), "id": "X", "validate": {"minLength": 5, "maxLength": 3}}, "form.bounds"),
        ({**field("textfield", "a"), "id": "X", "validate": {"maxLength": -1}}, "form.attribute"),
        ({**field("textfield", "a"), "id": "X", "validate": {"validationType": "iban"}}, "form.attribute"),
        ({**field("number", "a"), "id": "X", "validate": {"min": "viel"}}, "form.attribute"),
        ({**field("number", "a"), "id": "X", "validate": {"min": 3, "max": 2}}, "form.bounds"),
        ({**field("number", "a"), "id": "X", "decimalDigits": 1.5}, "form.attribute"),
        ({**field("number", "a"), "id": "X", "defaultValue": "x"}, "form.attribute"),
        ({**field("datetime", "a"), "id": "X", "subtype": "year"}, "form.attribute"),
        ({**field("datetime", "a"), "id": "X", "defaultValue": "31.02.2026"}, "form.attribute"),
        ({**field("select", "a"), "id": "X"}, "form.options"),
        ({**field("select", "a"), "id": "X", "values": []}, "form.options"),
        ({**field("select", "a"), "id": "X", "values": options("a"), "valuesKey": "b"}, "form.options"),
        ({**field("select", "a"), "id": "X", "values": options("a", "a")}, "form.options"),
        ({**field("select", "a"), "id": "X", "values": [{"value": "a", "label": ""}]}, "form.label"),
        ({**field("select", "a"), "id": "X", "values": [{"value": "a"}]}, "form.options"),
        ({**field("select", "a"), "id": "X", "values": [{"value": "a", "label": "{{x}}"}]}, "form.template"),
        ({**field("select", "a"), "id": "X", "values": options("a"), "defaultValue": "b"}, "form.attribute"),
        ({**field("select", "a"), "id": "X", "valuesExpression": "=["}, "form.feel"),
        ({**field("checkbox", "a"), "id": "X", "defaultValue": "ja"}, "form.attribute"),
        ({**field("textfield", "a"), "id": "X", "properties": {"check": "a > 1"}}, "form.check"),
        ({**field("textfield", "a"), "id": "X", "properties": {"prefill": "("}}, "form.feel"),
        ({**field("textfield", "a"), "id": "X", "properties": {"x": {}}}, "form.attribute"),
        ({"type": "group", "id": "X", "label": "G", "components": 5}, "form.attribute"),
        ({"type": "dynamiclist", "id": "X", "label": "L", "path": "l", "components": []}, "form.empty-list"),
    ],
)
def test_what_cannot_be_used_as_written_is_refused_at_its_place(component: dict[str, Any], code: str) -> None:
    assert only(component) == ("X", code)


def test_an_id_names_one_element() -> None:
    assert only(field("textfield", "a", id="X Y")) == ("X Y", "form.id")


def test_the_refusal_carries_all_findings_in_both_languages() -> None:
    with pytest.raises(FormRefused) as refused:
        compile_form(source({"type": "html", "id": "A"}, {"type": "textfield", "id": "B", "key": "b"}))
    assert [(finding.element_id, finding.code) for finding in refused.value.findings] == [
        ("A", "form.type"),
        ("B", "form.label"),
    ]
    assert "screen reader" in refused.value.findings[1].message("en")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"{", "form.json"),
        (b"\xff\xfe", "form.json"),
        (b"[" * 100_000, "form.json"),
        (b"[]", "form.schema"),
        (b'{"components": {}}', "form.schema"),
        (b'{"components": [5]}', "form.schema"),
        (b" " * 1_000_001, "form.size"),
        (json.dumps({"components": [field("textfield", f"f{n}") for n in range(600)]}).encode(), "form.size"),
    ],
)
def test_a_file_that_is_no_form_is_refused(text: bytes, code: str) -> None:
    with pytest.raises(FormRefused) as refused:
        compile_form(text)
    assert {finding.code for finding in refused.value.findings} == {code}
    assert len(refused.value.findings) == 1


def test_two_fields_cannot_share_a_place() -> None:
    first = field("textfield", "a", id="X")
    assert only(first, field("number", "a", id="Y")) == ("Y", "form.key-duplicate")
    assert only(first, field("number", "a.b", id="Y")) == ("Y", "form.key-duplicate")
    assert only(field("number", "a.b", id="Y"), first) == ("X", "form.key-duplicate")
    group = {"type": "group", "id": "G", "label": "G", "components": [field("number", "a", id="Y")]}
    assert only(first, group) == ("Y", "form.key-duplicate")
    assert found(first, {**group, "path": "b"}) == {}
    rows = {"type": "dynamiclist", "id": "L", "label": "L", "path": "l", "components": [field("number", "a", id="Y")]}
    assert found(first, rows) == {}
    assert only(first, field("number", "b", id="X")) == ("X", "form.id")


def test_read_only_fields_need_rows_that_stay() -> None:
    rows = {
        "type": "dynamiclist",
        "id": "L",
        "label": "L",
        "path": "l",
        "components": [field("textfield", "a", id="X", readonly=True)],
    }
    assert only(rows) == ("X", "form.locked-row")
    assert found({**rows, "allowAddRemove": False}) == {}


def test_what_is_not_used_is_said_but_does_not_refuse() -> None:
    text = source(
        field("textfield", "a", id="X", tooltip="?", validate={"min": 3, "pattern": "a"}),
        {"type": "group", "id": "G", "components": []},
        field("radio", "r", id="R", values=options(*(f"o{n}" for n in range(13)))),
    )
    findings = compile_form(text).findings
    assert [(finding.element_id, finding.code, finding.severity) for finding in findings] == [
        ("X", "form.attribute", Severity.WARNING),
        ("X", "form.pattern-message", Severity.WARNING),
        ("X", "form.attribute", Severity.WARNING),
        ("G", "form.label", Severity.WARNING),
        ("R", "form.options", Severity.WARNING),
    ]


def test_attributes_of_the_editor_cause_no_findings() -> None:
    text = source(
        field("textfield", "a", layout={"row": "R1", "columns": None}, appearance={"prefixAdorner": "€"}),
        field("number", "n", increment="0.01", serializeToString=True, decimalDigits=2),
        field("datetime", "d", timeSerializingFormat="utc_offset", use24h=True, timeInterval=15, subtype="time"),
        field("select", "s", searchable=True, values=options("a")),
        {"type": "separator", "id": "S", "layout": {}},
        {"type": "text", "id": "T", "text": "## Hinweis"},
    )
    assert compile_form(text).findings == ()


def test_expressions_of_a_form_may_count_working_days() -> None:
    text = source(field("datetime", "frist", "Frist", properties={"prefill": '= frist ende(beginn, duration("P6M"))'}))
    compiled = compile_form(text, calendar_functions(lambda: BusinessCalendar("NW")))
    assert compiled.initial({"beginn": NOW}, now=NOW) == {"frist": "2027-05-21"}


def test_a_component_may_not_have_the_id_of_its_form() -> None:
    form = json.loads(source(field("textfield", "name", id="antrag")))
    (finding,) = lint_form(json.dumps({**form, "id": "antrag"}))
    assert (finding.element_id, finding.code) == ("antrag", "form.id")
