"""Two versions of one process, drawn as text, and a case that moves from one to the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from engine.commands.migrate_instance import MigrateInstance
from engine.doctor import examine
from engine.migration.preview import Preview
from engine.testing import Case, Harness
from tests.engine.spiff.drawing import draw


def deploy(h: Harness, body: str, **kwargs: str) -> None:
    """One more version of the process P, or of `key`."""
    h.deploy(draw(body, **kwargs))


def moved(h: Harness, case: Case, *targets: Any, **by_hand: str | None) -> Preview:
    """Migrate to the newest version after a dry run, which must have said the same; the doctor finds nothing."""
    target = h.version(*targets) if targets else h.version(case._process.key)
    plan = h.plan(case._process, target, **by_hand)
    foretold = case.preview_migration(target.version, process=target.key, plan=plan)
    happened = h.engine.execute(MigrateInstance(case.id, plan, target.id), h.actor)
    assert foretold == happened
    assert_healthy(h)
    h.settle()
    return happened


def assert_healthy(h: Harness) -> None:
    """The doctor finds nothing."""
    with h.engine.reading() as session:
        assert examine(session, h.engine.definitions, h.now) == []


@pytest.fixture
def h() -> Iterator[Harness]:
    harness = Harness()
    yield harness
    harness.close()
