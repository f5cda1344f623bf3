"""What scripts get instead of a page: a status, each place, what was expected and what was found; nothing has changed.

The routes come from the application's own map: one that answers JSON and has no rows here fails.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import CodeType, FunctionType
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from engine.actor import SYSTEM
from engine.commands.cancel_instance import CancelInstance
from engine.commands.save_model_draft import SaveModelDraft
from engine.model_files import LARGEST_FILE
from models.base import Base
from tests.scratch import scratch_database
from tests.web.browser import Browser
from tests.web.conftest import app_for
from tests.web.small_office import SmallOffice, open_small_office
from web.security import MAX_FORM, MAX_REQUEST

FILE = "/modelle/dateien/anliegen.form"
JSON = {"Accept": "application/json"}
HUGE = 10**20


@dataclass
class Desk:
    """An office, who is signed in where, and the tasks the rows speak of."""

    office: SmallOffice
    app: Flask
    open_task: int
    done_task: int
    foreign_task: int
    people: dict[str, Browser] = field(default_factory=dict)

    def send(self, who: str | None, method: str, path: str, **options: Any) -> TestResponse:
        """As that person's script, with the token of their session; None is signed in nowhere."""
        browser = self.browser(who)
        token = {"X-CSRFToken": browser.token()} if who else {}
        path = path.format(open=self.open_task, done=self.done_task, foreign=self.foreign_task)
        return browser.client.open(path, method=method, **{**options, "headers": {**token, **options["headers"]}})

    def browser(self, who: str | None) -> Browser:
        name = who or ""
        if name not in self.people:
            self.people[name] = Browser(self.app).sign_in(who) if who else Browser(self.app)
        return self.people[name]

    def stored(self) -> dict[str, list[Any]]:
        """Everything in the database."""
        with self.office.engine.database.connect() as rows:
            return {
                table.name: sorted(map(repr, rows.execute(table.select()).all()))
                for table in Base.metadata.sorted_tables
            }


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('office') / 'office.sqlite3'}"
        yield from _desk(url)
    else:
        with scratch_database(request.getfixturevalue("postgres_server")) as url:
            yield from _desk(url)


def _desk(url: str) -> Iterator[Desk]:
    office = open_small_office(url)
    done = office.task_of("F-2026-000001")
    office.engine.execute(CancelInstance(done.instance_id, "r"), SYSTEM)
    office.engine.execute(SaveModelDraft("anliegen.form", b"{}", 0), SYSTEM)
    desk = Desk(
        office, app_for(office), office.task_of("F-2026-000002").id, done.id, office.task_of("F-2026-000004").id
    )
    for name in (None, "a.beispiel", "d.designer"):
        desk.browser(name)
    yield desk
    office.engine.database.dispose()


@dataclass(frozen=True)
class Row:
    """A request that is refused: to which route, what is wrong with it, the status and the place that is named."""

    endpoint: str
    wrong: str
    status: int
    place: str
    method: str
    path: str
    who: str | None
    options: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.endpoint}: {self.wrong}"


def row(
    endpoint: str, wrong: str, status: int, place: str, path: str, who: str | None, method: str = "POST", **options: Any
) -> Row:
    return Row(endpoint, wrong, status, place, method, path, who, {"headers": JSON, **options})


#: What is wrong with a body that should be a JSON object.
BODIES = [
    ("no JSON", b"{source", 400, "body"),
    ("nothing", b"", 400, "body"),
    ("no UTF-8", b'"\xff"', 400, "body"),
    ("nested too deeply", b"[" * 100_000, 400, "body"),
    ("a number without end", b'{"source": ' + b"9" * 5000 + b"}", 400, "body"),
    ("a list", b"[]", 400, "body"),
]
#: By name of a field: values that it does not take.
FIELDS: dict[str, list[Any]] = {
    "source": [None, 1, ["x"], "\x00", "\ud800", "x" * (LARGEST_FILE + 1)],
    "revision": ["1", True, 1.5, [], HUGE, -1],
    "note": [None, 1, "x" * 501, "\x00"],
}


def as_json(value: Any) -> dict[str, Any]:
    """A body in ASCII, so that it may hold what is no text."""
    return {"data": json.dumps(value), "content_type": "application/json"}


