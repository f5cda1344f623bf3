"""An engine on each database, with a toy domain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.testing import Harness
from models.base import Base
from tests.templates import copy_of

DIAGRAMS = Path(__file__).parent / "diagrams"


@pytest.fixture
def harness(database_url: str) -> Iterator[Harness]:
    harness = Harness(copy_of("tables", database_url, Base.metadata.create_all))
    yield harness
    harness.close()


@pytest.fixture
def library(harness: Harness) -> Harness:
    harness.deploy(DIAGRAMS / "lending.bpmn", DIAGRAMS / "lending.form")
    return harness
