"""Tokens moved, added and removed by people (decision 13)."""

from __future__ import annotations

import pytest

from engine.errors import NotFound, TokenRefused, WhyNot
from tests.engine.spiff.drawing import program
from tests.engine.spiff.play import Play

LINE = """
    <startEvent id="s"/><userTask id="a"/><userTask id="b"/><userTask id="c"/><endEvent id="e"/>
    s -> a -> b -> c -> e
"""

SUB = """
    <startEvent id="s"/><userTask id="a"/>
    <subProcess id="Sub"><startEvent id="s2"/><userTask id="x"/><userTask id="y"/><endEvent id="e2"/>
        s2 -> x -> y -> e2
        <subProcess id="Late" triggeredByEvent="true">
            <startEvent id="lateStart" isInterrupting="false">
                <timerEventDefinition><timeDuration>P2D</timeDuration></timerEventDefinition></startEvent>
            <userTask id="remind"/>
            lateStart -> remind
        </subProcess>
    </subProcess>
    <boundaryEvent id="tooLate" attachedToRef="Sub"><timerEventDefinition><timeDuration>P9D</timeDuration>
        </timerEventDefinition></boundaryEvent>
    <userTask id="z"/><userTask id="escalate"/><endEvent id="e"/><endEvent id="e3"/>
    s -> a -> Sub -> z -> e
    tooLate -> escalate -> e3
"""

FORK = """
    <startEvent id="s"/><parallelGateway id="split"/><userTask id="l"/><userTask id="r"/>
    <parallelGateway id="join"/><userTask id="after"/><endEvent id="e"/>
    s -> split
    split -> l
    split -> r
    l -> join
    r -> join
    join -> after -> e
"""

MANY = """
    <startEvent id="s"/>
    <userTask id="each"><multiInstanceLoopCharacteristics isSequential="{sequential}"
        pw:collection="= items" pw:elementVariable="item" pw:outputCollection="results" pw:outputElement="= answer"/>
    </userTask>
    <userTask id="other"/><endEvent id="e"/>
    s -> each -> other -> e
"""

HANDLER = """
    <startEvent id="s"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/>
    s -> a -> b -> e
    <subProcess id="Stop" triggeredByEvent="true">
        <startEvent id="stopped"><messageEventDefinition messageRef="m"/></startEvent>
        <userTask id="tidy"/><endEvent id="e2"/>
        stopped -> tidy -> e2
    </subProcess>
"""
MESSAGE = '<message id="m" name="stop"/>'


def refusal(act: object) -> TokenRefused:
    with pytest.raises(TokenRefused) as refused:
        act()  # type: ignore[operator]
    return refused.value


# ---------------------------------------------------------------------- moving
def test_a_token_moves_forward_and_what_it_waited_for_is_withdrawn() -> None:
    play = Play(program(LINE))
    play.move("a", "c")
    assert play.open == ["c"]
    assert play.cancelled == ["a"]
    assert play.complete("c").done
    assert play.trace == ["s", "c", "e"]


def test_a_token_moves_back_and_to_where_it_is() -> None:
    play = Play(program(LINE)).complete("a")
    play.move("b", "a")
    assert play.open == ["a"]
    first = play.task("a")
    play.move("a", "a")
    assert play.open == ["a"]
    assert play.task("a") != first


def test_moving_to_an_end_event_ends_the_instance() -> None:
    assert Play(program(LINE)).move("a", "e").done


def test_boundary_timers_go_with_the_token_and_are_armed_at_the_target() -> None:
    play = Play(program(SUB))
    assert play.timers == []
    play.move("a", "Sub")
    assert play.timers == ["lateStart", "tooLate"]
    assert play.open == ["x"]
    play.move("Sub", "z")
    assert play.timers == []
    assert play.open == ["z"]
    assert play.cancelled == ["Sub", "a", "x"]


