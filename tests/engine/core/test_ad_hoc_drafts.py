"""A draft in sequential ad-hoc work outlives that another activity is chosen first (BPMN 2.0, 10.3.5 and 13.3.5)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from engine.actor import SYSTEM
from engine.commands.complete_task import CompleteTask
from engine.commands.save_draft import SaveDraft
from engine.testing import Case, Harness
from models.runtime import TaskDraft, TaskStatus, UserTask
from tests.engine.core.operating import healthy
from tests.engine.spiff.drawing import draw

FREE = """<adHocSubProcess id="free" ordering="Sequential">
  <userTask id="a"/><userTask id="b"/>STEP<userTask id="c"/>CONDITION{loop}
  b -> b2
</adHocSubProcess>"""
PERSON = '<userTask id="b2"/>'
MACHINE = '<scriptTask id="b2" scriptFormat="feel"><script>{done: true}</script></scriptTask>'
EACH = """<multiInstanceLoopCharacteristics pw:collection="= [1, 2]" pw:elementVariable="turn"/>"""


def drawn(step: str = PERSON, condition: str = "", loop: str = "") -> bytes:
    work = FREE.replace("STEP", step).replace("CONDITION", condition).replace("{loop}", loop)
    return draw(f"""<startEvent id="s"/>{work}<userTask id="next"/><endEvent id="e"/>
        s -> free -> next -> e
        """)


def keep(harness: Harness, case: Case, element: str, **typed: Any) -> None:
    """Type into the open task of this element, on top of the draft that is there."""
    task = case.task(element)
    assert harness.engine.execute(SaveDraft(task.id, typed, revision(harness, task.id)), SYSTEM) > 0


def revision(harness: Harness, task_id: int) -> int:
    with harness.engine.reading() as rows:
        found = rows.get(TaskDraft, task_id)
        return found.revision if found else 0


def drafts(harness: Harness) -> dict[tuple[str, str], Any]:
    """What is kept, by element and status of its task; the mark of the task says the same."""
    with harness.engine.reading() as rows:
        tasks = rows.scalars(select(UserTask)).all()
        kept = {draft.task_id: draft.values for draft in rows.scalars(select(TaskDraft))}
        assert {task.id for task in tasks if task.has_draft and task.status is TaskStatus.OPEN} == kept.keys() & {
            task.id for task in tasks if task.status is TaskStatus.OPEN
        }
        return {(task.element_id, task.status.value): kept[task.id] for task in tasks if task.id in kept}


def test_a_draft_is_there_again_when_its_activity_is_offered_again(harness: Harness) -> None:
    harness.deploy(drawn())
    case = harness.start("P")
    keep(harness, case, "a", text="half a sentence")
    keep(harness, case, "c", text="something else")
    case.complete("b")
    assert case.open_tasks() == ["b2"], "the others wait until what was chosen is done"
    case.complete("b2")
    assert drafts(harness) == {("a", "open"): {"text": "half a sentence"}, ("c", "open"): {"text": "something else"}}
    keep(harness, case, "a", text="a whole sentence")
    assert revision(harness, case.task("a").id) == 2, "nobody who has seen another one overwrites it unseen"
    case.complete("a")
    assert drafts(harness) == {("c", "open"): {"text": "something else"}}
    case.complete("c")
    assert drafts(harness) == {}
    assert healthy(harness)


def test_a_draft_is_there_again_at_once_when_what_was_chosen_goes_on_by_itself(harness: Harness) -> None:
    """Withdrawn and offered again within one step, and several times one after another."""
    again = "<completionCondition>= finished = true</completionCondition>"
    harness.deploy(drawn(MACHINE, again))
    case = harness.start("P")
    for round_no in (1, 2):
        keep(harness, case, "a", text=f"round {round_no}")
        keep(harness, case, "c", text="c")
        case.complete("b")
        assert drafts(harness) == {("a", "open"): {"text": f"round {round_no}"}, ("c", "open"): {"text": "c"}}
        case.complete("c")
        assert drafts(harness) == {("a", "open"): {"text": f"round {round_no}"}}
        case.complete("a")
        assert drafts(harness) == {}, "a new round begins with nothing typed"
    case.complete("b", finished=True)
    assert case.open_tasks() == ["next"]
    assert healthy(harness)


def test_a_draft_stays_in_its_turn(harness: Harness) -> None:
    """Two turns offer the same activities side by side; neither gets what was typed in the other."""
    harness.deploy(drawn(loop=EACH))
    case = harness.start("P")
    for number, task in enumerate(of(case, "a")):
        harness.engine.execute(SaveDraft(task, {"turn": number}, 0), SYSTEM)
    first, second = of(case, "b")
    harness.engine.execute(CompleteTask(second), SYSTEM)
    (going_on,) = of(case, "b2")
    harness.engine.execute(CompleteTask(first), SYSTEM)
    assert of(case, "a") == []
    harness.engine.execute(CompleteTask(going_on), SYSTEM)
    assert drafts(harness)["a", "open"] == {"turn": 1}
    case.complete("b2")
    with harness.engine.reading() as rows:
        kept = [rows.get_one(TaskDraft, task).values for task in of(case, "a")]
    assert kept == [{"turn": 1}, {"turn": 0}]


def of(case: Case, element: str) -> list[int]:
    """The open tasks of an element, in the order of the turns."""
    return [task.id for task in case.tasks() if task.element_id == element]


def test_a_draft_is_there_again_in_another_version_too(harness: Harness) -> None:
    harness.deploy(drawn())
    case = harness.start("P")
    keep(harness, case, "a", text="half a sentence")
    case.complete("b")
    harness.deploy(drawn().replace(b'"a"', b'"aa"'))
    old, new = harness.version("P", 1), harness.version("P", 2)
    case.migrate(plan=harness.plan(old, new, a="aa"))
    case.complete("b2")
    assert drafts(harness) == {("aa", "open"): {"text": "half a sentence"}}
    assert healthy(harness)
