"""Everything an instance can wait for, and everything it remembers, in another version."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.commands.lease_jobs import LEASE, LeaseJobs
from engine.commands.migrate_instance import MigrateInstance
from engine.commands.start_instance import StartInstance
from engine.errors import MigrationRefused
from engine.handlers import OutsideCall
from engine.migration.preview import Preview
from engine.queries import jobs, subscriptions, timers
from engine.testing import Case, Harness
from models.runtime import Job
from tests.engine.migration.scene import deploy, h, moved

__all__ = ["h"]

MESSAGES = """<message id="M1" name="{one}" pw:correlationKey="{key}"/><message id="M2" name="zwei"/>"""


def listening(h: Harness, case: Case) -> list[tuple[int, str, str, str | None]]:
    with h.engine.reading() as session:
        return [(s.id, s.element_id, s.name, s.correlation_key) for s in subscriptions(session, case.id)]


def due(h: Harness, case: Case) -> dict[str, Any]:
    with h.engine.reading() as session:
        return {t.element_id: t.due_at for t in timers(session, case.id)}


def refused(case: Case) -> list[tuple[str, str | None]]:
    with pytest.raises(MigrationRefused) as error:
        case.preview_migration()
    with pytest.raises(MigrationRefused):
        case.migrate()
    return [(o.code, o.element) for o in error.value.obstacles]


def boundary(kind: str, of: str, element: str, *, interrupting: bool = True) -> str:
    return (
        f'<boundaryEvent id="{element}" attachedToRef="{of}" cancelActivity="{str(interrupting).lower()}">{kind}'
        f'</boundaryEvent><endEvent id="end{element}"/>\n{element} -> end{element}\n'
    )


def timer(text: str, tag: str = "timeDuration") -> str:
    return f"<timerEventDefinition><{tag}>{text}</{tag}></timerEventDefinition>"


TASK = '<startEvent id="s"/><userTask id="A"/><endEvent id="e"/>\ns -> A -> e\n'
CATCH = """<startEvent id="s"/><intermediateCatchEvent id="W" name="Antwort">
<messageEventDefinition messageRef="M1"/></intermediateCatchEvent><endEvent id="e"/>
s -> W -> e
"""


def test_a_message_is_addressed_anew_only_if_it_is_drawn_differently(h: Harness) -> None:
    deploy(h, CATCH, shared=MESSAGES.format(one="antwort", key="fall"))
    case = h.start("P", fall="F-1", andere="G-1")
    before = listening(h, case)
    deploy(h, CATCH.replace('"W"', '"V"').replace("-> W", "-> V"), shared=MESSAGES.format(one="antwort", key="fall"))
    moved(h, case, W="V")
    assert listening(h, case) == [(before[0][0], "V", "antwort", "F-1")]
    deploy(h, CATCH, shared=MESSAGES.format(one="antwort", key="andere"))
    moved(h, case, V="W")
    assert [each[1:] for each in listening(h, case)] == [("W", "antwort", "G-1")]
    case.send("antwort", correlation={"fall": "F-1"})
    assert case.status == "active"
    case.send("antwort", correlation={"fall": "G-1"})
    assert case.status == "completed"


def test_an_event_gateway_keeps_what_it_waits_for_and_takes_up_what_is_new(h: Harness) -> None:
    gateway = """<startEvent id="s"/><eventBasedGateway id="g"/><endEvent id="e"/>
    <intermediateCatchEvent id="T">{}</intermediateCatchEvent>
    <intermediateCatchEvent id="M"><messageEventDefinition messageRef="M1"/></intermediateCatchEvent>
    s -> g -> T -> e
    g -> M -> e
    """.format(timer("P5D"))
    deploy(h, gateway, shared=MESSAGES.format(one="eins", key="fall"))
    case = h.start("P", fall="F")
    at = due(h, case)["T"]
    h.travel(days=1)
    more = """<intermediateCatchEvent id="N"><messageEventDefinition messageRef="M2"/></intermediateCatchEvent>
    g -> N -> e
    """
    deploy(h, gateway.replace("P5D", "P9D") + more, shared=MESSAGES.format(one="eins", key="fall"))
    preview = moved(h, case)
    assert due(h, case) == {"T": at}
    assert sorted(each[1] for each in listening(h, case)) == ["M", "N"]
    assert [(b.kind, b.place.element, b.name) for b in preview.begun] == [("message", "N", "zwei")]
    case.send("zwei")
    assert case.trace()[-2:] == ["N", "e"]


def test_a_new_event_sub_process_listens_from_now_on(h: Harness) -> None:
    deploy(h, TASK)
    case = h.start("P")
    handler = f"""<subProcess id="H" triggeredByEvent="true"><startEvent id="hs" isInterrupting="false">{timer("P2D")}
    </startEvent><userTask id="B"/><endEvent id="he"/>
    hs -> B -> he
    </subProcess>
    """
    deploy(h, TASK + handler)
    moved(h, case)
    assert due(h, case) == {"hs": h.now + timedelta(days=2)}
    h.travel(days=3)
    assert sorted(case.open_tasks()) == ["A", "B"]
    deploy(h, (TASK + handler).replace('"B"', '"C"').replace("B ->", "C ->").replace("-> B", "-> C"))
    moved(h, case, B="C")
    assert sorted(case.open_tasks()) == ["A", "C"]
    case.complete("C")
    case.complete("A")
    assert case.status == "completed"


def test_a_cycle_goes_on_from_its_kept_moment_in_the_rhythm_drawn_now(h: Harness) -> None:
    deploy(h, TASK + boundary(timer("R/P10D", "timeCycle"), "A", "T", interrupting=False))
    case = h.start("P")
    first = due(h, case)["T"]
    h.travel(days=4)
    deploy(h, TASK + boundary(timer("R/P3D", "timeCycle"), "A", "T", interrupting=False))
    moved(h, case)
    assert due(h, case) == {"T": first}
    h.travel_to(first)
    assert due(h, case) == {"T": first + timedelta(days=3)}
    deploy(h, TASK + boundary(timer("P50D"), "A", "T", interrupting=False))
    moved(h, case)
    h.travel(days=4)
    assert due(h, case) == {}


def test_a_timer_moves_with_its_event_to_the_sub_process_around_its_task(h: Harness) -> None:
    deploy(h, TASK + boundary(timer("P10D"), "A", "T"))
    case = h.start("P")
    at = due(h, case)
    h.travel(days=2)
    around = """<startEvent id="s"/><subProcess id="S"><startEvent id="i"/><userTask id="A"/><endEvent id="o"/>
    i -> A -> o
    </subProcess><endEvent id="e"/>
    s -> S -> e
    """
    deploy(h, around + boundary(timer("P10D"), "S", "T"))
    preview = moved(h, case)
    assert due(h, case) == at
    assert preview.begun == ()
    h.travel(days=9)
    assert case.trace()[-2:] == ["T", "endT"]


def test_two_runs_of_one_step_do_not_get_one_new_sub_process(h: Harness) -> None:
    twice = """<startEvent id="s"/><parallelGateway id="x"/><exclusiveGateway id="m"/><userTask id="A"/>
    <endEvent id="e"/>
    x -> m
    <sequenceFlow id="again" sourceRef="x" targetRef="m"/>
    s -> x
    """
    deploy(h, twice + "m -> A -> e\n")
    case = h.start("P")
    assert case.open_tasks() == ["A", "A"]
    inside = '<subProcess id="S"><startEvent id="i"/><userTask id="A"/><endEvent id="o"/>\ni -> A -> o\n</subProcess>'
    deploy(h, twice.replace('<userTask id="A"/>', inside) + "m -> S -> e\n")
    assert refused(case) == [("one-scope", "A")]


SERVICE = """<startEvent id="s"/><serviceTask id="{id}" pw:handler="{handler}" pw:effect="outside"/><endEvent id="e"/>
s -> {id} -> e
"""


def act(call: OutsideCall) -> dict[str, Any]:
    return {}


def test_a_job_goes_on_under_another_id_but_not_while_a_worker_has_it(h: Harness) -> None:
    for name in ("brief.senden", "mail.senden"):
        h.engine.handlers.outside(name, act)
    deploy(h, SERVICE.format(id="A", handler="brief.senden"))
    case = Case(h, h.engine.execute(StartInstance("P", {}), h.actor))
    (leased,) = h.engine.execute(LeaseJobs("w", 1), h.actor)
    deploy(h, SERVICE.format(id="B", handler="brief.senden"))
    assert refused(case) == [("job-leased", "A")]
    h.now += LEASE
    assert move_only(h, case, "A", "B").kept[0].kind == "job"
    with h.engine.reading() as session:
        (job,) = jobs(session, case.id)
    assert (job.id, job.element_id, job.attempts) == (leased.id, "B", 1)
    deploy(h, SERVICE.format(id="B", handler="mail.senden"))
    told = move_only(h, case, "B", "B")
    assert ([b.kind for b in told.begun], [k.kind for k in told.ended]) == (["job"], ["job"])
    with h.engine.reading() as session:
        found = session.execute(select(Job.handler, Job.attempts).where(Job.instance_id == case.id)).all()
    assert [tuple(row) for row in found] == [("mail.senden", 0)]
    h.settle()
    assert case.status == "completed"


def move_only(h: Harness, case: Case, one: str, two: str) -> Preview:
    """Migrate without letting the worker act afterwards."""
    target = h.version("P")
    plan = h.plan(case._process, target, **{one: two})
    return h.engine.execute(MigrateInstance(case.id, plan, target.id), h.actor)


UNDONE = """<startEvent id="s"/><userTask id="A"/><userTask id="B"/><userTask id="{handler}" isForCompensation="true"/>
<intermediateThrowEvent id="t"><compensateEventDefinition/></intermediateThrowEvent><endEvent id="e"/>
<boundaryEvent id="c" attachedToRef="A"><compensateEventDefinition/></boundaryEvent>
<association id="as" sourceRef="c" targetRef="{handler}"/>
s -> A -> B -> t -> e
"""


def test_what_was_done_is_undone_as_the_new_version_says_or_the_migration_is_refused(h: Harness) -> None:
    deploy(h, UNDONE.format(handler="U"))
    case, other = h.start("P"), h.start("P")
    for each in (case, other):
        each.complete("A")
    deploy(h, UNDONE.format(handler="V"))
    moved(h, case)
    case.complete("B")
    assert case.open_tasks() == ["V"]
    deploy(h, UNDONE.format(handler="W").replace('"A"', '"A2"').replace("s -> A -> B", "s -> A2 -> B"))
    moved(h, case, V="W", A="A2")
    assert case.open_tasks() == ["W"]
    case.complete("W")
    assert case.status == "completed"
    deploy(h, '<startEvent id="s"/><userTask id="B"/><endEvent id="e"/>\ns -> B -> e\n')
    assert refused(other) == [("compensation", "A")]


def test_a_completed_call_is_undone_in_the_new_version_too(h: Harness) -> None:
    caller = """<startEvent id="s"/><callActivity id="call" calledElement="{called}"/><userTask id="B" name="{name}"/>
        <boundaryEvent id="late" attachedToRef="call"><timerEventDefinition><timeDuration>P1D</timeDuration>
        </timerEventDefinition></boundaryEvent>
        <intermediateThrowEvent id="t"><compensateEventDefinition/></intermediateThrowEvent><endEvent id="e"/>
        s -> call -> B -> t -> e
        late -> e
        """
    called = """<process id="Q" isExecutable="true"><property id="p" name="eigen"/><userTask id="A"/>
        <boundaryEvent id="c" attachedToRef="A"><compensateEventDefinition/></boundaryEvent>
        <userTask id="{handler}" isForCompensation="true"/>
        <association id="as" sourceRef="c" targetRef="{handler}"/></process>"""
    deploy(h, caller.format(name="eins", called="Q"), processes=called.format(handler="U"))
    case, other = h.start("P"), h.start("P")
    for each in (case, other):
        each.complete("A", eigen="x")
    deploy(h, caller.format(name="zwei", called="Q"), processes=called.format(handler="V"))
    moved(h, case)
    case.complete("B")
    assert case.open_tasks() == ["V"]
    deploy(h, caller.format(name="drei", called="Q"), processes=called.format(handler="V"))
    assert moved(h, case).begun == (), "what undoes it waits for nothing that is drawn at the call"
    assert case.open_tasks() == ["V"]
    case.complete("V")
    assert case.status == "completed"
    plain = '<process id="Q" isExecutable="true"><userTask id="A"/></process>'
    deploy(h, caller.format(name="vier", called="Q"), processes=plain)
    assert refused(other) == [("compensation", "A")]


def test_a_standard_loop_keeps_its_turn(h: Harness) -> None:
    loop = """<startEvent id="s"/><userTask id="{0}" name="Runde"><standardLoopCharacteristics loopMaximum="{1}"/>
    </userTask><endEvent id="e"/>
    s -> {0} -> e
    """
    deploy(h, loop.format("A", 3))
    case = h.start("P")
    case.complete("A")
    deploy(h, loop.format("B", 2))
    moved(h, case)
    case.complete("B")
    assert case.status == "completed"


def test_parallel_runs_do_not_become_sequential_ones_nor_lose_their_results(h: Harness) -> None:
    many = """<startEvent id="s"/><userTask id="A"><multiInstanceLoopCharacteristics isSequential="{0}"
    pw:collection="xs" pw:elementVariable="x" {1}/></userTask><endEvent id="e"/>
    s -> A -> e
    """
    out = 'pw:outputCollection="ys" pw:outputElement="x"'
    deploy(h, many.format("false", out))
    case = h.start("P", xs=[1, 2])
    deploy(h, many.format("true", out))
    assert refused(case) == [("no-target", "A")] * 3
    deploy(h, many.format("false", ""))
    assert refused(case) == [("results", "A")]


def test_what_a_handler_would_do_is_told_and_not_done(h: Harness) -> None:
    done: list[str] = []
    h.register("akte.schreiben", lambda inputs: done.append("ja"))
    deploy(h, TASK)
    case = h.start("P", ok=True)
    condition = "<conditionalEventDefinition><condition>ok</condition></conditionalEventDefinition>"
    new = f"""<boundaryEvent id="C" attachedToRef="A">{condition}</boundaryEvent>
    <serviceTask id="D" pw:handler="akte.schreiben"/><endEvent id="f"/>
    C -> D -> f
    """
    deploy(h, TASK + new)
    told = case.preview_migration()
    assert ([p.element for p in told.goes_on], [p.element for p in told.acts], done) == (["C"], ["D"], [])
    case.migrate()
    assert (done, case.status) == (["ja"], "completed")


def test_another_process_can_be_chosen(h: Harness) -> None:
    deploy(h, TASK)
    case = h.start("P")
    deploy(h, TASK, key="Q")
    moved(h, case, "Q")
    assert case._process.key == "Q"
    assert h.instances("P") == []
    case.complete("A")
    assert case.status == "completed"
