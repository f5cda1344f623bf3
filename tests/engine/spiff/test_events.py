"""Timers, messages, signals, errors, escalations and conditions, caught on borders, in flows and by sub-processes."""

from __future__ import annotations

import pytest

from engine.errors import BpmnError
from engine.waits import HandlerCall
from tests.engine.spiff.drawing import program
from tests.engine.spiff.play import Play

SHARED = """
<message id="M" name="Meldung" pw:correlationKey="fall"/><message id="M2" name="Antrag"/>
<signal id="S" name="Alarm"/><error id="E1" errorCode="E-1"/><error id="E2" errorCode="E-2"/>
<escalation id="Es" escalationCode="hoch"/>
"""


def test_a_message_thrown_carries_only_what_is_mapped() -> None:
    play = Play(
        program(
            """
        <startEvent id="s"/><intermediateThrowEvent id="t"><extensionElements><pw:ioMapping>
          <pw:input source="x + 1" target="y"/></pw:ioMapping></extensionElements>
          <messageEventDefinition messageRef="M"/></intermediateThrowEvent>
        <sendTask id="send" messageRef="M2"/><endEvent id="e"><messageEventDefinition messageRef="M2"/></endEvent>
        s -> t -> send -> e
        """,
            shared=SHARED,
        ),
        {"x": 1, "fall": 7},
    )
    assert play.done
    assert [(t.name, t.correlation_key, dict(t.payload), t.element_id) for t in play.thrown] == [
        ("Meldung", "7", {"y": 2}, "t"),
        ("Antrag", None, {}, "send"),
        ("Antrag", None, {}, "e"),
    ]


def test_the_key_of_a_thrown_message_may_come_from_what_it_carries() -> None:
    play = Play(
        program(
            """<startEvent id="s"/><endEvent id="e"><extensionElements><pw:ioMapping>
            <pw:input source="akte.nummer" target="fall"/></pw:ioMapping></extensionElements>
            <messageEventDefinition messageRef="M"/></endEvent>
            s -> e
            """,
            shared=SHARED,
        ),
        {"akte": {"nummer": "F-7"}},
    )
    assert [(t.correlation_key, dict(t.payload)) for t in play.thrown] == [("F-7", {"fall": "F-7"})]


def test_waiting_for_a_message_without_its_key_is_an_incident() -> None:
    play = Play(
        program(
            """<startEvent id="s"/><receiveTask id="r" messageRef="M"/><userTask id="a"/>
            s -> r -> a
            """,
            shared=SHARED,
        )
    )
    assert play.incidents == ["r:ExpressionFailed"]
    play.set(fall="F-1").retry("r")
    assert play.send("Meldung", "F-1").open == ["a"]


def test_a_message_on_the_border_that_does_not_interrupt_can_come_again() -> None:
    play = Play(
        program(
            """
        <startEvent id="s"/><userTask id="a"/>
        <boundaryEvent id="b" attachedToRef="a" cancelActivity="false"><messageEventDefinition messageRef="M2"/>
        </boundaryEvent><userTask id="c"/>
        s -> a
        b -> c
        """,
            shared=SHARED,
        )
    )
    play.send("Antrag").send("Antrag")
    assert play.open == ["a", "c", "c"]
    assert play.listening == ["b:Antrag"]


SIGNALLING = """
<startEvent id="s"/>
<subProcess id="sub"><startEvent id="s2"/><intermediateThrowEvent id="t"><signalEventDefinition signalRef="S"/>
  </intermediateThrowEvent><scriptTask id="after" scriptFormat="feel"><script>{ran: true}</script></scriptTask>
  <userTask id="inner"/>
  s2 -> t -> after -> inner
</subProcess>
<boundaryEvent id="b" attachedToRef="sub" cancelActivity="CANCEL"><signalEventDefinition signalRef="S"/></boundaryEvent>
<userTask id="caught"/>
s -> sub
b -> caught
"""


