"""A real office with one designer and one caseworker, a few published models, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import sqlalchemy
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from engine.actor import SYSTEM
from engine.calendar import BusinessCalendar
from engine.commands.deploy_resources import DeployResources
from engine.executor import Engine
from engine.handlers import HandlerRegistry, InsideCall
from models.identity import Membership, Role, Team, User
from models.migrate import upgrade
from processes.identity.passwords import hash_password
from tests.web.designer.workshop import MODELS
from web.app import create_app
from web.settings import WebSettings

PASSWORD = "Kennwort der Gestalterin"
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)


def _write(_call: InsideCall) -> dict[str, Any]:
    return {"nummer": 1}


@dataclass(frozen=True)
class Office:
    engine: Engine
    app: Any

    def sign_in(self, username: str) -> Visitor:
        client = self.app.test_client()
        Visitor(client).post("/anmelden", data={"name": username, "kennwort": PASSWORD})
        return Visitor(client)


@dataclass
class Visitor:
    """A signed-in person without a browser; sends the token of the session with everything."""

    client: FlaskClient

    @cached_property
    def token(self) -> str:
        page = self.client.get("/anmelden", follow_redirects=True).get_data(as_text=True)
        return page.split('name="csrf_token" value="')[1].split('"')[0]

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def post(self, path: str, **options: Any) -> TestResponse:
        headers = {"X-CSRFToken": self.token, **options.pop("headers", {})}
        return self.client.post(path, headers=headers, **options)

    def send(self, path: str, **body: Any) -> TestResponse:
        """As an editor sends it."""
        return self.post(path, json=body, headers={"Accept": "application/json"})


def furnish(database: sqlalchemy.Engine) -> None:
    """People and published models in an empty database, which is closed afterwards."""
    upgrade(database)
    with Session(database) as rows, rows.begin():
        team = Team(name="Team Süd", key="sued")
        for username, role in (("gestalt", Role.DESIGNER), ("fach", Role.CASEWORKER)):
            membership = Membership(role=role, team=team if role is Role.CASEWORKER else None)
            rows.add(
                User(
                    username=username,
                    display_name=f"Person {username}",
                    password_hash=hash_password(PASSWORD),
                    locked_until=None,
                    memberships=[membership],
                )
            )
    files = tuple((name, (MODELS / name).read_bytes()) for name in ("ziel.bpmn", "segment.dmn", "umfang.form"))
    open_office(database).engine.execute(DeployResources(files, comment="mitgeliefert"), SYSTEM)
    database.dispose()


def open_office(database: sqlalchemy.Engine) -> Office:
    """The office on a furnished database. It knows one handler."""
    handlers = HandlerRegistry()
    handlers.inside("vermerk.schreiben", _write)
    engine = Engine(database, clock=lambda: NOON, calendar=BusinessCalendar(), handlers=handlers)
    app = create_app(engine, WebSettings(secret_key="k" * 40, https=False, wall_clock=lambda: NOON))
    return Office(engine, app)
