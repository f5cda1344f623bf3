"""A worker in a process of its own: `python -m tests.benchmarks.worker_process URL MOMENT`.

Says "ready", waits for a line, fires all that is due at the moment, and says how many that were and for how many
seconds it had the processor.
"""

from __future__ import annotations

import sys
import time
from datetime import datetime

from engine.calendar import BusinessCalendar
from engine.executor import Engine
from engine.worker import Worker
from models.database import open_database


def main(url: str, moment: str) -> None:
    now = datetime.fromisoformat(moment)
    worker = Worker(Engine(open_database(url), clock=lambda: now, calendar=BusinessCalendar()), "bench")
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    fired, work = 0, time.process_time()
    while moved := worker.fire_due():
        fired += moved
    print(fired, time.process_time() - work, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
