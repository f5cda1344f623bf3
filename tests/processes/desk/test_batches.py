"""Acts on many cases: a preview that changes nothing, each row for itself, and all of it taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from engine.calendar import BERLIN
from engine.doctor import examine
from engine.errors import Forbidden, NotFound, ValuesRefused
from models.casework import Agreement, Appointment, AppointmentState, Case, Person
from models.desk import BatchRow, BatchRowState, Letter
from models.identity import Absence, User
from models.runtime import TaskStatus, UserTask
from processes.appointment.commands import AgreeAppointment
from processes.desk.batches import PlanInvitation, PlanMoves, PlanReassignment, RunBatchRow, UndoBatchRow
from processes.integration.handing_over import HandOverCase
from tests.processes.jobcenter import COLLEAGUE, LEAD, TEAM, Jobcenter
from tests.processes.journey import CASEWORKER, Client

MONDAY = date(2026, 7, 20)


@pytest.fixture
def cases(office: Jobcenter) -> Iterator[list[Client]]:
    yield [office.open_case(f"K-10000{n}") for n in range(3)]
    with office.reading() as session:
        assert examine(session, office.harness.engine.definitions, office.now) == []


def rows_of(office: Jobcenter, batch_id: int) -> list[BatchRow]:
    with office.reading() as session:
        return list(session.scalars(select(BatchRow).where(BatchRow.batch_id == batch_id).order_by(BatchRow.id)))


def run(office: Jobcenter, batch_id: int, who: str, *, undo: bool = False) -> list[BatchRowState]:
    for row in rows_of(office, batch_id):
        office.execute((UndoBatchRow if undo else RunBatchRow)(row.id), who)
    return [row.state for row in rows_of(office, batch_id)]


def talks(office: Jobcenter, state: AppointmentState = AppointmentState.AGREED) -> list[datetime]:
    with office.reading() as session:
        found = select(Appointment.starts_at).where(Appointment.state == state).order_by(Appointment.starts_at)
        return [start.astimezone(BERLIN) for start in session.scalars(found)]


def agree(office: Jobcenter, client: Client, day: date, hour: int, kind: str = "SONSTIGES") -> None:
    office.execute(AgreeAppointment(client.fall, kind, day, time(hour)))


# ---------------------------------------------------------------- reassigning


def assignees(client: Client) -> set[str | None]:
    with client.office.reading() as session:
        open_ = select(UserTask).where(UserTask.business_key == client.fall, UserTask.status == TaskStatus.OPEN)
        return {task.assignee for task in session.scalars(open_)}


def test_a_case_goes_with_its_tasks_and_with_what_its_processes_open_later(
    office: Jobcenter, cases: list[Client]
) -> None:
    cases[0].first_round()  # several processes run, one of them called by another
    batch = office.execute(PlanReassignment((cases[0].fall, cases[1].fall), COLLEAGUE, TEAM, "Elternzeit"), LEAD)
    assert [row.state for row in rows_of(office, batch)] == [BatchRowState.PLANNED] * 2
    assert assignees(cases[1]) == {CASEWORKER}, "a preview changes nothing"
    assert run(office, batch, LEAD) == [BatchRowState.DONE] * 2
    assert assignees(cases[1]) == {COLLEAGUE}
    assert assignees(cases[2]) == {CASEWORKER}
    with office.reading() as session:
        coming = session.scalar(select(Appointment).where(Appointment.state == AppointmentState.AGREED))
        assert coming is not None
        begins = coming.starts_at
    office.harness.travel_to(begins + timedelta(minutes=5))
    assert cases[0].task("ausgang_festhalten").assignee == COLLEAGUE
    assert run(office, batch, LEAD, undo=True) == [BatchRowState.UNDONE] * 2
    assert assignees(cases[1]) == {CASEWORKER}
    assert cases[0].task("ausgang_festhalten").assignee == CASEWORKER


def test_a_batch_to_another_team_can_be_taken_back_by_the_lead_who_gave(office: Jobcenter, cases: list[Client]) -> None:
    office.add_team("sued", caseworker="s.sued", lead="l.sued")
    batch = office.execute(PlanReassignment((cases[0].fall,), "s.sued", "sued", "Neuer Zuschnitt"), LEAD)
    assert run(office, batch, LEAD) == [BatchRowState.DONE]
    assert assignees(cases[0]) == {"s.sued"}
    with pytest.raises(ValuesRefused):
        office.execute(PlanReassignment((cases[0].fall,), CASEWORKER, TEAM, "x"), LEAD)  # out of sight
    assert run(office, batch, LEAD, undo=True) == [BatchRowState.UNDONE]
    assert assignees(cases[0]) == {CASEWORKER}


def test_running_a_row_twice_does_it_once(office: Jobcenter, cases: list[Client]) -> None:
    batch = office.execute(PlanReassignment((cases[0].fall,), COLLEAGUE, TEAM, "Elternzeit"), LEAD)
    run(office, batch, LEAD)
    office.execute(HandOverCase(cases[0].fall, CASEWORKER, TEAM, "doch nicht"), LEAD)
    assert run(office, batch, LEAD) == [BatchRowState.DONE]
    assert assignees(cases[0]) == {CASEWORKER}
    with pytest.raises(ValuesRefused):
        run(office, batch, LEAD, undo=True)  # somebody else has it by now


def test_what_cannot_be_done_says_so_in_the_preview(office: Jobcenter, cases: list[Client]) -> None:
    batch = office.execute(PlanReassignment((cases[0].fall,), CASEWORKER, TEAM, "x"), LEAD)
    assert rows_of(office, batch)[0].message == "Diese Fachkraft ist schon zuständig."
    batch = office.execute(PlanReassignment((cases[0].fall,), LEAD, TEAM, "x"), LEAD)
    assert "aktive Fachkraft" in rows_of(office, batch)[0].message


def test_only_a_lead_gives_cases_away_and_a_batch_belongs_to_its_maker(office: Jobcenter, cases: list[Client]) -> None:
    with pytest.raises(Forbidden):
        office.execute(PlanReassignment((cases[0].fall,), COLLEAGUE, TEAM, "x"), CASEWORKER)
    batch = office.execute(PlanReassignment((cases[0].fall,), COLLEAGUE, TEAM, "x"), LEAD)
    with pytest.raises(NotFound):
        office.execute(RunBatchRow(rows_of(office, batch)[0].id), CASEWORKER)
    with pytest.raises(ValuesRefused):
        office.execute(PlanReassignment((), COLLEAGUE, TEAM, "x"), LEAD)
    with pytest.raises(ValuesRefused):
        office.execute(PlanReassignment((cases[0].fall,), COLLEAGUE, TEAM, "  "), LEAD)


# ---------------------------------------------------------------- moving appointments


def test_appointments_leave_closed_days_for_the_next_free_places(office: Jobcenter, cases: list[Client]) -> None:
    for client, hour in zip(cases, (9, 10, 11), strict=True):
        agree(office, client, MONDAY, hour)
    agree(office, cases[0], MONDAY + timedelta(days=2), 9)  # takes the first of the new places
    batch = office.execute(PlanMoves(CASEWORKER, MONDAY, MONDAY + timedelta(days=1), 2, "Schließung"), CASEWORKER)
    assert len(talks(office)) == 4
    run(office, batch, CASEWORKER)
    wednesday, thursday = MONDAY + timedelta(days=2), MONDAY + timedelta(days=3)
    assert [(t.date(), t.hour) for t in talks(office)] == [
        (wednesday, 8),
        (wednesday, 9),
        (thursday, 10),
        (thursday, 11),
    ]
    assert all(t.date() == MONDAY for t in talks(office, AppointmentState.MOVED))
    assert run(office, batch, CASEWORKER, undo=True) == [BatchRowState.UNDONE] * 3
    assert [t.hour for t in talks(office) if t.date() == MONDAY] == [9, 10, 11]
    with office.reading() as session:
        moves = session.scalars(select(Appointment.moves).where(Appointment.state == AppointmentState.AGREED)).all()
    assert set(moves) == {0}, "taking a move back is no move"


def test_nothing_is_put_on_a_holiday_a_weekend_or_into_an_absence(office: Jobcenter, cases: list[Client]) -> None:
    with office.writing() as session:
        user = session.scalars(select(User).where(User.username == CASEWORKER)).one()
        session.add(Absence(user_id=user.id, first_day=date(2026, 12, 28), last_day=date(2026, 12, 30)))
    agree(office, cases[0], date(2026, 12, 24), 9)
    batch = office.execute(PlanMoves(CASEWORKER, date(2026, 12, 24), date(2026, 12, 24), 8, "Heiligabend"), CASEWORKER)
    run(office, batch, CASEWORKER)
    # 25 and 26 December are holidays, 27 a Sunday, then the absence
    assert [t.date() for t in talks(office)] == [date(2026, 12, 31)]


def test_t14_nothing_is_moved_past_the_review_of_the_agreement(office: Jobcenter, cases: list[Client]) -> None:
    client = cases[0]
    client.first_round()
    with office.writing() as session:
        agreement = session.scalars(select(Agreement)).one()
        coming = session.scalars(select(Appointment).where(Appointment.state == AppointmentState.AGREED)).one()
        day = coming.starts_at.astimezone(BERLIN).date()
        agreement.review_due = day + timedelta(days=1)
    batch = office.execute(PlanMoves(CASEWORKER, day, day + timedelta(days=3), 8, "Schließung"), CASEWORKER)
    (row,) = rows_of(office, batch)
    assert row.state is BatchRowState.REFUSED
    assert "§ 15 (3) SGB II (T14)" in row.message


def test_t17_the_contact_policy_limits_a_move_too(office: Jobcenter, cases: list[Client]) -> None:
    client = cases[0]
    client.first_round()
    day = talks(office)[0].date()
    batch = office.execute(PlanMoves(CASEWORKER, day, day, 8, "Schließung"), CASEWORKER)
    (row,) = rows_of(office, batch)
    assert row.state is BatchRowState.PLANNED
    assert row.after["why"] == "Kontaktdichte des Jobcenters (T17)"
    far = date.fromisoformat(row.after["latest"])
    batch = office.execute(PlanMoves(CASEWORKER, day, far, 8, "Schließung"), CASEWORKER)
    assert "(T17)" in rows_of(office, batch)[0].message


def test_t01_the_first_interview_stays_prompt(office: Jobcenter, cases: list[Client]) -> None:
    agree(office, cases[0], MONDAY - timedelta(days=3), 9, "ERSTGESPRAECH")
    batch = office.execute(PlanMoves(CASEWORKER, MONDAY - timedelta(days=3), MONDAY, 8, "Schließung"), CASEWORKER)
    assert "§ 15 (1) SGB II (T01)" in rows_of(office, batch)[0].message


def test_a_law_that_tightens_after_the_preview_still_holds(office: Jobcenter, cases: list[Client]) -> None:
    cases[0].first_round()
    day = talks(office)[0].date()
    batch = office.execute(PlanMoves(CASEWORKER, day, day, 8, "Schließung"), CASEWORKER)
    with office.writing() as session:
        session.scalars(select(Agreement)).one().review_due = day
    with pytest.raises(ValuesRefused):
        run(office, batch, CASEWORKER)
    assert rows_of(office, batch)[0].state is BatchRowState.PLANNED


def test_days_that_make_no_sense_are_refused(office: Jobcenter, cases: list[Client]) -> None:
    with pytest.raises(ValuesRefused):
        office.execute(PlanMoves(CASEWORKER, MONDAY, MONDAY - timedelta(days=1), 8, "x"), CASEWORKER)
    with pytest.raises(NotFound):
        office.execute(PlanMoves("niemand", MONDAY, MONDAY, 8, "x"), CASEWORKER)


# ---------------------------------------------------------------- inviting a group


def invitation(cases: list[Client], *, letter: bool = False, at: time = time(14)) -> PlanInvitation:
    numbers = tuple(client.fall for client in cases)
    return PlanInvitation(numbers, MONDAY, at, 90, "Saal", "Gruppeninformation", letter, "T20")


def test_t20_a_group_is_invited_with_letters_and_taken_back(office: Jobcenter, cases: list[Client]) -> None:
    with office.writing() as session:
        for person in session.scalars(select(Person)).all()[:2]:
            person.street, person.postal_code, person.city = "Weg 1", "12345", "Stadt"
    batch = office.execute(invitation(cases, letter=True), CASEWORKER)
    rows = rows_of(office, batch)
    assert [row.state for row in rows] == [BatchRowState.PLANNED, BatchRowState.PLANNED, BatchRowState.REFUSED]
    assert rows[2].message == "Im Fall ist keine Anschrift eingetragen."
    run(office, batch, CASEWORKER)
    assert [t.hour for t in talks(office)] == [14, 14]
    with office.reading() as session:
        letters = session.scalars(select(Letter)).all()
        assert len(letters) == 2
        assert "Montag, 20.07.2026, 14:00 Uhr" in letters[0].body
        assert "Saal" in letters[0].body
    run(office, batch, CASEWORKER, undo=True)
    assert talks(office) == []
    with office.reading() as session:
        assert session.scalars(select(Letter)).all() == []


def test_nobody_is_invited_twice_to_the_same_hour(office: Jobcenter, cases: list[Client]) -> None:
    agree(office, cases[0], MONDAY, 14)
    batch = office.execute(invitation(cases), CASEWORKER)
    assert rows_of(office, batch)[0].message == "Zu dieser Zeit ist schon ein Termin vereinbart."
    with pytest.raises(ValuesRefused):
        office.execute(
            PlanInvitation((cases[0].fall,), date(2026, 12, 25), time(9), 60, "Saal", "", False, "x"), CASEWORKER
        )


def test_a_foreign_case_is_no_part_of_a_batch(office: Jobcenter, cases: list[Client]) -> None:
    with office.reading() as session:
        assert session.scalar(select(Case.id).where(Case.case_number == "F-2026-999999")) is None
    batch = office.execute(
        PlanInvitation((cases[0].fall, "F-2026-999999"), MONDAY, time(9), 60, "Saal", "", False, "x")
    )
    assert len(rows_of(office, batch)) == 1
