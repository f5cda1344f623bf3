"""A worker as on another machine: `python -m tests.engine.durability.remote_worker URL`, by the real clock."""

from __future__ import annotations

import os
import sys
import threading

from engine.calendar import BusinessCalendar
from engine.executor import Engine
from engine.worker import Worker
from models.database import open_database
from processes.bootstrap import real_time


def main(url: str) -> None:
    engine = Engine(open_database(url), clock=real_time, calendar=BusinessCalendar())
    Worker(engine, f"remote-{os.getpid()}").run_forever(threading.Event(), pause=0.05)


if __name__ == "__main__":
    main(sys.argv[1])
