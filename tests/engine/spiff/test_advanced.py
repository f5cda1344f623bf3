"""Links, compensation, transactions, ad-hoc work, complex gateways, multiple events and other ways to start."""

from __future__ import annotations

import pytest

from engine.errors import NotFound
from engine.spiff import build_program
from tests.engine.spiff.drawing import program, source
from tests.engine.spiff.play import Play
from tests.engine.spiff.test_events import SHARED
from tests.engine.spiff.test_timers import timer


def test_a_link_jumps_to_the_event_of_the_same_name() -> None:
    play = Play(
        program("""
        <startEvent id="s"/><intermediateThrowEvent id="go"><linkEventDefinition name="A"/></intermediateThrowEvent>
        <intermediateCatchEvent id="come"><linkEventDefinition name="A"/></intermediateCatchEvent><userTask id="a"/>
        s -> go
        come -> a
        """)
    )
    assert play.open == ["a"]
    assert play.trace == ["s", "go", "come"]


AD_HOC = """
<startEvent id="s"/><adHocSubProcess id="free" ordering="ORDER" cancelRemainingInstances="CANCEL">
  <userTask id="a"/><userTask id="b"/><userTask id="b2"/>DONE
  b -> b2
</adHocSubProcess><userTask id="next"/>
s -> free -> next
"""


def ad_hoc(order: str = "Parallel", cancel: str = "true", done: str = "") -> str:
    text = f"<completionCondition>{done}</completionCondition>" if done else ""
    return AD_HOC.replace("ORDER", order).replace("CANCEL", cancel).replace("DONE", text)


def test_ad_hoc_work_is_offered_all_at_once_or_one_after_another() -> None:
    play = Play(program(ad_hoc()))
    assert play.open == ["a", "b"]
    assert play.complete("b").complete("b2").complete("a").open == ["next"]


@pytest.mark.parametrize("cancel", ["true", "false"])
def test_ad_hoc_work_in_a_sequence_is_chosen_by_people_one_at_a_time(cancel: str) -> None:
    """Whatever is not yet done can be chosen while nothing is under way (10.3.5, 13.3.5)."""
    play = Play(program(ad_hoc("Sequential", cancel)))
    assert play.open == ["a", "b"]
    assert play.complete("a").open == ["b"]
    assert play.complete("b").complete("b2").open == ["next"]
    play = Play(program(ad_hoc("Sequential", cancel)))
    assert play.complete("b").open == ["b2"], "a waits until what was chosen is done"
    assert play.cancelled == ["a"]
    assert play.complete("b2").open == ["a"]
    assert play.complete("a").open == ["next"]
    play = Play(program(ad_hoc("Sequential", cancel, "fertig")))
    assert play.complete("a").complete("b").complete("b2").open == ["a", "b"], "a new round"
    assert play.complete("b").complete("b2", fertig=True).open == ["next"]
    assert Play(program(ad_hoc("Sequential", cancel, "fertig"))).complete("a", fertig=True).open == ["next"]


def test_ad_hoc_work_that_nobody_chooses_begins_by_itself() -> None:
    """At once where it is drawn first, else when no task is left to choose; an event chooses, too."""
    body = f"""<startEvent id="s"/><adHocSubProcess id="free" ordering="Sequential">
      <scriptTask id="first" scriptFormat="feel"><script>{{began: true}}</script></scriptTask><userTask id="a"/>
      <boundaryEvent id="late" attachedToRef="a">{timer("P9D")}</boundaryEvent><userTask id="late2"/>
      <boundaryEvent id="remind" attachedToRef="a" cancelActivity="false">{timer("P2D")}</boundaryEvent>
      <userTask id="r1"/><userTask id="r2"/>
      <subProcess id="sub"><userTask id="x"/></subProcess><receiveTask id="m" messageRef="M2"/><userTask id="m2"/>
      late -> late2
      remind -> r1 -> r2
      m -> m2
    </adHocSubProcess><userTask id="next"/>
    s -> free -> next"""
    play = Play(program(body, shared=SHARED))
    assert (play.data["began"], play.open, play.listening) == (True, ["a"], ["m:Antrag"])
    assert play.send("Antrag").open == ["m2"]
    assert play.listening == []
    assert play.complete("m2").open == ["a"]
    assert play.travel(days=2).open == ["a", "r1"], "what runs beside it does not choose"
    assert play.complete("r1").open == ["a", "r2"]
    assert play.complete("r2").travel(days=8).open == ["late2"]
    assert play.complete("late2").open == ["x"]
    assert play.complete("x").open == ["next"]


def test_ad_hoc_work_ends_when_its_condition_holds() -> None:
    assert Play(program(ad_hoc(done="fertig"))).complete("a", fertig=True).open == ["next"]
    play = Play(program(ad_hoc(cancel="false", done="fertig"))).complete("a", fertig=True)
    assert play.open == ["b"]
    assert play.complete("b").complete("b2").open == ["next"]