def test_nothing_behind_a_signal_runs_in_the_scope_it_interrupts() -> None:
    play = Play(program(SIGNALLING.replace("CANCEL", "true"), shared=SHARED))
    assert play.open == ["caught"]
    assert "ran" not in play.data
    assert [t.name for t in play.thrown] == ["Alarm"]
    assert play.trace == ["s", "s2", "t", "b"]


def test_a_signal_that_does_not_interrupt_lets_the_thrower_go_on() -> None:
    play = Play(program(SIGNALLING.replace("CANCEL", "false"), shared=SHARED))
    assert play.open == ["caught", "inner"]
    assert play.listening == ["b:Alarm"]


def test_a_signal_end_event_throws() -> None:
    play = Play(
        program(
            """<startEvent id="s"/><endEvent id="e"><signalEventDefinition signalRef="S"/></endEvent>
        s -> e
        """,
            shared=SHARED,
        )
    )
    assert play.done
    assert [(t.kind, t.name) for t in play.thrown] == [("signal", "Alarm")]


ERRORS = """
<startEvent id="s"/>
<subProcess id="outer"><startEvent id="s1"/>
  <subProcess id="inner"><startEvent id="s2"/><parallelGateway id="g"/><userTask id="w"/><userTask id="go"/>
    <endEvent id="boom"><errorEventDefinition errorRef="E1"/></endEvent>
    <endEvent id="e2"/>
    s2 -> g -> w -> e2
    g -> go -> boom
  </subProcess>
  BORDER
  s1 -> inner
</subProcess>
<boundaryEvent id="all" attachedToRef="outer"><errorEventDefinition/></boundaryEvent>
<userTask id="any"/>
s -> outer
all -> any
"""


def test_an_error_goes_outwards_until_something_catches_it() -> None:
    play = Play(program(ERRORS.replace("BORDER", ""), shared=SHARED)).complete("go")
    assert play.open == ["any"]
    assert play.cancelled == ["inner", "outer", "w"]


def test_an_error_code_that_does_not_match_is_not_caught() -> None:
    border = """<boundaryEvent id="other" attachedToRef="inner"><errorEventDefinition errorRef="E2"/></boundaryEvent>
    <userTask id="wrong"/>
    other -> wrong
    """
    assert Play(program(ERRORS.replace("BORDER", border), shared=SHARED)).complete("go").open == ["any"]


def test_a_matching_code_wins_over_an_event_that_catches_all() -> None:
    border = """<boundaryEvent id="any1" attachedToRef="inner"><errorEventDefinition/></boundaryEvent>
    <boundaryEvent id="exact" attachedToRef="inner"><errorEventDefinition errorRef="E1"/></boundaryEvent>
    <userTask id="wrong"/><userTask id="right"/>
    any1 -> wrong
    exact -> right
    """
    assert Play(program(ERRORS.replace("BORDER", border), shared=SHARED)).complete("go").open == ["right"]


def test_an_error_nobody_catches_is_an_incident() -> None:
    play = Play(
        program(
            """<startEvent id="s"/><endEvent id="e"><errorEventDefinition errorRef="E1"/></endEvent>
        s -> e
        """,
            shared=SHARED,
        )
    )
    assert play.status == "active"
    assert play.incidents == ["e:UncaughtError"]


SERVICE = """
<startEvent id="s"/><parallelGateway id="g"/><userTask id="other"/>
<serviceTask id="job" pw:handler="raum.tun"/>
<boundaryEvent id="b" attachedToRef="job"><errorEventDefinition errorRef="E1"/></boundaryEvent>
<userTask id="repair"/><userTask id="next"/>
s -> g -> job -> next
g -> other
b -> repair
"""


def test_an_error_of_a_handler_reaches_the_border_of_its_task() -> None:
    def fail(call: HandlerCall) -> dict[str, object]:
        raise BpmnError("E-1")

    play = Play(program(SERVICE, shared=SHARED), handlers={"raum.tun": fail})
    assert play.open == ["other", "repair"]


