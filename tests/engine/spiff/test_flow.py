"""Tokens through gateways and over flows."""

from __future__ import annotations

import pytest

from tests.engine.spiff.drawing import program
from tests.engine.spiff.play import Play

FORK = """
<startEvent id="s"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/>
<parallelGateway id="join"/><userTask id="c"/><endEvent id="e"/>
s -> fork
fork -> a -> join
fork -> b -> join
join -> c -> e
"""


def test_an_and_join_waits_for_both_branches() -> None:
    play = Play(program(FORK))
    assert play.open == ["a", "b"]
    assert play.complete("b").open == ["a"]
    assert play.complete("a").open == ["c"]
    play.complete("c")
    assert play.done
    assert play.trace == ["s", "fork", "b", "a", "join", "c", "e"]


def test_branches_see_each_others_writes_and_nothing_is_lost_at_the_join() -> None:
    play = Play(program(FORK), {"x": 0})
    play.complete("a", x=1)
    assert play.run.scope_variables(play.task("b"))["x"] == 1
    play.complete("b", y=2)
    assert play.data == {"x": 1, "y": 2}


def test_surplus_tokens_on_one_branch_wait_for_the_other() -> None:
    play = Play(
        program("""
        <startEvent id="s"/><parallelGateway id="fork"/><parallelGateway id="twice"/>
        <userTask id="a"/><parallelGateway id="join"/><userTask id="b"/><userTask id="c"/><endEvent id="e"/>
        s -> fork -> twice -> a
        <sequenceFlow id="again" sourceRef="twice" targetRef="a"/>
        fork -> b -> join
        a -> join -> c -> e
        """)
    )
    play.complete("a").complete("a").complete("b")
    assert play.open == ["c"]
    play.complete("c")
    # one token of branch a is left and can never be joined
    assert play.incidents == ["join:Deadlock"]


def test_an_exclusive_gateway_takes_the_first_flow_that_holds_and_else_the_default() -> None:
    body = """
    <startEvent id="s"/><exclusiveGateway id="x" default="x_c"/><userTask id="a"/><userTask id="b"/><userTask id="c"/>
    <endEvent id="e"/>
    s -> x
    x -> a [n > 10]
    x -> b [n > 5]
    x -> c
    a -> e
    b -> e
    c -> e
    """
    assert Play(program(body), {"n": 20}).open == ["a"]
    assert Play(program(body), {"n": 7}).open == ["b"]
    assert Play(program(body), {"n": 1}).open == ["c"]
    assert Play(program(body)).open == ["c"]  # null is not true


def test_without_a_matching_flow_the_token_stays_as_an_incident_and_can_be_tried_again() -> None:
    play = Play(
        program("""
        <startEvent id="s"/><exclusiveGateway id="x"/><userTask id="a"/><endEvent id="e"/>
        s -> x
        x -> a [n = 1]
        x -> e [n = 2]
        a -> e
        """),
        {"n": 3},
    )
    assert play.incidents == ["x:NoFlowMatches"]
    play.set(n=1).retry("x")
    assert play.open == ["a"]
    assert play.incidents == []


def test_a_condition_that_is_no_truth_value_is_an_incident() -> None:
    play = Play(
        program("""
        <startEvent id="s"/><exclusiveGateway id="x" default="x_e"/><userTask id="a"/><endEvent id="e"/>
        s -> x
        x -> a ["ja"]
        x -> e
        a -> e
        """)
    )
    assert play.incidents == ["x:ExpressionFailed"]


INCLUSIVE = """
<startEvent id="s"/><inclusiveGateway id="split" default="split_c"/><userTask id="a"/><userTask id="b"/>
<userTask id="c"/><inclusiveGateway id="join"/><userTask id="d"/><endEvent id="e"/>
s -> split
split -> a [wants_a]
split -> b [wants_b]
split -> c
a -> join
b -> join
c -> join
join -> d -> e
"""


@pytest.mark.parametrize("wants, opened", [((True, True), ["a", "b"]), ((True, False), ["a"]), ((False, False), ["c"])])
def test_an_inclusive_join_waits_for_exactly_the_branches_taken(wants: tuple[bool, bool], opened: list[str]) -> None:
    play = Play(program(INCLUSIVE), {"wants_a": wants[0], "wants_b": wants[1]})
    assert play.open == opened
    for element in opened:
        assert "d" not in play.open
        play.complete(element)
    assert play.open == ["d"]
    assert play.complete("d").done
    assert play.trace.count("join") == 1


def test_an_inclusive_join_is_right_in_every_lap_of_a_loop() -> None:
    play = Play(
        program("""
        <startEvent id="s"/><exclusiveGateway id="m"/><inclusiveGateway id="split"/><userTask id="a"/>
        <userTask id="b"/><inclusiveGateway id="join"/><exclusiveGateway id="x" default="x_m"/><endEvent id="e"/>
        s -> m -> split
        split -> a [true]
        split -> b [true]
        a -> join
        b -> join -> x
        x -> e [over]
        x -> m
        """)
    )
    for _ in range(5):
        play.complete("a")
        assert play.open == ["b"]
        play.complete("b")
        assert play.open == ["a", "b"]
    play.complete("b", over=True).complete("a")
    assert play.done


def test_several_flows_from_an_activity_split_and_several_into_one_merge() -> None:
    play = Play(
        program("""
        <startEvent id="s"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/><userTask id="c"/>
        s -> a
        a -> b
        a -> c -> b
        b -> e
        """)
    )
    play.complete("a")
    assert play.open == ["b", "c"]
    play.complete("c")
    assert play.open == ["b", "b"]


def test_conditional_and_default_flows_from_an_activity() -> None:
    body = """
    <startEvent id="s"/><userTask id="a" default="a_d"/><userTask id="b"/><userTask id="c"/><userTask id="d"/>
    s -> a
    a -> b [n > 1]
    a -> c [n > 2]
    a -> d
    """
    assert Play(program(body)).complete("a", n=3).open == ["b", "c"]
    assert Play(program(body)).complete("a", n=0).open == ["d"]


def test_an_endless_automatic_loop_becomes_an_incident(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.spiff.execution.MAX_AUTOMATIC_STEPS", 500)
    play = Play(
        program("""
        <startEvent id="s"/><exclusiveGateway id="m"/><task id="t"/>
        s -> m -> t -> m
        """)
    )
    assert [name.partition(":")[2] for name in play.incidents] == ["EndlessLoop"]


def test_a_token_that_can_never_move_is_reported() -> None:
    play = Play(
        program("""
        <startEvent id="s"/><exclusiveGateway id="x" default="x_a"/><task id="a"/><task id="b"/>
        <parallelGateway id="join"/><endEvent id="e"/>
        s -> x
        x -> a
        x -> b [false]
        a -> join
        b -> join -> e
        """)
    )
    assert play.incidents == ["join:Deadlock"]


def test_a_process_without_start_event_begins_at_every_node_nothing_leads_to() -> None:
    play = Play(program('<userTask id="a"/><userTask id="b"/>\n<userTask id="c"/>\na -> c\n'))
    assert play.open == ["a", "b"]
    assert play.complete("a").complete("b").complete("c").done