def test_ad_hoc_work_is_offered_again_until_its_condition_holds() -> None:
    play = Play(program(ad_hoc(done="fertig"))).complete("a").complete("b").complete("b2")
    assert play.open == ["a", "b"]
    assert play.complete("b", fertig=True).open == ["next"]


@pytest.mark.parametrize("interrupting", [True, False])
def test_an_event_sub_process_of_ad_hoc_work_runs_beside_it_or_instead(interrupting: bool) -> None:
    handler = f"""<subProcess id="event" triggeredByEvent="true">
      <startEvent id="due" isInterrupting="{str(interrupting).lower()}">{timer("P2D")}</startEvent><userTask id="x"/>
      due -> x
    </subProcess>"""
    for order in ("Parallel", "Sequential"):
        play = Play(program(ad_hoc(order).replace("</adHocSubProcess>", handler + "</adHocSubProcess>")))
        assert play.travel(days=2).open == (["x"] if interrupting else ["a", "b", "x"])
        assert play.complete("x").open == (["next"] if interrupting else ["a", "b"])


COMPLEX = """
<startEvent id="s"/><parallelGateway id="g"/><userTask id="a"/><userTask id="b"/><userTask id="c"/>
<complexGateway id="two"><activationCondition>activationCount >= 2</activationCondition></complexGateway>
<userTask id="next"/><endEvent id="e"/>
s -> g -> a -> two -> next -> e
g -> b -> two
g -> c -> two
"""


def test_a_complex_gateway_fires_when_its_condition_holds_and_absorbs_late_tokens() -> None:
    play = Play(program(COMPLEX)).complete("a")
    assert play.open == ["b", "c"]
    assert play.complete("c").open == ["b", "next"]
    assert play.complete("next").status == "active"
    assert play.complete("b").done


def test_an_event_with_several_triggers_fires_at_the_first() -> None:
    body = f"""
    <startEvent id="s"/><userTask id="a"/><boundaryEvent id="b" attachedToRef="a" PARALLEL>
      <messageEventDefinition messageRef="M2"/>{timer("P1D")}<signalEventDefinition signalRef="S"/></boundaryEvent>
    <userTask id="c"/>
    s -> a
    b -> c
    """
    play = Play(program(body.replace("PARALLEL", ""), shared=SHARED))
    assert (play.listening, play.timers) == (["b#1:Antrag", "b#3:Alarm"], ["b#2"])
    assert play.signal("Alarm").open == ["c"]
    assert Play(program(body.replace("PARALLEL", ""), shared=SHARED)).travel(days=1).open == ["c"]


def test_an_event_with_several_triggers_together_waits_for_all() -> None:
    play = Play(
        program(
            f"""
        <startEvent id="s"/><intermediateCatchEvent id="w" parallelMultiple="true">
          <extensionElements><pw:ioMapping><pw:output source="x" target="x"/></pw:ioMapping></extensionElements>
          <messageEventDefinition messageRef="M2"/>{timer("P1D")}</intermediateCatchEvent><userTask id="c"/>
        s -> w -> c
        """,
            shared=SHARED,
        )
    )
    play.send("Antrag", x=5)
    assert play.open == []
    play.travel(days=1)
    assert (play.open, play.data["x"]) == (["c"], 5)


def test_events_can_share_a_definition() -> None:
    play = Play(
        program(
            """<startEvent id="s"/><intermediateCatchEvent id="w"><eventDefinitionRef>T</eventDefinitionRef>
            </intermediateCatchEvent><userTask id="a"/>
            s -> w -> a
            """,
            shared='<timerEventDefinition id="T"><timeDuration>P1D</timeDuration></timerEventDefinition>',
        )
    )
    assert play.travel(days=1).open == ["a"]


def test_a_message_starts_a_process_with_what_is_mapped() -> None:
    body = """
    <startEvent id="plain"/><startEvent id="s"><extensionElements><pw:ioMapping><pw:output source="x" target="y"/>
    </pw:ioMapping></extensionElements><messageEventDefinition messageRef="M2"/></startEvent><userTask id="a"/>
    <userTask id="b"/>
    s -> a
    plain -> b
    """
    model = source(body, shared=SHARED)
    assert [(s.element_id, s.kind, s.name) for s in model.processes[0].starts] == [
        ("plain", "none", None),
        ("s", "message", "Antrag"),
    ]
    play = Play(program(body, shared=SHARED), start="s", payload={"x": 1, "z": 2})
    assert (play.open, play.data) == (["a"], {"y": 1})
    assert Play(program(body, shared=SHARED)).open == ["b"]
    with pytest.raises(NotFound):
        Play(program(body, shared=SHARED), start="nirgends")


def test_a_receive_task_can_start_a_process() -> None:
    body = """<receiveTask id="r" instantiate="true" messageRef="M2"/><userTask id="a"/>
    r -> a
    """
    assert [(s.element_id, s.kind) for s in source(body, shared=SHARED).processes[0].starts] == [("r", "message")]
    assert Play(program(body, shared=SHARED), start="r").open == ["a"]