def test_any_other_exception_is_an_incident_and_other_branches_go_on() -> None:
    outcomes: list[object] = [KeyError("Erika Mustermann"), {"ok": 1}]

    def act(call: HandlerCall) -> dict[str, object]:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        assert isinstance(outcome, dict)
        return outcome

    play = Play(program(SERVICE, shared=SHARED), {"x": 1}, handlers={"raum.tun": act})
    assert play.incidents == ["job:KeyError"]
    assert "Mustermann" not in play.waits.incidents[0].message
    assert play.open == ["other"]
    play.retry("job")
    assert (play.incidents, play.open, play.data["ok"]) == ([], ["next", "other"], 1)


@pytest.mark.parametrize(
    "definition, caught",
    [
        ("<errorEventDefinition/>", True),
        ('<errorEventDefinition errorRef="K"/>', True),
        ('<errorEventDefinition errorRef="E1"/>', False),
    ],
)
def test_a_failing_handler_is_caught_by_an_event_that_catches_everything_or_names_it(
    definition: str, caught: bool
) -> None:
    def act(call: HandlerCall) -> dict[str, object]:
        raise KeyError("Erika Mustermann")

    play = Play(
        program(
            f"""<startEvent id="s"/><serviceTask id="job" pw:handler="raum.tun"/><userTask id="next"/>
            <boundaryEvent id="b" attachedToRef="job">{definition}</boundaryEvent><userTask id="repair"/>
            s -> job -> next
            b -> repair
            """,
            shared=SHARED + '<error id="K" errorCode="KeyError"/>',
        ),
        handlers={"raum.tun": act},
    )
    assert (play.open, play.incidents) == ((["repair"], []) if caught else ([], ["job:KeyError"]))


def test_a_job_outside_waits_with_its_inputs() -> None:
    play = Play(
        program(
            """
        <startEvent id="s"/><serviceTask id="job" pw:handler="post.senden" pw:effect="outside" pw:retry="R3/PT1M">
        <extensionElements><pw:ioMapping><pw:input source="adresse.ort" target="ort"/></pw:ioMapping>
        </extensionElements></serviceTask>
        <boundaryEvent id="b" attachedToRef="job"><errorEventDefinition errorRef="E1"/></boundaryEvent>
        <userTask id="repair"/><userTask id="next"/>
        s -> job -> next
        b -> repair
        """,
            shared=SHARED,
        ),
        {"adresse": {"ort": "Musterstadt"}},
    )
    (job,) = play.waits.jobs
    assert (job.handler, job.retry, job.inputs) == ("post.senden", "R3/PT1M", {"ort": "Musterstadt"})
    play.run.fail_job(job.token, "ConnectionError", "Server away")
    assert play.incidents == ["job:ConnectionError"]
    assert play.waits.jobs == ()
    play.retry("job")
    (job,) = play.waits.jobs
    play.run.complete_job(job.token, {"nummer": 5})
    assert (play.open, play.data["nummer"]) == (["next"], 5)


def test_a_job_outside_can_end_in_a_modelled_error() -> None:
    play = Play(
        program(
            """
        <startEvent id="s"/><serviceTask id="job" pw:handler="post.senden" pw:effect="outside"/>
        <boundaryEvent id="b" attachedToRef="job"><errorEventDefinition errorRef="E1"/></boundaryEvent>
        <userTask id="repair"/>
        s -> job
        b -> repair
        """,
            shared=SHARED,
        )
    )
    play.run.throw_error(play.waits.jobs[0].token, "E-1")
    assert play.open == ["repair"]


def test_an_escalation_can_be_caught_without_interrupting_and_is_harmless_if_not_caught() -> None:
    body = """
    <startEvent id="s"/><subProcess id="sub"><startEvent id="s2"/><intermediateThrowEvent id="t">
      <escalationEventDefinition escalationRef="Es"/></intermediateThrowEvent><userTask id="inner"/>
      s2 -> t -> inner
    </subProcess>BORDER
    s -> sub
    FLOW
    """
    border = (
        '<boundaryEvent id="b" attachedToRef="sub" cancelActivity="{}"><escalationEventDefinition/></boundaryEvent>'
    )
    drawn = body.replace("FLOW", '<userTask id="lead"/>\nb -> lead')
    assert Play(program(drawn.replace("BORDER", border.format("false")), shared=SHARED)).open == ["inner", "lead"]
    assert Play(program(drawn.replace("BORDER", border.format("true")), shared=SHARED)).open == ["lead"]
    quiet = body.replace("FLOW", "").replace("BORDER", "")
    assert Play(program(quiet, shared=SHARED)).open == ["inner"]


