"""Journey 4: a step fails, nothing is lost, and a team lead has it tried again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import delete, insert, select

from models.casework import OfficeSettings
from tests.acceptance.conftest import Visit
from tests.acceptance.newcomer import open_case
from tests.acceptance.office import Office
from tests.acceptance.test_new_client import CASEWORKER, LEAD, days_until_talk_is_over

pytestmark = pytest.mark.browser


@contextmanager
def settings_lost(office: Office) -> Iterator[None]:
    """What a slip of the database's keeper does, and how it is put right from a backup."""
    table: Any = OfficeSettings.__table__
    database = office.engine.database.execution_options(writing=True)
    with database.begin() as connection:
        backup = connection.execute(select(table)).mappings().one()
        connection.execute(delete(table))
    yield
    with database.begin() as connection:
        connection.execute(insert(table).values(**backup))


def test_a_team_lead_retries_an_incident(visit: Visit, office: Office) -> None:
    caseworker, lead = visit(CASEWORKER), visit(LEAD)
    number = open_case(caseworker, office)
    caseworker.work_on(number, "Zum Erstgespräch einladen")
    lead.move_clock(days_until_talk_is_over(office, number))
    caseworker.work_on(number, "Ausgang des Termins festhalten")

    with settings_lost(office):
        caseworker.work_on(number, "Erstgespräch führen", zweites_gespraech=False)
        lead.go("/team/stoerungen")
        assert lead.sees("Profilingbogen öffnen")
        assert lead.sees(number)
        lead.step(lead.page.get_by_role("main").get_by_role("link", name="Integrationsprozess").first)
        assert lead.sees("gestört")
        lead.step(lead.page.get_by_role("button", name="Wiederholen").first)
        assert lead.sees("wieder fehlgeschlagen")

    lead.go("/team/stoerungen")
    lead.step(lead.page.get_by_role("button", name="Wiederholen").first)
    assert lead.sees("Der Vorgang läuft weiter")
    assert lead.sees("Keine offenen Störungen")
    assert "Ausgangslage und Zielberuf klären" in caseworker.tasks_of(number)
