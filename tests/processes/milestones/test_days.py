"""Days known in advance: a child's fourteen months, a year of self-employment, the end of a job (T28 to T30)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from engine.calendar import BusinessCalendar
from engine.errors import ValuesRefused, WrongState
from models.casework import (
    EmploymentCategory,
    LegalCircle,
    Milestone,
    MilestoneKind,
    MilestoneState,
    ReportedChange,
)
from processes.employment.commands import ReportEndOfWork
from processes.integration.commands import DeregisterCase
from processes.milestones.commands import RecordBirth
from processes.milestones.rules import birth_errors, deadline
from tests.processes.jobcenter import Jobcenter
from tests.processes.journey import Client

NW = BusinessCalendar("NW")


@pytest.mark.parametrize(
    ("kind", "event", "known", "due"),
    [
        (MilestoneKind.CHILD_14_MONTHS, date(2026, 8, 31), date(2026, 9, 1), date(2027, 10, 31)),
        (MilestoneKind.CHILD_14_MONTHS, date(2025, 12, 31), date(2026, 1, 5), date(2027, 2, 28)),
        (MilestoneKind.SELF_EMPLOYED_YEAR, date(2024, 2, 29), date(2024, 3, 1), date(2025, 2, 28)),
        (MilestoneKind.JOB_END, date(2027, 5, 31), date(2026, 11, 2), date(2027, 2, 28)),
        (MilestoneKind.JOB_END, date(2026, 10, 15), date(2026, 7, 15), date(2026, 7, 15)),
        (MilestoneKind.JOB_END, date(2026, 10, 14), date(2026, 7, 15), date(2026, 7, 20)),  # three days end on Saturday
        (MilestoneKind.JOB_END, date(2026, 8, 31), date(2026, 7, 6), date(2026, 7, 9)),
    ],
)
def test_t28_t29_t30_deadlines(kind: MilestoneKind, event: date, known: date, due: date) -> None:
    assert deadline(kind, event, known, NW) == due


def days(office: Jobcenter) -> list[Milestone]:
    with office.reading() as session:
        return list(session.execute(select(Milestone).order_by(Milestone.id)).unique().scalars())


def test_t28_before_fourteen_months_the_plan_is_looked_at(office: Jobcenter) -> None:
    client = office.open_case()
    office.execute(RecordBirth(client.fall, date(2026, 7, 1)))
    office.travel_to_day(date(2027, 8, 17))
    assert "betreuung_pruefen" not in client.open_tasks()
    office.travel_to_day(date(2027, 8, 18))
    assert "01.09.2027 den 14. Monat" in client.context("betreuung_pruefen")["stichtag_text"]
    with pytest.raises(ValuesRefused) as refused:
        client.complete("betreuung_pruefen", betreuung_gesichert=True, fall_anpassen=True)
    assert set(refused.value.errors) == {"stichtag_ergebnis"}
    client.complete(
        "betreuung_pruefen", betreuung_gesichert=True, stichtag_ergebnis="Kita ab September.", fall_anpassen=True
    )
    (found,) = days(office)
    assert (found.state, found.decided_by) == (MilestoneState.DONE, "f.kraft")
    with office.reading() as session:
        assert "Kita ab September." in session.execute(select(ReportedChange.description)).scalar_one()
    assert client.instances("kind_vierzehn_monate") == []


def test_t28_nothing_changes_if_nothing_has_to(office: Jobcenter) -> None:
    client = office.open_case()
    office.execute(RecordBirth(client.fall, date(2026, 7, 1)))
    office.travel_to_day(date(2027, 8, 18))
    client.complete(
        "betreuung_pruefen", betreuung_gesichert=False, stichtag_ergebnis="Kein Platz.", fall_anpassen=False
    )
    with office.reading() as session:
        assert session.execute(select(ReportedChange)).all() == []


@pytest.mark.parametrize(
    ("born", "says"), [(date(2026, 7, 7), "Zukunft"), (date(2025, 5, 6), "schon vollendet"), (date(2025, 5, 7), "")]
)
def test_t28_only_days_that_lie_ahead_are_watched(born: date, says: str) -> None:
    assert says in birth_errors(born, date(2026, 7, 6)).get("born_on", "")
    assert bool(birth_errors(born, date(2026, 7, 6))) is bool(says)


def self_employed(client: Client, **changes: Any) -> int:
    return client.take_up_work(
        category=EmploymentCategory.MARGINAL, title="Blumenladen", is_insured=False, is_self_employed=True, **changes
    )


def test_t29_a_year_of_self_employment_in_benefit_is_looked_at(office: Jobcenter) -> None:
    client = office.open_case()
    self_employed(client)
    office.travel_to_day(date(2027, 6, 21))
    assert "selbstaendigkeit_pruefen" not in client.open_tasks()
    office.travel_to_day(date(2027, 6, 22))
    client.complete(
        "selbstaendigkeit_pruefen", tragfaehig=True, stichtag_ergebnis="Gewinn steigt.", fall_anpassen=False
    )
    assert days(office)[0].result == "Gewinn steigt."


def test_t29_does_not_concern_sgb_iii(office: Jobcenter) -> None:
    self_employed(office.open_case(legal_circle=LegalCircle.SGB3))
    assert days(office) == []


def test_t30_the_end_of_a_job_known_early_reminds_three_months_before(office: Jobcenter) -> None:
    client = office.open_case()
    client.take_up_work(is_fixed_term=True, ended_on=date(2027, 6, 30))
    office.travel_to_day(date(2027, 3, 11))
    assert "meldung_veranlassen" not in client.open_tasks()
    office.travel_to_day(date(2027, 3, 12))
    client.complete(
        "meldung_veranlassen", gemeldet=True, gemeldet_am=date(2027, 4, 1), stichtag_ergebnis="Beraten.",
        fall_anpassen=False,
    )  # fmt: skip
    assert days(office)[0].result == "Beraten.\nArbeitsuchend gemeldet am 01.04.2027, nach Ablauf der Frist."


def test_t30_known_late_asks_at_once_and_a_moved_end_replaces_the_day(office: Jobcenter) -> None:
    client = office.open_case()
    record = client.take_up_work()
    office.execute(ReportEndOfWork(client.fall, record, date(2026, 8, 31)))
    task = client.task("meldung_veranlassen")
    assert task.due_at is not None
    assert days(office)[0].due_on == date(2026, 7, 9)
    office.execute(ReportEndOfWork(client.fall, record, date(2026, 8, 31)))
    assert len(days(office)) == 1
    office.execute(ReportEndOfWork(client.fall, record, date(2027, 8, 31)))
    assert [day.state for day in days(office)] == [MilestoneState.CANCELLED, MilestoneState.OPEN]
    assert "meldung_veranlassen" not in client.open_tasks()


def test_days_end_with_the_case(office: Jobcenter) -> None:
    client = office.open_case()
    office.execute(RecordBirth(client.fall, date(2026, 7, 1)))
    office.execute(DeregisterCase(client.fall, office.today, "Umzug"))
    assert days(office)[0].state is MilestoneState.CANCELLED
    assert client.instances("kind_vierzehn_monate") == []
    with pytest.raises(WrongState):
        office.execute(RecordBirth(client.fall, date(2026, 7, 1)))
