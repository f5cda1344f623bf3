"""Runs the public DMN Technology Compatibility Kit: `python -m tests.conformance.dmn_tck DIR [--json FILE]`.

DIR is the kit's folder of test cases (with `compliance-level-2` and `compliance-level-3` in it). The kit itself is
fetched separately and never part of this repository. A case passes if every result it names has the expected value;
cases whose expected values are not all null are counted a second time on their own, because an engine that always
answers null passes almost half of the kit.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from engine.dmn import DmnError, Model
from tests.conformance.tck_values import Expected, matches, read_value

_NS = "{http://www.omg.org/spec/DMN/20160719/testcase}"
#: The kit only asks what kind of value the clock gives.
_NOW = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
LEVELS = ("compliance-level-2", "compliance-level-3")


@dataclass(frozen=True)
class Outcome:
    """How one case ended."""

    folder: str
    file: str
    case: str
    valued: bool
    status: str
    detail: str = ""


@dataclass
class Count:
    """Cases by how they ended."""

    passed: int = 0
    failed: int = 0
    unsupported: int = 0
    valued: int = 0
    valued_passed: int = 0

    @property
    def total(self) -> int:
        return self.passed + self.failed + self.unsupported

    def add(self, outcome: Outcome) -> None:
        """Count one more case."""
        setattr(self, outcome.status, getattr(self, outcome.status) + 1)
        self.valued += outcome.valued
        self.valued_passed += outcome.valued and outcome.status == "passed"


@dataclass
class Report:
    """All outcomes, by folder and by level."""

    outcomes: list[Outcome] = field(default_factory=list)

    def counts(self) -> dict[str, Count]:
        """The counts of each folder, then of each level."""
        counts: dict[str, Count] = {}
        for outcome in self.outcomes:
            counts.setdefault(outcome.folder, Count()).add(outcome)
        for level in LEVELS:
            total = Count()
            for outcome in self.outcomes:
                if outcome.folder.startswith(level):
                    total.add(outcome)
            counts[f"{level} (total)"] = total
        return counts


def run(directory: Path) -> Report:
    """Every case of both levels below the directory."""
    report = Report()
    for level in LEVELS:
        for folder in sorted(path for path in (directory / level).iterdir() if path.is_dir()):
            for file in sorted(folder.rglob("*.xml")):
                report.outcomes.extend(_run_file(f"{level}/{folder.name}", file))
    return report


def _run_file(folder: str, file: Path) -> Iterator[Outcome]:
    root = etree.fromstring(file.read_bytes())
    model_name = root.findtext(f"{_NS}modelName") or ""
    model: Model | str
    try:
        model = _model(file.parent, model_name)
    except DmnError as error:
        model = str(error)
    for case in root.iter(f"{_NS}testCase"):
        yield _run_case(folder, file.name, model, case)


def _model(folder: Path, name: str) -> Model:
    data = (folder / name).read_bytes()
    others = {}
    for path in folder.glob("*.dmn"):
        if path.name != name:
            content = path.read_bytes()
            others[etree.fromstring(content).get("namespace", "")] = content
    return Model.from_xml(data, others)


def _run_case(folder: str, file: str, model: Model | str, case: etree._Element) -> Outcome:
    inputs = {}
    for node in case.iter(f"{_NS}inputNode"):
        name = node.get("name", "")
        namespace = node.get("namespace")
        inputs[f"{{{namespace}}}{name}" if namespace else name] = read_value(node)
    results = [
        (node.get("name", ""), read_value(node.find(f"{_NS}expected"))) for node in case.iter(f"{_NS}resultNode")
    ]
    valued = any(expected is not None for _, expected in results)
    case_id = case.get("id", "")
    if isinstance(model, str):
        return Outcome(folder, file, case_id, valued, "unsupported", model)
    for name, expected in results:
        detail = _check(model, case, name, inputs, expected)
        if detail:
            return Outcome(folder, file, case_id, valued, "failed", f"{name}: {detail}")
    return Outcome(folder, file, case_id, valued, "passed")


def _check(model: Model, case: etree._Element, name: str, inputs: dict[str, object], expected: Expected) -> str | None:
    try:
        if case.get("type") == "decisionService":
            service = case.get("invocableName", name)
            outputs = next(info.outputs for info in model.services if info.name == service)
            value = model.invoke_service(service, inputs, now=_NOW).value
            if len(outputs) > 1 and name in outputs:
                value = value[name]
        else:
            value = model.decide(name, inputs, now=_NOW).value
    except DmnError as error:
        return f"{type(error).__name__}: {error}"
    except Exception as error:  # noqa: BLE001 - one defect must not hide the results of 3,000 other cases
        return f"crash: {type(error).__name__}: {error}"
    return None if matches(value, expected) else f"expected {expected!r}, but got {value!r}"


def _print(report: Report) -> None:
    write = sys.stdout.write
    write(f"{'':60} {'passed':>7} {'failed':>7} {'unsupp.':>7} {'total':>7}   with a value\n")
    for folder, count in report.counts().items():
        write(
            f"{folder:60} {count.passed:7} {count.failed:7} {count.unsupported:7} {count.total:7}   "
            f"{count.valued_passed} of {count.valued}\n"
        )


def main(arguments: list[str] | None = None) -> int:
    """The command line; the exit code is 0 whatever the cases say, since the numbers are the answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path, help="the kit's folder TestCases")
    parser.add_argument("--json", type=Path, help="write every outcome to this file")
    options = parser.parse_args(arguments)
    report = run(options.directory)
    _print(report)
    if options.json is not None:
        counts = {folder: vars(count) for folder, count in report.counts().items()}
        outcomes = [vars(outcome) for outcome in report.outcomes]
        options.json.write_text(json.dumps({"counts": counts, "outcomes": outcomes}, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
