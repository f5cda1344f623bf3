"""Damaged and strange models: every answer is a value or a typed error, never a crash."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from engine.dmn import DmnError, Model
from engine.lint.tables import lint_tables
from tests.engine.dmn.build import column, decision, definitions, given, item, knowledge, of, result, table, text

SOUND = definitions(
    item("circle", of("string", '"a","b"')),
    given("n", "number"),
    given("who", "circle"),
    knowledge("twice", {"x": "number"}, text("x * 2")),
    decision("inner", text("for i in 1..3 return twice(i) + n"), inputs=["n"], knowledge=["twice"]),
    decision(
        "outer",
        table(
            "PRIORITY",
            [column("n", "number", "[0..10]"), column("who", "string")],
            [(["< 5", '"a"'], ['"x"']), (["-", 'not("a")'], ['"y"'])],
            results=[result("out", "string", '"x","y"', '"z"')],
        ),
        inputs=["n", "who"],
        decisions=["inner"],
    ),
)
_PIECES = ["<", ">", '"', "null", "#", "..", "[", ")", "-", "", "?", "function(x) x", "inner", "circle", "COLLECT", "@"]
_DAMAGE = st.lists(
    st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 12), st.sampled_from(_PIECES)), min_size=1, max_size=5
)
_VALUES = st.sampled_from([None, 1, "a", True, [], ["a"], {"a": 1}, 1e300])


@drawn(_DAMAGE, _VALUES, _VALUES)
@settings(max_examples=150, deadline=None)
def test_a_damaged_file_is_refused_or_answers(damage: list[tuple[int, int, str]], n: object, who: object) -> None:
    data = SOUND
    for position, length, piece in damage:
        data = data[:position] + piece.encode() + data[position + length :]
    lint_tables(data)
    with suppress(DmnError):
        model = Model.from_xml(data)
        for info in model.decisions:
            model.decide(info.name, {"n": n, "who": who})


_TEXT = st.text(alphabet='abn ?.,()[]{}<>=-+*/"@0123456789:', max_size=20)


@drawn(_TEXT, _TEXT, _TEXT)
@settings(max_examples=150, deadline=None)
def test_any_text_may_stand_in_a_cell(condition: str, output: str, allowed: str) -> None:
    logic = table("UNIQUE", [column("n", "number", allowed)], [([condition], [output])])
    data = definitions(given("n"), decision("d", logic, inputs=["n"]))
    lint_tables(data)
    with suppress(DmnError):
        Model.from_xml(data).decide("d", {"n": 1})
