"""Findings about decision tables: each kind where it belongs, with rule number and example, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from engine.feel import FeelFunction
from engine.lint.finding import Finding, Severity
from engine.lint.tables import lint_tables
from tests.engine.dmn.build import (
    column,
    decision,
    definitions,
    given,
    imported,
    item,
    knowledge,
    of,
    result,
    table,
    text,
)

Rules = Sequence[tuple[Sequence[str], Sequence[str]]]
NUMBER = column("x", "number")
LETTER = column("y", "string", '"a","b","c"')
FLAG = column("z", "boolean")


def findings(policy: str, columns: Sequence[str], rules: Rules, **options: Any) -> tuple[Finding, ...]:
    logic = table(policy, columns, rules, **options)
    return lint_tables(definitions(given("x"), given("y"), given("z"), decision("d", logic, inputs=["x", "y", "z"])))


def codes(found: Sequence[Finding]) -> list[str]:
    return [finding.code for finding in found]


def test_a_complete_table_without_overlap_has_no_finding() -> None:
    rules = [
        (["< 5", "-"], ["1"]),
        (["[5..10)", '"a"'], ["2"]),
        (["[5..10)", 'not("a")'], ["3"]),
        ([">= 10", '"a","b"'], ["4"]),
        ([">= 10", '"c"'], ["5"]),
    ]
    assert findings("UNIQUE", [NUMBER, LETTER], rules) == ()


def test_an_overlap_under_unique_names_both_rules_and_an_example() -> None:
    (finding,) = findings("UNIQUE", [NUMBER, LETTER], [(["<= 5", "-"], ["1"]), ([">= 5", "-"], ["2"])])
    assert (finding.code, finding.severity, finding.element_id) == ("table-overlap", Severity.ERROR, "rule1")
    assert finding.detail["rules"] == [1, 2]
    assert finding.detail["example"] == {"x": 5}
    assert finding.message("de").startswith("d: Regeln 1, 2: treffen gemeinsam zu")
    assert "match together" in finding.message("en")


def test_overlaps_are_no_trouble_under_other_policies_unless_any_rules_contradict() -> None:
    rules = [(["<= 5"], ['"low"']), (["-"], ['"other"'])]
    for policy in ("FIRST", "COLLECT", "RULE ORDER"):
        assert findings(policy, [NUMBER], rules) == ()
    assert codes(findings("ANY", [NUMBER], rules)) == ["table-conflict"]
    assert findings("ANY", [NUMBER], [(["<= 5"], ["1"]), (["-"], ["1"])]) == ()


@pytest.mark.parametrize(
    "columns, rules, example",
    [
        ([NUMBER], [(["< 5"], ["1"]), (["> 5"], ["2"])], {"x": 5}),
        ([NUMBER], [(["<= 5"], ["1"]), ([">= 6"], ["2"])], {"x": 5.5}),
        ([column("x", "number", "1,2,3")], [(["1,2"], ["1"])], {"x": 3}),
        ([column("x", "number", "[0..10]")], [(["[0..9]"], ["1"])], {"x": 9.5}),
        ([LETTER], [(['"a","b"'], ["1"])], {"y": "c"}),
        ([FLAG], [(["true"], ["1"])], {"z": False}),
        ([LETTER, FLAG], [(['"a"', "-"], ["1"]), (["-", "true"], ["2"])], {"y": "b", "z": False}),
        ([column("y", "string")], [(['"a"'], ["1"])], {"y": "…"}),
        (
            [column("x", "date")],
            [(['<= date("2026-06-30")'], ["1"]), (['> date("2026-07-01")'], ["2"])],
            {"x": "2026-07-01"},
        ),
        ([column("x", "dayTimeDuration")], [(['< @"P1D"'], ["1"])], {"x": "P1D"}),
        ([column("x", "yearMonthDuration")], [(['> @"P1M"'], ["1"])], {"x": "P0M"}),
        ([column("x", "time")], [(['>= @"12:00:00"'], ["1"])], {"x": "11:00:00"}),
        ([column("x", "dateTime")], [(['< @"2026-07-01T12:00:00"'], ["1"])], {"x": "2026-07-01T12:00:00"}),
        ([column("x", "number", "null, 1")], [(["1"], ["1"])], {"x": None}),
    ],
)
def test_a_gap_comes_with_an_input_that_no_rule_accepts(
    columns: Sequence[str], rules: Rules, example: dict[str, object]
) -> None:
    gaps = [finding for finding in findings("FIRST", columns, rules) if finding.code == "table-gap"]
    assert gaps[0].detail["example"] == example
    assert gaps[0].severity is Severity.WARNING


def test_neighbouring_days_leave_no_gap() -> None:
    rules = [(['<= date("2026-06-30")'], ["1"]), (['>= date("2026-07-01")'], ["2"])]
    assert findings("UNIQUE", [column("x", "date")], rules) == ()


def test_lists_and_defaults_have_no_gaps() -> None:
    assert findings("COLLECT", [FLAG], [(["true"], ["1"])]) == ()
    assert findings("UNIQUE", [FLAG], [(["true"], ["1"])], results=[result(default="0")]) == ()


def test_a_rule_that_accepts_nothing_is_unreachable() -> None:
    rules = [(["< 5"], ["1"]), (["(7..7)"], ["2"]), ([">= 5"], ["3"])]
    (finding,) = findings("UNIQUE", [NUMBER], rules)
    assert (finding.code, finding.detail["rule"], finding.element_id) == ("table-unreachable", 2, "rule2")


def test_a_range_that_ends_before_it_begins_is_an_error() -> None:
    rules = [(["< 5"], ["1"]), (["[7..6]"], ["2"]), ([">= 5"], ["3"])]
    (finding,) = findings("UNIQUE", [NUMBER], rules)
    assert (finding.code, finding.detail["rule"], finding.element_id) == ("table-range", 2, "r2i1")


def test_a_date_that_does_not_exist_is_an_error() -> None:
    rules = [(['< date("2026-02-30")'], ['@"25:00:00"']), (["-"], ['duration("P1D")'])]
    found = findings("FIRST", [column("x", "date")], rules)
    assert {(finding.code, finding.element_id) for finding in found} >= {("table-date", "r1i1"), ("table-date", "r1o1")}


def test_a_rule_behind_others_is_masked_under_first() -> None:
    rules = [(["<= 5", "-"], ["1"]), (["> 5", "true"], ["2"]), (["[1..9]", "true"], ["3"]), (["-", "-"], ["4"])]
    (finding,) = findings("FIRST", [NUMBER, FLAG], rules)
    assert (finding.code, finding.detail["rule"]) == ("table-masked", 3)
    assert finding.detail["example"] == {"x": 1, "z": True}
    assert finding.message_de.endswith("(x = 1, z = true)")
    assert findings("PRIORITY", [NUMBER, FLAG], rules, results=[result(values="1,2,3,4")]) == ()


def test_a_rule_for_missing_values_is_not_masked() -> None:
    assert findings("FIRST", [FLAG], [(["true"], ["1"]), (["false"], ["2"]), (["-"], ["3"])]) == ()


def test_two_columns_over_one_expression_are_judged_together() -> None:
    rules = [(["< 5", ">= 0"], ["1"]), (["< 0", "-"], ["2"]), ([">= 5", "-"], ["3"])]
    assert findings("UNIQUE", [NUMBER, NUMBER], rules) == ()


def test_types_and_values_that_do_not_fit_their_column() -> None:
    rules = [(['"5"', '"d"'], ['"1"']), (['>= @"P1D"', "-"], ["7"])]
    found = findings("FIRST", [NUMBER, LETTER], rules, results=[result(type_ref="number", values="[0..5]")])
    located = {(finding.code, finding.element_id, finding.detail.get("rule")) for finding in found}
    assert located >= {
        ("table-type", "r1i1", 1),
        ("table-value", "r1i2", 1),
        ("table-type", "r1o1", 1),
        ("table-type", "r2i1", 2),
        ("table-value", "r2o1", 2),
    }


def test_unknown_names_are_found_where_they_are_read() -> None:
    rules = [(["> limit", "a"], ["x + missing"]), (["-", "-"], ["upper case(y)"])]
    found = findings("FIRST", ["x", "somewhere", "z"][:2], rules)
    unknown = {(finding.element_id, finding.detail.get("rule")) for finding in found if finding.code.endswith("name")}
    assert unknown == {("r1i1", 1), ("r1i2", 1), ("r1o1", 1), ("table", None)}
    assert any("Anführungszeichen" in finding.message_de for finding in found)


def test_cells_that_are_not_feel_are_errors_once() -> None:
    found = findings("FIRST", [NUMBER], [(["< <"], ["1 +"]), (["-"], ["1"])])
    assert [(finding.code, finding.element_id) for finding in found if finding.severity is Severity.ERROR] == [
        ("table-syntax", "r1i1"),
        ("table-syntax", "r1o1"),
    ]


def test_what_cannot_be_judged_is_said_and_not_guessed() -> None:
    rules = [(["> y"], ["1"]), (["> 5"], ["2"])]
    (finding,) = findings("UNIQUE", [NUMBER], rules)
    assert (finding.code, finding.severity, finding.detail["rules"]) == ("table-unchecked", Severity.HINT, [1])


def test_an_empty_table_and_an_empty_output_are_pointed_out() -> None:
    assert codes(findings("FIRST", [NUMBER], [])) == ["table-empty"]
    assert codes(findings("FIRST", [NUMBER], [(["-"], [""])])) == ["table-output-missing"]


def test_types_of_inputs_and_item_definitions_count() -> None:
    data = definitions(
        item("circle", of("string", '"SGB2","SGB3"')),
        given("x", "circle"),
        decision("d", table("UNIQUE", ["x"], [(['"SGB2"'], ["1"])]), inputs=["x"]),
    )
    (finding,) = lint_tables(data)
    assert finding.detail["example"] == {"x": "SGB3"}


def test_tables_inside_contexts_and_knowledge_are_checked_with_their_names() -> None:
    inner = table("FIRST", ["total"], [(["> base"], ["1"]), (["-"], ["other"])])
    context = (
        f'<context><contextEntry><variable name="total"/>{text("base * 2")}</contextEntry>'
        f"<contextEntry>{inner}</contextEntry></context>"
    )
    data = definitions(knowledge("k", {"base": None}, context), decision("d", text("k(1)"), knowledge=["k"]))
    errors = [finding for finding in lint_tables(data) if finding.severity is Severity.ERROR]
    assert [(finding.element_id, finding.detail["decision"]) for finding in errors] == [("r2o1", "k")]


def test_a_file_that_cannot_be_read_or_linked_is_a_finding() -> None:
    assert codes(lint_tables(b"<!DOCTYPE d><d/>")) == ["dmn-file"]
    assert codes(lint_tables(definitions(decision("d", text("1"), inputs=["gone"])))) == ["dmn-model"]
    assert codes(lint_tables(definitions(given("x", "unheard of")))) == ["dmn-model"]


def test_imported_names_are_known() -> None:
    base = definitions(decision("grown up", text("true")), namespace="urn:base")
    data = definitions(
        decision("d", table("UNIQUE", ["b.grown up"], [(["-"], ["1"])]), decisions=["urn:base#grown up"]),
        imports=[imported("b", "urn:base")],
    )
    assert lint_tables(data, {"urn:base": base}) == ()
    assert codes(lint_tables(data)) == ["table-syntax", "dmn-model"]


def test_functions_of_the_host_are_known() -> None:
    function = FeelFunction("frist ende", ("start",), lambda start: start)
    data = definitions(given("x"), decision("d", table("UNIQUE", ["frist ende(x)"], [(["-"], ["1"])]), inputs=["x"]))
    assert lint_tables(data, functions={"frist ende": function}) == ()
    assert codes(lint_tables(data)) == ["table-syntax"]


def test_a_table_with_too_many_combinations_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.lint.table_coverage._BUDGET", 5)
    rules = [([f"> {number}", f"< {number}", "-"], ["1"]) for number in range(10)] + [(["-", "-", "-"], ["2"])]
    found = findings("FIRST", [NUMBER, column("y", "number"), FLAG], rules)
    assert [(finding.code, finding.element_id) for finding in found] == [("table-unchecked", "table")]
