"""Several workers against one PostgreSQL, each as on a machine of its own: one is killed, one is cut off from the
network in the middle of its work; the others take over within five seconds, and no promise is broken."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.engine import make_url

from engine.actor import SYSTEM
from engine.commands.start_instance import StartInstance
from engine.testing import Harness
from processes.bootstrap import real_time
from tests.engine.durability.ledger import check_all, due_count, seconds_until
from tests.engine.durability.release_database import DIAGRAMS
from tests.engine.durability.scale import LONG, measured, scale
from tests.machine import Postgres, postgres

pytestmark = [pytest.mark.chaos, pytest.mark.postgres]

NETWORK = "10.213.77"
INSTANCES = 15
#: A timer this old is one that nobody has taken care of: a worker needs a moment for what has just come due.
OLD = timedelta(seconds=2)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


def why_not() -> str | None:
    """What this machine lacks for networks of their own."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    if shutil.which("ip") is None:
        return "network namespaces need the program ip (package iproute2)"
    probe = f"pw{uuid.uuid4().hex[:6]}"
    if subprocess.run(["ip", "netns", "add", probe], capture_output=True, check=False).returncode:
        return "this machine does not let us make network namespaces"
    _ip("netns", "del", probe)
    return None


class Machine:
    """A worker in a network namespace of its own, with one cable to the server."""

    def __init__(self, number: int, server: Postgres) -> None:
        name = uuid.uuid4().hex[:6]
        self.space, self.cable, far_end = f"pw{name}", f"pwa{name}", f"pwb{name}"
        near, far = f"{NETWORK}.{4 * number + 1}", f"{NETWORK}.{4 * number + 2}"
        _ip("netns", "add", self.space)
        _ip("link", "add", self.cable, "type", "veth", "peer", "name", far_end, "netns", self.space)
        _ip("addr", "add", f"{near}/30", "dev", self.cable)
        _ip("link", "set", self.cable, "up")
        _ip("-n", self.space, "addr", "add", f"{far}/30", "dev", far_end)
        _ip("-n", self.space, "link", "set", far_end, "up")
        self.url = make_url(server.url).set(host=near).render_as_string(hide_password=False)
        self.process = self._work()

    def _work(self) -> subprocess.Popen[bytes]:
        command = ["ip", "netns", "exec", self.space, sys.executable, "-m", "tests.engine.durability.remote_worker"]
        return subprocess.Popen([*command, self.url], stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def replace(self) -> None:
        self.process = self._work()

    def cut_off(self) -> None:
        _ip("link", "set", self.cable, "down")

    def reconnect(self) -> None:
        _ip("link", "set", self.cable, "up")

    def remove(self) -> None:
        self.kill()
        _ip("netns", "del", self.space)


@pytest.fixture
def server() -> Iterator[Postgres]:
    lack = why_not()
    if lack:
        pytest.skip(lack)
    with postgres(network=f"{NETWORK}.0/24") as server:
        yield server


@pytest.fixture
def harness(server: Postgres) -> Iterator[Harness]:
    harness = Harness(server.url, real_time())
    harness.deploy(DIAGRAMS / "rhythm.bpmn")
    for _ in range(INSTANCES):
        harness.engine.execute(StartInstance("rhythm", {"rhythm": "R/PT1S", "ticks": 0}), SYSTEM)
    yield harness
    harness.close()


def nobody_waits(harness: Harness) -> bool:
    return due_count(harness.engine, real_time() - OLD) == 0


def test_workers_that_are_killed_and_cut_off_are_taken_over(harness: Harness, server: Postgres) -> None:
    rng, pause, slowest = random.Random(1), threading.Event(), {"killed": 0.0, "cut off": 0.0}
    machines: list[Machine] = []
    try:
        machines += [Machine(number, server) for number in range(3 if LONG else 2)]
        for round_number in range(scale(2, 40)):
            harness.now = real_time()
            seconds_until(lambda: nobody_waits(harness), at_most=60)
            pause.wait(rng.uniform(0.2, 1.0))
            machine = machines[round_number // 2 % len(machines)]
            kind = "killed" if round_number % 2 == 0 else "cut off"
            machine.kill() if kind == "killed" else machine.cut_off()
            pause.wait(OLD.total_seconds())  # what was due at that moment is old from here on
            took = OLD.total_seconds() + seconds_until(lambda: nobody_waits(harness), at_most=3)
            slowest[kind] = max(slowest[kind], took)
            machine.replace() if kind == "killed" else machine.reconnect()
    finally:
        for machine in machines:
            machine.remove()
    harness.now = real_time()
    harness.settle()
    check_all(harness)
    measured("several machines, slowest takeover in s", slowest)
