"""Journey 1: a caseworker takes a new client from the first interview to a signed agreement and a next appointment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import select

from engine.calendar import berlin_date
from models.casework import Agreement, AgreementState, Appointment, AppointmentState, Case
from tests.acceptance.conftest import Visit
from tests.acceptance.newcomer import open_case
from tests.acceptance.office import Office
from tests.acceptance.visitor import Visitor

pytestmark = pytest.mark.browser

CASEWORKER, LEAD = "a.becker", "h.brandt"
#: From the talk that has begun to the next appointment, in the order the process asks.
TASKS = (
    "Ausgang des Termins festhalten",
    "Erstgespräch führen",
    "Ausgangslage und Zielberuf klären",
    "Handlungsbedarfe erheben",
    "Standort bestimmen",
    "Segment festlegen",
    "Ziel gemeinsam festlegen",
    "Strategie zum Bedarf wählen",
    "Plan abstimmen",
    "Vereinbarung besprechen",
    "Vereinbarung entwerfen",
    "Vereinbarung schließen",
    "Umsetzung beginnen",
    "Nächsten Termin vereinbaren",
)


def days_until_talk_is_over(office: Office, number: str) -> int:
    """Days to the day after the agreed appointment: then it has begun at whatever time of the day this test runs."""
    return (next_talk(office, number) - office.today).days + 1


def next_talk(office: Office, number: str) -> date:
    found = select(Appointment.starts_at).join(Case, Case.id == Appointment.case_id)
    found = found.where(Case.case_number == number, Appointment.state == AppointmentState.AGREED)
    with office.engine.reading() as rows:
        return berlin_date(rows.scalars(found).one())


def go_round(caseworker: Visitor, number: str, tasks: Sequence[str]) -> None:
    for name in tasks:
        caseworker.work_on(number, name, **({"zweites_gespraech": False} if name == "Erstgespräch führen" else {}))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_new_client_gets_an_agreement_and_a_next_appointment(visit: Visit, office: Office, scripts: bool) -> None:
    caseworker = visit(CASEWORKER, java_script_enabled=scripts)
    number = open_case(caseworker, office)
    caseworker.work_on(number, "Zum Erstgespräch einladen")
    lead = visit(LEAD)
    lead.move_clock(days_until_talk_is_over(office, number))
    go_round(caseworker, number, TASKS)

    caseworker.go(f"/faelle/{number}")
    assert caseworker.sees("Gültige Vereinbarung")
    assert caseworker.sees("Zurzeit ist nichts offen.")
    for part in ("Profil", "Ziel", "Strategien", "Vereinbarungen", "Gespräche", "Person", "Schriftverkehr", "Verlauf"):
        caseworker.step(caseworker.page.get_by_label("Teile des Falls").get_by_role("link", name=part))
    with office.engine.reading() as rows:
        agreement = rows.scalars(
            select(Agreement).join(Case, Case.id == Agreement.case_id).where(Case.case_number == number)
        ).one()
        assert agreement.state is AgreementState.IN_FORCE
        assert agreement.concluded_on == office.today
    assert next_talk(office, number) > office.today
