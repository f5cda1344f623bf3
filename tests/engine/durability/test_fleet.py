"""The means of the fault tests hold up under the faults."""

from __future__ import annotations

import threading
from datetime import timedelta

from engine.testing import START
from tests.engine.durability.fleet import FORK, SharedClock

KILLS = 8


def read_for_ever(clock: SharedClock, began: threading.Event) -> None:
    clock()
    began.set()
    while True:
        clock()


def test_a_process_killed_while_it_reads_the_clock_does_not_stop_it() -> None:
    clock = SharedClock(START)
    for _ in range(KILLS):
        began = FORK.Event()
        reader = FORK.Process(target=read_for_ever, args=(clock, began), daemon=True)
        reader.start()
        assert began.wait(timeout=30)
        reader.kill()
        reader.join()
    mover = threading.Thread(target=clock.move, kwargs={"hours": 1}, daemon=True)
    mover.start()
    mover.join(timeout=10)
    assert not mover.is_alive(), "a dead process still holds the clock"
    assert clock() == START + timedelta(hours=1)
