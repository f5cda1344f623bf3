"""An appointment keeps its moment; whatever comes of it, there is a next one."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from engine.calendar import BERLIN
from engine.errors import ValuesRefused, WrongState
from engine.testing import Case
from models.casework import Appointment, AppointmentState, Channel
from processes.appointment.commands import AgreeAppointment, CancelAppointment, MoveAppointment
from tests.processes.clocks.office import FACHKRAFT, FALL, LEITUNG, Office, utc

TALK = datetime(2026, 7, 29, 9, 30, tzinfo=BERLIN)
NEXT = {"beginn_datum": "2026-08-12", "beginn_uhrzeit": "10:00", "dauer_minuten": "30", "ort": "Raum 3"}


def states(office: Office) -> list[AppointmentState]:
    return [a.state for a in office.rows(Appointment)]


def begun(office: Office) -> Case:
    """An appointment whose moment has come."""
    talk = office.appoint(TALK)
    office.go(TALK.date(), 10)
    return talk


def test_at_the_beginning_the_caseworker_is_asked_for_the_outcome_the_same_day(office: Office) -> None:
    talk = office.appoint(TALK)
    office.go(TALK.date(), 9)
    assert talk.open_tasks() == []
    office.go(TALK.date(), 10)
    task = talk.task("ausgang_festhalten")
    assert (task.assignee, office.groups(talk, task.element_id)) == ("a.berg", ["fachkraft:nord"])
    assert task.due_at == utc(TALK.date(), 23, 59).replace(second=59)
    assert talk.incidents() == []


def test_a_talk_that_takes_place_is_told_to_the_case(office: Office) -> None:
    talk = begun(office)
    office.complete(talk, "ausgang_festhalten", ausgang="WAHRGENOMMEN")
    assert (talk.status, states(office)) == ("completed", [AppointmentState.HELD])
    assert office.told_case("Termin wahrgenommen") == [{"termin": "1", "art": "FOLGEGESPRAECH"}]


def test_t18_a_moved_appointment_has_its_successor_before_the_task_ends(office: Office) -> None:
    talk = begun(office)
    with pytest.raises(ValuesRefused) as refused:
        office.complete(talk, "ausgang_festhalten", ausgang="VERLEGT", grund="Kind krank")
    assert {"beginn_datum", "beginn_uhrzeit"} <= set(refused.value.errors)
    office.complete(talk, "ausgang_festhalten", ausgang="VERLEGT", grund="Kind krank", **NEXT)
    old, new = office.rows(Appointment)
    assert (old.state, old.state_reason, old.replaced_by_id) == (AppointmentState.MOVED, "Kind krank", new.id)
    assert (new.starts_at, new.moves, new.duration_minutes) == (utc(date(2026, 8, 12), 10), 1, 30)
    assert (talk.status, talk.open_tasks()) == ("active", [])
    office.go(date(2026, 8, 12), 10)
    assert talk.open_tasks() == ["ausgang_festhalten"]
    office.complete(talk, "ausgang_festhalten", ausgang="WAHRGENOMMEN")
    assert office.told_case("Termin wahrgenommen") == [{"termin": "2", "art": "FOLGEGESPRAECH"}]


def test_t18_a_cancelled_appointment_leaves_a_next_one_with_its_own_clock(office: Office) -> None:
    talk = begun(office)
    office.complete(talk, "ausgang_festhalten", ausgang="ABGESAGT", grund="Haus geschlossen", **NEXT)
    following = office.last("termin")
    assert (talk.status, following.status, following.data["termin"]) == ("completed", "active", "2")
    assert states(office) == [AppointmentState.CANCELLED, AppointmentState.AGREED]
    assert office.rows(Appointment)[1].moves == 0


def move_once(office: Office, talk: Case, day: date) -> None:
    again = {**NEXT, "beginn_datum": day.isoformat()}
    office.complete(talk, "ausgang_festhalten", ausgang="VERLEGT", grund="verhindert", **again)


def test_beyond_the_limit_of_moves_the_team_lead_decides(office: Office) -> None:
    talk = begun(office)
    for day in (date(2026, 8, 12), date(2026, 8, 26), date(2026, 9, 9)):
        move_once(office, talk, day)
        office.go(day, 10)
    move_once(office, talk, date(2026, 9, 23))
    assert talk.open_tasks() == ["verlegung_entscheiden"]
    assert office.groups(talk, "verlegung_entscheiden") == ["teamleitung:nord"]
    once_more = {**NEXT, "beginn_datum": "2026-09-23", "grund": "Pflegefall in der Familie"}
    office.complete(talk, "verlegung_entscheiden", LEITUNG, ausgang="VERLEGT", **once_more)
    assert (talk.open_tasks(), office.rows(Appointment)[-1].moves) == ([], 4)
    assert talk.incidents() == []


def test_the_team_lead_may_refuse_one_more_move(sqlite_url: str) -> None:
    office = Office(sqlite_url, max_moves_per_appointment=0)
    talk = begun(office)
    move_once(office, talk, date(2026, 8, 12))
    refusal = {"ausgang": "VERSAEUMT", "grund": "Kein Nachweis für den Grund"}
    office.complete(talk, "verlegung_entscheiden", LEITUNG, **refusal)
    assert (talk.status, states(office)) == ("completed", [AppointmentState.MISSED])
    assert office.last("meldeversaeumnis").open_tasks() == ["neu_einladen"]
    office.h.close()


@pytest.mark.parametrize(
    ("day", "at", "field", "says"),
    [
        ("2026-07-28", "09:00", "beginn_datum", "Vergangenheit"),
        ("2026-07-29", "09:45", "beginn_uhrzeit", "schon vorbei"),
        ("2026-08-01", "09:00", "beginn_datum", "kein Arbeitstag"),
        ("2026-12-25", "09:00", "beginn_datum", "Feiertag (Erster Weihnachtstag)"),
        ("2027-11-01", "09:00", "beginn_datum", "mehr als ein Jahr"),
    ],
)
def test_t18_the_next_appointment_is_on_a_working_day_to_come(
    sqlite_url: str, day: str, at: str, field: str, says: str
) -> None:
    office = Office(sqlite_url)
    talk = begun(office)
    values = {**NEXT, "beginn_datum": day, "beginn_uhrzeit": at}
    with pytest.raises(ValuesRefused) as refused:
        office.complete(talk, "ausgang_festhalten", ausgang="VERLEGT", grund="verhindert", **values)
    assert says in refused.value.errors[field]
    assert states(office) == [AppointmentState.AGREED]
    office.h.close()


def test_an_agreed_appointment_on_a_day_without_work_keeps_its_moment(office: Office) -> None:
    """§ 26 (5) SGB X: a holiday that came later moves nothing."""
    saturday = datetime(2026, 8, 1, 9, tzinfo=BERLIN)
    payload = {"fall": FALL, "team": "nord", "fachkraft": "a.berg", "rechtskreis": "SGB2"}
    office.send("Termin vereinbart", "7", **payload, termin="7", beginn=saturday, art="FOLGEGESPRAECH")
    office.go(date(2026, 8, 1), 8)
    assert office.last("termin").open_tasks() == []
    office.go(date(2026, 8, 1), 9)
    assert office.last("termin").open_tasks() == ["ausgang_festhalten"]


def test_an_appointment_moved_beforehand_waits_for_its_new_moment(office: Office) -> None:
    talk = office.appoint(TALK)
    new = office.run(MoveAppointment(1, date(2026, 8, 12), time(10), "Urlaub"))
    office.go(TALK.date(), 12)
    assert (talk.open_tasks(), talk.data["termin"]) == ([], str(new))
    again = office.run(MoveAppointment(new, date(2026, 8, 19), time(10), "Urlaub verlängert"))
    office.go(date(2026, 8, 19), 10)
    assert (talk.open_tasks(), talk.data["termin"]) == (["ausgang_festhalten"], str(again))
    assert states(office) == [AppointmentState.MOVED, AppointmentState.MOVED, AppointmentState.AGREED]


def test_an_appointment_cancelled_beforehand_leaves_its_successor(office: Office) -> None:
    talk = office.appoint(TALK)
    office.run(CancelAppointment(1, date(2026, 8, 12), time(10), "Arbeitsaufnahme"))
    assert (talk.status, office.last("termin").data["termin"]) == ("completed", "2")
    assert states(office) == [AppointmentState.CANCELLED, AppointmentState.AGREED]


def test_moving_beforehand_has_the_same_limit_but_not_for_the_team_lead(sqlite_url: str) -> None:
    office = Office(sqlite_url, max_moves_per_appointment=0)
    office.appoint(TALK)
    move = MoveAppointment(1, date(2026, 8, 12), time(10), "Urlaub")
    with pytest.raises(ValuesRefused, match="beginn_datum"):
        office.run(move, FACHKRAFT)
    assert office.run(move, LEITUNG) == 2
    office.h.close()


@pytest.mark.parametrize("command", [MoveAppointment, CancelAppointment])
def test_what_has_begun_or_is_decided_is_not_changed_beforehand(sqlite_url: str, command: Any) -> None:
    office = Office(sqlite_url)
    talk = begun(office)
    with pytest.raises(WrongState, match="begun"):
        office.run(command(1, date(2026, 8, 12), time(10), "Urlaub"))
    office.complete(talk, "ausgang_festhalten", ausgang="WAHRGENOMMEN")
    with pytest.raises(WrongState, match="HELD"):
        office.run(command(1, date(2026, 8, 12), time(10), "Urlaub"))
    office.h.close()


def test_a_first_talk_that_is_not_in_person_needs_a_reason(sqlite_url: str) -> None:
    office = Office(sqlite_url)
    by_phone = {"channel": Channel.PHONE}
    with pytest.raises(ValuesRefused, match="kanal_grund"):
        office.run(AgreeAppointment(FALL, "ERSTGESPRAECH", date(2026, 7, 29), time(9), **by_phone))
    reason = {"channel_reason": "Gehbehinderung"}
    office.run(AgreeAppointment(FALL, "ERSTGESPRAECH", date(2026, 7, 29), time(9), **by_phone, **reason))
    office.h.close()


def test_deregistration_cancels_the_appointment(office: Office) -> None:
    talk = office.appoint(TALK)
    office.send("Abmeldung", FALL)
    cancelled = office.rows(Appointment)[0]
    assert (talk.status, cancelled.state, cancelled.state_reason) == (
        "completed",
        AppointmentState.CANCELLED,
        "Abmeldung",
    )
