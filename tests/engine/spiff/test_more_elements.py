"""Lanes, data associations, artifacts and other things beside the flow."""

from __future__ import annotations

from engine.lint.finding import Severity
from engine.spiff import check_model
from tests.engine.spiff.drawing import program, source
from tests.engine.spiff.play import Play


def test_a_manual_task_waits_until_somebody_says_it_is_done() -> None:
    play = Play(program('<manualTask id="a" pw:candidateGroups="post"/>'))
    assert play.run.describe_user_task(play.task("a")).candidate_groups == ("post",)
    assert play.complete("a").done


def test_a_task_knows_its_innermost_lane() -> None:
    play = Play(
        program("""
        <laneSet id="ls"><lane id="l1" name="Amt"><flowNodeRef>a</flowNodeRef><flowNodeRef>b</flowNodeRef>
          <childLaneSet id="cs"><lane id="l2" name="Leitung"><flowNodeRef>b</flowNodeRef></lane></childLaneSet>
        </lane></laneSet><userTask id="a"/><userTask id="b"/>
        """)
    )
    assert play.run.describe_user_task(play.task("a")).lane == "Amt"
    assert play.run.describe_user_task(play.task("b")).lane == "Leitung"
    assert play.program.sources["P"].processes[0].lanes == ("Amt", "Leitung")


def test_data_associations_are_mappings() -> None:
    play = Play(
        program("""
        <dataObject id="do1" name="akte"/><dataObject id="do2" name="ergebnis"/>
        <dataObjectReference id="r1" dataObjectRef="do1"/><dataObjectReference id="r2" dataObjectRef="do2"/>
        <userTask id="a"><ioSpecification><dataInput id="in" name="vorlage"/><dataOutput id="out" name="antwort"/>
          <inputSet id="is"><dataInputRefs>in</dataInputRefs></inputSet>
          <outputSet id="os"><dataOutputRefs>out</dataOutputRefs></outputSet></ioSpecification>
          <dataInputAssociation id="dia"><sourceRef>r1</sourceRef><targetRef>in</targetRef></dataInputAssociation>
          <dataOutputAssociation id="doa"><sourceRef>out</sourceRef><targetRef>r2</targetRef></dataOutputAssociation>
        </userTask><userTask id="b"/>
        a -> b
        """),
        {"akte": "A-1"},
    )
    assert play.run.scope_variables(play.task("a")) == {"akte": "A-1", "ergebnis": None, "vorlage": "A-1"}
    play.complete("a", antwort="ja", sonst=1)
    assert play.data == {"akte": "A-1", "ergebnis": "ja"}


def test_an_association_may_compute_what_it_passes() -> None:
    play = Play(
        program("""
        <dataObject id="d" name="zahl"/><userTask id="a"><dataInputAssociation id="i"><sourceRef>d</sourceRef>
        <targetRef>doppelt</targetRef><transformation>zahl * 2</transformation></dataInputAssociation>
        <dataOutputAssociation id="o"><targetRef>d</targetRef>
        <assignment><from>doppelt + 1</from><to>d</to></assignment>
        </dataOutputAssociation></userTask><userTask id="b"/>
        a -> b
        """),
        {"zahl": 4},
    )
    assert play.complete("a").data["zahl"] == 9


def test_a_drawn_data_store_only_describes() -> None:
    play = Play(
        program(
            """<dataStoreReference id="r" name="Akten (alt)" dataStoreRef="DS"/><userTask id="a">
            <property id="ph" name="__targetRef_placeholder"/><dataInputAssociation id="i"><sourceRef>r</sourceRef>
            <targetRef>ph</targetRef></dataInputAssociation><dataOutputAssociation id="o"><targetRef>r</targetRef>
            </dataOutputAssociation></userTask><userTask id="b"/>
            a -> b
            """,
            shared='<dataStore id="DS" name="Akten (alt)"/>',
        )
    )
    assert play.complete("a", x=1).data == {"x": 1}


def test_artifacts_have_no_effect() -> None:
    play = Play(
        program("""
        <userTask id="a"/><textAnnotation id="t"><text>Hinweis</text></textAnnotation><group id="g"/>
        <association id="as" sourceRef="a" targetRef="t"/>
        """)
    )
    assert play.complete("a").done


def test_resource_roles_are_warned_about() -> None:
    model = source("""<userTask id="a"><potentialOwner id="po"><resourceAssignmentExpression><formalExpression>x
        </formalExpression></resourceAssignmentExpression></potentialOwner></userTask>""")
    (finding,) = [f for f in check_model(model) if f.severity is Severity.WARNING]
    assert (finding.code, finding.element_id) == ("resource.ignored", "po")


def test_passive_extensions_of_other_tools_are_kept_and_ignored() -> None:
    body = """<userTask id="a" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:asyncBefore="true"
        camunda:formKey="x" xmlns:x="urn:other" x:color="red"><extensionElements>
        <x:anything><x:deep/></x:anything><camunda:properties><camunda:property name="n" value="v"/>
        </camunda:properties></extensionElements></userTask>"""
    assert Play(program(body)).complete("a").done
    warned = [f for f in check_model(source(body)) if f.severity is Severity.WARNING]
    assert [(f.code, f.element_id) for f in warned] == [("foreign.ignored", "a")]
    assert "„formKey“ von Camunda" in warned[0].message_de
    assert "pw:form" in warned[0].message_de


def test_the_standards_own_elements_for_collections_work() -> None:
    play = Play(
        program("""
        <dataObject id="d" name="namen"/><dataObject id="o" name="antworten"/>
        <userTask id="a"><multiInstanceLoopCharacteristics isSequential="true"><loopDataInputRef>d</loopDataInputRef>
        <loopDataOutputRef>o</loopDataOutputRef><inputDataItem id="i" name="name"/>
        <outputDataItem id="u" name="antwort"/>
        </multiInstanceLoopCharacteristics></userTask><userTask id="w"/>
        a -> w
        """),
        {"namen": ["x", "y"]},
    )
    assert play.run.scope_variables(play.task("a"))["name"] == "x"
    play.complete("a", antwort=1).complete("a", antwort=2)
    assert play.data == {"namen": ["x", "y"], "antworten": [1, 2]}


def test_a_slip_in_a_variable_name_is_warned_about() -> None:
    model = source("""<scriptTask id="a" scriptFormat="feel"><script>{entscheidung: 1}</script></scriptTask>
        <exclusiveGateway id="x" default="x_b"/><task id="b"/><task id="c"/>
        a -> x -> b
        x -> c [entscheidnug = 1]
        """)
    (finding,) = [f for f in check_model(model) if f.severity is Severity.WARNING]
    assert (finding.code, finding.element_id) == ("feel.name", "x_c")
    assert "entscheidung" in finding.message_de
