"""Compensation and transactions: what was completed is undone."""

from __future__ import annotations

import pytest

from tests.engine.spiff.drawing import program
from tests.engine.spiff.play import Play

COMPENSATE = "<compensateEventDefinition/>"
COMPENSATING = 'isForCompensation="true"'


def script(name: str, attributes: str = "") -> str:
    """A script task that appends its id to the trace."""
    return (
        f'<scriptTask id="{name}" scriptFormat="feel" {attributes}><script>{{trace: append(trace, "{name}")}}</script>'
        "</scriptTask>"
    )


def undoable(name: str) -> str:
    """A script task with a script that undoes it."""
    return (
        script(name)
        + f'<boundaryEvent id="{name}_comp" attachedToRef="{name}">{COMPENSATE}</boundaryEvent>'
        + script(f"undo_{name}", 'isForCompensation="true"')
        + f'<association id="{name}_as" sourceRef="{name}_comp" targetRef="undo_{name}"/>'
    )


def test_completed_activities_are_undone_last_first_before_the_thrower_goes_on() -> None:
    play = Play(
        program(f"""
        <startEvent id="s"/>{undoable("a")}{undoable("b")}{undoable("c")}
        <intermediateThrowEvent id="back">{COMPENSATE}</intermediateThrowEvent>{script("after")}<userTask id="w"/>
        s -> a -> b -> back -> after -> w -> c
        """),
        {"trace": []},
    )
    assert play.data["trace"] == ["a", "b", "undo_b", "undo_a", "after"]
    assert play.open == ["w"]


def test_a_single_activity_can_be_undone_and_only_once() -> None:
    throw = '<intermediateThrowEvent id="{}"><compensateEventDefinition activityRef="a"/></intermediateThrowEvent>'
    play = Play(
        program(f"""
        <startEvent id="s"/>{undoable("a")}{undoable("b")}{throw.format("t1")}{throw.format("t2")}<userTask id="w"/>
        s -> a -> b -> t1 -> t2 -> w
        """),
        {"trace": []},
    )
    assert play.data["trace"] == ["a", "b", "undo_a"]


def test_a_person_can_be_the_one_who_undoes() -> None:
    play = Play(
        program(f"""
        <startEvent id="s"/><userTask id="a"/><boundaryEvent id="b" attachedToRef="a">{COMPENSATE}</boundaryEvent>
        <userTask id="undo" isForCompensation="true"/><association id="as" sourceRef="b" targetRef="undo"/>
        <endEvent id="e">{COMPENSATE}</endEvent>
        s -> a -> e
        """)
    )
    assert play.complete("a").open == ["undo"]
    assert play.status == "active"
    assert play.complete("undo").done
    assert play.trace == ["s", "a", "undo", "e"]


def test_what_happened_inside_a_completed_sub_process_is_undone_with_the_data_it_had() -> None:
    play = Play(
        program(f"""
        <startEvent id="s"/><subProcess id="sub"><property id="p" name="lokal"/>
          <scriptTask id="set" scriptFormat="feel"><script>{{lokal: "x"}}</script></scriptTask>
          {undoable("a")}{undoable("b").replace('append(trace, "undo_b")', 'append(trace, "undo_b" + lokal)')}
          set -> a -> b
        </subProcess>
        <intermediateThrowEvent id="back">{COMPENSATE}</intermediateThrowEvent><userTask id="w"/>
        s -> sub -> back -> w
        """),
        {"trace": []},
    )
    assert play.data["trace"] == ["a", "b", "undo_bx", "undo_a"]
    assert play.open == ["w"]
    assert [p.element_id for p in play.run.positions()] == ["w"]


def test_a_compensation_event_sub_process_decides_how_its_scope_is_undone() -> None:
    play = Play(
        program(f"""
        <startEvent id="s"/><subProcess id="sub">{undoable("a")}{undoable("b")}
          <subProcess id="how" triggeredByEvent="true"><startEvent id="hs">{COMPENSATE}</startEvent>{script("first")}
            <intermediateThrowEvent id="rest">{COMPENSATE}</intermediateThrowEvent>{script("last")}
            hs -> first -> rest -> last
          </subProcess>
          a -> b
        </subProcess>
        <intermediateThrowEvent id="back">{COMPENSATE}</intermediateThrowEvent><userTask id="w"/>
        s -> sub -> back -> w
        """),
        {"trace": []},
    )
    assert play.data["trace"] == ["a", "b", "first", "undo_b", "undo_a", "last"]
    assert play.open == ["w"]


def test_compensation_need_not_be_waited_for() -> None:
    play = Play(
        program("""
        <startEvent id="s"/><task id="a"/><boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/>
        </boundaryEvent><userTask id="undo" isForCompensation="true"/>
        <association id="as" sourceRef="b" targetRef="undo"/><intermediateThrowEvent id="back">
        <compensateEventDefinition waitForCompletion="false"/></intermediateThrowEvent><userTask id="w"/>
        s -> a -> back -> w
        """)
    )
    assert play.open == ["undo", "w"]
    assert play.complete("w").status == "active"
    assert play.complete("undo").done


def test_each_instance_of_a_multi_instance_activity_is_undone() -> None:
    marked = (
        undoable("a")
        .replace(
            '<script>{trace: append(trace, "a")}</script>',
            "<multiInstanceLoopCharacteristics isSequential='true'><loopCardinality>2</loopCardinality>"
            '</multiInstanceLoopCharacteristics><script>{trace: append(trace, "a" + string(loopCounter))}</script>',
        )
        .replace('append(trace, "undo_a")', 'append(trace, "undo_a" + string(loopCounter))')
    )
    play = Play(
        program(f"""
        <startEvent id="s"/>{marked}<intermediateThrowEvent id="back">{COMPENSATE}</intermediateThrowEvent>
        <userTask id="w"/>
        s -> a -> back -> w
        """),
        {"trace": []},
    )
    assert play.data["trace"] == ["a1", "a2", "undo_a2", "undo_a1"]


