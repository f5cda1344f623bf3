"""Reporting breaches, illness and placement on hold through the pages, in the shipped processes."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.casework import BreachOfDuty, IncapacityForWork
from tests.web.jobcenter import NOW, Jobcenter

CASE = "/faelle/F-2026-000001"


@pytest.fixture
def opened(jobcenter: Jobcenter) -> Jobcenter:
    jobcenter.open_case()
    return jobcenter


def test_a_breach_is_heard_first(opened: Jobcenter) -> None:
    path = f"{CASE}/pflichtverletzung"
    day = NOW.strftime("%d.%m.%Y")
    page = opened.browser.submit(
        opened.browser.get(path), path, kind="PLAN_STEP", occurred_on=day, description="Keine Bewerbungen"
    )
    assert "Als Nächstes wird die Person angehört." in page.text
    assert "Zur Pflichtverletzung anhören" in opened.browser.get(CASE).text
    shown = opened.browser.get(f"{CASE}/mitwirkung").text
    assert "Keine Bewerbungen" in shown
    assert "in Prüfung" in shown
    with opened.engine.reading() as rows:
        assert len(rows.scalars(select(BreachOfDuty)).all()) == 1


def test_what_is_wrong_is_named_and_what_was_typed_stays(opened: Jobcenter) -> None:
    path = f"{CASE}/pflichtverletzung"
    page = opened.browser.submit(opened.browser.get(path), path, occurred_on="01.01.2020", description="Nichts getan")
    assert page.status == 422
    assert page.value_of("occurred_on") == "01.01.2020"
    page = opened.browser.submit(
        opened.browser.get(path), path, kind="MEASURE", occurred_on="01.01.2020", description="Nichts getan"
    )
    assert page.status == 422
    assert "mehr als sechs Monate" in page.text
    assert "Nichts getan" in page.text


def test_illness_is_recorded(opened: Jobcenter) -> None:
    path = f"{CASE}/arbeitsunfaehigkeit"
    day = NOW.strftime("%d.%m.%Y")
    assert opened.browser.submit(opened.browser.get(path), path, from_day=day).status == 422
    opened.browser.submit(opened.browser.get(path), path, from_day=day, until=day)
    assert "noch ohne Bescheinigung" in opened.browser.get(f"{CASE}/mitwirkung").text
    with opened.engine.reading() as rows:
        assert len(rows.scalars(select(IncapacityForWork)).all()) == 1


def test_placement_is_put_on_hold_in_sgb_3_only(opened: Jobcenter) -> None:
    path = f"{CASE}/vermittlung-einstellen"
    page = opened.browser.submit(opened.browser.get(path), path, reason="Keine Auskünfte")
    assert page.status == 422
    assert "§ 38 Absatz 4 SGB III" in page.text
