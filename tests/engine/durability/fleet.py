"""Workers in processes of their own, to be killed, hung up or cut off. Forked from a process that has imported
everything once, so that hundreds can be started in a test."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from engine.calendar import BusinessCalendar
from engine.executor import Engine
from engine.handlers import HandlerRegistry, InsideCall, OutsideCall
from engine.worker import Worker
from models.database import open_database

FORK: Any = multiprocessing.get_context("forkserver")
FORK.set_forkserver_preload(["tests.engine.durability.fleet", "engine.testing", "psycopg", "SpiffWorkflow"])


class SharedClock:
    """A moment that all processes of a test see, moved by the test alone.

    It has no lock: a process killed while it held one would stop the clock, and with it the test, for good.
    """

    def __init__(self, start: datetime) -> None:
        self._seconds = FORK.RawValue("d", start.timestamp())

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(self._seconds.value, UTC)

    def move(self, **delta: float) -> None:
        self._seconds.value += timedelta(**delta).total_seconds()


def handlers(directory: Path, stop: threading.Event) -> HandlerRegistry:
    """The outside world of the workers: what is printed is a line in a file, safe when the handler returns.

    An order that begins with "loop" never comes back, one that begins with "kill" takes its worker with it.
    """
    registry = HandlerRegistry()

    def pack(_call: InsideCall) -> None:
        return None

    def print_label(call: OutsideCall) -> Mapping[str, Any]:
        order = str(call.inputs["order"])
        _append(directory / "attempts", f"{order} {call.idempotency_key}\n")
        if order.startswith("kill"):
            os.kill(os.getpid(), signal.SIGKILL)
        while order.startswith("loop") and not stop.is_set():
            sum(range(1000))
        if order.startswith("fail"):
            raise OSError
        return {"label": order}

    registry.inside("parcel.pack", pack)
    registry.outside("parcel.print", print_label)
    return registry


def _append(path: Path, line: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, line.encode())
    os.close(descriptor)


def attempts(directory: Path) -> list[str]:
    """The orders that were attempted to print, one entry per attempt."""
    path = directory / "attempts"
    return [line.split()[0] for line in path.read_text().splitlines()] if path.exists() else []


def work(url: str, directory: str, clock: SharedClock, attempt_seconds: float) -> None:
    """The body of a worker process: works until it is killed. The moment it begins is a file `began-PID`."""
    stop = threading.Event()
    engine = Engine(
        open_database(url),
        clock=clock,
        calendar=BusinessCalendar(),
        handlers=handlers(Path(directory), stop),
    )
    worker = Worker(
        engine, f"worker-{os.getpid()}", batch=20, attempt_limit=timedelta(seconds=attempt_seconds), anchor=None
    )
    worker.run_forever(stop, pause=0.02)


class Fleet:
    """The living worker processes of a test."""

    def __init__(self, url: str, directory: Path, clock: SharedClock, *, attempt_seconds: float = 20.0) -> None:
        self.arguments = (url, str(directory), clock, attempt_seconds)
        self.living: list[Any] = []

    def start(self, count: int = 1) -> None:
        for _ in range(count):
            process = FORK.Process(target=work, args=self.arguments, daemon=True)
            process.start()
            self.living.append(process)

    def kill(self, process: Any) -> None:
        """SIGKILL, and wait until it is gone."""
        process.kill()
        process.join()
        self.living.remove(process)
        process.close()

    def replace_dead(self) -> int:
        """Start a new worker for each that has ended by itself; returns how many."""
        dead = [p for p in self.living if not p.is_alive()]
        for process in dead:
            process.join()
            self.living.remove(process)
            process.close()
        self.start(len(dead))
        return len(dead)

    def kill_all(self) -> None:
        for process in list(self.living):
            self.kill(process)


@contextmanager
def fleet(url: str, directory: Path, clock: SharedClock, **options: float) -> Iterator[Fleet]:
    """A fleet that is gone when the test is over."""
    ships = Fleet(url, directory, clock, **options)
    try:
        yield ships
    finally:
        ships.kill_all()