GATEWAY_START = """
<eventBasedGateway id="g" instantiate="true" KIND/>
<intermediateCatchEvent id="one"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>
<intermediateCatchEvent id="two"><messageEventDefinition messageRef="M2"/></intermediateCatchEvent>
<userTask id="a"/><userTask id="b"/>
g -> one -> a
g -> two -> b
"""


def test_an_event_gateway_can_start_a_process_with_the_first_or_all_of_its_messages() -> None:
    play = Play(program(GATEWAY_START.replace("KIND", ""), shared=SHARED), start="two")
    assert (play.open, play.listening) == (["b"], [])
    assert play.trace == ["g", "two"]
    parallel = GATEWAY_START.replace("KIND", 'eventGatewayType="Parallel"')
    play = Play(program(parallel, shared=SHARED), {"fall": "F-1"}, start="two")
    assert (play.open, play.listening) == (["b"], ["one:Meldung"])
    assert play.send("Meldung", "F-1").open == ["a", "b"]


def test_a_global_task_can_be_called() -> None:
    play = Play(
        program(
            '<callActivity id="c" calledElement="G"/><userTask id="w"/>\nc -> w\n',
            shared='<globalUserTask id="G" name="Prüfen" pw:form="x.form"/>',
        )
    )
    assert play.open == ["G"]
    assert play.run.describe_user_task(play.task("G")).form == "x.form"
    assert play.complete("G", x=1).open == ["w"]


BEHAVIOR = """
<startEvent id="s"/><userTask id="a"><multiInstanceLoopCharacteristics behavior="KIND" REF>
  <loopCardinality>3</loopCardinality>RULE</multiInstanceLoopCharacteristics></userTask>
<boundaryEvent id="b" attachedToRef="a" cancelActivity="CANCEL"><signalEventDefinition id="def" signalRef="S"/>
</boundaryEvent><userTask id="told"/><userTask id="next"/>
s -> a -> next
b -> told
"""


@pytest.mark.parametrize(
    "kind, ref, rule, told",
    [
        ("None", 'noneBehaviorEventRef="def"', "", 3),
        ("One", 'oneBehaviorEventRef="def"', "", 1),
        (
            "Complex",
            "",
            "<complexBehaviorDefinition><condition>numberOfCompletedInstances = 2</condition><event>"
            '<signalEventDefinition signalRef="S"/></event></complexBehaviorDefinition>',
            1,
        ),
    ],
)
def test_a_multi_instance_activity_can_tell_about_completed_instances(
    kind: str, ref: str, rule: str, told: int
) -> None:
    body = BEHAVIOR.replace("KIND", kind).replace("REF", ref).replace("RULE", rule)
    play = Play(program(body.replace("CANCEL", "false"), shared=SHARED))
    play.complete("a").complete("a").complete("a")
    assert play.open == ["next", *["told"] * told]
    interrupted = Play(program(body.replace("CANCEL", "true"), shared=SHARED))
    while "a" in interrupted.open:
        interrupted.complete("a")
    assert interrupted.open == ["told"]


def test_an_event_sub_process_inside_another_scope_listens_only_there() -> None:
    play = Play(
        program(
            """
        <startEvent id="s"/><subProcess id="sub"><startEvent id="s2"/><userTask id="a"/>
          <subProcess id="h" triggeredByEvent="true"><startEvent id="hs"><escalationEventDefinition/></startEvent>
            <userTask id="lead"/>
            hs -> lead
          </subProcess>
          <subProcess id="deep"><startEvent id="s3"/><endEvent id="up"><escalationEventDefinition escalationRef="Es"/>
            </endEvent>
            s3 -> up
          </subProcess>
          s2 -> a -> deep
        </subProcess><userTask id="next"/>
        s -> sub -> next
        """,
            shared=SHARED,
        )
    )
    assert play.complete("a").open == ["lead"]
    assert play.complete("lead").open == ["next"]


def test_pools_send_each_other_what_their_message_flow_says() -> None:
    model = source(
        """<startEvent id="s"/><sendTask id="send"/><userTask id="a"/>
        s -> send -> a
        """,
        shared="""<collaboration id="C"><participant id="pp" name="Amt" processRef="P"/>
        <participant id="pq" name="Bürger" processRef="Q"/>
        <messageFlow id="mf" sourceRef="send" targetRef="receive"/></collaboration>""",
        processes="""<process id="Q" isExecutable="true"><receiveTask id="receive"/><userTask id="b"/>
        receive -> b
        </process>""",
    )
    assert [(p.key, p.name) for p in model.processes] == [("P", "Amt"), ("Q", "Bürger")]
    sender = Play(build_program(model, "P", {}))
    assert [t.name for t in sender.thrown] == ["mf"]
    receiver = Play(build_program(model, "Q", {}))
    assert receiver.send("mf").open == ["b"]
