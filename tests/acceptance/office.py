"""A running office for journeys: real web server, real database, real clock that a team lead moves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from waitress.server import create_server

from engine.executor import Engine
from engine.worker import Worker, drain
from models.migrate import upgrade
from processes.bootstrap import build_engine, deploy_shipped
from processes.demo import DEMO_PASSWORD, seed
from processes.settings import Settings
from web.app import create_app
from web.settings import WebSettings


@dataclass(frozen=True)
class Office:
    """`settle` does what the worker does: everything due at this moment."""

    url: str
    engine: Engine
    password: str = DEMO_PASSWORD

    def settle(self) -> None:
        drain(Worker(self.engine, "acceptance"))


@contextmanager
def open_office(database_url: str, *, cases: int) -> Iterator[Office]:
    """Serve a demo office with this many cases on a free port."""
    settings = Settings(database_url=database_url, demo=True)
    engine = build_engine(settings)
    upgrade(engine.database)
    seed(settings, cases=cases, report=lambda _line: None)
    engine.database.dispose()
    engine = build_engine(settings)
    deploy_shipped(engine)
    app = create_app(engine, WebSettings(secret_key="k" * 40, https=False, is_demo=True))
    server: Any = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield Office(f"http://127.0.0.1:{server.effective_port}", engine)
    finally:
        server.close()
        thread.join(timeout=10)
        engine.database.dispose()
