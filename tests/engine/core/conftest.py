"""An engine on each database, with a toy domain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.testing import Harness

DIAGRAMS = Path(__file__).parent / "diagrams"


@pytest.fixture
def harness(database_url: str) -> Iterator[Harness]:
    harness = Harness(database=database_url)
    yield harness
    harness.close()


@pytest.fixture
def library(harness: Harness) -> Harness:
    harness.deploy(DIAGRAMS / "lending.bpmn", DIAGRAMS / "lending.form")
    return harness
