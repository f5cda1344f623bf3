"""A small database as a release leaves it behind: instances in every kind of wait, kept as SQL text.

`python -m tests.engine.durability.release_database FILE` is run once with the code of each release that changes what
is stored; the files in `releases/` are named for the schema revision and never made again by later code.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.actor import SYSTEM, Actor
from engine.calendar import BERLIN
from engine.commands.claim_task import ClaimTask
from engine.commands.complete_task import CompleteTask
from engine.commands.correlate_message import CorrelateMessage
from engine.commands.lease_jobs import LeaseJobs
from engine.commands.save_draft import SaveDraft
from engine.commands.suspend_instance import SuspendInstance
from engine.handlers import OutsideCall
from engine.testing import START, Harness
from models.database import open_database
from models.migrate import upgrade

TOYS = Path(__file__).parents[1] / "core" / "diagrams"
DIAGRAMS = Path(__file__).parent / "diagrams"
ADA = Actor("ada", frozenset({"task.claim", "task.complete"}), groups=frozenset({"desk", "guides"}))

#: When the release was stopped: two months after the start of the year it was used in.
STOPPED = START.astimezone(BERLIN).replace(month=3, day=1)


class World:
    """What lies outside: a printer that may be jammed, and a packer who may refuse."""

    def __init__(self) -> None:
        self.is_jammed = self.is_refusing = False
        self.printed: list[str] = []

    def print(self, call: OutsideCall) -> Mapping[str, Any]:
        if self.is_jammed:
            raise OSError
        self.printed.append(call.idempotency_key)
        return {"label": f"label of {call.inputs['order']}"}

    def pack(self, _inputs: Mapping[str, Any]) -> None:
        if self.is_refusing:
            raise ValueError

    def connect(self, harness: Harness) -> None:
        harness.register("parcel.pack", self.pack)
        harness.engine.handlers.outside("parcel.print", self.print)


def fill(url: str) -> None:
    """Deploy and leave instances waiting in every way there is."""
    database = open_database(url)
    upgrade(database)
    database.dispose()
    harness = Harness(url)
    world = World()
    world.connect(harness)
    files = [TOYS / "lending.bpmn", TOYS / "lending.form", TOYS / "parcel.bpmn"]
    harness.deploy(*files, DIAGRAMS / "heartbeat.bpmn", DIAGRAMS / "tour.bpmn")
    _lend(harness)
    _tours(harness)
    harness.start("heartbeat", business_key="H-1", beats=0, wanted=100)
    harness.start("depot", business_key="D-1")
    harness.travel_to(STOPPED)
    _parcels(harness, world)
    harness.close()


def _lend(harness: Harness) -> None:
    def lend(book: str) -> Any:
        return harness.start("lending", business_key=book, branch="north", book=book, librarian="ada")

    lend("L-open")
    drafted = lend("L-draft")
    task = drafted.task("hand_out").id
    harness.engine.execute(ClaimTask(task), ADA)
    harness.engine.execute(SaveDraft(task, {"reader": "12"}, 0), ADA)
    lent = lend("L-lent")
    lent.complete("hand_out", reader="1234")
    held = lend("L-held")
    held.complete("hand_out", reader="1234")
    harness.engine.execute(SuspendInstance(held.id, "audit"), SYSTEM)
    over = lend("L-over")
    harness.engine.execute(CompleteTask(over.task("hand_out").id, {"reader": "7777"}, "submission-of-ada"), ADA)
    over.send("returned", correlation={"book": "L-over"}, condition="worn out")


def _tours(harness: Harness) -> None:
    harness.start("tour", business_key="T-stops", tour="T-stops", places=["mill", "castle", "lake"], months=0)
    evening = harness.start("tour", business_key="T-evening", tour="T-evening", places=["mill"], months=0)
    evening.complete("visit")
    harness.travel(days=4)


def _parcels(harness: Harness, world: World) -> None:
    def order(number: str) -> None:
        harness.engine.execute(CorrelateMessage("ordered", number, {"order": number}, business_key=number), SYSTEM)

    order("P-travels")
    harness.settle()
    world.is_refusing = True
    order("P-refused")
    harness.settle()
    world.is_refusing = False
    order("P-leased")
    assert harness.engine.execute(LeaseJobs("a worker that was stopped", 10), SYSTEM)
    order("P-ready")
    harness.engine.execute(CorrelateMessage("arrived", "P-ready", {}, time_to_live="P60D"), SYSTEM)


def main(target: Path) -> None:
    with tempfile.TemporaryDirectory() as directory:
        url = f"sqlite:///{directory}/release.sqlite3"
        fill(url)
        connection = open_database(url).raw_connection()
        assert connection.driver_connection is not None
        target.write_text("\n".join(connection.driver_connection.iterdump()) + "\n", encoding="utf-8")
        connection.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
