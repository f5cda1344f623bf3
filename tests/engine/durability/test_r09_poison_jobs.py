"""R9: jobs that fail, that never come back, and that kill their worker become incidents after three attempts;
everything else goes on meanwhile."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from engine.actor import SYSTEM
from engine.commands.correlate_message import CorrelateMessage
from engine.commands.start_instance import StartInstance
from engine.testing import START, Harness
from models.history import HistoryEntry
from models.runtime import Incident, Instance, Job, JobStatus
from tests.engine.durability.fleet import SharedClock, attempts, fleet
from tests.engine.durability.ledger import check_all, due_count, seconds_until
from tests.engine.durability.scale import scale

pytestmark = pytest.mark.chaos

POISON = {"fail": "OSError", "loop": "AttemptTooLong", "kill": "WorkerLost"}
#: How long a handler may take in this test, in seconds.
LIMIT = 0.3


def test_poison_becomes_an_incident_and_nobody_else_suffers(toys: Harness, database_url: str, tmp_path: Path) -> None:
    clock, each = SharedClock(START), scale(1, 10)
    poison = [f"{kind}-{n}" for kind in POISON for n in range(each)]
    healthy = [f"healthy-{n}" for n in range(4 * each)]
    for order in [*poison, *healthy]:
        toys.engine.execute(CorrelateMessage("ordered", order, {"order": order}, business_key=order), SYSTEM)
    for _ in range(10):
        toys.engine.execute(StartInstance("heartbeat", {"beats": 0, "wanted": 1_000_000}), SYSTEM)

    with fleet(database_url, tmp_path, clock, attempt_seconds=LIMIT) as ships:
        ships.start(2)

        pace = threading.Event()
        # leases of killed workers end, and pauses before the next attempt; attempts do not
        for _ in range(5 + 3 * each):
            if _living_jobs(toys) == 0:
                break
            pace.wait(1 + LIMIT)
            ships.replace_dead()
            clock.move(minutes=6)
        seconds_until(lambda: _living_jobs(toys) == 0, at_most=20)
        clock.move(days=2)
        seconds_until(lambda: due_count(toys.engine, clock()) == 0, at_most=20)
    toys.now = clock()
    tried = Counter(attempts(tmp_path))
    assert {order: tried[order] for order in poison} == dict.fromkeys(poison, 3)
    assert {order: tried[order] for order in healthy} == dict.fromkeys(healthy, 1)
    incidents = _incidents(toys)
    assert incidents.keys() == set(poison)
    for order, (error_class, element) in incidents.items():  # what killed a worker took along what ran beside it
        assert error_class in (POISON[order[:4]], "WorkerLost")
        assert element == "print"
    assert _labelled(toys) == set(healthy)
    check_all(toys)


def _living_jobs(toys: Harness) -> int:
    with toys.engine.reading() as session:
        return session.execute(select(func.count()).select_from(Job).where(Job.status != JobStatus.FAILED)).scalar_one()


def _incidents(toys: Harness) -> dict[str | None, tuple[str, str]]:
    with toys.engine.reading() as session:
        rows = session.execute(
            select(Instance.business_key, Incident.error_class, Incident.element_id)
            .join(Instance, Instance.id == Incident.instance_id)
            .where(Incident.resolved_at.is_(None))
        )
        return {key: (error_class, element_id) for key, error_class, element_id in rows}


def _labelled(toys: Harness) -> set[str | None]:
    """Orders whose label was printed and taken."""
    with toys.engine.reading() as session:
        rows = session.execute(
            select(HistoryEntry.business_key).where(
                HistoryEntry.kind == "element.completed", HistoryEntry.element_id == "print"
            )
        )
        return set(rows.scalars())