TRANSACTION = f"""
<startEvent id="s"/><transaction id="tx"><startEvent id="s2"/>{undoable("a")}<userTask id="pay"/>
  <exclusiveGateway id="x" default="x_ok"/><endEvent id="ok"/>
  <endEvent id="no"><cancelEventDefinition/></endEvent><parallelGateway id="g"/><userTask id="side"/>
  s2 -> a -> g -> pay -> x
  g -> side -> ok
  x -> no [failed]
  x -> ok
</transaction>
<boundaryEvent id="cancelled" attachedToRef="tx"><cancelEventDefinition/></boundaryEvent>
<userTask id="again"/><userTask id="next"/>
s -> tx -> next
cancelled -> again
"""


def test_a_cancelled_transaction_is_undone_and_left_by_its_cancel_event() -> None:
    play = Play(program(TRANSACTION), {"trace": []})
    play.complete("pay", failed=True)
    assert play.data["trace"] == ["a", "undo_a"]
    assert play.open == ["again"]
    assert "no" in play.trace
    assert play.cancelled == ["side", "tx"]


def test_a_transaction_that_succeeds_goes_on() -> None:
    play = Play(program(TRANSACTION), {"trace": []})
    assert play.complete("pay", failed=False).complete("side").open == ["next"]


CALLED = """<process id="Q" isExecutable="true"><property id="p" name="eigen"/>{body}
    <scriptTask id="set" scriptFormat="feel"><script>{{eigen: "x", neu: "n"}}</script></scriptTask>
    {a}{b}
    set -> a -> b
</process>"""
CALL = """
    <startEvent id="s"/><callActivity id="call" calledElement="Q">{mapping}</callActivity>
    <intermediateThrowEvent id="back"><compensateEventDefinition {of}/></intermediateThrowEvent><userTask id="w"/>
    s -> call -> back -> w
"""
MAPPED = (
    '<extensionElements><pw:ioMapping><pw:input source="= []" target="trace"/>'
    '<pw:output source="= trace" target="trace"/></pw:ioMapping></extensionElements>'
)


def called(body: str = "") -> str:
    second = undoable("b").replace('append(trace, "undo_b")', 'append(trace, "undo_b" + eigen)')
    return CALLED.format(body=body, a=undoable("a"), b=second)


@pytest.mark.parametrize("of", ["", 'activityRef="call"'])
def test_a_completed_call_is_undone_by_what_is_drawn_in_the_called_process(of: str) -> None:
    play = Play(program(CALL.format(mapping="", of=of), processes=called()), {"trace": []})
    assert play.data["trace"] == ["a", "b", "undo_bx", "undo_a"]
    assert (play.open, [p.element_id for p in play.run.positions()]) == (["w"], ["w"])


def test_a_call_with_a_mapping_is_undone_with_the_data_it_had() -> None:
    look = f"""<task id="t"/><boundaryEvent id="tb" attachedToRef="t">{COMPENSATE}</boundaryEvent>
        <association id="ta" sourceRef="tb" targetRef="look"/>
        <userTask id="look" {COMPENSATING} pw:assignee="= string join(trace, &quot; &quot;) + eigen"/>"""
    body = called(look).replace("b\n</process>", "b -> t\n</process>")
    play = Play(program(CALL.format(mapping=MAPPED, of=""), processes=body), {"trace": ["before"]})
    assert play.data == {"trace": ["a", "b"]}
    assert play.run.describe_user_task(play.task("look")).assignee == "a bx"
    assert play.complete("look").open == ["w"]
    assert play.data == {"trace": ["a", "b"]}, "what undoes it gives nothing back"


def test_an_event_sub_process_of_the_called_process_decides_how_a_call_is_undone() -> None:
    how = f"""<subProcess id="how" triggeredByEvent="true"><startEvent id="hs">{COMPENSATE}</startEvent>
        {script("first")}<intermediateThrowEvent id="rest">{COMPENSATE}</intermediateThrowEvent>{script("last")}
        hs -> first -> rest -> last
    </subProcess>"""
    play = Play(program(CALL.format(mapping="", of=""), processes=called(how)), {"trace": []})
    assert play.data["trace"] == ["a", "b", "first", "undo_bx", "undo_a", "last"]
    assert play.open == ["w"]


def test_a_handler_at_the_call_itself_takes_precedence_and_calls_inside_calls_are_undone() -> None:
    own = (
        f'<boundaryEvent id="cb" attachedToRef="call">{COMPENSATE}</boundaryEvent>{script("own", COMPENSATING)}'
        '<association id="ca" sourceRef="cb" targetRef="own"/>'
    )
    play = Play(program(own + CALL.format(mapping="", of=""), processes=called()), {"trace": []})
    assert play.data["trace"] == ["a", "b", "own"]
    middle = '<process id="M" isExecutable="true"><callActivity id="inner" calledElement="Q"/></process>'
    outer = CALL.format(mapping="", of="").replace('calledElement="Q"', 'calledElement="M"')
    play = Play(program(outer, processes=middle + called()), {"trace": []})
    assert play.data["trace"] == ["a", "b", "undo_bx", "undo_a"]
    assert play.open == ["w"]
