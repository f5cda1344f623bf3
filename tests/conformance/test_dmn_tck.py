"""The runner itself, on a kit of our own: what it counts as passed, failed and unsupported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conformance.dmn_tck import Count, main, run
from tests.engine.dmn.build import decision, definitions, given, imported, service, text

_HEAD = (
    '<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">'
)
_NULL = '<value xsi:nil="true"/>'


def value(kind: str, written: str) -> str:
    return f'<value xsi:type="xsd:{kind}">{written}</value>'


def case(id_: str, expected: str, *, result: str = "d", inputs: str = "", service_name: str = "") -> str:
    kind = f' type="decisionService" invocableName="{service_name}"' if service_name else ""
    node = f'<resultNode name="{result}"><expected>{expected}</expected></resultNode>'
    return f'<testCase id="{id_}"{kind}>{inputs}{node}</testCase>'


def given_value(name: str, inner: str, namespace: str = "") -> str:
    where = f' namespace="{namespace}"' if namespace else ""
    return f'<inputNode name="{name}"{where}>{inner}</inputNode>'


def write(folder: Path, model: bytes, *cases: str) -> None:
    folder.mkdir(parents=True)
    (folder / "model.dmn").write_bytes(model)
    (folder / "cases.xml").write_text(f"{_HEAD}<modelName>model.dmn</modelName>{''.join(cases)}</testCases>", "utf-8")


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    echo = definitions(given("x"), decision("d", text("x"), inputs=["x"]), service("s", outputs=["d"], inputs=["x"]))
    entries = f'<component name="a">{value("string", "b")}</component><component name="n">{_NULL}</component>'
    listed = f"<list><item>{value('decimal', '1')}</item><item>{value('decimal', '2.50')}</item></list>"
    write(
        tmp_path / "compliance-level-2" / "echo",
        echo,
        case("number", value("decimal", "2.0"), inputs=given_value("x", value("decimal", "2"))),
        case("nearly", value("double", "0.333333333"), inputs=given_value("x", value("decimal", "0.3333333333"))),
        case("date", value("date", "2026-07-01"), inputs=given_value("x", value("date", "2026-07-01"))),
        case("time", value("time", "09:00:00"), inputs=given_value("x", value("time", "09:00:00"))),
        case("moment", value("dateTime", "2026-07-01T09:00:00Z"), inputs=given_value("x", entries)),
        case("duration", value("duration", "P0Y0M1DT0H"), inputs=given_value("x", value("duration", "P1D"))),
        case("context", entries, inputs=given_value("x", entries)),
        case("list", listed, inputs=given_value("x", listed)),
        case("true", value("boolean", "true"), inputs=given_value("x", value("boolean", "true"))),
        case("null", _NULL),
        case("wrong", value("string", "1"), inputs=given_value("x", value("decimal", "1"))),
        case("missing", value("string", "1"), result="nothing"),
        case("service", value("string", "a"), inputs=given_value("x", value("string", "a")), service_name="s"),
    )
    importing = definitions(
        decision("d", text("other.inner"), decisions=["urn:other#inner"]), imports=[imported("other", "urn:other")]
    )
    folder = tmp_path / "compliance-level-3" / "imports"
    write(
        folder,
        importing,
        case("import", value("decimal", "8"), inputs=given_value("x", value("decimal", "4"), "urn:other")),
    )
    inner = definitions(given("x"), decision("inner", text("x * 2"), inputs=["x"]), namespace="urn:other")
    (folder / "other.dmn").write_bytes(inner)
    write(tmp_path / "compliance-level-3" / "broken", b"<definitions/>", case("any", _NULL))
    return tmp_path


def test_cases_are_counted_by_how_they_end_and_by_what_they_expect(kit: Path) -> None:
    report = run(kit)
    failed = {outcome.case for outcome in report.outcomes if outcome.status == "failed"}
    assert failed == {"moment", "wrong", "missing"}
    counts = report.counts()
    assert counts["compliance-level-2 (total)"] == Count(passed=10, failed=3, valued=12, valued_passed=9)
    assert counts["compliance-level-3/broken"] == Count(unsupported=1)
    assert counts["compliance-level-3/imports"] == Count(passed=1, valued=1, valued_passed=1)


def test_the_command_prints_the_counts_and_writes_every_outcome(
    kit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "report.json"
    assert main([str(kit), "--json", str(target)]) == 0
    assert "9 of 12" in capsys.readouterr().out
    report = json.loads(target.read_text("utf-8"))
    assert len(report["outcomes"]) == 15
    assert report["counts"]["compliance-level-2/echo"]["failed"] == 3
