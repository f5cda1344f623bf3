"""German input becomes typed values, or a sentence that says what to type."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import BERLIN
from engine.forms.messages import german_number
from tests.engine.forms.samples import check, codes, errors, field, form, options


def value_of(component: dict[str, Any], raw: Any) -> Any:
    result = check(form(component), {component["key"]: raw})
    assert result.is_valid, result.errors
    return result.values[component["key"]]


def error_of(component: dict[str, Any], raw: Any) -> str:
    return errors(check(form(component), {component["key"]: raw}))[component["key"]]


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("1.234,5", "1234.5"),
        ("1234,5", "1234.5"),
        ("12.5", "12.5"),
        ("1.234", "1234"),
        ("1.234.567,89", "1234567.89"),
        ("0.123", "0.123"),
        ("-3", "-3"),
        ("−3,5", "-3.5"),
        (" 1 234,50 € ", "1234.50"),
        (5, "5"),
        (1.1, "1.1"),
        ("007", "7"),
    ],
)
def test_numbers_are_read_as_germans_write_them(raw: Any, number: str) -> None:
    value = value_of(field("number", "betrag"), raw)
    assert isinstance(value, Decimal)
    assert value == Decimal(number)


@pytest.mark.parametrize("raw", ["abc", "1,2,3", "1.23.456", "--1", "1e5", "NaN", "Infinity", "1" * 50, "٣", True, []])
def test_other_texts_are_no_numbers(raw: Any) -> None:
    assert error_of(field("number", "betrag"), raw) == "„Betrag“: Geben Sie eine Zahl ein, zum Beispiel 1.234,50."


def test_decimal_places_are_limited() -> None:
    assert value_of(field("number", "betrag", decimalDigits=2), "1,10") == Decimal("1.10")
    assert "höchstens 2 Nachkommastellen" in error_of(field("number", "betrag", decimalDigits=2), "1,123")
    assert "ganze Zahl" in error_of(field("number", "anzahl", decimalDigits=0), "1,5")


@given(st.decimals(-10_000_000, 10_000_000, places=3))
def test_a_number_written_in_german_is_read_back(number: Decimal) -> None:
    component = field("number", "betrag")
    assert value_of(component, german_number(number)) == number
    assert value_of(component, german_number(number, grouped=False)) == number


@pytest.mark.parametrize("raw", ["21.11.2026", "2026-11-21", " 21.11.2026 ", "21. 11. 2026", date(2026, 11, 21)])
def test_dates_are_read_in_german_and_iso(raw: Any) -> None:
    assert value_of(field("datetime", "tag", dateLabel="Tag"), raw) == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("21.11.26", "„Tag“: Geben Sie das Jahr mit vier Ziffern ein."),
        ("31.02.2026", "„Tag“: Das Datum 31.02.2026 gibt es nicht. Prüfen Sie Tag und Monat."),
        ("morgen", "„Tag“: Geben Sie ein Datum ein, zum Beispiel 21.11.2026."),
        ("21.11.0026", "„Tag“: Prüfen Sie das Jahr: Möglich sind 1900 bis 2199."),
    ],
)
def test_a_wrong_date_is_explained(raw: str, sentence: str) -> None:
    assert error_of(field("datetime", "tag"), raw) == sentence


@pytest.mark.parametrize(
    ("raw", "clock"),
    [
        ("9:30", time(9, 30)),
        ("09:30", time(9, 30)),
        ("9.30 Uhr", time(9, 30)),
        ("9 Uhr", time(9)),
        ("23:59:00", time(23, 59)),
    ],
)
def test_times_are_read_as_germans_write_them(raw: str, clock: time) -> None:
    assert value_of(field("datetime", "zeit", subtype="time", timeLabel="Zeit"), raw) == clock


@pytest.mark.parametrize("raw", ["9", "25:00", "halb zehn", "9:75"])
def test_a_wrong_time_is_explained(raw: str) -> None:
    assert "09:30" in error_of(field("datetime", "zeit", subtype="time"), raw)


@pytest.mark.parametrize(
    "raw",
    [
        {"date": "21.11.2026", "time": "9:30"},
        "21.11.2026 09:30",
        "21.11.2026, 9.30 Uhr",
        "2026-11-21T09:30",
        "2026-11-21T08:30:00Z",
        datetime(2026, 11, 21, 8, 30, tzinfo=UTC),
    ],
)
def test_a_date_with_time_is_a_moment_in_germany(raw: Any) -> None:
    value = value_of(field("datetime", "termin", subtype="datetime", dateLabel="Tag", timeLabel="Zeit"), raw)
    assert value == datetime(2026, 11, 21, 9, 30, tzinfo=BERLIN)
    assert value.tzinfo is BERLIN


def test_a_page_sends_date_and_time_in_two_inputs() -> None:
    compiled = form(field("datetime", "termin", "Termin", subtype="datetime"))
    result = check(compiled, {"termin.date": "21.11.2026", "termin.time": "9:30"})
    assert result.values == {"termin": datetime(2026, 11, 21, 9, 30, tzinfo=BERLIN)}
    assert "Datum und Uhrzeit" in errors(check(compiled, {"termin.date": "21.11.2026", "termin.time": ""}))["termin"]
    assert check(compiled, {"termin.date": "", "termin.time": ""}).values == {"termin": None}


def test_a_time_that_summer_time_skips_is_refused() -> None:
    component = field("datetime", "termin", "Termin", subtype="datetime")
    assert "die Uhr vorgestellt" in error_of(component, "29.03.2026 02:30")


def test_text_is_cleaned_and_bounded() -> None:
    assert value_of(field("textfield", "name"), "  Müller\r\n ") == "Müller"
    assert value_of(field("textfield", "name"), "Mu\u0308ller") == "Müller"
    assert value_of(field("textarea", "notiz"), "eins\r\nzwei") == "eins\nzwei"
    assert value_of(field("textfield", "name"), "   ") is None
    assert "nicht druckbaren" in error_of(field("textfield", "name"), "a\x00b")
    too_long = error_of(field("textfield", "name"), "x" * 1_002)
    assert too_long == "„Name“ darf höchstens 1000 Zeichen haben. Kürzen Sie um 2 Zeichen."


@pytest.mark.parametrize(
    ("rules", "raw", "sentence"),
    [
        ({"required": True}, " ", "Füllen Sie „Name“ aus."),
        ({"minLength": 3}, "ab", "„Name“ muss mindestens 3 Zeichen haben."),
        ({"maxLength": 3}, "abcd", "„Name“ darf höchstens 3 Zeichen haben. Kürzen Sie um 1 Zeichen."),
        ({"pattern": "^\\d{5}$"}, "1234", "„Name“ hat nicht die verlangte Form."),
        (
            {"validationType": "email"},
            "a@b",
            "Geben Sie bei „Name“ eine E-Mail-Adresse ein, zum Beispiel name@beispiel.de.",
        ),
        ({"validationType": "phone"}, "abc", "Geben Sie bei „Name“ eine Telefonnummer ein, zum Beispiel 0211 123456."),
    ],
)
def test_rules_of_text_are_explained(rules: dict[str, Any], raw: str, sentence: str) -> None:
    assert error_of(field("textfield", "name", validate=rules), raw) == sentence


@pytest.mark.parametrize(
    ("rules", "raw"),
    [
        ({"required": True}, "x"),
        ({"minLength": 3}, "abc"),
        ({"minLength": 3}, ""),
        ({"pattern": "^\\d{5}$"}, "12345"),
        ({"validationType": "email"}, "erika.muster@beispiel.de"),
        ({"validationType": "phone"}, "+49 211 / 12-34 56"),
    ],
)
def test_text_that_follows_the_rules_is_taken(rules: dict[str, Any], raw: str) -> None:
    assert check(form(field("textfield", "name", validate=rules)), {"name": raw}).is_valid


def test_the_designer_says_what_a_pattern_asks_for() -> None:
    component = field(
        "textfield",
        "plz",
        "Postleitzahl",
        validate={"pattern": "^\\d{5}$"},
        properties={"patternMessage": "Geben Sie fünf Ziffern ein."},
    )
    assert error_of(component, "123") == "„Postleitzahl“: Geben Sie fünf Ziffern ein."


def test_bounds_of_numbers_are_exact_and_explained() -> None:
    component = field("number", "anteil", validate={"min": 0.1, "max": "1234.5"})
    assert value_of(component, "0,1") == Decimal("0.1")
    assert error_of(component, "0,09") == "„Anteil“ muss mindestens 0,1 sein."
    assert error_of(component, "1.234,6") == "„Anteil“ muss höchstens 1.234,5 sein."


def test_bounds_may_depend_on_other_fields() -> None:
    compiled = form(
        field("number", "von", "Von"),
        field("number", "bis", "Bis", validate={"min": "=von"}),
        field("textfield", "kurz", "Kurz", validate={"maxLength": "=laenge"}),
    )
    result = check(compiled, {"von": "5", "bis": "4", "kurz": "abc"}, laenge=2)
    assert errors(result)["bis"] == "„Bis“ muss mindestens 5 sein."
    assert codes(result) == {"bis": "minimum", "kurz": "maxLength"}
    assert check(compiled, {"bis": "4"}).is_valid


def test_choices_come_from_the_list_only() -> None:
    for kind in ("select", "radio"):
        component = field(kind, "art", values=options("a", "b"))
        assert value_of(component, "a") == "a"
        assert value_of(component, "") is None
        assert error_of(component, "c") == "Wählen Sie bei „Art“ eine der angebotenen Möglichkeiten."
        assert error_of(component, {"x": 1}).startswith("„Art“: Wählen Sie")


def test_several_choices_are_a_list_without_doubles() -> None:
    for kind in ("checklist", "taglist"):
        component = field(kind, "ziele", values=options("a", "b", "c"))
        assert value_of(component, ["b", "a", "b"]) == ["b", "a"]
        assert value_of(component, "c") == ["c"]
        assert value_of(component, []) == []
        assert error_of(component, ["a", "x"]) == "Wählen Sie bei „Ziele“ eine der angebotenen Möglichkeiten."


def test_missing_answers_are_asked_for_in_the_words_of_the_field() -> None:
    required = {"validate": {"required": True}}
    compiled = form(
        field("textfield", "name", **required),
        field("radio", "art", values=options("a"), **required),
        field("checklist", "ziele", values=options("a"), **required),
        field("checkbox", "belehrt", "Belehrt", **required),
        field("datetime", "tag", **required),
        field("datetime", "termin", subtype="datetime", **required),
        field("number", "zahl", **required),
    )
    assert errors(check(compiled, {})) == {
        "name": "Füllen Sie „Name“ aus.",
        "art": "Wählen Sie bei „Art“ eine Möglichkeit.",
        "ziele": "Wählen Sie bei „Ziele“ mindestens eine Möglichkeit.",
        "belehrt": "Bestätigen Sie „Belehrt“.",
        "tag": "Geben Sie bei „Tag“ ein Datum ein.",
        "termin": "Geben Sie bei „Termin“ Datum und Uhrzeit ein.",
        "zahl": "Füllen Sie „Zahl“ aus.",
    }
    assert set(codes(check(compiled, {})).values()) == {"required"}


def test_boxes_are_yes_or_no() -> None:
    component = field("checkbox", "ja")
    assert value_of(component, "on") is True
    assert value_of(component, True) is True
    assert check(form(component), {}).values == {"ja": False}
    assert "Ja oder Nein" in error_of(component, "vielleicht")


def test_options_keep_the_type_the_designer_gave_them() -> None:
    values = [{"value": 1, "label": "Eins"}, {"value": True, "label": "Ja"}, {"value": "x", "label": "Ix"}]
    component = field("select", "art", values=values)
    assert value_of(component, "1") == 1
    assert value_of(component, "true") is True
    assert value_of(component, "x") == "x"


def test_dates_before_today_can_be_refused() -> None:
    component = field("datetime", "tag", "Tag", disallowPassedDates=True)
    assert value_of(component, "21.11.2026") == date(2026, 11, 21)
    assert error_of(component, "20.11.2026") == "„Tag“ darf nicht in der Vergangenheit liegen."
    moment = field("datetime", "termin", "Termin", subtype="datetime", disallowPassedDates=True)
    assert "Vergangenheit" in error_of(moment, "21.11.2026 09:59")
    assert check(form(moment), {"termin": "21.11.2026 10:00"}).is_valid


def test_rules_between_fields_are_conditions_with_a_sentence() -> None:
    compiled = form(
        field("datetime", "beginn", "Beginn"),
        field(
            "datetime",
            "ende",
            "Ende",
            properties={"check": "ende >= beginn", "checkMessage": "Das Ende liegt vor dem Beginn."},
        ),
    )
    assert errors(check(compiled, {"beginn": "02.01.2026", "ende": "01.01.2026"})) == {
        "ende": "Das Ende liegt vor dem Beginn."
    }
    assert check(compiled, {"beginn": "02.01.2026", "ende": "02.01.2026"}).is_valid
    assert check(compiled, {"beginn": "02.01.2026", "ende": ""}).is_valid


def test_unknown_fields_are_refused_and_names_of_the_page_are_not() -> None:
    compiled = form(field("textfield", "name"))
    assert codes(check(compiled, {"name": "x", "rolle": "admin", "a.b": "1"})) == {"rolle": "unknown", "a.b": "unknown"}
    assert check(compiled, {"name": "x", "_action": "weiter"}).is_valid


def test_contradictory_or_endless_input_is_refused_as_a_whole() -> None:
    compiled = form(field("textfield", "name"))
    for raw in ({"name": "x", "name.y": "z"}, {f"n{i}": "" for i in range(6_000)}, {".".join("a" * 20): ""}):
        result = check(compiled, raw)
        assert codes(result) == {"": "unreadable"}
        assert result.values == {}


def test_errors_come_in_the_order_of_the_form_with_label_and_both_languages() -> None:
    compiled = form(field("number", "zwei"), field("number", "eins", "Erstes", validate={"required": True}))
    result = check(compiled, {"zwei": "x"})
    assert [error.path for error in result.errors] == ["zwei", "eins"]
    assert result.errors[1].label == "Erstes"
    assert result.errors[1].message("en_GB") == "Fill in “Erstes”."
    assert result.errors[1].message("de") == "Füllen Sie „Erstes“ aus."


SCALARS = st.sampled_from([None, True, 0, -1.5, float("nan"), "", "a", "21.11.2026", "9:30", "1,5", "\x00"])
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["0", "1", "_rows", "m"]), inner),
    max_leaves=4,
)
EVERYTHING = form(
    field("textfield", "t"),
    field("number", "n"),
    field("datetime", "d"),
    field("datetime", "z", subtype="time"),
    field("datetime", "dz", subtype="datetime"),
    field("radio", "r", values=options("a", "b")),
    field("checklist", "c", values=options("a", "b")),
    field("checkbox", "k"),
    {"type": "dynamiclist", "id": "L", "path": "l", "label": "L", "components": [field("number", "m")]},
)


@given(st.dictionaries(st.sampled_from(["t", "n", "d", "z", "dz", "dz.date", "r", "c", "k", "l", "l.0.m", "x"]), JSON))
def test_any_json_is_either_values_or_errors(raw: dict[str, Any]) -> None:
    result = check(EVERYTHING, raw)
    assert isinstance(result.errors, tuple)
    EVERYTHING.view(raw, {}, now=datetime(2026, 1, 1, tzinfo=UTC))
