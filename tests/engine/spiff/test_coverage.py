"""The page about coverage says what the tests show, and speaks of every element that could be executed."""

from __future__ import annotations

import importlib

import pytest

from engine.bpmn.vocabulary import EVENT_KINDS, FLOW_NODES, GLOBAL_TASKS
from tests.engine.spiff.coverage import PAGE, REFUSED, ROWS, page
from tests.engine.spiff.test_refused import ROWS as INVALID


def test_the_page_is_the_one_the_table_gives() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.group}: {row.what}, {row.outcome}" for row in ROWS])
def test_what_a_row_claims_is_shown_by_a_test(row: object) -> None:
    shown, outcome = row.shown, row.outcome  # type: ignore[attr-defined]
    if outcome == REFUSED:
        assert shown in {model.name for model in INVALID}
    else:
        module, _, function = shown.partition(".")
        assert callable(getattr(importlib.import_module(f"tests.engine.spiff.{module}"), function))


def test_every_element_that_could_be_executed_is_in_the_table() -> None:
    spoken_of = {element for row in ROWS for element in row.elements}
    assert FLOW_NODES | GLOBAL_TASKS | EVENT_KINDS.keys() <= spoken_of
