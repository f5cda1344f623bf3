"""Hidden and read-only fields, choices from data, dynamic lists: the form over what was entered."""

from decimal import Decimal
from typing import Any

from engine.forms import Form
from tests.engine.forms.samples import NOW, check, codes, errors, field, form, options


def hide(condition: str) -> dict[str, Any]:
    return {"conditional": {"hide": condition}}


def visible(compiled: Form, raw: dict[str, Any], **context: Any) -> set[str]:
    return set(compiled.visible(raw, context, now=NOW))


def test_values_of_hidden_fields_are_dropped_and_not_checked() -> None:
    compiled = form(
        field("checkbox", "arbeitet"),
        field("textfield", "arbeitgeber", validate={"required": True}, **hide("=not(arbeitet)")),
    )
    result = check(compiled, {"arbeitgeber": "Stadt"})
    assert result.is_valid
    assert result.values == {"arbeitet": False}
    assert result.visible == {"arbeitet"}
    assert errors(check(compiled, {"arbeitet": "on"})) == {"arbeitgeber": "Füllen Sie „Arbeitgeber“ aus."}
    assert check(compiled, {"arbeitet": "on", "arbeitgeber": "Stadt"}).values == {
        "arbeitet": True,
        "arbeitgeber": "Stadt",
    }


def test_a_condition_may_read_the_data_around_the_form() -> None:
    compiled = form(field("textfield", "a", **hide("fall.stufe > 2")))
    assert visible(compiled, {}, fall={"stufe": 1}) == {"a"}
    assert visible(compiled, {}, fall={"stufe": 3}) == set()
    assert visible(compiled, {}) == {"a"}


def test_a_hidden_field_has_no_value_for_other_conditions() -> None:
    compiled = form(
        field("checkbox", "a"),
        field("checkbox", "b", **hide("not(a)")),
        field("textfield", "c", **hide("not(b)")),
    )
    assert visible(compiled, {"a": "on", "b": "on", "c": "x"}) == {"a", "b", "c"}
    assert visible(compiled, {"b": "on", "c": "x"}) == {"a"}
    # the data around the form does not shine through a hidden field of the same name
    assert visible(compiled, {}, b=True) == {"a"}


def test_the_order_of_fields_does_not_matter() -> None:
    compiled = form(
        field("textfield", "c", **hide("not(b)")),
        field("checkbox", "b", **hide("not(a)")),
        field("checkbox", "a"),
    )
    assert visible(compiled, {"a": "on", "b": "on"}) == {"a", "b", "c"}
    assert visible(compiled, {"b": "on"}) == {"a"}


def test_conditions_in_a_circle_give_the_same_form_every_time() -> None:
    compiled = form(field("textfield", "a", **hide('b = "x"')), field("textfield", "b", **hide('a = "x"')))
    raw = {"a": "x", "b": "x"}
    assert visible(compiled, raw) == visible(compiled, raw) == set()
    assert check(compiled, raw).values == {}


def test_a_hidden_group_hides_what_is_inside() -> None:
    compiled = form(
        field("checkbox", "ja"),
        {
            "type": "group",
            "id": "G",
            "label": "Anschrift",
            "path": "anschrift",
            "components": [field("textfield", "ort", validate={"required": True})],
            **hide("not(ja)"),
        },
    )
    assert check(compiled, {}).values == {"ja": False}
    assert codes(check(compiled, {"ja": "on"})) == {"anschrift.ort": "required"}
    assert check(compiled, {"ja": "on", "anschrift.ort": "Hagen"}).values == {
        "ja": True,
        "anschrift": {"ort": "Hagen"},
    }


def test_read_only_and_disabled_fields_do_not_believe_the_browser() -> None:
    compiled = form(
        field("textfield", "nummer", readonly=True),
        field("textfield", "name", readonly="=gesperrt"),
        field("textfield", "hinweis", disabled=True, defaultValue="fest"),
    )
    sent = {"nummer": "gefälscht", "name": "neu", "hinweis": "gefälscht"}
    result = check(compiled, sent, nummer="4711", name="alt", gesperrt=True)
    assert result.values == {"nummer": "4711", "name": "alt"}
    assert check(compiled, sent, nummer="4711", name="alt").values["name"] == "neu"


