"""Asking the shipped decision tables, and finding out which of their rows a set of questions hits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from engine.dmn import DecisionResult, Model
from engine.dmn.elements import DecisionTable
from engine.dmn.reading import read_definitions

PROCESSES = Path(__file__).parents[2] / "processes"

#: Everything a test asks of a file: (decision, inputs).
Questions = Iterable[tuple[str, Mapping[str, Any]]]


@cache
def shipped(path: str) -> Model:
    """The model of a file below `processes/`; a model with problems is no shipped model."""
    model = Model.from_xml((PROCESSES / path).read_bytes())
    assert model.problems == ()
    return model


def ask(path: str, decision: str, inputs: Mapping[str, Any]) -> DecisionResult:
    """The answer of a shipped table."""
    return shipped(path).decide(decision, inputs)


def rows_never_hit(path: str, questions: Questions) -> set[str]:
    """The rows of all tables of the file that none of the questions hits, by their ids."""
    file = read_definitions((PROCESSES / path).read_bytes())
    tables = [decision.logic for decision in file.decisions if isinstance(decision.logic, DecisionTable)]
    missing = {str(rule.id) for table in tables for rule in table.rules}
    for decision, inputs in questions:
        for step in ask(path, decision, inputs).explanation:
            for table in step["tables"]:
                missing -= {rule["id"] for rule in table["rules"]}
    return missing
