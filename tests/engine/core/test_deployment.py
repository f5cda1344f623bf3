"""What is handed in is checked as a whole, then fixed for ever."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from engine.actor import SYSTEM, Actor
from engine.commands.deploy_resources import DeployResources
from engine.errors import DeploymentRefused, Forbidden
from engine.queries import versions
from engine.testing import Harness
from models.runtime import Definition, DefinitionKind, Resource
from tests.engine.core.conftest import DIAGRAMS

LENDING = (DIAGRAMS / "lending.bpmn").read_bytes()
FORM = (DIAGRAMS / "lending.form").read_bytes()
PROCESS = DefinitionKind.PROCESS

CALLER = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">
<process id="caller" isExecutable="true"><startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="c"/>
<callActivity id="c" calledElement="callee"/><sequenceFlow id="b" sourceRef="c" targetRef="e"/><endEvent id="e"/>
</process></definitions>"""

CALLEE = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">
<process id="callee" isExecutable="true"><startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="OLD"/>
<userTask id="OLD"/><sequenceFlow id="b" sourceRef="OLD" targetRef="e"/><endEvent id="e"/></process></definitions>"""


def table(namespace: str, body: str, imports: str = "") -> bytes:
    return f"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="{namespace}" id="d"
        namespace="{namespace}">{imports}{body}</definitions>""".encode()


IMPORT = '<import name="base" namespace="urn:base" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'
BASE = """<decision id="limit" name="limit"><variable name="limit"/>
<literalExpression><text>{}</text></literalExpression></decision>"""
TOP = """<decision id="double" name="double"><variable name="double"/>
<informationRequirement><requiredDecision href="urn:base#limit"/></informationRequirement>
<literalExpression><text>base.limit * 2</text></literalExpression></decision>"""
ASKING = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:pw="urn:phasenwerk:bpmn:1.0"
 targetNamespace="urn:test"><process id="asking" isExecutable="true"><startEvent id="s"/>
<sequenceFlow id="a" sourceRef="s" targetRef="ask"/>
<businessRuleTask id="ask" pw:decision="double" pw:resultVariable="answer"/>
<sequenceFlow id="b" sourceRef="ask" targetRef="t"/><userTask id="t"/></process></definitions>"""


def deploy(harness: Harness, **files: bytes) -> dict[str, int]:
    """Deploy files given as name_suffix=content; returns the version by key."""
    resources = tuple((name.replace("_", "."), content) for name, content in files.items())
    return {d.key: d.version for d in harness.engine.execute(DeployResources(resources), SYSTEM)}


def test_the_same_file_again_makes_no_new_version(harness: Harness) -> None:
    assert deploy(harness, lending_bpmn=LENDING, lending_form=FORM) == {"lending.form": 1, "lending": 1}
    assert deploy(harness, lending_bpmn=LENDING, lending_form=FORM) == {"lending.form": 1, "lending": 1}
    with harness.engine.reading() as session:
        assert session.execute(select(func.count()).select_from(Resource)).scalar_one() == 2


def test_running_instances_stay_on_their_version(harness: Harness) -> None:
    deploy(harness, lending_bpmn=LENDING, lending_form=FORM)
    old = harness.start("lending", branch="n", book="F", librarian="ada")
    changed = LENDING.replace(b"Hand out the book", b"Hand over the book")
    assert deploy(harness, lending_bpmn=changed)["lending"] == 2
    new = harness.start("lending", branch="n", book="G", librarian="ada")
    assert (old.task("hand_out").name, new.task("hand_out").name) == ("Hand out the book", "Hand over the book")
    old.complete("hand_out", reader="1234")
    with harness.engine.reading() as session:
        assert [(v.definition.version, v.running) for v in versions(session, PROCESS, "lending")] == [(2, 1), (1, 1)]


def test_callers_follow_what_they_call_and_running_ones_do_not(harness: Harness) -> None:
    deploy(harness, caller_bpmn=CALLER, callee_bpmn=CALLEE)
    old = harness.start("caller")
    assert deploy(harness, callee_bpmn=CALLEE.replace(b"OLD", b"NEW")) == {"callee": 2, "caller": 2}
    assert old.open_tasks() == ["OLD"]
    assert harness.start("caller").open_tasks() == ["NEW"]


def test_a_changed_form_makes_a_new_version_of_its_process(harness: Harness) -> None:
    deploy(harness, lending_bpmn=LENDING, lending_form=FORM)
    old = harness.start("lending", branch="n", book="F", librarian="ada")
    shorter = FORM.replace(b'"max":60', b'"max":30')
    assert deploy(harness, lending_form=shorter) == {"lending.form": 2, "lending": 2}
    old.complete("hand_out", reader="1234", days="45")


def test_decisions_follow_the_files_they_import(harness: Harness) -> None:
    base, top = table("urn:base", BASE.format("21")), table("urn:top", TOP, IMPORT)
    deploy(harness, base_dmn=base, top_dmn=top, asking_bpmn=ASKING)
    assert harness.start("asking").data["answer"] == 42
    assert deploy(harness, base_dmn=table("urn:base", BASE.format("50")), top_dmn=top) == {
        "limit": 2,
        "double": 2,
        "asking": 2,
    }
    assert harness.start("asking").data["answer"] == 100


def test_what_is_refused_names_the_element_and_changes_nothing(harness: Harness) -> None:
    broken = LENDING.replace(b'messageRef="m_returned"', b'messageRef="m_unknown"')
    with pytest.raises(DeploymentRefused) as refused:
        deploy(harness, lending_bpmn=broken, lending_form=FORM)
    assert {f.element_id for f in refused.value.findings} == {"returned"}
    with harness.engine.reading() as session:
        assert session.execute(select(func.count()).select_from(Definition)).scalar_one() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.bpmn", b"not xml"),
        ("x.bpmn", b'<!DOCTYPE x [<!ENTITY a "b">]><definitions/>'),
        ("x.bpmn", b"<definitions/>"),
        ("x.dmn", b"<definitions/>"),
        ("x.dmn", table("urn:top", TOP, IMPORT)),
        ("x.form", b"{"),
        ("x.form", b'{"type":"default","components":[{"type":"html","content":"<script>"}]}'),
        ("x.py", b"print()"),
        ("lending.bpmn", LENDING),  # its form is missing
    ],
)
def test_malformed_and_malicious_files_are_refused_with_findings(harness: Harness, name: str, content: bytes) -> None:
    with pytest.raises(DeploymentRefused) as refused:
        harness.engine.execute(DeployResources(((name, content),)), SYSTEM)
    assert all(f.message_de and f.message_en for f in refused.value.findings)


def test_an_upgrade_keeps_what_designers_have_published(harness: Harness) -> None:
    designer = Actor("dora", frozenset({"model.deploy"}))
    deploy(harness, callee_bpmn=CALLEE)
    mine = CALLEE.replace(b"OLD", b"MINE")
    harness.engine.execute(DeployResources((("callee.bpmn", mine),)), designer)
    shipped = CALLEE.replace(b"OLD", b"SHIPPED")
    harness.engine.execute(DeployResources((("callee.bpmn", shipped),), keep_published=True), SYSTEM)
    assert harness.start("callee").open_tasks() == ["MINE"]


def test_only_who_may_deploy_deploys(harness: Harness) -> None:
    with pytest.raises(Forbidden):
        harness.engine.execute(DeployResources((("callee.bpmn", CALLEE),)), Actor("ada"))