def test_terminate_ends_its_scope_and_nothing_outside() -> None:
    play = Play(
        program("""
        <startEvent id="s"/><subProcess id="sub"><startEvent id="s2"/><parallelGateway id="g"/><userTask id="a"/>
          <userTask id="b"/><endEvent id="e"/><endEvent id="stop"><terminateEventDefinition/></endEvent>
          s2 -> g -> a -> stop
          g -> b -> e
        </subProcess><userTask id="next"/>
        s -> sub -> next
        """)
    )
    play.complete("a")
    assert play.open == ["next"]
    assert play.cancelled == ["b"]


def test_a_condition_fires_when_it_becomes_true_and_only_then() -> None:
    play = Play(
        program("""
        <startEvent id="s"/><userTask id="a"/>
        <boundaryEvent id="b" attachedToRef="a" cancelActivity="false"><conditionalEventDefinition>
          <condition>stand > 3</condition></conditionalEventDefinition></boundaryEvent><userTask id="c"/>
        s -> a
        b -> c
        """),
        {"stand": 1},
    )
    assert play.set(stand=2).open == ["a"]
    assert play.set(stand=4).open == ["a", "c"]
    assert play.set(stand=5).open == ["a", "c"]
    assert play.set(stand=1).set(stand=9).open == ["a", "c", "c"]


EVENT_SUB = """
<startEvent id="s"/><parallelGateway id="g"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/>
<subProcess id="handler" triggeredByEvent="true"><startEvent id="hs" isInterrupting="INTERRUPT">
  <messageEventDefinition messageRef="M2"/></startEvent><userTask id="h"/><endEvent id="he"/>
  hs -> h -> he
</subProcess>
s -> g
g -> a -> e
g -> b -> e
"""


def test_an_interrupting_event_sub_process_takes_the_place_of_its_scope() -> None:
    play = Play(program(EVENT_SUB.replace("INTERRUPT", "true"), shared=SHARED))
    play.send("Antrag")
    assert (play.open, play.listening) == (["h"], [])
    assert play.cancelled == ["a", "b"]
    assert play.complete("h").done


def test_an_event_sub_process_beside_its_scope_can_come_again_and_keeps_the_scope_open() -> None:
    play = Play(program(EVENT_SUB.replace("INTERRUPT", "false"), shared=SHARED))
    play.send("Antrag").send("Antrag")
    assert play.open == ["a", "b", "h", "h"]
    play.complete("a").complete("b")
    assert play.status == "active"
    play.complete("h").complete("h")
    assert play.done


def test_waiting_event_sub_processes_do_not_keep_a_process_open() -> None:
    play = Play(program(EVENT_SUB.replace("INTERRUPT", "false"), shared=SHARED))
    assert play.complete("a").complete("b").done
    assert play.listening == []


def test_an_error_event_sub_process_catches_what_is_thrown_inside() -> None:
    play = Play(
        program(
            """
        <startEvent id="s"/><subProcess id="sub"><startEvent id="s2"/><userTask id="a"/>
          <endEvent id="boom"><errorEventDefinition errorRef="E1"/></endEvent>
          <subProcess id="handler" triggeredByEvent="true"><startEvent id="hs"><errorEventDefinition errorRef="E1"/>
            </startEvent><userTask id="h"/>
            hs -> h
          </subProcess>
          s2 -> a -> boom
        </subProcess><userTask id="next"/>
        s -> sub -> next
        """,
            shared=SHARED,
        )
    )
    assert play.complete("a").open == ["h"]
    assert play.complete("h").open == ["next"]
