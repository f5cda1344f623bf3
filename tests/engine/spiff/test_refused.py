"""Invalid models are refused with the right finding on the right element."""

from __future__ import annotations

import pytest

from engine.errors import DeploymentRefused
from engine.lint.finding import Finding, Severity
from engine.spiff import check_model, read_model
from tests.engine.spiff.drawing import FUNCTIONS, draw, source
from tests.engine.spiff.refused import content, events, flows, languages, references, structure, twins
from tests.engine.spiff.refused.table import SHARED, Refused

ROWS = [*flows.ROWS, *structure.ROWS, *events.ROWS, *content.ROWS, *languages.ROWS, *references.ROWS, *twins.ROWS]


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_an_invalid_model_is_refused_where_it_is_wrong(row: Refused) -> None:
    model = source(row.body, shared=SHARED + row.shared, processes=row.processes)
    findings = check_model(
        model,
        known_handlers=["h"],
        known_forms=["f"],
        known_decisions=["d"],
        known_processes=["P2"],
        functions=FUNCTIONS,
    )
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    assert (row.code, row.element) in [(finding.code, finding.element_id) for finding in errors]
    for finding in findings:
        assert reads_well(finding)


def reads_well(finding: Finding) -> bool:
    """Both texts are sentences and differ."""
    texts = (finding.message_de, finding.message_en)
    return all(text.endswith((".", "?")) for text in texts) and texts[0] != texts[1]


def test_there_are_enough_invalid_models_and_each_is_named_once() -> None:
    assert len(ROWS) == len({row.name for row in ROWS})
    assert len(ROWS) >= 250


@pytest.mark.parametrize(
    "language, condition, expected",
    [
        ("http://www.w3.org/1999/XPath", "x > 1", ("expression.default-language", Severity.WARNING)),
        ("http://www.mvel.org/2.0", "x > 1", ("expression.language", Severity.ERROR)),
        ("http://www.mvel.org/2.0", "= x > 1", None),
        ("https://www.omg.org/spec/DMN/20191111/FEEL/", "x > 1", None),
    ],
)
def test_the_language_of_a_whole_file_is_told_at_the_expressions_without_one(
    language: str, condition: str, expected: tuple[str, Severity] | None
) -> None:
    body = (
        '<task id="a" default="a_c"/><task id="b"/><task id="c"/><intermediateCatchEvent id="t"><timerEventDefinition>'
        f"<timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>\na -> b [{condition}]\n"
        'a -> c -> t\n<sequenceFlow id="own" sourceRef="a" targetRef="b"><conditionExpression language="FEEL">x = 0'
        "</conditionExpression></sequenceFlow>"
    )
    text = draw(body, processes='<process id="Q"><task id="q1"/><task id="q2"/>\nq1 -> q2 [y]\n</process>')
    named = text.replace(b'id="Definitions"', f'id="Definitions" expressionLanguage="{language}"'.encode())
    findings = [
        (finding.element_id, (finding.code, finding.severity))
        for finding in check_model(read_model("x.bpmn", named), functions=FUNCTIONS)
    ]
    assert findings == ([("a_b", expected)] if expected else [])


def test_what_nobody_can_choose_in_a_sequence_of_ad_hoc_work_is_told() -> None:
    body = """<adHocSubProcess id="free" ordering="Sequential"><task id="a"/><subProcess id="b"><task id="c"/>
        </subProcess></adHocSubProcess>"""
    found = [(f.code, f.severity, f.element_id) for f in check_model(source(body), functions=FUNCTIONS)]
    assert found == [("ad-hoc.begins-itself", Severity.WARNING, "b")]
    assert not check_model(source(body.replace("Sequential", "Parallel")), functions=FUNCTIONS)


def test_incomplete_lists_of_flows_are_no_finding() -> None:
    body = (
        '<task id="a"><outgoing>a_b</outgoing></task><task id="b"><incoming/><outgoing>m</outgoing></task>'
        '<task id="c"/>\na -> b -> c\na -> c\n'
    )
    picture = '<process id="Q"><task id="q"><incoming>nix</incoming></task></process>'
    shared = '<collaboration id="C"><messageFlow id="m" sourceRef="b" targetRef="q"/></collaboration>'
    findings = check_model(source(body, shared=shared, processes=picture), functions=FUNCTIONS)
    assert [(finding.code, finding.severity) for finding in findings] == [("flow.list-other", Severity.WARNING)]


@pytest.mark.parametrize(
    "content, code",
    [
        (b"", "xml.empty"),
        (b"<a", "xml.not-well-formed"),
        (b"<a/>", "bpmn.not-bpmn"),
        (b'<!DOCTYPE x><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "xml.doctype"),
        (
            b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
            b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">&e;</definitions>',
            "xml.doctype",
        ),
        (
            b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
            + b"<documentation>" * 120
            + b"</documentation>" * 120
            + b"</definitions>",
            "xml.too-deep",
        ),
        (b" " * 8_000_001, "xml.too-large"),
    ],
)
def test_what_is_no_bounded_bpmn_document_is_refused_as_a_whole(content: bytes, code: str) -> None:
    with pytest.raises(DeploymentRefused) as refusal:
        read_model("x.bpmn", content)
    assert [finding.code for finding in refusal.value.findings] == [code]
