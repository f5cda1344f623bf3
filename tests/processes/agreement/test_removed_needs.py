"""A strategy ends between plan and agreement: what it has removed takes no other one (ST-1, ST-10, ST-11)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engine.errors import ValuesRefused
from models.casework import Strategy
from processes.strategy_window.commands import DecideStrategy
from tests.processes.jobcenter import Jobcenter
from tests.processes.journey import Client


def with_plan(office: Jobcenter) -> Client:
    """A case with two needs whose agreement is about to be talked through."""
    client = office.open_case()
    client.first_interview()
    client.profiling({"R2": "RELEVANT", "R3": "RELEVANT"})
    client.set_goal()
    client.choose_strategies("ST_MOBILITY", "ST_HOUSING")
    office.travel_to_day(office.workday(2))
    return client


def end_mobility(office: Jobcenter, client: Client, outcome: str) -> None:
    with client.file() as (rows, _case):
        ended = rows.scalars(select(Strategy).where(Strategy.need == "R2")).one().id
    office.execute(DecideStrategy(ended, "DONE", "Führerschein bestanden", outcome))


def test_st_1_st_10_a_removed_need_takes_no_further_strategy(office: Jobcenter) -> None:
    client = with_plan(office)
    end_mobility(office, client, "BEHOBEN")
    client.conclude()
    assert client.open_tasks() == ["umsetzung_beginnen"]


def test_st_1_st_11_a_need_that_goes_on_keeps_the_agreement_back(office: Jobcenter) -> None:
    client = with_plan(office)
    end_mobility(office, client, "BESTEHT")
    with pytest.raises(ValuesRefused) as refused:
        client.conclude()
    assert "fehlt eine Strategie: Örtliche Mobilität" in "".join(refused.value.errors.values())
    client.complete("vereinbarung_festhalten", plan_aendern=True)
    assert client.open_tasks() == ["veraenderung_bewerten"]
    with pytest.raises(ValuesRefused) as refused:
        client.complete("veraenderung_bewerten", bewertung="Der Bedarf besteht weiter.", aenderung="strategie")
    assert refused.value.errors["aenderung"].startswith("Öffnen Sie Phase 1")
    client.complete("veraenderung_bewerten", bewertung="Der Bedarf besteht weiter.", aenderung="profil")
    client.agree_appointment("termin_abstimmen", office.workday(5))
    assert client.open_tasks() == ["ausgangslage_klaeren"]
