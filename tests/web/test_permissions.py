"""Roles × routes × foreign objects. The tests hold for routes not yet written."""

from __future__ import annotations

import pytest
from flask import Flask

from models.identity import Role
from processes.access import PERMISSIONS, permissions_of
from tests.web.browser import Browser
from tests.web.conftest import app_for
from tests.web.small_office import PEOPLE, SmallOffice
from web.navigation import ENTRIES, OUTSIDE_NAVIGATION
from web.permissions import PUBLIC, SIGNED_IN, permission_of

#: Routes with arguments: an object of team Nord that team Sued must not see.
FOREIGN = {
    "number": "F-2026-000001",
    "task_id": 1,
    "instance_id": 1,
    "incident_id": 1,
    "agreement_id": 1,
    "act_id": 1,
    "closure_id": 1,
    "appointment_id": 1,
    "note_id": 1,
    "strategy_id": 1,
    "measure_id": 1,
    "local_id": 1,
    "template_id": 1,
    "referral_id": 1,
    "provider_id": 1,
    "process_key": "beratung",
    "token": "0" * 32,
    "timer_id": 1,
    "proposal_id": 1,
}


@pytest.fixture(scope="module")
def still(quiet_office: SmallOffice) -> Flask:
    return app_for(quiet_office)


def test_every_route_declares_its_permission(still: Flask) -> None:
    known = {PUBLIC, SIGNED_IN}.union(*PERMISSIONS.values())
    for endpoint in still.view_functions:
        assert permission_of(still, endpoint) in known, f"{endpoint} declares no known permission"


def test_every_room_is_in_the_navigation_or_says_why_not(still: Flask) -> None:
    rooms = {room for entry in ENTRIES for room in entry.rooms}
    for endpoint in still.view_functions:
        room = endpoint.split(".", maxsplit=1)[0]
        assert room in rooms or room in OUTSIDE_NAVIGATION, f"{endpoint} is reached from nowhere"


def test_writes_are_never_public(still: Flask) -> None:
    public_writes = {
        rule.endpoint
        for rule in still.url_map.iter_rules()
        if "POST" in (rule.methods or set()) and permission_of(still, rule.endpoint) == PUBLIC
    }
    assert public_writes == {"account.check_sign_in"}


def test_strangers_are_asked_to_sign_in(still: Flask) -> None:
    client = still.test_client()
    for rule in still.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or permission_of(still, rule.endpoint) == PUBLIC:
            continue
        path = address(still, rule.endpoint)
        if path is None:
            continue
        answer = client.get(path)
        if getattr(still.view_functions[rule.endpoint], "speaks_json", False):  # a script can sign in nowhere
            assert answer.status_code == 401, path
            continue
        assert answer.status_code == 303, path
        assert answer.headers["Location"].startswith("/anmelden"), path


@pytest.mark.parametrize("username", PEOPLE)
def test_what_a_role_does_not_hold_does_not_exist_for_it(still: Flask, username: str) -> None:
    role = PEOPLE[username][1]
    held = permissions_of([role])
    browser = Browser(still).sign_in(username)
    for rule in still.url_map.iter_rules():
        permission = permission_of(still, rule.endpoint)
        path = address(still, rule.endpoint)
        if permission in (PUBLIC, SIGNED_IN) or permission in held or path is None:
            continue
        for method in (rule.methods or set()) & {"GET", "POST"}:
            page = browser.get(path) if method == "GET" else browser.post(path)
            assert page.status == 404, f"{method} {path} as {role.value}: {page.status}"


def test_objects_of_another_team_do_not_exist(still: Flask) -> None:
    """A caseworker of team Sued at every address of a case of team Nord."""
    browser = Browser(still).sign_in("s.fern")
    for rule in still.url_map.iter_rules():
        path = address(still, rule.endpoint)
        if path is None or not (rule.arguments & FOREIGN.keys()):
            continue
        for method in (rule.methods or set()) & {"GET", "POST"}:
            page = browser.get(path) if method == "GET" else browser.post(path, {"person": "", "grund": "x"})
            assert page.status == 404, f"{method} {path}: {page.status}"


def test_a_foreign_case_and_a_missing_one_look_the_same(still: Flask) -> None:
    browser = Browser(still).sign_in("s.fern")
    foreign = browser.get("/faelle/F-2026-000001").text
    missing = browser.get("/faelle/F-2026-999999").text
    assert foreign == missing


def test_lists_show_only_the_own_team(still: Flask) -> None:
    page = Browser(still).sign_in("s.fern").get("/faelle")
    assert "Fern, Omar" in page.text
    assert "Özdemir" not in page.text
    assert "Özdemir" in Browser(still).sign_in("f.betreuung").get("/faelle").text


def test_designers_and_administrators_hold_no_right_that_shows_a_case() -> None:
    for role in (Role.DESIGNER, Role.ADMINISTRATOR):
        shows = {"case.read", "team.read", "worklist.read", "incident.retry", "task.complete"}
        assert not PERMISSIONS[role] & shows, role


def address(app: Flask, endpoint: str) -> str | None:
    """A path of the endpoint with the foreign objects filled in; None for arguments nobody has listed."""
    rule = next(r for r in app.url_map.iter_rules() if r.endpoint == endpoint)
    if endpoint == "static" or not rule.arguments <= FOREIGN.keys():
        return None
    with app.test_request_context():
        return str(app.url_for(endpoint, **{name: FOREIGN[name] for name in rule.arguments}))