def test_a_target_inside_a_sub_process_that_does_not_run_begins_it_there() -> None:
    play = Play(program(SUB)).move("a", "y")
    assert play.open == ["y"]
    assert play.timers == ["lateStart", "tooLate"]
    play.travel(days=3)
    assert play.open == ["remind", "y"]
    assert play.complete("y").complete("remind").open == ["z"]


def test_the_last_token_that_leaves_a_sub_process_cancels_it() -> None:
    play = Play(program(SUB)).complete("a").move("x", "z")
    assert play.open == ["z"]
    assert play.timers == []
    assert play.cancelled == ["Sub", "x"]


def test_a_sub_process_runs_on_if_other_tokens_remain_in_it() -> None:
    play = Play(program(SUB)).complete("a").travel(days=3)
    play.move("x", "z")
    assert play.open == ["remind", "z"]
    play.complete("z")
    assert not play.done
    play.complete("remind")
    assert play.open == ["z"]


def test_a_move_within_the_last_scope_does_not_leave_it() -> None:
    play = Play(program(SUB)).complete("a")
    outer = play.token("Sub")
    play.move("x", "y")
    assert play.token("Sub") == outer
    assert play.complete("y").open == ["z"]


def test_a_move_to_an_event_on_the_border_is_as_if_it_had_come() -> None:
    play = Play(program(SUB)).complete("a").move("x", "tooLate")
    assert play.open == ["escalate"]
    assert play.complete("escalate").done


def test_a_sub_process_can_be_begun_again_at_another_place() -> None:
    play = Play(program(SUB)).complete("a").move("Sub", "y")
    assert play.open == ["y"]
    assert play.timers == ["lateStart", "tooLate"]


def test_called_processes_are_left_and_entered() -> None:
    calls = program(
        '<startEvent id="s"/><userTask id="a"/><callActivity id="call" calledElement="Q"/><userTask id="z"/>\n'
        "s -> a -> call -> z",
        processes='<process id="Q" isExecutable="true"><startEvent id="qs"/><userTask id="q1"/><userTask id="q2"/>\n'
        "qs -> q1 -> q2\n</process>",
    )
    play = Play(calls, {"n": 1}).move("a", "q2")
    assert play.open == ["q2"]
    play.complete("q2", n=2)
    assert play.open == ["z"]
    assert play.data == {"n": 2}
    play = Play(calls).complete("a").move("q1", "z")
    assert play.open == ["z"]
    assert play.cancelled == ["call", "q1"]


def test_a_failed_token_is_skipped_by_moving_it() -> None:
    broken = program(
        '<startEvent id="s"/><serviceTask id="w" pw:handler="h"/><userTask id="b"/><endEvent id="e"/>\ns -> w -> b -> e'
    )
    play = Play(broken, handlers={"h": lambda _call: {}[0]})  # type: ignore[index]
    assert play.incidents == ["w:KeyError"]
    play.move("w", "b")
    assert play.incidents == []
    assert play.open == ["b"]


# ---------------------------------------------------------------------- joins
def test_a_moved_token_stands_at_a_join_for_its_own_branch() -> None:
    play = Play(program(FORK)).move("r", "join")
    assert play.open == ["l"]
    assert play.complete("l").open == ["after"]


def test_a_token_added_at_a_join_takes_the_flow_that_still_lacks_one() -> None:
    play = Play(program(FORK)).complete("l").remove("r").add("join")
    assert play.open == ["after"]
    assert play.complete("after").done


def test_a_removed_branch_leaves_an_and_join_waiting_as_an_incident() -> None:
    play = Play(program(FORK)).complete("l").remove("r")
    assert play.incidents == ["join:Deadlock"]
    assert play.move("join", "after").complete("after").done


def test_an_or_join_no_longer_waits_for_a_removed_token() -> None:
    either = FORK.replace("parallelGateway", "inclusiveGateway")
    either = either.replace("split -> l", "split -> l [true]").replace("split -> r", "split -> r [true]")
    play = Play(program(either)).complete("l")
    assert play.open == ["r"]
    assert play.remove("r").open == ["after"]


