"""A time typed by hand that meets something else in the calendar: named, confirmed or refused (Fachkonzept A.4.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.errors import ValuesRefused
from models.casework import Appointment, AppointmentState, OfficeClosure
from models.identity import Absence, User
from processes.appointment.commands import AgreeAppointment, MoveAppointment
from tests.processes.jobcenter import Jobcenter
from tests.processes.journey import CASEWORKER


def errors_of(office: Jobcenter, command: Any) -> dict[str, str]:
    with pytest.raises(ValuesRefused) as refused:
        office.execute(command)
    return dict(refused.value.errors)


def test_a_clash_is_named_and_may_be_confirmed_where_somebody_could_be_there(office: Jobcenter) -> None:
    first, second = office.open_case(), office.open_case("K-100002")
    day = office.workday(3)
    first.agree_appointment("einladen", day, hour=10)

    # in the form of a task: the other talk is named, nobody's name is told
    with pytest.raises(ValuesRefused) as refused:
        second.complete("einladen", **second.slot(day) | {"beginn_uhrzeit": time(10, 30)})
    said = dict(refused.value.errors)
    assert said["beginn_uhrzeit"] == "Im Kalender von f.kraft steht dann schon ein Termin: 10:00 bis 10:45 Uhr."
    assert "trotzdem" in said["trotzdem"]
    second.complete("einladen", **second.slot(day), trotzdem=True)
    assert "einladen" not in second.open_tasks()

    # by hand: next to it is free, on it is not, an early hour and an absence are said as well
    def agree(day: date, at: time, **more: Any) -> AgreeAppointment:
        return AgreeAppointment(first.fall, "SONSTIGES", day, at, **more)

    assert set(errors_of(office, agree(day, time(9, 45)))) == {"beginn_uhrzeit", "trotzdem"}
    taken = office.execute(agree(day, time(10, 45)))
    with office.writing() as session:
        user = session.scalars(select(User).where(User.username == CASEWORKER)).one()
        session.add(Absence(user_id=user.id, first_day=day + timedelta(days=7), last_day=day + timedelta(days=9)))
        closed = day + timedelta(days=14)
        session.add(OfficeClosure(first_day=closed, last_day=closed, name="Betriebsausflug"))
    away = agree(day + timedelta(days=7), time(6, 30))
    said = errors_of(office, away)
    assert "f.kraft ist vom" in said["beginn_datum"]
    assert said["beginn_uhrzeit"] == "Termine beginnen im Jobcenter von 08:00 bis 16:00 Uhr."
    office.execute(agree(day + timedelta(days=7), time(6, 30), despite=True))

    engine = office.harness.engine
    engine.calendar = replace(engine.calendar, closures=frozenset({closed}))
    # on a day without work nobody is there: the closure is named and refused, whatever is confirmed
    said = errors_of(office, agree(closed, time(10), despite=True))
    assert "geschlossen (Betriebsausflug)" in said["beginn_datum"]
    assert set(said) == {"beginn_datum"}

    # an appointment does not clash with itself
    moved = office.execute(MoveAppointment(taken, day, time(11, 0), "Bus"))
    with office.reading() as session:
        assert session.get_one(Appointment, moved).state is AppointmentState.AGREED
