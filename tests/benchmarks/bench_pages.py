"""Server time of a caseworker's pages in an office with 10,000 cases: p95 over many people's days."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, insert, select, text

from engine.calendar import BERLIN
from engine.executor import Engine
from models.base import Base
from models.casework import Case
from models.identity import Membership, Role, User
from models.migrate import upgrade
from models.runtime import TaskStatus, UserTask
from processes.bootstrap import build_engine
from processes.demo import DEMO_PASSWORD, seed
from processes.settings import Settings
from tests.benchmarks.rows import Row, Samples
from web.app import create_app
from web.settings import WebSettings

NOW = datetime(2026, 10, 20, 7, 30, tzinfo=BERLIN)
#: Cases that are played through their real processes, and how many there are in the end (and for a quick look).
PLAYED, CASES, SMALL = 40, 10_000, 800
#: Rows that are taken from one database to the other at a time.
AT_A_TIME = 5_000
#: People among whom the copies are divided: each demo caseworker this many times.
SHARES = 10
VISITORS = 12
#: Distance between the ids of one copy and the next.
STEP = 1_000_000

#: Tables that are copied with a case, and how: column → SQL over the original row `o` and the number of the copy `c.n`.
_NUMBER = "'F-' || printf('%04d', 3000 + c.n + (substr(o.{0}, 3, 4) - 2020) * 500) || substr(o.{0}, 7)"
_SHARE = "CASE WHEN o.{0} IS NULL OR o.{0} IN ('system') THEN o.{0} ELSE o.{0} || '.' || (c.n % {1}) END"
_COPIED = (
    "person",
    "case_file",
    "profiling_sheet",
    "need_assessment",
    "goal",
    "strategy",
    "agreement",
    "agreement_duty",
    "appointment",
    "counselling_note",
    "instance",
    "user_task",
    "task_candidate",
    "timer",
    "subscription",
)


def rows(urls: Mapping[str, str], cases: int) -> Iterator[Row]:
    """`urls` are empty databases by name, SQLite first: the office is built there and taken to the others."""
    with tempfile.TemporaryDirectory(prefix="phasenwerk-bench-") as folder:
        first: Engine | None = None
        for on, url in urls.items():
            settings = Settings(database_url=url, data_directory=Path(folder), demo=True)
            engine = build_engine(settings, clock=lambda: NOW)
            upgrade(engine.database)
            if first is None:
                first = engine
                furnish(engine, settings, cases)
            else:
                bring(first, engine)
            yield from _measured(on, engine, cases)
            engine.database.dispose()


def _measured(on: str, engine: Engine, cases: int) -> Iterator[Row]:
    for page, spent in visit(engine).items():
        beside = f"median {spent.median:.0f} ms; processor {spent.processor:.0f}, at the 95th {spent.worked_p95:.0f} ms"
        yield Row(f"{cases:,} cases, {page}: 95th percentile", on, spent.p95, "ms", at_most=200, beside=beside)


def furnish(engine: Engine, settings: Settings, cases: int) -> None:
    """An office of played cases, copied until there are enough."""
    seed(settings, cases=PLAYED, report=lambda _line: None, now=lambda: NOW)
    with engine.database.execution_options(writing=True).begin() as connection:
        copy_cases(connection, cases // PLAYED)
    with engine.database.execution_options(writing=True).begin() as connection:
        connection.execute(text("ANALYZE"))


def bring(source: Engine, target: Engine) -> None:
    """Everything in one database to another one, a PostgreSQL whose tables are there and hold nothing of an office."""
    with target.database.begin() as into, source.database.connect() as out:
        into.execute(text("SET LOCAL session_replication_role = replica"))  # the rows are right where they come from
        for table in Base.metadata.sorted_tables:
            into.execute(table.delete())
            found = out.execution_options(yield_per=AT_A_TIME).execute(select(table))
            for some in found.mappings().partitions():
                into.execute(insert(table), [dict(row) for row in some])
            if "id" in table.c and table.c.id.autoincrement and table.c.id.type.python_type is int:
                serial = f"pg_get_serial_sequence('{table.name}', 'id')"
                into.execute(text(f"SELECT setval({serial}, (SELECT coalesce(max(id), 1) FROM {table.name}))"))
    with target.database.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("VACUUM ANALYZE"))


def copy_cases(connection: Connection, copies: int) -> None:
    """Copy every case `copies - 1` times and its caseworkers `SHARES` times, inside the database."""
    connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    connection.execute(text("CREATE TEMP TABLE c (n INTEGER PRIMARY KEY)"))
    connection.execute(text("INSERT INTO c VALUES " + ",".join(f"({n})" for n in range(1, copies))))
    connection.execute(text("CREATE TEMP TABLE s (n INTEGER PRIMARY KEY)"))
    connection.execute(text("INSERT INTO s VALUES " + ",".join(f"({n})" for n in range(SHARES))))
    people = {"id": f"o.id + (s.n + 1) * {STEP}", "username": "o.username || '.' || s.n"}
    _copy(connection, "user_account", people, "s")
    member = {"id": f"o.id + (s.n + 1) * {STEP}", "user_id": f"o.user_id + (s.n + 1) * {STEP}"}
    _copy(connection, "membership", member, "s")
    for trigger in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
        connection.execute(text(f"DROP TRIGGER {trigger}"))  # the copies are what the originals became
    for table in _COPIED:
        _copy(connection, table, dict(_expressions(table)), "c")


def _expressions(table: str) -> Iterator[tuple[str, str]]:
    columns = Base.metadata.tables[table].columns
    for column in columns:
        name, target = column.name, next(iter(column.foreign_keys), None)
        if name == "caseworker_id":
            yield name, f"o.{name} + (c.n % {SHARES} + 1) * {STEP}"
        elif (name == "id" and column.primary_key) or (target is not None and target.column.table.name in _COPIED):
            yield name, f"o.{name} + c.n * {STEP}"
        elif name in ("case_number", "business_key"):
            yield name, _NUMBER.format(name)
        elif name == "assignee":
            yield name, _SHARE.format(name, SHARES)
        elif name == "token":
            yield name, "substr(o.token, 5) || printf('%04x', c.n)"
        elif name in ("customer_no", "start_key", "correlation_key", "submission_id"):
            yield name, f"o.{name} || '.' || c.n"


def _copy(connection: Connection, table: str, changed: Mapping[str, str], counter: str) -> None:
    columns = [column.name for column in Base.metadata.tables[table].columns]
    values = ", ".join(changed.get(name, f'o."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    connection.execute(text(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} o, {counter}"))


def visit(engine: Engine) -> dict[str, Samples]:
    """What each page took, over caseworkers and their own cases and tasks; each is made once before it counts."""
    app = create_app(engine, WebSettings(secret_key="k" * 40, https=False, wall_clock=lambda: NOW))
    chance, spent = random.Random(7), dict[str, Samples]()
    with engine.reading() as session:
        workers = select(User.username).join(Membership).where(Membership.role == Role.CASEWORKER)
        names = sorted(name for name in session.scalars(workers) if name.count(".") == 2)
    for name in chance.sample(names, VISITORS):
        client = _signed_in(app, name)
        for page, path in _day_of(engine, name, chance):
            _ask(client, path, spent, page)
    for name, task in _played_tasks(engine):
        client = _signed_in(app, name)
        _ask(client, f"/aufgaben/{task}", spent, "task")
    return spent


def _signed_in(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    client.post("/anmelden", data={"name": name, "kennwort": DEMO_PASSWORD, "csrf_token": _token(client)})
    return client


def _day_of(engine: Engine, name: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    with engine.reading() as session:
        own = select(Case.case_number).join(User, User.id == Case.caseworker_id).where(User.username == name)
        number = chance.choice(session.scalars(own).all())
    yield "Mein Tag", "/mein-tag"
    yield "Mein Tag, search", "/mein-tag?suche=ann"
    yield "queue of the team", "/warteschlange"
    yield "list of cases", "/faelle"
    yield "list of cases by deadline", "/faelle?sortierung=frist"
    yield "search for a name", "/faelle?suche=Schm"
    yield "case", f"/faelle/{number}"
    yield "history of a case", f"/faelle/{number}/verlauf"
    yield "calendar", "/kalender"


def _played_tasks(engine: Engine) -> Sequence[tuple[str, int]]:
    """Tasks of the cases that were played: the copies share their state, so their tokens are not found in it."""
    with engine.reading() as session:
        found = session.execute(
            select(UserTask.assignee, UserTask.id)
            .where(UserTask.id < STEP, UserTask.status == TaskStatus.OPEN, UserTask.assignee.is_not(None))
            .order_by(UserTask.id)
            .limit(VISITORS)
        )
        return [(str(name), task) for name, task in found]


def _token(client: FlaskClient) -> str:
    page = client.get("/anmelden").get_data(as_text=True)
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]


def _ask(client: FlaskClient, path: str, spent: dict[str, Samples], page: str) -> None:
    if page not in spent:  # templates and statements are compiled once in the life of a server
        assert client.get(path).status_code == 200
    samples = spent.setdefault(page, Samples())
    for _again in range(3):
        with samples.one():
            answer = client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status}"