# ---------------------------------------------------------------------- repeated activities
def test_a_whole_multi_instance_activity_moves_with_all_its_turns() -> None:
    play = Play(program(MANY.format(sequential="false")), {"items": ["p", "q"]})
    assert play.open == ["each", "each"]
    play.move("each", "other")
    assert play.open == ["other"]


def test_a_multi_instance_activity_begins_anew_at_the_target() -> None:
    play = Play(program(MANY.format(sequential="false")), {"items": ["p", "q"]})
    play.complete("each", answer=1).move("each", "each")
    assert play.open == ["each", "each"]


def test_one_turn_cannot_move_but_can_be_removed_without_a_result() -> None:
    play = Play(program(MANY.format(sequential="false")), {"items": ["p", "q"]})
    refused = refusal(lambda: play.run.move_token(play.token("each", 1), "other"))
    assert (refused.why, refused.element_id) == (WhyNot.PART_OF_ACTIVITY, "each")
    play.remove("each", turn=1).complete("each", answer="A")
    assert play.open == ["other"]
    assert play.data["results"] == [None, "A"]


def test_removing_the_turn_of_a_sequence_begins_the_next() -> None:
    play = Play(program(MANY.format(sequential="true")), {"items": ["p", "q", "r"]})
    play.remove("each", turn=1)
    assert play.run.scope_variables(play.task("each"))["item"] == "q"
    play.complete("each", answer=2).remove("each", turn=3)
    assert play.open == ["other"]
    assert play.data["results"] == [2]


def test_a_target_inside_a_repeated_sub_process_is_refused() -> None:
    repeated = program(
        '<startEvent id="s"/><userTask id="a"/><subProcess id="Sub">'
        "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
        '<startEvent id="s2"/><userTask id="x"/>\ns2 -> x\n</subProcess>\ns -> a -> Sub'
    )
    play = Play(repeated)
    assert refusal(lambda: play.move("a", "x")).why is WhyNot.REPEATED
    play.move("a", "Sub")
    assert play.open == ["x", "x"]
    refused = refusal(lambda: play.run.move_token(play.token("x"), "a"))
    assert (refused.why, refused.element_id) == (WhyNot.PART_OF_ACTIVITY, "Sub")


# ---------------------------------------------------------------------- event sub-processes
def test_the_token_of_an_interruption_moves_back_and_the_events_can_come_again() -> None:
    play = Play(program(HANDLER, shared=MESSAGE)).send("stop")
    assert play.open == ["tidy"]
    assert play.listening == []
    play.move("tidy", "b")
    assert play.open == ["b"]
    assert play.listening == ["stopped:stop"]
    assert play.send("stop").open == ["tidy"]


def test_an_interrupted_scope_takes_no_other_token() -> None:
    play = Play(program(HANDLER, shared=MESSAGE)).send("stop")
    refused = refusal(lambda: play.add("a"))
    assert (refused.why, refused.element_id) == (WhyNot.INTERRUPTED, "Stop")
    assert play.targets() == ["e2", "stopped", "tidy"]


def test_an_event_sub_process_is_started_as_if_its_event_had_come() -> None:
    play = Play(program(HANDLER, shared=MESSAGE)).add("Stop")
    assert play.open == ["tidy"]
    assert play.cancelled == ["a"]
    assert Play(program(HANDLER, shared=MESSAGE)).move("a", "Stop").complete("tidy").done


# ---------------------------------------------------------------------- adding and removing
def test_an_added_token_runs_beside_the_others() -> None:
    play = Play(program(LINE)).add("c")
    assert play.open == ["a", "c"]
    play.complete("c")
    assert not play.done
    assert play.complete("a").complete("b").complete("c").done


