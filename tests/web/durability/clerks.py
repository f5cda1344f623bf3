"""People who work on, whatever happens to the database: they send each answer again, as it was, until it is taken."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from engine.actor import SYSTEM, Actor
from engine.commands.complete_task import CompleteTask
from engine.commands.start_instance import StartInstance
from engine.errors import Conflict, DatabaseAway, WrongState
from engine.executor import Engine
from models.runtime import TaskStatus, UserTask

CLERK = Actor("clerk", frozenset({"task.complete", "instance.start"}), groups=frozenset({"desk"}))


class _WorkIsOver(Exception):
    """An answer was not taken, and nobody waits for it any more."""


class Clerks:
    """`acknowledged` are the submissions that were taken, `repeated` counts those that had to be sent again.

    When their work is over they stop trying: a database that never came back must not keep them, and the test, here.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.acknowledged: list[str] = []
        self.repeated = 0
        self.failed: list[BaseException] = []
        self._lock = threading.Lock()
        self._stop = threading.Event()

    @contextmanager
    def at_work(self, count: int) -> Iterator[None]:
        """So many of them work while this lasts. Raises what any of them could not cope with."""
        threads = [threading.Thread(target=self._work, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()
        if self.failed:
            raise self.failed[0]

    def _work(self, number: int) -> None:
        try:
            lap = 0
            while not self._stop.is_set():
                lap += 1
                self._one_case(f"{number}-{lap}")
        except _WorkIsOver:
            return
        except BaseException as error:  # noqa: BLE001 - raised again where the test looks
            self.failed.append(error)

    def _one_case(self, name: str) -> None:
        """Start a case (again, if one does not know whether it was started), then answer it, unless its time limit has
        come first: the clock of the test moves meanwhile."""
        business_key = f"clerk-{name}"
        self._until_taken(lambda: self._start(business_key))
        task_id = self._until_taken(lambda: self._find(business_key))
        if task_id is None:
            return
        try:
            self._until_taken(lambda: self.engine.execute(CompleteTask(task_id, {}, f"submission-{name}"), CLERK))
        except WrongState as late:
            if late.by != SYSTEM.name:
                raise
            return
        with self._lock:
            self.acknowledged.append(f"submission-{name}")

    def _start(self, business_key: str) -> None:
        if self._find(business_key) is None:
            self.engine.execute(StartInstance("deadline", {}, business_key=business_key), CLERK)

    def _find(self, business_key: str) -> int | None:
        with self.engine.reading() as rows:
            wanted = select(UserTask.id).where(
                UserTask.business_key == business_key,
                UserTask.element_id == "answer",
                UserTask.status == TaskStatus.OPEN,
            )
            return rows.scalars(wanted).first()

    def _until_taken(self, act):  # type: ignore[no-untyped-def]
        pause = threading.Event()
        while True:
            try:
                return act()
            except (DatabaseAway, Conflict):
                if self._stop.is_set():
                    raise _WorkIsOver from None
                with self._lock:
                    self.repeated += 1
                pause.wait(0.05)