def of_editors(view: str, *names: str) -> Iterator[Row]:
    """Rows of a route that takes a JSON object with these fields."""
    endpoint, verb, who = f"designer.{view}", VERBS[view], "d.designer"
    path = f"{FILE}/{verb}"
    whole: dict[str, Any] = {"source": "{}", "revision": 1, "note": "x"}
    whole = {name: whole[name] for name in names}
    for wrong, body, status, place in BODIES:
        yield row(endpoint, wrong, status, place, path, who, data=body, content_type="application/json")
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        yield row(endpoint, kind, 415, "Content-Type", path, who, data=json.dumps(whole), content_type=kind)
    yield row(
        endpoint, "too large", 413, "body", path, who, data=b" " * (MAX_REQUEST + 1), content_type="application/json"
    )
    yield row(endpoint, "unknown field", 422, "more", path, who, json={**whole, "more": 1})
    yield row(endpoint, "unknown field that is no text", 422, "?", path, who, **as_json({"\ud800": 1}))
    for name in names:
        without = {other: value for other, value in whole.items() if other != name}
        yield row(endpoint, f"without {name}", 422, name, path, who, json=without)
        for number, value in enumerate(FIELDS[name]):
            yield row(endpoint, f"{name} {number}", 422, name, path, who, **as_json({**whole, name: value}))
    for name in ("x.exe", "1x.form", "a b.form", "x" * 200 + ".form"):
        yield row(endpoint, f"file {name[:9]}", 404, "address", f"/modelle/dateien/{name}/{verb}", who, json=whole)
    yield row(endpoint, "file with a zero", 400, "file", f"/modelle/dateien/x%00.form/{verb}", who, json=whole)
    if "revision" in names:
        yield row(endpoint, "wrong state", 409, "revision", path, who, json={**whole, "revision": 7})
    yield row(endpoint, "no right", 404, "address", path, "a.beispiel", json=whole)
    yield row(endpoint, "nobody", 401, "session", path, None, json=whole)
    yield row(endpoint, "no token", 400, "csrf_token", path, who, json=whole, headers={**JSON, "X-CSRFToken": "x"})
    yield row(
        endpoint, "elsewhere", 400, "Origin", path, who, json=whole, headers={**JSON, "Origin": "http://x.example"}
    )
    yield row(endpoint, "wrong method", 405, "method", path, who, "DELETE")


def of_reading(endpoint: str, path: str, who: str, stranger: str, name: str, most: int) -> Iterator[Row]:
    """Rows of a route that only looks, with one field in its query."""
    for wrong, value, status, place in (
        ("too large", "x" * (most + 1), 422, name),
        ("twice", ["a", "b"], 422, name),
        ("zero", "\x00", 400, name),
    ):
        yield row(endpoint, wrong, status, place, path, who, "GET", query_string={name: value})
    yield row(endpoint, "unknown field", 422, "more", path, who, "GET", query_string={name: "x", "more": "1"})
    yield row(endpoint, "missing field", 422, name, path, who, "GET", query_string={"more": "1"})
    yield row(endpoint, "no right", 404, "address", path, stranger, "GET", query_string={name: "x"})
    yield row(endpoint, "nobody", 401, "session", path, None, "GET", query_string={name: "x"})
    yield row(endpoint, "wrong method", 405, "method", path, who, "PATCH")


def of_drafts() -> Iterator[Row]:
    """Rows of the draft of a task. What is typed into its fields is never refused: a draft is kept valid or not."""
    endpoint, who, form = "tasks.save_draft", "a.beispiel", {"anliegen": "x", "_revision": "0"}
    path = "/aufgaben/{open}/entwurf"
    for revision in ("abc", "-1", "1.5", "", str(HUGE), "²"):
        yield row(endpoint, f"revision {revision}", 422, "_revision", path, who, data={**form, "_revision": revision})
    yield row(endpoint, "wrong state of the draft", 409, "revision", path, who, data={**form, "_revision": "7"})
    yield row(endpoint, "wrong state", 409, "user task", "/aufgaben/{done}/entwurf", who, data=form)
    yield row(endpoint, "zero", 400, "anliegen", path, who, data={**form, "anliegen": "\x00"})
    yield row(endpoint, "too large", 413, "body", path, who, data={"anliegen": "x" * (MAX_FORM + 1)})
    for kind in ("application/json", "text/plain"):
        yield row(endpoint, kind, 415, "Content-Type", path, who, data='{"anliegen": "x"}', content_type=kind)
    yield row(
        endpoint,
        "no UTF-8",
        400,
        "body",
        path,
        who,
        data=b"anliegen=\xff",
        content_type="application/x-www-form-urlencoded",
    )
    yield row(endpoint, "nothing", 415, "Content-Type", path, who)
    yield row(endpoint, "unknown", 404, "address", "/aufgaben/4711/entwurf", who, data=form)
    yield row(endpoint, "no number", 404, "address", "/aufgaben/x/entwurf", who, data=form)
    yield row(endpoint, "a number no database keeps", 404, "address", f"/aufgaben/{HUGE}/entwurf", who, data=form)
    yield row(endpoint, "foreign", 404, "address", "/aufgaben/{foreign}/entwurf", who, data=form)
    yield row(endpoint, "no right", 404, "address", path, "d.designer", data=form)
    yield row(endpoint, "nobody", 401, "session", path, None, data=form)
    yield row(endpoint, "no token", 400, "csrf_token", path, who, data=form, headers={**JSON, "X-CSRFToken": "x"})
    yield row(endpoint, "wrong method", 405, "method", path, who, "DELETE")


