"""What an instance takes along into another version, element by element."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.commands.claim_task import ClaimTask
from engine.commands.retry_incident import RetryIncident
from engine.commands.save_draft import SaveDraft
from engine.commands.suspend_instance import SuspendInstance
from engine.errors import MigrationRefused, NotFound, PlanRefused, WrongState
from engine.queries import draft, history, timers
from engine.testing import Case, Harness
from models.runtime import Instance
from tests.engine.migration.scene import deploy, h, moved
from tests.engine.spiff.drawing import draw

__all__ = ["h"]

ONE_TASK = '<startEvent id="s"/><userTask id="A" name="Antrag prüfen"/><endEvent id="e"/>\ns -> A -> e\n'


def due_dates(h: Harness, case: Case) -> dict[str, Any]:
    with h.engine.reading() as session:
        return {t.element_id: t.due_at for t in timers(session, case.id)}


def test_a_task_stays_the_same_task_with_draft_and_assignee(h: Harness) -> None:
    deploy(h, ONE_TASK)
    case = h.start("P")
    task = case.task("A")
    h.engine.execute(ClaimTask(task.id), h.actor)
    h.engine.execute(SaveDraft(task.id, {"x": "halb"}, 0), h.actor)
    deploy(h, '<startEvent id="s"/><userTask id="B" name="Antrag prüfen"/><endEvent id="e"/>\ns -> B -> e\n')
    preview = moved(h, case)
    assert [(m.was.element, m.becomes.element) for m in preview.moves] == [("A", "B")]
    after = case.task("B")
    assert (after.id, after.assignee, after.name) == (task.id, h.actor.name, "Antrag prüfen")
    with h.engine.reading() as session:
        kept = draft(session, task.id)
        assert kept is not None
        assert kept.values == {"x": "halb"}
        entry = next(e for e in history(session, instance_id=case.id) if e.kind == "instance.migrated")
    assert (entry.data["from_version"], entry.data["to_version"]) == (1, 2)
    assert case.version == 2
    case.complete("B")
    assert case.status == "completed"
    assert case.trace() == ["s", "B", "e"]


TIMED = """<startEvent id="s"/><userTask id="A"/><endEvent id="e"/><endEvent id="f"/>
<boundaryEvent id="{id}" attachedToRef="A"><timerEventDefinition><timeDuration>{text}</timeDuration>
</timerEventDefinition></boundaryEvent>
s -> A -> e
{id} -> f
"""


def test_a_running_timer_keeps_its_due_date_under_another_id_and_text(h: Harness) -> None:
    deploy(h, TIMED.format(id="T", text="P10D"))
    case = h.start("P")
    due = due_dates(h, case)["T"]
    h.travel(days=3)
    deploy(h, TIMED.format(id="U", text="P30D"))
    preview = moved(h, case)
    assert due_dates(h, case) == {"U": due}
    assert [(k.was.element, k.becomes.element, k.due_at) for k in preview.kept if k.kind == "timer"] == [
        ("T", "U", due)
    ]
    h.travel(days=8)
    assert case.trace()[-1] == "f"


def test_a_newly_drawn_boundary_timer_is_armed_from_now(h: Harness) -> None:
    deploy(h, ONE_TASK)
    case = h.start("P")
    h.travel(days=3)
    deploy(h, TIMED.format(id="T", text="P10D"))
    preview = moved(h, case)
    assert due_dates(h, case) == {"T": h.now + timedelta(days=10)}
    assert [(b.kind, b.place.element) for b in preview.begun] == [("timer", "T")]


def test_an_event_that_fired_before_is_not_waited_for_again(h: Harness) -> None:
    reminding = TIMED.replace('attachedToRef="A"', 'attachedToRef="A" cancelActivity="false"')
    deploy(h, reminding.format(id="T", text="P1D"))
    case = h.start("P")
    h.travel(days=2)
    assert due_dates(h, case) == {}
    deploy(h, reminding.format(id="T", text="P5D"))
    moved(h, case)
    assert due_dates(h, case) == {}


def test_two_timers_may_swap_their_ids(h: Harness) -> None:
    both = ONE_TASK + "".join(
        f'<boundaryEvent id="{one}" cancelActivity="false" attachedToRef="A"><timerEventDefinition>'
        f'<timeDuration>{text}</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="x{one}"/>\n'
        f"{one} -> x{one}\n"
        for one, text in (("T", "P1D"), ("U", "P2D"))
    )
    deploy(h, both)
    case = h.start("P")
    before = due_dates(h, case)
    deploy(h, both.replace("P1D", "P7D"))
    moved(h, case, T="U", U="T")
    assert due_dates(h, case) == {"T": before["U"], "U": before["T"]}


def test_a_sub_process_drawn_around_a_task_is_begun_and_armed(h: Harness) -> None:
    deploy(h, ONE_TASK)
    case = h.start("P")
    task = case.task("A").id
    deploy(
        h,
        """<startEvent id="s"/><subProcess id="S"><startEvent id="i"/><userTask id="A"/><endEvent id="o"/>
        i -> A -> o
        </subProcess><endEvent id="e"/><endEvent id="f"/>
        <boundaryEvent id="T" attachedToRef="S"><timerEventDefinition><timeDuration>P3D</timeDuration>
        </timerEventDefinition></boundaryEvent>
        s -> S -> e
        T -> f
        """,
    )
    preview = moved(h, case)
    assert [p.element for p in preview.emerged] == ["S"]
    assert case.task("A").id == task
    assert due_dates(h, case) == {"T": h.now + timedelta(days=3)}
    case.complete("A")
    assert case.trace() == ["s", "A", "o", "S", "e"]
    assert case.status == "completed"


def test_a_sub_process_taken_away_leaves_what_runs_in_it(h: Harness) -> None:
    deploy(
        h,
        """<startEvent id="s"/><subProcess id="S"><startEvent id="i"/><userTask id="A"/><endEvent id="o"/>
        i -> A -> o
        </subProcess><endEvent id="e"/>
        s -> S -> e
        """,
    )
    case = h.start("P")
    deploy(h, ONE_TASK)
    assert [p.element for p in moved(h, case).dissolved] == ["S"]
    case.complete("A")
    assert case.trace() == ["s", "i", "A", "e"]


@pytest.mark.parametrize("sequential", ["true", "false"])
def test_the_runs_of_a_multi_instance_activity_go_on(h: Harness, sequential: str) -> None:
    def body(task: str, variable: str) -> str:
        return f"""<startEvent id="s"/><userTask id="{task}" name="Ziel">
        <multiInstanceLoopCharacteristics isSequential="{sequential}" pw:collection="ziele"
         pw:elementVariable="{variable}" pw:outputCollection="noten" pw:outputElement="{variable}">
        </multiInstanceLoopCharacteristics></userTask><userTask id="C"/><endEvent id="e"/>
        s -> {task} -> C -> e
        """

    deploy(h, body("A", "ziel"))
    case = h.start("P", ziele=["a", "b", "c"], noten=[])
    case.complete("A")
    deploy(h, body("B", "z"))
    moved(h, case)
    case.complete("B")
    case.complete("B")
    assert case.open_tasks() == ["C"]


def test_a_branch_that_waits_at_a_join_keeps_waiting_when_a_task_was_added_behind_it(h: Harness) -> None:
    deploy(
        h,
        """<startEvent id="s"/><parallelGateway id="x"/><userTask id="A"/><userTask id="B"/>
        <parallelGateway id="j"/><endEvent id="e"/>
        s -> x -> A -> j -> e
        x -> B -> j
        """,
    )
    case = h.start("P")
    case.complete("A")
    deploy(
        h,
        """<startEvent id="s"/><parallelGateway id="x"/><userTask id="A"/><userTask id="B"/><userTask id="N"/>
        <parallelGateway id="j"/><endEvent id="e"/>
        s -> x -> A -> N -> j -> e
        x -> B -> j
        """,
    )
    moved(h, case)
    case.complete("B")
    assert case.status == "completed"
    assert "N" not in case.trace()


def test_a_new_branch_nobody_took_is_refused(h: Harness) -> None:
    two = """<startEvent id="s"/><parallelGateway id="x"/><userTask id="A"/><userTask id="B"/>
    <parallelGateway id="j"/><endEvent id="e"/>
    s -> x -> A -> j -> e
    x -> B -> j
    """
    deploy(h, two)
    case = h.start("P")
    deploy(h, two + '<userTask id="C"/>\nx -> C -> j\n')
    with pytest.raises(MigrationRefused) as refused:
        case.migrate()
    assert [o.code for o in refused.value.obstacles] == ["starved"]
    assert case.version == 1


def test_joins_that_would_wait_for_each_other_are_refused(h: Harness) -> None:
    """In a circle: the way to the new branch leads through a join that waits for the one behind it."""
    circle = """<startEvent id="s"/><exclusiveGateway id="m"/><parallelGateway id="x"/><userTask id="A"/>
    <userTask id="B"/><parallelGateway id="j"/><exclusiveGateway id="o" default="o_e"/><endEvent id="e"/>
    s -> m -> x -> A -> j -> o -> e
    o -> m [again]
    """
    deploy(h, circle + "x -> B -> j\n")
    case = h.start("P")
    inner = """<parallelGateway id="x2"/><userTask id="N"/><parallelGateway id="j2"/>
    x -> x2 -> B -> j2 -> j
    x2 -> N -> j2
    """
    deploy(h, circle + inner)
    with pytest.raises(MigrationRefused) as refused:
        case.migrate()
    assert {o.code for o in refused.value.obstacles} == {"starved"}


def test_branches_that_became_a_row_are_refused(h: Harness) -> None:
    deploy(
        h,
        """<startEvent id="s"/><parallelGateway id="x"/><userTask id="A"/><userTask id="B"/>
        <parallelGateway id="j"/><endEvent id="e"/>
        s -> x -> A -> j -> e
        x -> B -> j
        """,
    )
    case = h.start("P")
    deploy(h, '<startEvent id="s"/><userTask id="A"/><userTask id="B"/><endEvent id="e"/>\ns -> A -> B -> e\n')
    with pytest.raises(MigrationRefused) as refused:
        case.migrate()
    assert [(o.code, o.element) for o in refused.value.obstacles] == [("in-a-row", "B")]


def test_a_conditional_event_that_holds_already_fires_as_foretold(h: Harness) -> None:
    deploy(h, ONE_TASK)
    case = h.start("P", betrag=5)
    deploy(
        h,
        ONE_TASK
        + """<boundaryEvent id="C" attachedToRef="A"><conditionalEventDefinition><condition>betrag &gt; 3</condition>
        </conditionalEventDefinition></boundaryEvent><userTask id="B"/><endEvent id="f"/>
        C -> B -> f
        """,
    )
    preview = moved(h, case)
    assert [p.element for p in preview.goes_on] == ["C"]
    assert case.open_tasks() == ["B"]


def test_what_stands_in_a_data_store_is_foretold_and_only_read(h: Harness) -> None:
    """The way the instance goes on depends on what it stores itself: a dry run sees that and stores nothing."""
    store = '<dataStore id="DS" name="Zähler"/>'
    count = """<dataStoreReference id="ref" dataStoreRef="DS"/><scriptTask id="{0}" scriptFormat="feel">
        <dataInputAssociation><sourceRef>ref</sourceRef><targetRef>bisher</targetRef></dataInputAssociation>
        <dataOutputAssociation><sourceRef>neu</sourceRef><targetRef>ref</targetRef></dataOutputAssociation>
        <script>{{neu: if bisher = null then 1 else bisher + 1}}</script></scriptTask>"""
    h.deploy(draw(count.format("one"), key="Q", shared=store))
    h.start("Q")
    deploy(h, '<startEvent id="s"/><userTask id="A"/><endEvent id="e"/>\ns -> A -> e\n', shared=store)
    case = h.start("P", ok=True)
    later = f"""<startEvent id="s"/><userTask id="A"/><endEvent id="e"/>{count.format("Two")}
        <boundaryEvent id="C" attachedToRef="A"><conditionalEventDefinition><condition>ok</condition>
        </conditionalEventDefinition></boundaryEvent><userTask id="B"/><userTask id="D"/><endEvent id="f"/>
        <task id="Look"><dataInputAssociation><sourceRef>ref</sourceRef><targetRef>x</targetRef></dataInputAssociation>
            <dataOutputAssociation><targetRef>stand</targetRef><assignment><from>x</from><to>stand</to></assignment>
            </dataOutputAssociation></task><dataObject id="stand"/><exclusiveGateway id="G" default="G_D"/>
        s -> A -> e
        C -> Two -> Look -> G -> D -> f
        G -> B [stand = 2]
        B -> f
        """
    deploy(h, later, shared=store)
    assert case.preview_migration() == case.preview_migration(), "a dry run stores nothing"
    told = moved(h, case)
    assert told.goes_on[-1].element == "G"
    assert case.open_tasks() == ["B"]
    assert case.data["stand"] == 2


def test_a_suspended_instance_moves_but_does_not_go_on(h: Harness) -> None:
    deploy(h, ONE_TASK)
    case, other = h.start("P", betrag=1), h.start("P", betrag=5)
    for each in (case, other):
        h.engine.execute(SuspendInstance(each.id, "Pause"), h.actor)
    deploy(
        h,
        TIMED.format(id="T", text="P1D")
        + """<boundaryEvent id="C" attachedToRef="A"><conditionalEventDefinition><condition>betrag &gt; 3</condition>
        </conditionalEventDefinition></boundaryEvent><endEvent id="g"/>
        C -> g
        """,
    )
    moved(h, case)
    h.travel(days=5)
    assert case.open_tasks() == ["A"]
    with pytest.raises(MigrationRefused) as refused:
        other.migrate()
    assert [o.code for o in refused.value.obstacles] == ["suspended-moves"]


def test_a_failed_step_can_be_mended_by_a_new_version(h: Harness) -> None:
    split = """<startEvent id="s"/><exclusiveGateway id="{id}"/><endEvent id="e"/><endEvent id="f"/>
    s -> {id}
    {id} -> e [x > {least}]
    {id} -> f [x > 7]
    """
    deploy(h, split.format(id="A", least=8))
    case = h.start("P", x=1)
    (incident,) = case.incidents()
    deploy(h, split.format(id="B", least=0))
    moved(h, case, A="B")
    assert [(i.id, i.element_id) for i in case.incidents()] == [(incident.id, "B")]
    h.engine.execute(RetryIncident(incident.id), h.actor)
    assert case.status == "completed"


def test_what_called_instances_do_is_carried_over(h: Harness) -> None:
    called = '<startEvent id="b"/><userTask id="{0}" name="Innen"/><endEvent id="n"/>\nb -> {0} -> n\n'
    h.deploy(draw_called(called.format("Q1")))
    deploy(h, '<startEvent id="s"/><callActivity id="K" calledElement="Q"/><endEvent id="e"/>\ns -> K -> e\n')
    case = h.start("P")
    h.deploy(draw_called(called.format("Q2")), callers_follow=True)
    assert h.version("P").version == 2
    preview = moved(h, case)
    assert ("Q1", "Q2") in [(m.was.element, m.becomes.element) for m in preview.moves]
    case.complete("Q2")
    assert case.status == "completed"


def draw_called(body: str) -> bytes:
    return draw(body, key="Q")


def test_bad_input_is_told_and_changes_nothing(h: Harness) -> None:
    deploy(h, ONE_TASK)
    case = h.start("P")
    with pytest.raises(WrongState, match="version 1 of P already"):
        case.migrate()
    with pytest.raises(NotFound, match="P version 9"):
        case.migrate(9)
    deploy(
        h,
        '<startEvent id="s"/><userTask id="Z" name="Anderes"/><userTask id="Y"/><endEvent id="e"/>\ns -> Z -> Y -> e\n',
    )
    with pytest.raises(MigrationRefused) as refused:
        case.migrate()
    assert [(o.code, o.element) for o in refused.value.obstacles] == [("no-target", "A")]
    plan = h.plan(h.version("P", 1), h.version("P", 2), A="gibtesnicht")
    with pytest.raises(PlanRefused, match="gibtesnicht does not exist in the new version"):
        case.migrate(plan=plan)
    with pytest.raises(PlanRefused, match="fremd does not exist in the present version"):
        case.migrate(plan=h.plan(h.version("P", 1), h.version("P", 2), fremd="Z"))
    with pytest.raises(PlanRefused, match="different kinds"):
        case.migrate(plan=h.plan(h.version("P", 1), h.version("P", 2), A="e"))
    assert case.version == 1
    case.complete("A")
    with pytest.raises(WrongState, match="completed"):
        case.migrate()
    with h.engine.reading() as session:
        assert session.execute(select(Instance.version).where(Instance.id == case.id)).scalar_one() == 2
