"""Where variables live, and how people change them."""

from __future__ import annotations

from datetime import date

import pytest

from engine.errors import NotFound, ValueNotStorable
from tests.engine.spiff.drawing import program
from tests.engine.spiff.play import Play

CALLS = """
    <startEvent id="s"/>
    <callActivity id="call" calledElement="Q"><extensionElements><pw:ioMapping>
        <pw:input source="= n" target="q"/><pw:output source="= q" target="n"/></pw:ioMapping></extensionElements>
    </callActivity><userTask id="z"/>
    s -> call -> z
"""
CALLED = """<process id="Q" isExecutable="true"><startEvent id="qs"/><userTask id="each">
    <multiInstanceLoopCharacteristics pw:collection="= [q, q + 1]" pw:elementVariable="item"/></userTask>
    qs -> each
</process>"""


def places(play: Play) -> dict[tuple[str, int | None], tuple[str, dict[str, object]]]:
    found = play.run.data_scopes()
    return {(place.element_id, place.turn): (place.key, dict(place.values)) for place in found}


def test_variables_are_listed_where_they_live() -> None:
    found = places(Play(program(CALLS, processes=CALLED), {"n": 1}))
    assert {key: values for key, (_, values) in found.items()} == {
        ("P", None): {"n": 1},
        ("call", None): {"q": 1},
        ("Q", None): {"q": 1},
        ("each", 1): {"loopCounter": 1, "item": 1},
        ("each", 2): {"loopCounter": 2, "item": 2},
    }


def test_a_change_reaches_exactly_the_place_that_is_named() -> None:
    play = Play(program(CALLS, processes=CALLED), {"n": 1})
    key = places(play)["Q", None][0]
    play.run.write_values(key, {"q": 7, "since": date(2026, 1, 5)})
    play._keep()
    assert play.data == {"n": 1}
    play.complete("each").complete("each")
    assert play.data == {"n": 7}


def test_a_change_in_a_called_process_goes_back_to_its_caller() -> None:
    shared = '<startEvent id="s"/><callActivity id="call" calledElement="Q"/><userTask id="z"/>\ns -> call -> z'
    called = '<process id="Q" isExecutable="true"><startEvent id="qs"/><userTask id="w"/>\nqs -> w\n</process>'
    play = Play(program(shared, processes=called), {"n": 1})
    play.run.write_values(places(play)["Q", None][0], {"n": 5})
    play.complete("w")
    assert play.data == {"n": 5}


def test_a_place_that_is_gone_and_a_value_that_cannot_be_stored_change_nothing() -> None:
    play = Play(program(CALLS, processes=CALLED), {"n": 1})
    raw = play.run.dump()
    with pytest.raises(NotFound):
        play.run.write_values("nothing:local", {"x": 1})
    with pytest.raises(ValueNotStorable):
        play.run.write_values("", {"x": object()})
    assert play.run.dump() == raw


def test_a_condition_reacts_to_the_change_unless_the_instance_is_to_stay() -> None:
    drawn = program(
        '<startEvent id="s"/><intermediateCatchEvent id="wait"><conditionalEventDefinition><condition>n &gt; 3'
        '</condition></conditionalEventDefinition></intermediateCatchEvent><userTask id="b"/>\ns -> wait -> b'
    )
    play = Play(drawn, {"n": 1})
    play.run.write_values("", {"n": 5}, react=False)
    assert play.open == []
    play.run.look_again()
    assert play.open == ["b"]


def test_a_retry_computes_mapped_inputs_from_the_corrected_data() -> None:
    seen = []

    def handler(call: object) -> dict[str, object]:
        seen.append(call.inputs["double"])  # type: ignore[attr-defined]
        if call.inputs["double"] != 6:  # type: ignore[attr-defined]
            raise RuntimeError
        return {}

    drawn = program(
        '<startEvent id="s"/><serviceTask id="w" pw:handler="h"><extensionElements><pw:ioMapping>'
        '<pw:input source="= n * 2" target="double"/></pw:ioMapping></extensionElements></serviceTask>'
        '<userTask id="b"/>\ns -> w -> b'
    )
    play = Play(drawn, {"n": 1}, handlers={"h": handler})
    play.run.write_values("", {"n": 3})
    play.retry("w")
    assert seen == [2, 6]
    assert play.open == ["b"]


def test_a_job_is_renewed_with_the_corrected_data() -> None:
    drawn = program(
        '<startEvent id="s"/><serviceTask id="w" pw:handler="h" pw:effect="outside"><extensionElements><pw:ioMapping>'
        '<pw:input source="= n * 2" target="double"/></pw:ioMapping></extensionElements></serviceTask>\ns -> w'
    )
    play = Play(drawn, {"n": 1})
    token = play.waits.jobs[0].token
    play.run.write_values("", {"n": 3})
    assert play.run.renew_job(token) == {"double": 6}
    assert play.waits.jobs[0].inputs == {"double": 6}
