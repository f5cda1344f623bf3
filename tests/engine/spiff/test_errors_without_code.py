"""Errors that name no code."""

from __future__ import annotations

import pytest

from tests.engine.spiff.drawing import program
from tests.engine.spiff.play import Play


@pytest.mark.parametrize("code, caught", [("E-1", "own"), ("anders", "all")])
def test_an_error_without_a_code_is_caught_by_itself_and_catches_all_others(code: str, caught: str) -> None:
    play = Play(
        program(
            """
        <startEvent id="s"/><subProcess id="p"><startEvent id="ps"/>
        <endEvent id="pe"><errorEventDefinition errorRef="T"/></endEvent>
        ps -> pe
        </subProcess><userTask id="own"/><userTask id="all"/>
        <boundaryEvent id="b1" attachedToRef="p"><errorEventDefinition errorRef="N"/></boundaryEvent>
        <boundaryEvent id="b2" attachedToRef="p"><errorEventDefinition errorRef="E"/></boundaryEvent>
        s -> p
        b1 -> all
        b2 -> own
        """,
            shared=f'<error id="E" errorCode="E-1"/><error id="N" name="Ohne"/><error id="T" errorCode="{code}"/>',
        )
    )
    assert play.open == [caught]
