"""Engines on each database, with the toy processes that wait in every way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.testing import Harness
from models.base import Base
from tests.engine.durability.release_database import DIAGRAMS, TOYS, World
from tests.templates import copy_of


@pytest.fixture
def harness(database_url: str) -> Iterator[Harness]:
    harness = Harness(copy_of("tables", database_url, Base.metadata.create_all))
    yield harness
    harness.close()


@pytest.fixture
def world() -> World:
    """What lies outside the engine: works unless a test breaks it."""
    return World()


@pytest.fixture
def toys(harness: Harness, world: World) -> Harness:
    """All toy processes, deployed."""
    world.connect(harness)
    files = [TOYS / "lending.bpmn", TOYS / "lending.form", TOYS / "parcel.bpmn"]
    harness.deploy(*files, DIAGRAMS / "heartbeat.bpmn", DIAGRAMS / "tour.bpmn")
    return harness
