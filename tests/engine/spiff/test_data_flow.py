"""Where data come from and go to: lists of instances, parameters, and what a called process shares with its caller."""

from __future__ import annotations

import pytest

from engine.lint.finding import Severity
from engine.spiff import check_model
from tests.engine.spiff.drawing import FUNCTIONS, program, source
from tests.engine.spiff.play import Play

LISTS = """
<dataObject id="D1" name="posten"/><dataObject id="D2" name="summen"/><startEvent id="s"/>
<KIND id="t"><ioSpecification><dataInput id="in-1" NAMED/><dataOutput id="out-1"/><dataInput id="ein"/>
    <dataOutput id="aus"/><inputSet/><outputSet/></ioSpecification>
  <dataInputAssociation><sourceRef>D1</sourceRef><targetRef>in-1</targetRef></dataInputAssociation>
  <dataOutputAssociation><sourceRef>out-1</sourceRef><targetRef>D2</targetRef></dataOutputAssociation>EACH
  <multiInstanceLoopCharacteristics isSequential="SEQUENTIAL"><loopDataInputRef>in-1</loopDataInputRef>
    <loopDataOutputRef>out-1</loopDataOutputRef>
    <inputDataItem id="i-1" name="item"/><outputDataItem id="o-1" name="res"/>
  </multiInstanceLoopCharacteristics>BODY</KIND><userTask id="next"/>
s -> t -> next
"""
EACH = """<dataInputAssociation><sourceRef>i-1</sourceRef><targetRef>ein</targetRef></dataInputAssociation>
<dataOutputAssociation><sourceRef>aus</sourceRef><targetRef>o-1</targetRef></dataOutputAssociation>"""
CALLED = """<process id="Q" isExecutable="true"><startEvent id="qs"/><scriptTask id="q" scriptFormat="feel"><script>
{res: item * 2}</script></scriptTask>
qs -> q
</process>"""


@pytest.mark.parametrize("sequential", ["true", "false"])
@pytest.mark.parametrize(
    "kind, body, each",
    [
        ("scriptTask", "{res: item * 2}", ""),
        ("scriptTask", "{aus: ein * 2, ein: 0}", EACH),
        ("callActivity", "", ""),
    ],
)
def test_a_list_is_passed_as_a_whole_by_the_standards_own_elements(
    sequential: str, kind: str, body: str, each: str
) -> None:
    text = LISTS.replace("</KIND>", f"</{kind}>").replace("EACH", each).replace("SEQUENTIAL", sequential)
    drawn = {"scriptTask": 'scriptTask scriptFormat="feel"', "callActivity": 'callActivity calledElement="Q"'}[kind]
    text = text.replace("KIND", drawn).replace("BODY", f"<script>{body}</script>" if body else "")
    for named in ("", 'name="liste"'):
        play = Play(program(text.replace("NAMED", named), processes=CALLED), {"posten": [1, 2, 3]})
        assert (play.open, play.data) == (["next"], {"posten": [1, 2, 3], "summen": [2, 4, 6]})


def test_what_an_instance_maps_out_beside_an_input_is_its_result() -> None:
    play = Play(
        program("""
        <startEvent id="s"/><userTask id="a"><extensionElements><pw:ioMapping><pw:input source="x + 1" target="mehr"/>
        <pw:output source="mehr * wert" target="ergebnis"/></pw:ioMapping></extensionElements>
        <multiInstanceLoopCharacteristics pw:collection="xs" pw:elementVariable="x" pw:outputCollection="alle"
        pw:outputElement="ergebnis"/></userTask><userTask id="next"/>
        s -> a -> next
        """),
        {"xs": [1, 2]},
    )
    play.complete("a", wert=10).complete("a", wert=100)
    assert (play.open, play.data) == (["next"], {"xs": [1, 2], "alle": [20, 300]})


CALLING = """
<startEvent id="s"/><callActivity id="call" calledElement="Q">LOOP</callActivity><userTask id="caught"/>
<boundaryEvent id="b" attachedToRef="call" KIND/><userTask id="next"/>
s -> call -> next
b -> caught
"""
SHARED = '<error id="E" errorCode="E"/><escalation id="X" escalationCode="X"/>'


def called(end: str) -> str:
    return f"""<process id="Q" isExecutable="true"><dataObject id="D" name="eigen"/><startEvent id="qs"/>
    <scriptTask id="q" scriptFormat="feel"><script>{{spur: append(spur, "q"), neu: 1, eigen: 2}}</script></scriptTask>
    {end}
    qs -> q -> qe
    </process>"""


@pytest.mark.parametrize(
    "end, event, others",
    [
        ('<endEvent id="qe"><errorEventDefinition errorRef="E"/></endEvent>', "<errorEventDefinition/>", []),
        (
            '<endEvent id="qe"><escalationEventDefinition escalationRef="X"/></endEvent>',
            "<escalationEventDefinition/>",
            [],
        ),
        (
            '<endEvent id="qe"><escalationEventDefinition escalationRef="X"/></endEvent>',
            '<escalationEventDefinition escalationRef="X"/>',
            ["next"],
        ),
    ],
)
def test_what_a_called_process_has_written_is_there_where_its_error_is_caught(
    end: str, event: str, others: list[str]
) -> None:
    body = CALLING.replace("LOOP", "").replace(
        "KIND/>", f'cancelActivity="{"false" if others else "true"}">{event}</boundaryEvent>'
    )
    play = Play(program(body, shared=SHARED, processes=called(end)), {"spur": ["a"]})
    assert play.open == sorted(["caught", *others])
    assert play.data == {"spur": ["a", "q"], "neu": 1}


def test_called_processes_side_by_side_share_what_there_is_and_not_what_each_creates() -> None:
    loop = "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"
    inner = """<process id="Q" isExecutable="true"><startEvent id="qs"/><scriptTask id="q" scriptFormat="feel">
    <script>{mein: loopCounter}</script></scriptTask><userTask id="u"/><scriptTask id="r" scriptFormat="feel">
    <script>{spur: append(spur, mein)}</script></scriptTask>
    qs -> q -> u -> r
    </process>"""
    body = CALLING.replace("LOOP", loop).replace("KIND/>", "><errorEventDefinition/></boundaryEvent>")
    play = Play(program(body, processes=inner), {"spur": []})
    play.complete("u").complete("u").complete("u")
    assert (play.open, play.data) == (["next"], {"spur": [1, 2, 3], "mein": 3})


def test_drawn_data_without_a_speakable_name_only_describe() -> None:
    body = """
    <dataObject id="D-1" name="HR-Tool&#10;(alt)"/><dataObject id="D2" name="Antrag&#10; neu"/><startEvent id="s"/>
    <userTask id="a"><ioSpecification>
    <dataInput id="in-1"/><dataOutput id="out-1"/><dataOutput id="aus" name="neuer Wert"/>
    <inputSet/><outputSet/></ioSpecification>
    <dataInputAssociation><sourceRef>D2</sourceRef><targetRef>in-1</targetRef></dataInputAssociation>
    <dataOutputAssociation><sourceRef>aus</sourceRef><targetRef>D2</targetRef></dataOutputAssociation>
    <dataOutputAssociation><sourceRef>out-1</sourceRef><targetRef>D2</targetRef></dataOutputAssociation></userTask>
    s -> a
    """
    findings = check_model(source(body), functions=FUNCTIONS)
    assert [(f.code, f.element_id) for f in findings if f.severity is Severity.WARNING] == [("data.descriptive", "D-1")]
    play = Play(program(body))
    assert play.complete("a", **{"neuer Wert": 5}).data["Antrag neu"] == 5
