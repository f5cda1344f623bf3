"""A case given to somebody else: processes that already run follow, with their open tasks (Fachkonzept F.1)."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from engine.commands.claim_task import ClaimTask
from engine.commands.suspend_instance import SuspendInstance
from engine.errors import EngineError, Forbidden, ValuesRefused, WrongState
from engine.queries import run_of
from models.history import HistoryEntry
from models.runtime import TaskCandidate
from processes.integration.commands import DeregisterCase
from processes.integration.handing_over import HandOverCase
from processes.milestones.commands import RecordBirth
from tests.processes.jobcenter import COLLEAGUE, LEAD, TEAM, Jobcenter
from tests.processes.journey import CASEWORKER, Client


def give(client: Client, to: str = COLLEAGUE, team: str = TEAM, who: str = CASEWORKER, reason: str = "Umzug") -> Any:
    return client.office.execute(HandOverCase(client.fall, to, team, reason), who)


def in_processes(client: Client, name: str) -> set[Any]:
    """The values of a variable in every running process of the case, also in those it has called."""
    engine = client.office.harness.engine
    keys = ("integrationsprozess", "termin", "vereinbarung", "handlungsstrategie", "kind_vierzehn_monate")
    instances = [instance for key in keys for instance in client.instances(key)]
    found = set()
    with client.office.reading() as session:
        for instance in instances:
            run = run_of(session, engine.definitions, instance.id, client.office.now)
            found.add(run.variables().get(name))
            found |= {run.scope_variables(task.token).get(name) for task in run.waits().user_tasks}
    return found


def groups(client: Client, element: str) -> set[str]:
    task = client.task(element)
    with client.office.reading() as session:
        wanted = select(TaskCandidate.group_name).where(TaskCandidate.task_id == task.id)
        return set(session.execute(wanted).scalars())


def test_open_tasks_and_running_processes_follow(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_interview()
    informed = give(client)
    assert (informed.instances, informed.tasks) == (2, 1), "the case, and the reminder of its open sheet (T47)"
    assert client.task("ausgangslage_klaeren").assignee == COLLEAGUE
    assert in_processes(client, "fachkraft") == {COLLEAGUE}
    with client.file() as (session, case):
        assert case.caseworker.username == COLLEAGUE
        kinds = session.execute(select(HistoryEntry.kind).where(HistoryEntry.business_key == client.fall)).scalars()
        assert {"case.handed_over", "instance.informed", "task.assigned"} <= set(kinds)
    office.execute(RecordBirth(client.fall, date(2026, 7, 1)), COLLEAGUE)
    assert client.incidents() == []


def test_tasks_that_come_later_go_to_the_new_caseworker(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_round()
    office.execute(RecordBirth(client.fall, date(2026, 7, 1)))
    assert client.open_tasks() == []
    give(client)
    assert in_processes(client, "fachkraft") == {COLLEAGUE}
    office.travel_to_day(date(2027, 8, 18))
    assert client.task("betreuung_pruefen").assignee == COLLEAGUE


def test_a_lead_gives_the_case_to_another_team_with_its_groups(office: Jobcenter) -> None:
    office.add_team("sued", caseworker="s.sued", lead="l.sued")
    client = office.open_case()
    with pytest.raises(ValuesRefused) as refused:
        give(client, "s.sued", "sued")
    assert refused.value.errors == {"caseworker": "In ein anderes Team gibt nur die Teamleitung den Fall."}
    with pytest.raises(Forbidden):
        give(client, "s.sued", "sued", who="l.sued")
    give(client, "s.sued", "sued", who=LEAD)
    assert groups(client, "einladen") == {"fachkraft:sued"}
    assert in_processes(client, "team") == {"sued"}
    assert client.task("einladen").assignee == "s.sued"
    with pytest.raises(Forbidden):
        give(client, who=LEAD)
    given = {"beginn_datum": office.workday(3), "beginn_uhrzeit": time(10), "dauer_minuten": 45, "ort": "Raum 12"}
    client.complete("einladen", "s.sued", **given)  # type: ignore[arg-type]
    assert client.incidents() == []


def test_in_another_team_nobody_keeps_what_is_out_of_sight(office: Jobcenter) -> None:
    office.add_team("sued", caseworker="s.sued", lead="l.sued")
    client = office.open_case()
    client.agree_appointment("einladen", office.workday(3))
    office.travel_to_day(office.workday(9), hour=12)
    office.execute(ClaimTask(client.task("verzug_klaeren").id), LEAD)
    give(client, who=LEAD)
    assert client.task("verzug_klaeren").assignee == LEAD, "inside the team the lead keeps it"
    give(client, "s.sued", "sued", who=LEAD)
    assert client.task("verzug_klaeren").assignee is None
    assert groups(client, "verzug_klaeren") == {"teamleitung:sued"}
    office.execute(ClaimTask(client.task("verzug_klaeren").id), "l.sued")


def test_what_the_lead_holds_stays_with_the_lead(office: Jobcenter) -> None:
    client = office.open_case()
    client.agree_appointment("einladen", office.workday(3))
    office.travel_to_day(office.workday(9), hour=12)
    give(client, who=LEAD)
    assert client.task("verzug_klaeren").assignee is None
    assert groups(client, "verzug_klaeren") == {"teamleitung:nord"}


def test_a_suspended_process_knows_it_when_it_goes_on(office: Jobcenter) -> None:
    client = office.open_case()
    (instance,) = client.instances("integrationsprozess")
    office.execute(SuspendInstance(instance.id, "Prüfung"), LEAD)
    give(client)
    with office.reading() as session:
        run = run_of(session, office.harness.engine.definitions, instance.id, office.now)
        assert run.variables()["fachkraft"] == COLLEAGUE


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"reason": " "}, ValuesRefused, "reason"),
        ({"to": CASEWORKER}, ValuesRefused, "caseworker"),
        ({"to": "niemand"}, ValuesRefused, "caseworker"),
        ({"to": LEAD}, ValuesRefused, "caseworker"),
        ({"team": "nirgends"}, ValuesRefused, "caseworker"),
        ({"who": COLLEAGUE}, Forbidden, ""),
    ],
)
def test_what_cannot_be_is_refused(
    office: Jobcenter, changes: dict[str, str], error: type[EngineError], field: str
) -> None:
    client = office.open_case()
    with pytest.raises(error) as refused:
        give(client, **changes)
    if isinstance(refused.value, ValuesRefused):
        assert set(refused.value.errors) == {field}
    assert client.task("einladen").assignee == CASEWORKER


def test_a_case_that_has_ended_is_not_handed_over(office: Jobcenter) -> None:
    client = office.open_case()
    office.execute(DeregisterCase(client.fall, office.today, "Umzug"))
    with pytest.raises(WrongState):
        give(client)
