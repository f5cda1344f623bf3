"""The worker is killed in the middle of a migration: every instance is moved once or waits for the next worker."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from engine.commands.migration_batches import StartMigration
from engine.doctor import examine
from engine.testing import Harness
from models.history import HistoryEntry
from tests.engine.migration.scene import deploy

ONE = '<startEvent id="s"/><userTask id="{0}" name="Prüfen"/><endEvent id="e"/>\ns -> {0} -> e\n'
INSTANCES = 80


@pytest.fixture
def h(database_url: str) -> Iterator[Harness]:
    harness = Harness(database_url)
    yield harness
    harness.close()


def test_a_worker_killed_in_the_middle_moves_nothing_twice_and_loses_nothing(h: Harness, database_url: str) -> None:
    deploy(h, ONE.format("A"))
    cases = [h.start("P") for _ in range(INSTANCES)]
    deploy(h, ONE.format("B"))
    source, target = h.version("P", 1), h.version("P", 2)
    h.engine.execute(StartMigration(source.id, target.id, h.plan(source, target), "Neu"), h.actor)
    for items in (1, 0):
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.engine.migration.mover_process", database_url, h.now.isoformat()],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert worker.stdout is not None
        for _ in range(1 + items):  # "ready", and after each round "round"
            worker.stdout.readline()
        worker.kill()
        worker.wait()
        worker.stdout.close()
        assert worker.returncode == -9
    assert 1 in {case.version for case in cases}, "the worker must have been killed before it was done"
    h.settle()
    assert {case.version for case in cases} == {2}
    assert {tuple(case.open_tasks()) for case in cases} == {("B",)}
    with h.engine.reading() as session:
        told = select(HistoryEntry.instance_id, func.count()).where(HistoryEntry.kind == "instance.migrated")
        assert {count for _, count in session.execute(told.group_by(HistoryEntry.instance_id))} == {1}
        assert examine(session, h.engine.definitions, h.now) == []
