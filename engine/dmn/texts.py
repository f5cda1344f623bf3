"""The texts of decision tables that people read in an explanation."""

from __future__ import annotations

from collections.abc import Iterator

from engine.dmn.elements import Decision, DecisionTable
from engine.dmn.reading import read_definitions


def texts_of(content: bytes) -> Iterator[str]:
    """Names of decisions, labels of condition columns and what is written beside the rows, in the order of the file.

    Raises as `read_definitions`.
    """
    for decision in read_definitions(content).decisions:
        yield from (text for text in _texts_of(decision) if text)


def _texts_of(decision: Decision) -> Iterator[str | None]:
    yield decision.name
    if isinstance(decision.logic, DecisionTable):
        yield from (column.label for column in decision.logic.inputs)
        for rule in decision.logic.rules:
            yield from rule.annotations.values()
