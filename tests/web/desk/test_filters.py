"""Filters are kept on the server under a name, for oneself or for the team."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.casework import Household, Person
from processes.desk.filters import filter_part
from tests.web.browser import Browser
from tests.web.conftest import SignIn
from tests.web.small_office import SmallOffice


def keep(browser: Browser, address: str, name: str, **more: str) -> object:
    return browser.submit(browser.get(address), "/filter", name=name, **more)


def test_a_kept_filter_leads_back_to_its_list(sign_in: SignIn) -> None:
    anna = sign_in("a.beispiel")
    keep(anna, "/mein-tag?dringlichkeit=critical&seite=3", "Eilig")
    page = anna.get("/mein-tag")
    assert "/mein-tag?dringlichkeit=critical" in page.links()
    assert "Eilig" in page.text
    assert "Eilig" not in sign_in("b.muster").get("/mein-tag").text
    assert "Eilig" not in anna.get("/faelle").text


def test_the_same_name_again_replaces_it_and_a_team_shares_it(sign_in: SignIn) -> None:
    anna, bernd = sign_in("a.beispiel"), sign_in("b.muster")
    keep(anna, "/faelle?phase=PROFILING", "Frische")
    keep(anna, "/faelle?phase=IN_PROGRESS", "Frische", teilen="ja")
    page = bernd.get("/faelle")
    assert "Frische (Anna Beispiel)" in page.text
    assert "/faelle?phase=IN_PROGRESS" in page.links()
    assert "/faelle?phase=PROFILING" not in page.links()
    assert "Frische" not in sign_in("s.fern").get("/faelle").text


def test_only_the_owner_throws_it_away(sign_in: SignIn) -> None:
    anna = sign_in("a.beispiel")
    keep(anna, "/faelle?phase=PROFILING", "Frische", teilen="ja")
    assert sign_in("b.muster").post("/filter/1/loeschen", {"liste": "faelle"}).status == 404
    anna.submit(anna.get("/faelle"), "/filter/1/loeschen")
    assert "Frische" not in anna.get("/faelle").text


def test_nonsense_is_refused(sign_in: SignIn) -> None:
    anna = sign_in("a.beispiel")
    assert (
        "Stellen Sie zuerst einen Filter ein"
        in anna.submit(anna.get("/faelle?phase=PROFILING"), "/filter", name="Alle", abfrage="boese=1").text
    )
    assert anna.post("/filter", {"liste": "gibtesnicht", "name": "x", "abfrage": "phase=NEW"}).status == 404


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("suche=%C3%96zdemir&seite=2", "suche=%C3%96zdemir"),
        ("team=nord&team=sued", "team=nord&team=sued"),
        ("weiter=//boese&_x=1", ""),
        ("suche=" + "x" * 500, "suche=" + "x" * 120),
        ("phase=&art=", ""),
    ],
)
def test_of_an_address_only_the_filter_is_kept(query: str, kept: str) -> None:
    assert filter_part(query) == kept


def test_several_units_at_once(sign_in: SignIn) -> None:
    finn = sign_in("f.betreuung")
    both = finn.get("/faelle?team=nord&team=sued").text
    assert "Özdemir" in both
    assert "Fern, Omar" in both
    assert "Fern, Omar" not in finn.get("/faelle?team=nord").text
    assert "Fern, Omar" not in sign_in("a.beispiel").get("/faelle?team=nord&team=sued").text


def test_a_household_is_found_by_its_number(sign_in: SignIn, office: SmallOffice) -> None:
    with Session(office.engine.database) as session:
        household = Household(household_no="BG-77-4711")
        for person in session.scalars(select(Person).where(Person.last_name.in_(["Özdemir", "Sommer"]))):
            person.household = household
        session.commit()
    anna = sign_in("a.beispiel")
    page = anna.get("/faelle?suche=77-4711").text
    assert "Özdemir, Mina" in page
    assert "Sommer, Karl" in page
    assert "Winter, Jana" not in page
    assert "Sommer, Karl" in anna.get("/mein-tag?suche=BG-77-4711").text


def test_the_numbers_lead_to_their_lists(sign_in: SignIn) -> None:
    page = sign_in("a.beispiel").get("/mein-tag")
    assert "/mein-tag?dringlichkeit=critical" in page.links()
    assert "1 Kritisch überfällig" in page.text
