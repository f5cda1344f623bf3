"""Invalid models are refused with the right finding on the right element."""

from __future__ import annotations

import pytest

from engine.errors import DeploymentRefused
from engine.lint.finding import Finding, Severity
from engine.spiff import check_model, read_model
from tests.engine.spiff.drawing import FUNCTIONS, source
from tests.engine.spiff.refused import content, events, flows, references, structure, twins
from tests.engine.spiff.refused.table import SHARED, Refused

ROWS = [*flows.ROWS, *structure.ROWS, *events.ROWS, *content.ROWS, *references.ROWS, *twins.ROWS]


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
