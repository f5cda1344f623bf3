"""What pages ask of the database: bounded, and the same for ten rows as for ten thousand."""

from __future__ import annotations

from collections import deque
from datetime import date, timedelta
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.base import Base
from models.casework import Case, CaseState, LegalCircle, Person
from models.history import HistoryEntry
from models.identity import Membership, Role, User
from tests.engine.core.counting import counted
from tests.web.browser import Browser
from tests.web.conftest import app_for
from tests.web.small_office import SmallOffice, open_small_office

#: The dearest page of all; a page that needs more should read what belongs together at once.
MOST = 40
#: Pages visited per person; more links than this would be pages of the same kind.
ENOUGH = 60
VISITORS = ("a.beispiel", "l.nord", "f.betreuung", "d.designer", "a.admin")


def test_no_page_asks_more_when_there_is_more_to_show(sqlite_url: str) -> None:
    office = open_small_office(sqlite_url)
    app = app_for(office)
    before = {username: visited(app, office, username) for username in VISITORS}
    grow(office)
    for username, pages in before.items():
        assert len(pages) >= 2
        browser = Browser(app).sign_in(username)
        for path, few in pages.items():
            many = asked(browser, office, path)
            assert many <= few, f"{path} for {username}: {few} statements, but {many} when there are more rows"
            assert few <= MOST, f"{path} for {username}: {few} statements"
    office.engine.database.dispose()


def visited(app: Flask, office: SmallOffice, username: str) -> dict[str, int]:
    """Every page that can be reached by links → statements, when nothing needs to be read for the first time."""
    browser = Browser(app).sign_in(username)
    waiting, seen = deque(["/"]), {"/"}
    found: dict[str, int] = {}
    while waiting and len(found) < ENOUGH:
        path = waiting.popleft()
        page = browser.get(path)
        found[path] = asked(browser, office, path)
        for link in page.links() if page.document is not None else ():
            parts = urlsplit(link)
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            if not parts.netloc and target and target not in seen and not target.startswith("/static"):
                seen.add(target)
                waiting.append(target)
    return found


def asked(browser: Browser, office: SmallOffice, path: str) -> int:
    with counted(office.engine.database) as found:
        assert browser.get(path).status == 200, path
    return len(found.statements)


def grow(office: SmallOffice) -> None:
    """More of everything that pages list: cases, people, instances, tasks, history, and what a case file holds."""
    with Session(office.engine.database) as session:
        owner = session.scalars(select(User).where(User.username == "a.beispiel")).one()
        first = session.scalars(select(Case).order_by(Case.id)).first()
        assert first is not None
        for number in range(60):
            person = Person(
                customer_no=f"317E{number:03}42",
                first_name="Viele",
                last_name=f"Person {number}",
                born_on=date(1990, 1, 1) + timedelta(days=number),
                street="Beispielweg 7",
                postal_code="12345",
                city="Musterstadt",
                phone="0123 456789",
            )
            session.add(
                Case(
                    case_number=f"F-2026-{number + 100:06}",
                    person=person,
                    legal_circle=LegalCircle.SGB2,
                    state=CaseState.PROFILING,
                    team_id=first.team_id,
                    caseworker_id=owner.id,
                    opened_on=date(2026, 7, 1),
                    opened_at=office.now - timedelta(days=110),
                )
            )
            user = User(username=f"mehr.{number}", display_name=f"Mehr {number}", password_hash="-")
            user.memberships.append(Membership(role=Role.CASEWORKER, team_id=first.team_id))
            session.add(user)
        session.commit()
    for number in range(30):
        office.start("F-2026-000001" if number % 2 else "F-2026-000002")
        office.start("F-2026-000003", zustaendig=None)
    repeat(office, ("counselling_note", "appointment", "reported_change", "strategy", "access_log"))


def repeat(office: SmallOffice, tables: tuple[str, ...]) -> None:
    """Twenty copies of each row of these tables, and of the history."""
    with office.engine.database.execution_options(writing=True).begin() as connection:
        for table in (*(Base.metadata.tables[name] for name in tables), HistoryEntry.__table__):
            rows = [dict(row._mapping) for row in connection.execute(select(table))]
            for row in rows:
                row.pop("id")
            if rows:
                connection.execute(insert(table), rows * 20)
