"""Mein Tag: groups by urgency, filters in the address, who works on what."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from engine.calendar import BERLIN
from models.identity import Absence, User
from tests.web.browser import Browser
from tests.web.conftest import SignIn
from tests.web.small_office import SmallOffice
from web.readers.urgency import Moments, Urgency

NOW = datetime(2026, 10, 19, 9, 30, tzinfo=BERLIN)


@pytest.mark.parametrize(
    "due, priority, group",
    [
        (None, 50, Urgency.LATER),
        (NOW - timedelta(days=8), 50, Urgency.CRITICAL),
        (NOW - timedelta(days=7), 50, Urgency.OVERDUE),
        (NOW - timedelta(days=1), 50, Urgency.OVERDUE),
        (NOW - timedelta(days=1), 80, Urgency.CRITICAL),
        (NOW.replace(hour=0, minute=0), 50, Urgency.TODAY),
        (NOW - timedelta(hours=2), 90, Urgency.TODAY),
        (NOW.replace(hour=23, minute=59), 50, Urgency.TODAY),
        (NOW + timedelta(days=1), 50, Urgency.SOON),
        (NOW + timedelta(days=7), 50, Urgency.SOON),
        (NOW + timedelta(days=8), 50, Urgency.LATER),
    ],
)
def test_urgency_counts_office_days(due: datetime | None, priority: int, group: Urgency) -> None:
    assert Moments.at(NOW).of(due, priority) is group


def test_a_day_with_a_clock_change_has_its_own_borders() -> None:
    moments = Moments.at(datetime(2026, 10, 25, 12, tzinfo=BERLIN))
    assert (moments.tomorrow - moments.today.astimezone(moments.tomorrow.tzinfo)).days in (0, 1)
    assert moments.of(datetime(2026, 10, 25, 23, 30, tzinfo=BERLIN), 50) is Urgency.TODAY
    assert moments.of(datetime(2026, 10, 26, 0, 30, tzinfo=BERLIN), 50) is Urgency.SOON


def test_own_tasks_stand_in_groups_most_urgent_first(anna: Browser) -> None:
    page = anna.get("/mein-tag")
    headings = [h.text_content().strip() for h in page.document.findall(".//h2")]
    assert headings[:2] == ["Kritisch überfällig", "Heute fällig"]
    assert "Seit mehr als 7 Tagen überfällig" in page.text
    assert page.text.index("Özdemir, Mina") < page.text.index("Sommer, Karl")
    assert "seit 12 Tagen" in page.text


def test_appointments_of_today_stand_beside_the_tasks(anna: Browser) -> None:
    page = anna.get("/mein-tag")
    beside = page.document.find(".//aside").text_content()
    assert "11:30" in beside
    assert "Özdemir, Mina" in beside
    assert "Zimmer 214" in beside


def test_filters_live_in_the_address(anna: Browser) -> None:
    assert "Sommer, Karl" not in anna.get("/mein-tag?dringlichkeit=critical").text
    assert "Özdemir, Mina" not in tasks_of(anna.get("/mein-tag?suche=sommer").document)
    assert "Kein" in anna.get("/mein-tag?suche=gibtesnicht").text
    assert anna.get("/mein-tag?suche=sommer").value_of("suche") == ""
    assert anna.get("/mein-tag?dringlichkeit=unsinn&seite=-3&art=").status == 200


def test_a_cover_sees_the_tasks_of_the_absent(anna: Browser, office: SmallOffice) -> None:
    assert "Winter, Jana" not in anna.get("/mein-tag").text
    office.now = datetime(2026, 11, 3, 9, tzinfo=BERLIN)
    anna.sign_in("a.beispiel")
    page = anna.get("/mein-tag")
    assert "Winter, Jana" in page.text
    assert "Sie vertreten heute" in page.text


def test_the_number_of_statements_does_not_grow_with_the_list(sign_in: SignIn, office: SmallOffice) -> None:
    anna = sign_in("a.beispiel")
    few = statements(office, lambda: anna.get("/mein-tag"))
    for _ in range(40):
        office.start("F-2026-000002")
    assert statements(office, lambda: anna.get("/mein-tag")) == few
    assert "Seite 2" in anna.get("/mein-tag").text
    assert few <= 14


def statements(office: SmallOffice, visit: object) -> int:
    seen: list[str] = []

    def record(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(office.engine.database, "before_cursor_execute", record)
    try:
        visit()  # type: ignore[operator]
    finally:
        event.remove(office.engine.database, "before_cursor_execute", record)
    return len(seen)


def tasks_of(document: object) -> str:
    return " ".join(e.text_content() for e in document.find_class("pw-tasks"))  # type: ignore[attr-defined]


def test_a_cover_from_another_team_works_in_the_name_of_the_absent(sign_in: SignIn, office: SmallOffice) -> None:
    with Session(office.engine.database) as session:
        people = {u.username: u.id for u in session.scalars(select(User))}
        session.add(
            Absence(
                user_id=people["a.beispiel"],
                cover_id=people["s.fern"],
                first_day=office.now.date(),
                last_day=office.now.date(),
            )
        )
        session.commit()
    sina = sign_in("s.fern")
    assert "Özdemir, Mina" in sina.get("/mein-tag").text
    path = f"/aufgaben/{office.task_of('F-2026-000001').id}"
    checked = sina.submit(
        sina.get(path), path, {"anliegen": "Sucht Arbeit", "weg": "telefon", "antwort_bis": "2026-11-02"}
    )
    sina.submit(checked, f"{path}/abschliessen")
    history = sina.get("/faelle/F-2026-000001/verlauf").text
    assert "Sina Fern in Vertretung für Anna Beispiel" in history
    office.now += timedelta(days=1)
    sina = sign_in("s.fern")
    assert sina.get("/faelle/F-2026-000001").status == 404