def test_a_token_is_added_in_the_scope_that_is_named() -> None:
    play = Play(program(SUB)).complete("a").add("Sub")
    assert play.open == ["x", "x"]
    assert refusal(lambda: play.add("y")).why is WhyNot.AMBIGUOUS
    second = [p.token for p in play.run.token_places() if p.element_id == "Sub"][1]
    play.add("y", second)
    places = {p.element_id: p for p in play.run.token_places() if p.element_id == "y"}
    assert places["y"].around == (("P", "Sub"),)
    assert play.open == ["x", "x", "y"]


def test_the_last_token_is_not_removed() -> None:
    play = Play(program(SUB))
    raw = play.run.dump()
    assert refusal(lambda: play.remove("a")).why is WhyNot.LAST_OF_INSTANCE
    assert play.run.dump() == raw
    play.complete("a").add("z")
    refused = refusal(lambda: play.remove("x"))
    assert (refused.why, refused.element_id) == (WhyNot.LAST_OF_SCOPE, "Sub")
    assert play.remove("Sub").open == ["z"]


def test_a_repeated_activity_with_all_its_turns_counts_as_one() -> None:
    play = Play(program(MANY.format(sequential="false")), {"items": ["p", "q"]})
    assert refusal(lambda: play.remove("each")).why is WhyNot.LAST_OF_INSTANCE
    inside = program(
        '<startEvent id="s"/><subProcess id="Sub"><startEvent id="s2"/><userTask id="x">'
        "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
        '</userTask>\ns2 -> x\n</subProcess><userTask id="z"/>\ns -> Sub -> z'
    )
    assert [p.element_id for p in Play(inside).move("x", "z").run.token_places()] == ["z"]


def test_compensation_is_skipped_but_never_a_target() -> None:
    undone = program(
        '<startEvent id="s"/><userTask id="book"/><boundaryEvent id="c" attachedToRef="book">'
        '<compensateEventDefinition/></boundaryEvent><userTask id="unbook" isForCompensation="true"/>'
        '<association id="as" sourceRef="c" targetRef="unbook"/><intermediateThrowEvent id="undo">'
        '<compensateEventDefinition/></intermediateThrowEvent><userTask id="b"/>\ns -> book -> undo -> b'
    )
    play = Play(undone)
    assert refusal(lambda: play.move("book", "unbook")).why is WhyNot.NO_TARGET
    play.complete("book")
    assert play.open == ["unbook"]
    assert refusal(lambda: play.move("unbook", "b")).why is WhyNot.PART_OF_ACTIVITY
    assert play.remove("unbook").open == ["b"]


def test_a_start_that_gathers_its_triggers_waits_for_all_of_them_again() -> None:
    gathering = program(
        '<startEvent id="s" parallelMultiple="true"><messageEventDefinition messageRef="m"/>'
        '<messageEventDefinition messageRef="n"/></startEvent><userTask id="a"/>\ns -> a',
        shared='<message id="m" name="one"/><message id="n" name="two"/>',
    )
    play = Play(gathering, start="s#1")
    play.send("two").move("a", "s")
    assert play.listening == ["s#1:one", "s#2:two"]
    assert play.send("one").send("two").open == ["a"]


def test_unknown_tokens_and_elements_are_not_found() -> None:
    play = Play(program(LINE))
    with pytest.raises(NotFound, match="element nowhere"):
        play.move("a", "nowhere")
    with pytest.raises(NotFound, match="token"):
        play.run.move_token("f" * 32, "b")


def test_every_offered_target_can_be_reached() -> None:
    for drawn, shared in ((LINE, ""), (SUB, ""), (FORK, ""), (HANDLER, MESSAGE)):
        built = program(drawn, shared=shared)
        for target in Play(built).targets():
            play = Play(built)
            first = play.run.token_places()[0]
            way = next(t.way for t in play.run.target_places(first.token) if t.element_id == target)
            play.run.move_token(first.token, target, way)
            assert play.run.status == "completed" or any(play.waits.__dict__.values()), target
