"""What an event interrupts does not run any further, whoever fires it and however deep the interrupted is."""

from __future__ import annotations

import pytest

from tests.engine.spiff.drawing import program
from tests.engine.spiff.play import Play

SHARED = """
<message id="M" name="Meldung"/><signal id="S" name="Alarm"/><error id="E" errorCode="E-1"/>
<escalation id="Es" escalationCode="hoch"/>
"""


def note(name: str, attributes: str = "", more: str = "") -> str:
    """A script task that writes its name into `trace`."""
    return (
        f'<scriptTask id="{name}" scriptFormat="feel" {attributes}><script>{{trace: append(trace, "{name}"){more}}}'
        "</script></scriptTask>"
    )


def undoable(name: str) -> str:
    """The same with an undoing task `un…`."""
    undoing = note(f"un{name}", 'isForCompensation="true"')
    return (
        f'{note(name)}<boundaryEvent id="c{name}" attachedToRef="{name}"><compensateEventDefinition/></boundaryEvent>'
        f'{undoing}<association id="as{name}" sourceRef="c{name}" targetRef="un{name}"/>'
    )


def trace(body: str, **kwargs: str) -> list[str]:
    play = Play(program(body, shared=SHARED, **kwargs), {"trace": []})
    assert play.done, (play.open, play.incidents)
    return list(play.data["trace"])


CONDITION = "<conditionalEventDefinition><condition>voll</condition></conditionalEventDefinition>"


@pytest.mark.parametrize("behind", [note("after"), note("after") + '<userTask id="u"/>'])
def test_a_condition_interrupts_at_the_moment_it_becomes_true(behind: str) -> None:
    way = "after -> u" if "userTask" in behind else "after -> e2"
    body = f"""
    <startEvent id="s"/><subProcess id="sub"><startEvent id="s2"/>{note("fill", "", ", voll: true")}{behind}
      <endEvent id="e2"/>
      s2 -> fill -> after
      {way}
    </subProcess><boundaryEvent id="b" attachedToRef="sub">{CONDITION}</boundaryEvent>{note("caught")}<task id="t"/>
    s -> sub -> t
    b -> caught
    """
    assert trace(body.replace('<endEvent id="e2"/>', "") if "userTask" in behind else body) == ["fill", "caught"]


def test_a_condition_that_holds_only_for_a_moment_is_noticed() -> None:
    body = f"""
    <startEvent id="s"/>{note("on", "", ", voll: true")}{note("off", "", ", voll: false")}
    <subProcess id="h" triggeredByEvent="true"><startEvent id="hs" isInterrupting="false">{CONDITION}</startEvent>
      {note("seen")}
      hs -> seen
    </subProcess>
    s -> on -> off
    """
    assert sorted(trace(body)) == ["off", "on", "seen"]


@pytest.mark.parametrize(
    "end, event",
    [
        ('<errorEventDefinition errorRef="E"/>', "<errorEventDefinition/>"),
        ('<escalationEventDefinition escalationRef="Es"/>', "<escalationEventDefinition/>"),
        ('<signalEventDefinition signalRef="S"/>', '<signalEventDefinition signalRef="S"/>'),
    ],
)
@pytest.mark.parametrize("deep", ["sub", "call", "many", "handler"])
def test_what_runs_beside_the_thrower_stops_however_deep_it_throws(end: str, event: str, deep: str) -> None:
    thrower = f"""<startEvent id="t1"/><parallelGateway id="tg"/><endEvent id="throw">{end}</endEvent>
    {note("one")}{note("two")}{note("three")}<endEvent id="done"/>
    t1 -> tg -> throw
    tg -> one -> two -> three -> done
    """
    handling = thrower.replace('<startEvent id="t1"/>', "").replace("t1 ->", "hs ->")
    many = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
    inner = {
        "sub": f'<subProcess id="in">{thrower}</subProcess>',
        "many": f'<subProcess id="in">{many}{thrower}</subProcess>',
        "call": '<callActivity id="in" calledElement="Q"/>',
        "handler": f"""<intermediateThrowEvent id="in"><signalEventDefinition signalRef="X"/></intermediateThrowEvent>
        <subProcess id="h" triggeredByEvent="true"><startEvent id="hs" isInterrupting="false">
        <signalEventDefinition signalRef="X"/></startEvent>{handling}
        </subProcess>""",
    }[deep]
    body = f"""
    <startEvent id="s"/><subProcess id="sub"><startEvent id="s2"/><userTask id="waits"/>{inner}
      s2 -> in
      s2 -> waits
    </subProcess><boundaryEvent id="b" attachedToRef="sub">{event}</boundaryEvent>{note("caught")}<task id="t"/>
    s -> sub -> t
    b -> caught
    """
    called = f'<process id="Q" isExecutable="true">{thrower}</process>' if deep == "call" else ""
    model = program(body, shared=SHARED + '<signal id="X" name="Beginn"/>', processes=called)
    play = Play(model, {"trace": []})
    assert play.done
    assert play.data["trace"] == ["caught"]
    assert play.trace[-1] == "caught"


