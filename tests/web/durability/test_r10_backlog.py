"""R10: after fourteen days of downtime very many timers are due at once: all fire once, the longest due first, and
people can work meanwhile."""

from __future__ import annotations

import statistics
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from engine.actor import SYSTEM
from engine.commands.deploy_resources import DeployResources
from engine.commands.start_instance import StartInstance
from engine.doctor import examine
from models.history import HistoryEntry
from models.runtime import Instance
from tests.engine.durability.backlog import multiply
from tests.engine.durability.fleet import SharedClock, fleet
from tests.engine.durability.ledger import due_count
from tests.engine.durability.release_database import DIAGRAMS
from tests.engine.durability.scale import measured, scale
from tests.web.browser import Browser
from tests.web.conftest import app_for
from tests.web.small_office import SmallOffice, open_small_office

pytestmark = pytest.mark.chaos

#: Moments at which the timers were due, and how many at each.
MOMENTS = 4
PAGES = ("/mein-tag", "/warteschlange", "/faelle/F-2026-000001", "/faelle")


@pytest.mark.parametrize(("kind", "workers"), [("sqlite", 1), pytest.param("postgres", 2, marks=pytest.mark.postgres)])
def test_a_backlog_is_drained_in_order_while_people_work(
    kind: str, workers: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url: str = request.getfixturevalue(f"{kind}_url")
    count = scale(300, 100_000)
    office = open_small_office(url)
    _fill(office, count)
    office.now += timedelta(days=14)
    anna = Browser(app_for(office)).sign_in("a.beispiel")
    clock = SharedClock(office.now)
    waits: list[float] = []
    with fleet(url, tmp_path, clock) as ships:
        begun = time.monotonic()
        ships.start(workers)
        while due_count(office.engine, clock()):
            waits.append(_visit(anna, PAGES[len(waits) % len(PAGES)]))
            threading.Event().wait(0.05)
            assert time.monotonic() - begun < 1_200, "the backlog is not drained within twenty minutes"
        seconds = time.monotonic() - begun
    p95 = statistics.quantiles(waits, n=20)[-1] if len(waits) > 1 else waits[0]
    measured(
        f"R10 {kind}: timers, workers, seconds, per second, page p95 in ms, pages",
        (count, workers, round(seconds, 1), round(count / seconds), round(p95 * 1000), len(waits)),
    )
    office.now = clock()
    _check_order(office, count, workers)
    with office.engine.reading() as rows:
        assert examine(rows, office.engine.definitions, office.now) == []
    office.engine.database.dispose()


def _fill(office: SmallOffice, count: int) -> None:
    office.engine.execute(DeployResources((("heartbeat.bpmn", (DIAGRAMS / "heartbeat.bpmn").read_bytes()),)), SYSTEM)
    for _ in range(MOMENTS):
        first = office.engine.execute(StartInstance("heartbeat", {"beats": 0, "wanted": 1_000}), SYSTEM)
        multiply(office.engine.database, first, count // MOMENTS - 1)
        office.now += timedelta(hours=1)


def _visit(anna: Browser, path: str) -> float:
    begun = time.monotonic()
    page = anna.get(path)
    assert page.status == 200, page.text
    return time.monotonic() - begun


def _check_order(office: SmallOffice, count: int, workers: int) -> None:
    """Each fired once; none of a later hour before one of an earlier hour, but for what is under way at once."""
    with office.engine.reading() as rows:
        fired = rows.execute(
            select(HistoryEntry.instance_id, HistoryEntry.data)
            .where(HistoryEntry.kind == "timer.fired")
            .order_by(HistoryEntry.id)
        ).all()
        beating = rows.scalar(select(func.count()).select_from(Instance).where(Instance.business_key.is_(None)))
    assert len(fired) == len({instance_id for instance_id, _ in fired}) == count == beating
    dues = [datetime.fromisoformat(data["due"]).astimezone(UTC) for _, data in fired]
    newest, behind = dues[0], 0
    for due in dues:
        behind += due < newest
        newest = max(newest, due)
    assert behind <= workers * MOMENTS * 100, "later deadlines overtook earlier ones"
