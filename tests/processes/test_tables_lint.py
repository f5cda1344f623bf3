"""The shipped decision tables as designers get them: no finding, and every element on the drawing."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from engine.dmn import Model
from engine.lint.tables import lint_tables
from tests.processes.table_runs import PROCESSES

FILES = sorted(PROCESSES.rglob("*.dmn"))


def names(path: Path) -> str:
    return path.relative_to(PROCESSES).as_posix()


def test_the_tables_of_the_phases_are_shipped() -> None:
    assert {names(path) for path in FILES} >= {
        "agreement/ueberpruefungsfrist.dmn",
        "agreement/vereinbarungstyp.dmn",
        "follow_up/kontaktdichte.dmn",
        "goal/zieloptionen.dmn",
        "profiling/betreuungsstufe.dmn",
        "profiling/goettingen.dmn",
        "profiling/marktnaehe.dmn",
        "profiling/profillage.dmn",
        "strategy/reihenfolge.dmn",
    }


@pytest.mark.parametrize("path", FILES, ids=names)
def test_a_shipped_table_has_no_gap_no_overlap_and_nothing_else(path: Path) -> None:
    assert lint_tables(path.read_bytes()) == ()


@pytest.mark.parametrize("path", FILES, ids=names)
def test_a_shipped_table_can_be_drawn(path: Path) -> None:
    root = etree.parse(path).getroot()
    model = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
    drawn = {element.get("dmnElementRef") for element in root.iter("{*}DMNShape", "{*}DMNEdge")}
    needed = {
        element.get("id")
        for element in root.iter(f"{model}decision", f"{model}inputData", f"{model}informationRequirement")
    }
    assert drawn == needed


def test_no_two_files_define_the_same_decision() -> None:
    ids = [decision.id for path in FILES for decision in Model.from_xml(path.read_bytes()).decisions]
    assert len(ids) == len(set(ids))