def test_choices_may_come_from_the_data() -> None:
    teams = [{"value": "t1", "label": "Team 1"}, {"value": "t2", "label": "Team 2"}]
    compiled = form(
        field("select", "team", valuesKey="stamm.teams"),
        field("radio", "person", valuesExpression="=personen[team = parent_team]"),
        field("checklist", "tage", valuesExpression='["mo", "di"]'),
    )
    result = check(compiled, {"team": "t2", "tage": ["di"]}, stamm={"teams": teams})
    assert result.values == {"team": "t2", "person": None, "tage": ["di"]}
    assert codes(check(compiled, {"team": "t3"}, stamm={"teams": teams})) == {"team": "enum"}
    assert codes(check(compiled, {"team": "t1"})) == {"team": "enum"}


def test_choices_may_depend_on_an_answer() -> None:
    compiled = form(
        field("select", "land", values=options("nw", "by")),
        field("select", "ort", valuesExpression='=if land = "nw" then ["Köln", "Hagen"] else ["Augsburg"]'),
    )
    assert check(compiled, {"land": "nw", "ort": "Hagen"}).is_valid
    assert codes(check(compiled, {"land": "by", "ort": "Hagen"})) == {"ort": "enum"}


def test_numbers_from_the_data_stay_numbers() -> None:
    compiled = form(field("select", "stufe", valuesKey="stufen"), field("textfield", "warum", **hide("stufe < 2")))
    assert check(compiled, {"stufe": "2", "warum": "x"}, stufen=[1, 2]).values == {"stufe": 2, "warum": "x"}
    assert check(compiled, {"stufe": "1", "warum": "x"}, stufen=[1, 2]).values == {"stufe": 1}


KINDER = {
    "type": "dynamiclist",
    "id": "Kinder",
    "label": "Kinder",
    "path": "kinder",
    "components": [
        field("textfield", "name", validate={"required": True}),
        field("number", "alter", decimalDigits=0),
        field("textfield", "schule", **hide("alter < 6")),
        field("textfield", "stelle", **hide("i[1] < 2 or parent.eltern = null")),
    ],
}


def test_rows_of_a_page_become_a_list_of_objects() -> None:
    compiled = form(field("textfield", "eltern"), KINDER)
    raw = {
        "eltern": "E",
        "kinder.0.name": "Ada",
        "kinder.0.alter": "4",
        "kinder.0.schule": "wird fallengelassen",
        "kinder.10.name": "Bob",
        "kinder.10.alter": "8",
        "kinder.10.schule": "GS",
        "kinder.10.stelle": "2",
        "kinder._rows": "2",
    }
    result = check(compiled, raw)
    # Numbers of rows may have gaps after removal; the page said it showed two, the third was added elsewhere.
    assert [row["name"] for row in result.values["kinder"]] == ["Ada", None, "Bob"]
    del raw["kinder._rows"]
    result = check(compiled, raw)
    assert result.values["kinder"] == [
        {"name": "Ada", "alter": Decimal(4)},
        {"name": "Bob", "alter": Decimal(8), "schule": "GS", "stelle": "2"},
    ]
    assert {"kinder", "kinder.1.schule"} <= result.visible
    assert "kinder.0.schule" not in result.visible


def test_errors_in_rows_name_the_row_and_json_rows_work_alike() -> None:
    compiled = form(field("textfield", "eltern"), KINDER)
    result = check(compiled, {"kinder": [{"name": "Ada"}, {"name": "", "alter": "x", "rolle": "1"}]})
    assert codes(result) == {
        "kinder.1.name": "required",
        "kinder.1.alter": "number",
        "kinder.1.rolle": "unknown",
    }


def test_rows_that_are_no_rows_are_refused() -> None:
    compiled = form(KINDER)
    for rows in ("x", [1], {"a": {}}, {"_rows": "x"}, {"_rows": "999"}, [{}] * 300, {"99999": {}}):
        assert codes(check(compiled, {"kinder": rows})) == {"": "unreadable"}


def test_fixed_rows_follow_the_data_and_not_the_browser() -> None:
    compiled = form(
        {
            **KINDER,
            "allowAddRemove": False,
            "defaultRepetitions": 1,
            "components": [field("textfield", "name", readonly=True), field("checkbox", "ok")],
        }
    )
    data = {"kinder": [{"name": "Ada"}, {"name": "Bob"}]}
    result = check(compiled, {"kinder.1.ok": "on", "kinder.1.name": "Eve", "kinder.7.ok": "on"}, **data)
    assert result.values["kinder"] == [{"name": "Ada", "ok": False}, {"name": "Bob", "ok": True}]
    assert check(compiled, {}).values["kinder"] == [{"name": None, "ok": False}]
