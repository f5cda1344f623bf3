"""Absences: dated in advance, wholly or for some cases, over by themselves; work without cover goes to the team."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import BERLIN
from models.identity import Absence, User
from tests.web.browser import Browser, Page
from tests.web.conftest import SignIn
from tests.web.small_office import SmallOffice

PLAN = "/abwesenheiten"


def plan(browser: Browser, page: Page | None = None, **values: object) -> Page:
    return browser.submit(page or browser.get(PLAN), PLAN, values)


def absences_of(office: SmallOffice, username: str) -> list[Absence]:
    with office.engine.reading() as rows:
        found = select(Absence).join(User, User.id == Absence.user_id).where(User.username == username)
        return list(rows.scalars(found.order_by(Absence.id)))


def test_an_absence_begins_and_ends_by_itself_and_stands_in_the_history(sign_in: SignIn, office: SmallOffice) -> None:
    anna = sign_in("a.beispiel")
    said = plan(anna, von="21.10.2026", bis="22.10.2026", vertretung="s.fern")
    assert "beginnt und endet von selbst" in said.text
    assert "Özdemir, Mina" not in sign_in("s.fern").get("/mein-tag").text
    office.now = datetime(2026, 10, 21, 0, 30, tzinfo=BERLIN)  # still 20 October in UTC
    sina = sign_in("s.fern")
    page = sina.get("/mein-tag")
    assert "Özdemir, Mina" in page.text
    assert "Anna Beispiel bis 22.10.2026, alle Fälle" in page.text
    assert sina.get("/faelle/F-2026-000002").status == 200
    office.now = datetime(2026, 10, 23, 0, 30, tzinfo=BERLIN)
    sina = sign_in("s.fern")
    assert "Özdemir, Mina" not in sina.get("/mein-tag").text
    assert sina.get("/faelle/F-2026-000002").status == 404


def test_a_cover_for_some_cases_sees_and_does_only_those(sign_in: SignIn, office: SmallOffice) -> None:
    anna, day = sign_in("a.beispiel"), "19.10.2026"
    plan(anna, von=day, bis=day, vertretung="s.fern", umfang="einige", faelle=["F-2026-000001"])
    sina = sign_in("s.fern")
    page = sina.get("/mein-tag")
    assert "Özdemir, Mina" in page.text
    assert "Sommer, Karl" not in page.text
    assert "Anna Beispiel bis 19.10.2026, 1 Fälle" in page.text
    assert sina.get("/faelle/F-2026-000002").status == 404
    assert sina.get(f"/aufgaben/{office.task_of('F-2026-000002').id}").status == 404
    path = f"/aufgaben/{office.task_of('F-2026-000001').id}"
    done = {"anliegen": "Sucht Arbeit", "weg": "telefon", "antwort_bis": "2026-11-02"}
    sina.submit(sina.submit(sina.get(path), path, done), f"{path}/abschliessen")
    history = sina.get("/faelle/F-2026-000001/verlauf").text
    assert "Sina Fern in Vertretung für Anna Beispiel" in history


def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(sign_in: SignIn, office: SmallOffice) -> None:
    anna = sign_in("a.beispiel")
    for values, message in (
        ({"von": "22.10.2026", "bis": "21.10.2026"}, "Der letzte Tag liegt vor dem ersten."),
        ({"von": "01.10.2026", "bis": "02.10.2026"}, "Diese Tage sind schon vorbei."),
        ({"von": "01.01.2030", "bis": "02.01.2030"}, "anderthalb Jahre"),
        ({"von": "", "bis": "22.10.2026"}, "Bitte den ersten Tag eingeben."),
        ({"von": "01.11.2026", "bis": "03.11.2026", "vertretung": "b.muster"}, "Bernd Muster ist am Montag, 02.11."),
        ({"von": "22.10.2026", "bis": "22.10.2026", "vertretung": "a.beispiel"}, "Niemand vertritt sich selbst."),
        ({"von": "22.10.2026", "bis": "22.10.2026", "vertretung": "d.designer"}, "der Fälle bearbeiten darf"),
        ({"von": "22.10.2026", "bis": "22.10.2026", "umfang": "einige"}, "die Fälle wählen"),
        (
            {
                "von": "22.10.2026",
                "bis": "22.10.2026",
                "vertretung": "s.fern",
                "umfang": "einige",
                "faelle": "F-2026-000003",
            },
            "nur Fälle der abwesenden Person",
        ),
    ):
        page = plan(anna, **values)
        assert page.status == 422, values
        assert message in page.text, values
        assert page.value_of("bis") == values["bis"]
    assert absences_of(office, "a.beispiel") == []
    plan(anna, von="22.10.2026", bis="25.10.2026")
    assert "ist schon eine Abwesenheit geplant" in plan(anna, von="25.10.2026", bis="27.10.2026").text


def test_work_nobody_covers_goes_to_the_team_and_only_then(sign_in: SignIn, office: SmallOffice) -> None:
    bernd = sign_in("b.muster")
    path = f"/aufgaben/{office.task_of('F-2026-000001').id}"
    assert "Özdemir, Mina" not in bernd.get("/warteschlange").text
    assert bernd.post(f"{path}/vertreten").status == 409  # she is here
    anna = sign_in("a.beispiel")
    plan(anna, von="19.10.2026", bis="20.10.2026")
    waiting = bernd.get("/warteschlange")
    assert "Anna Beispiel ist abwesend, niemand vertritt" in waiting.text
    taken = bernd.submit(waiting, f"{path}/vertreten")
    assert "Die Aufgabe gehört jetzt Ihnen." in taken.text
    assert "von Anna Beispiel übernommen, abwesend ohne Vertretung" in bernd.get("/faelle/F-2026-000001/verlauf").text
    assert sign_in("s.fern").post(f"{path}/vertreten").status == 404


def test_work_that_is_covered_is_taken_by_nobody_else(sign_in: SignIn, office: SmallOffice) -> None:
    plan(sign_in("a.beispiel"), von="19.10.2026", bis="20.10.2026", vertretung="s.fern")
    bernd = sign_in("b.muster")
    assert "Özdemir, Mina" not in bernd.get("/warteschlange").text
    assert bernd.post(f"/aufgaben/{office.task_of('F-2026-000001').id}/vertreten").status == 409


def test_a_lead_plans_for_somebody_ill_and_others_do_not(sign_in: SignIn, office: SmallOffice) -> None:
    lea = sign_in("l.nord")
    page = lea.get(f"{PLAN}/team?person=a.beispiel")
    plan(lea, page, von="19.10.2026", bis="30.10.2026", vertretung="l.nord")
    assert "Anna Beispiel: 19.10.2026 – 30.10.2026" in lea.get(f"{PLAN}/team").text
    assert lea.get(f"{PLAN}/team?person=s.fern").status == 404
    assert lea.post(PLAN, {"person": "s.fern", "von": "2026-10-20", "bis": "2026-10-20"}).status == 404
    assert sign_in("b.muster").post(PLAN, {"person": "a.beispiel", "von": "x", "bis": "x"}).status == 404
    absence = absences_of(office, "a.beispiel")[0]
    assert sign_in("b.muster").post(f"{PLAN}/{absence.id}/beenden").status == 404


def test_back_earlier(sign_in: SignIn, office: SmallOffice) -> None:
    anna = sign_in("a.beispiel")
    plan(anna, von="20.10.2026", bis="30.10.2026", vertretung="s.fern")
    office.now += timedelta(days=3)
    anna = sign_in("a.beispiel")
    (absence,) = absences_of(office, "a.beispiel")
    anna.submit(anna.get(PLAN), f"{PLAN}/{absence.id}/beenden")
    (absence,) = absences_of(office, "a.beispiel")
    assert f"{absence.last_day:%d.%m.}" == "21.10."
    plan(anna, von="01.12.2026", bis="02.12.2026", vertretung="s.fern", umfang="einige", faelle=["F-2026-000001"])
    later = absences_of(office, "a.beispiel")[-1]
    anna.submit(anna.get(PLAN), f"{PLAN}/{later.id}/beenden")
    assert len(absences_of(office, "a.beispiel")) == 1


def test_two_covers_share_the_cases(sign_in: SignIn, office: SmallOffice) -> None:
    anna, days = sign_in("a.beispiel"), {"von": "20.10.2026", "bis": "21.10.2026", "umfang": "einige"}
    plan(anna, vertretung="s.fern", faelle=["F-2026-000001"], **days)
    assert "schon vertreten" in plan(anna, vertretung="l.nord", faelle=["F-2026-000001"], **days).text
    plan(anna, vertretung="l.nord", faelle=["F-2026-000002"], **days)
    with Session(office.engine.database):
        assert len(absences_of(office, "a.beispiel")) == 2
