"""R1: the worker is killed in the middle of due timers; nothing is lost, nothing is doubled."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.doctor import examine
from engine.testing import Harness

DIAGRAM = Path(__file__).parent / "diagrams" / "heartbeat.bpmn"
INSTANCES = 60
KILLS = 12


@pytest.fixture
def harness(database_url: str) -> Iterator[Harness]:
    harness = Harness(database=database_url)
    yield harness
    harness.close()


def test_a_worker_killed_among_due_timers_loses_and_doubles_nothing(harness: Harness, database_url: str) -> None:
    harness.deploy(DIAGRAM)
    cases = [harness.start("heartbeat", beats=0, wanted=3) for _ in range(INSTANCES)]
    rng = random.Random(20260105)
    killed = 0
    for day in range(1, 4):
        moment = harness.now.replace(day=harness.now.day + day)
        for _ in range(KILLS // 3):
            worker = subprocess.Popen(
                [sys.executable, "-m", "tests.engine.durability.worker_process", database_url, moment.isoformat()],
                stdout=subprocess.PIPE,
                text=True,
            )
            assert worker.stdout is not None
            for _ in range(rng.randint(1, 12)):
                worker.stdout.readline()
            worker.kill()
            worker.wait()
            worker.stdout.close()
            killed += worker.returncode == -9
    harness.travel(days=10)  # a beat fired late moves the following ones
    assert killed >= KILLS // 2, "the workers must really have been killed at work"
    assert [c.status for c in cases] == ["completed"] * INSTANCES
    for case in cases:
        assert case.data["beats"] == 3
        assert Counter(case.trace())["count"] == 3
    with harness.engine.reading() as session:
        assert examine(session, harness.engine.definitions, harness.now) == []
