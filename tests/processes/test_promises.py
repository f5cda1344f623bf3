"""What the doctor checks holds at every station of a case, and it finds a case that is forgotten."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import update

from engine.doctor import Violation, examine
from models.casework import Agreement, AgreementState, Appointment, AppointmentState
from processes.integration.commands import DeregisterCase, ReportChange
from processes.next_steps import forgotten_cases
from tests.processes.jobcenter import Jobcenter
from tests.processes.journey import Client


def violations(office: Jobcenter) -> list[Violation]:
    with office.reading() as session:
        found = examine(session, office.harness.engine.definitions, office.now)
        return [*found, *forgotten_cases(session, office.now)]


def test_the_promises_hold_at_every_station(office: Jobcenter) -> None:
    client = office.open_case()
    stations: list[Callable[[], object]] = [
        client.first_interview,
        client.profiling,
        client.set_goal,
        lambda: client.choose_strategies("ST_FOREIGN_RECOGNITION"),
        client.conclude,
        client.begin,
        lambda: client.agree_appointment("termin_abstimmen", office.workday(15)),
        client.hold_talk,
        lambda: client.follow_up("profil"),
        lambda: office.execute(ReportChange(client.fall, "Umzug")),
        client.profiling,
        lambda: office.execute(DeregisterCase(client.fall, office.today, "Umzug")),
    ]
    for number, station in enumerate(stations):
        station()
        assert violations(office) == [], number


def test_a_case_without_agreement_or_appointment_is_found(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_round()
    tamper(office, client)
    assert [(v.invariant, client.fall in v.what) for v in violations(office)] == [("I11", True)] * 2


def tamper(office: Jobcenter, client: Client) -> None:
    """What no command allows: the agreement and the appointment end and nobody is told."""
    with office.writing() as session:
        session.execute(
            update(Agreement).values(state=AgreementState.REVOKED, end_reason="-", valid_to=Agreement.valid_from)
        )
        session.execute(
            update(Appointment)
            .where(Appointment.state == AppointmentState.AGREED)
            .values(state=AppointmentState.CANCELLED)
        )
