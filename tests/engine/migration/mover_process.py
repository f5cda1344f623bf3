"""A worker in a process of its own, to be killed: `python -m tests.engine.migration.mover_process URL MOMENT`.

Prints a line after every round, so that the test can kill it in the middle of the work.
"""

from __future__ import annotations

import sys
from datetime import datetime

from engine.calendar import BusinessCalendar
from engine.executor import Engine
from engine.worker import Worker
from models.database import open_database


def main(url: str, moment: str) -> None:
    now = datetime.fromisoformat(moment)
    worker = Worker(Engine(open_database(url), clock=lambda: now, calendar=BusinessCalendar()), "to-be-killed")
    print("ready", flush=True)  # noqa: T201
    while worker.run_once():
        print("round", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
