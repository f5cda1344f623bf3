"""R2: the web process is killed in the middle of requests and started again; people send the same form once more.
What was acknowledged is there, and nothing is there twice."""

from __future__ import annotations

import http.client
import os
import random
import threading
import urllib.parse
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from engine.doctor import examine
from models.history import HistoryEntry
from models.runtime import TaskStatus, UserTask
from processes.bootstrap import build_engine
from processes.settings import Settings
from tests.engine.durability.fleet import FORK
from tests.engine.durability.ledger import seconds_until
from tests.engine.durability.scale import measured, scale
from tests.machine import free_port
from tests.web.small_office import PASSWORD, SmallOffice, open_small_office
from web.serve import serve

pytestmark = pytest.mark.chaos

FORK.set_forkserver_preload(["tests.engine.durability.fleet", "tests.web.durability.test_r02_killed_web", "web.serve"])

VALUES = {"anliegen": "Sucht Arbeit im Lager", "weg": "telefon"}


def serve_forever(settings: Settings, key: str) -> None:
    """`phasenwerk run` without its migration: the real server, the real application, the worker beside it."""
    os.environ["SECRET_KEY"] = key
    serve(build_engine(settings), settings, (), None)


class Person:
    """A person at a browser that knows cookies and repeats a request that was not answered."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies, self.repeated = port, dict[str, str](), 0

    def ask(self, method: str, path: str, values: MultiDict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, address to go on at, page. Repeats until there is an answer."""
        body = urllib.parse.urlencode(list(values.items(multi=True))) if values is not None else None
        origin = f"http://127.0.0.1:{self.port}"
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Origin": origin}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        pause = threading.Event()
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            try:
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                text = answer.read().decode()
            except (OSError, http.client.HTTPException):
                self.repeated += 1
                pause.wait(0.02)
                continue
            finally:
                connection.close()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.headers.get("Location", ""), text

    def form(self, path: str, action: str, **typed: str) -> MultiDict[str, str]:
        """The values of a form as the page shows it, with what is typed into it."""
        status, _, text = self.ask("GET", path)
        assert status == 200, (path, status)
        for form in html.fromstring(text).forms:
            if urllib.parse.urlsplit(form.get("action") or "").path == action:
                values = MultiDict(form.form_values())
                for name, value in typed.items():
                    values[name] = value
                return values
        raise AssertionError(f"no form for {action}")

    def sign_in(self, name: str) -> None:
        values = self.form("/anmelden", "/anmelden", name=name, kennwort=PASSWORD)
        assert self.ask("POST", "/anmelden", values)[0] in (302, 303)

    def complete(self, task_id: int, latest: str) -> str:
        """Fill in, check, conclude; returns the submission that was acknowledged."""
        path = f"/aufgaben/{task_id}"
        filled = self.form(path, path, antwort_bis=latest, **VALUES)
        status, _, text = self.ask("POST", path, filled)
        assert status == 303, (status, text)
        values = self.form(f"{path}/pruefen", f"{path}/abschliessen")
        status, _, text = self.ask("POST", f"{path}/abschliessen", values)
        assert status == 303, (status, text[:2000])
        again = self.ask("POST", f"{path}/abschliessen", values)
        assert again[0] == 303, "the same form once more gets the same answer"
        return values["_submission"]


class Server:
    """A web process, killed and started again."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.key = settings, "k" * 40
        self.process: Any = None
        self.kills = 0

    def start(self) -> None:
        self.process = FORK.Process(target=serve_forever, args=(self.settings, self.key), daemon=True)
        self.process.start()

    def kill(self) -> None:
        self.process.kill()
        self.process.join()
        self.process.close()
        self.kills += 1


@pytest.fixture
def office(database_url: str) -> Iterator[SmallOffice]:
    office = open_small_office(database_url)
    office.now = datetime.now(UTC)
    yield office
    office.engine.database.dispose()


def test_people_whose_server_is_killed_lose_and_double_nothing(
    office: SmallOffice, database_url: str, tmp_path: Path
) -> None:
    settings = Settings(database_url=database_url, data_directory=tmp_path, port=free_port(), log_level="ERROR")
    kills, rng, pause = scale(4, 100), random.Random(2), threading.Event()
    tasks, acknowledged = _tasks(office, kills * 2), list[str]()
    server, person = Server(settings), Person(settings.port)
    server.start()
    failed: list[BaseException] = []
    latest = (office.now + timedelta(days=14)).date().isoformat()

    def work() -> None:
        try:
            person.sign_in("a.beispiel")
            while server.kills < kills:
                acknowledged.append(person.complete(tasks.pop(), latest))
        except BaseException as error:  # noqa: BLE001 - raised again where the test looks
            failed.append(error)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    try:
        while server.kills < kills and worker.is_alive():
            before = len(acknowledged)
            seconds_until(lambda before=before: len(acknowledged) > before or not worker.is_alive(), at_most=60)
            pause.wait(rng.uniform(0.0, 0.15))
            server.kill()
            server.start()
        worker.join(timeout=60)
        assert not worker.is_alive(), "the server was started again, and answers nobody"
    finally:
        server.kill()
    assert failed == []
    measured("R2 kills, acknowledged, repeated", (kills, len(acknowledged), person.repeated))
    _check(office, acknowledged)


def _tasks(office: SmallOffice, count: int) -> list[int]:
    for _ in range(count):
        office.start("F-2026-000001")
    with office.engine.reading() as rows:
        wanted = select(UserTask.id).where(UserTask.business_key == "F-2026-000001", UserTask.status == TaskStatus.OPEN)
        return list(rows.scalars(wanted.order_by(UserTask.id.desc())))


def _check(office: SmallOffice, acknowledged: list[str]) -> None:
    with office.engine.reading() as rows:
        assert examine(rows, office.engine.definitions, datetime.now(UTC)) == []
        stored = rows.scalars(select(UserTask.submission_id).where(UserTask.submission_id.is_not(None))).all()
        done = rows.scalar(select(func.count()).where(HistoryEntry.kind == "task.completed"))
    assert set(acknowledged) <= set(stored), "an acknowledged write is lost"
    assert len(acknowledged) == len(set(acknowledged))
    assert len(stored) == len(set(stored)) == done, "a form was taken twice"