def test_an_end_with_several_results_terminates_last() -> None:
    play = Play(
        program(
            """<startEvent id="s"/><userTask id="a"/><endEvent id="e"><terminateEventDefinition/>
            <signalEventDefinition signalRef="S"/><messageEventDefinition messageRef="M"/></endEvent>
            <userTask id="b"/>
            <subProcess id="h" triggeredByEvent="true"><startEvent id="hs" isInterrupting="false">
            <signalEventDefinition signalRef="S"/></startEvent><userTask id="told"/>
            hs -> told
            </subProcess>
            <endEvent id="f"/>
            s -> a -> e
            s -> b -> f
            """,
            shared=SHARED,
        )
    )
    play.complete("a")
    assert play.done
    assert [thrown.name for thrown in play.thrown] == ["Alarm", "Meldung"]
    assert play.trace == ["s", "a", "e"]


def test_an_error_in_a_handler_is_not_caught_by_the_same_handler() -> None:
    body = f"""
    <startEvent id="s"/><subProcess id="sub"><startEvent id="s2"/><endEvent id="e2"><errorEventDefinition errorRef="E"/>
      </endEvent>
      <subProcess id="h" triggeredByEvent="true"><startEvent id="hs"><errorEventDefinition errorRef="E"/></startEvent>
        {note("handled")}<endEvent id="again"><errorEventDefinition errorRef="E"/></endEvent>
        hs -> handled -> again
      </subProcess>
      s2 -> e2
    </subProcess><boundaryEvent id="b" attachedToRef="sub"><errorEventDefinition errorRef="E"/></boundaryEvent>
    {note("caught")}<task id="t"/>
    s -> sub -> t
    b -> caught
    """
    assert trace(body) == ["handled", "caught"]


def test_an_event_sub_process_may_undo_an_activity_of_the_scope_around_it() -> None:
    body = f"""
    <startEvent id="s"/>{undoable("one")}{undoable("two")}<endEvent id="e"><errorEventDefinition errorRef="E"/>
    </endEvent>
    s -> one -> two -> e
    <subProcess id="h" triggeredByEvent="true"><startEvent id="hs"><errorEventDefinition/></startEvent>
      <intermediateThrowEvent id="undo"><compensateEventDefinition activityRef="one"/></intermediateThrowEvent>
      {note("after")}
      hs -> undo -> after
    </subProcess>
    """
    assert trace(body) == ["one", "two", "unone", "after"]


def test_a_compensation_event_sub_process_may_be_marked_as_such() -> None:
    body = f"""
    <startEvent id="s"/><subProcess id="sub">{undoable("one")}
      <subProcess id="h" triggeredByEvent="true" isForCompensation="true"><startEvent id="hs">
        <compensateEventDefinition/></startEvent>{note("before")}
        <endEvent id="rest"><compensateEventDefinition activityRef="one"/></endEvent>
        hs -> before -> rest
      </subProcess>
    </subProcess><endEvent id="e"><compensateEventDefinition/></endEvent>
    s -> sub -> e
    """
    assert trace(body) == ["one", "before", "unone"]


def test_an_association_drawn_outside_its_sub_process_connects_as_well() -> None:
    inside = undoable("one")
    association = inside[inside.index("<association") :]
    body = f"""
    <startEvent id="s"/><subProcess id="sub">{inside.replace(association, "")}</subProcess>{association}
    <endEvent id="e"><compensateEventDefinition/></endEvent>
    s -> sub -> e
    """
    assert trace(body) == ["one", "unone"]


def test_a_compensation_event_may_be_annotated() -> None:
    body = f"""
    <startEvent id="s"/><textAnnotation id="note"><text>Anmerkung</text></textAnnotation>
    <association id="to_note" sourceRef="cone" targetRef="note"/>{undoable("one")}
    <endEvent id="e"><compensateEventDefinition/></endEvent>
    s -> one -> e
    """
    assert trace(body) == ["one", "unone"]


def test_flows_need_no_id() -> None:
    body = f"""
    <startEvent id="s"/><parallelGateway id="g"/>{note("one")}{note("two")}<parallelGateway id="j"/><endEvent id="e"/>
    """ + "".join(
        f'<sequenceFlow sourceRef="{a}" targetRef="{b}"/>'
        for a, b in [("s", "g"), ("g", "one"), ("g", "two"), ("one", "j"), ("two", "j"), ("two", "j"), ("j", "e")]
    )
    assert trace(body) == ["one", "two"]


def test_results_of_instances_side_by_side_stay_apart_even_if_computed() -> None:
    play = Play(
        program(
            """<startEvent id="s"/><subProcess id="sub"><multiInstanceLoopCharacteristics pw:collection="[1, 2]"
            pw:elementVariable="n" pw:outputCollection="alle" pw:outputElement="{n: n, x: wert * faktor}"/>
            <userTask id="a"/><userTask id="b"/>
            a -> b
            </subProcess><userTask id="c"/>
            s -> sub -> c
            """
        ),
        {"faktor": 10},
    )
    play.complete("a", wert=1).complete("a", wert=2).complete("b").complete("b")
    assert play.data["alle"] == [{"n": 1, "x": 10}, {"n": 2, "x": 20}]
    assert "wert" not in play.data


def test_a_called_process_gives_back_what_it_wrote_and_nothing_else() -> None:
    play = Play(
        program(
            """<startEvent id="s"/><callActivity id="call" calledElement="Q"/><userTask id="beside"/><userTask id="c"/>
            s -> call -> c
            s -> beside -> c
            """,
            processes="""<process id="Q" isExecutable="true"><dataObject id="own"/><userTask id="q"/></process>""",
        ),
        {"x": 1, "y": 1, "own": 1},
    )
    play.complete("beside", x=2)
    play.complete("q", y=3, own=4, z=5)
    assert play.data == {"x": 2, "y": 3, "z": 5, "own": 1}