VERBS = {"save": "speichern", "check": "pruefen", "publish": "veroeffentlichen", "preview": "vorschau"}
ROWS = [
    *of_editors("save", "source", "revision"),
    *of_editors("check", "source"),
    *of_editors("publish", "source", "revision", "note"),
    row("designer.publish", "faults", 422, "source", f"{FILE}/veroeffentlichen", "d.designer",
        json={"source": "{", "revision": 1, "note": "x"}),
    *of_editors("preview", "source"),
    row("designer.preview", "faults", 422, "source", f"{FILE}/vorschau", "d.designer", json={"source": "{"}),
    row("designer.preview", "no form", 404, "address", "/modelle/dateien/x.bpmn/vorschau", "d.designer",
        json={"source": "{}"}),
    *of_reading("designer.content", f"{FILE}/inhalt", "d.designer", "a.beispiel", "name", 200),
    *of_reading("catalogues.occupations", "/kataloge/berufe", "a.beispiel", "d.designer", "q", 200),
    *of_reading("catalogues.providers_called", "/kataloge/traeger", "a.beispiel", "d.designer", "q", 200),
    *of_drafts(),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_bad_request_is_told_and_changes_nothing(desk: Desk, row: Row) -> None:
    before = desk.stored()
    answer = desk.send(row.who, row.method, row.path, **row.options)
    assert answer.status_code == row.status, answer.get_data(as_text=True)
    assert answer.content_type == "application/problem+json"
    told = answer.get_json()
    assert told["status"] == row.status
    assert told["title"]
    assert told["detail"]
    assert row.place in [place["place"] for place in told["places"]]
    assert all(place["expected"] and place["found"] for place in told["places"]), told
    assert desk.stored() == before


@pytest.mark.parametrize("language, expected", [("de", "eine Zahl ab 0"), ("en", "a number from 0")])
def test_a_place_is_told_in_the_language_of_the_person(office: SmallOffice, language: str, expected: str) -> None:
    browser = Browser(app_for(office)).sign_in("d.designer")
    browser.submit(browser.get("/konto"), "/konto/sprache", sprache=language)
    body = {"source": "{}", "revision": -1}
    answer = browser.client.post(f"{FILE}/speichern", json=body, headers={"X-CSRFToken": browser.token()})
    assert [place["expected"] for place in answer.get_json()["places"]] == [expected]


def test_every_route_that_answers_json_has_rows(desk: Desk) -> None:
    views = desk.app.view_functions
    speaking = {endpoint for endpoint, view in views.items() if _names(view, "jsonify")}
    assert len(speaking) > 5
    assert speaking == {row.endpoint for row in ROWS}
    for endpoint in speaking:
        always = getattr(views[endpoint], "speaks_json", False)
        assert always != _names(views[endpoint], "wants_json"), f"{endpoint} does not say to whom it answers JSON"


def _names(view: Any, name: str, seen: frozenset[Any] = frozenset()) -> bool:
    """Whether a function, or one of its module that it calls, names a function."""
    if not isinstance(view, FunctionType) or view in seen:
        return False
    named = set(_all_names(view.__code__))
    others = (view.__globals__.get(other) for other in named)
    here = [each for each in others if getattr(each, "__module__", None) == view.__module__]
    return name in named or any(_names(each, name, seen | {view}) for each in here)


def _all_names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _all_names(each)


def test_no_address_takes_a_number_that_no_database_keeps(desk: Desk) -> None:
    """Whatever the route: a refusal for a script, and never a fault of ours."""
    before, tried = desk.stored(), 0
    for rule in desk.app.url_map.iter_rules():
        if not re.search("<int:", rule.rule):
            continue
        path = re.sub("<int:.*?>", str(HUGE), rule.rule)
        path = re.sub(r"<any\((\w+).*?>", r"\1", path)
        path = re.sub("<.*?>", "F-2026-000002", path)
        for method in (rule.methods or set()) & {"GET", "POST"}:
            answer = desk.send("a.beispiel", method, path, headers=JSON)
            assert answer.status_code in (404, 405), f"{method} {path}: {answer.status_code}"
            assert answer.get_json()["places"], path
            tried += 1
    assert tried > 80
    assert desk.stored() == before


@pytest.mark.parametrize("version", ["9", str(HUGE), "x", "-1"])
def test_an_unknown_version_is_not_there(desk: Desk, version: str) -> None:
    answer = desk.send("d.designer", "GET", f"/modelle/prozesse/beratung?version={version}", headers=JSON)
    assert answer.status_code == 404
