"""One more turn for a multi-instance activity that runs: with an item a person gives, or refused as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from engine.commands.add_turn import AddTurn
from engine.commands.remove_token import RemoveToken
from engine.commands.suspend_instance import SuspendInstance
from engine.errors import EngineError, NotFound, TokenRefused, ValuesRefused, WhyNot, WrongState
from engine.queries import run_of
from engine.testing import Case, Harness
from models.history import HistoryEntry
from models.runtime import Instance
from tests.engine.core.operating import ADA, healthy, history
from tests.engine.spiff.drawing import draw

MANY = """
    <userTask id="ask"><multiInstanceLoopCharacteristics isSequential="{sequential}" pw:collection="= offices"
        pw:elementVariable="office" pw:outputCollection="answers" pw:outputElement="= office + answer">
        {over}</multiInstanceLoopCharacteristics></userTask>
    <boundaryEvent id="late" attachedToRef="ask"><timerEventDefinition><timeDuration>P9D</timeDuration>
        </timerEventDefinition></boundaryEvent>
    <userTask id="after"/><task id="noted"/>
    <userTask id="times"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>
        </multiInstanceLoopCharacteristics></userTask>
    <userTask id="again"><standardLoopCharacteristics loopMaximum="3"/></userTask>
    <userTask id="none"><multiInstanceLoopCharacteristics pw:collection="= nothing" pw:elementVariable="x"/></userTask>
    ask -> after
    late -> noted
"""


@pytest.fixture
def harness() -> Iterator[Harness]:
    harness = Harness()
    yield harness
    harness.close()


def begun(harness: Harness, *, sequential: bool = False, over: str = "") -> Case:
    condition = f"<completionCondition>{over}</completionCondition>" if over else ""
    body = MANY.format(sequential=str(sequential).lower(), over=condition)
    harness.deploy(draw(body, key="round"))
    return harness.start("round", offices=["A", "B"], nothing=1)


def whole(harness: Harness, case: Case, element: str = "ask", turn: int | None = None) -> str:
    """The token of the activity, or of one of its turns."""
    with harness.engine.reading() as session:
        places = run_of(session, harness.engine.definitions, case.id, harness.now).token_places()
    return next(p.token for p in places if (p.element_id, p.turn) == (element, turn))


def add(harness: Harness, case: Case, item: Any, reason: str = "forgotten") -> int:
    return harness.engine.execute(AddTurn(case.id, whole(harness, case), reason, item), ADA)


def answer(harness: Harness, case: Case, *answers: str) -> None:
    for each in answers:
        case.complete("ask", answer=each)


@pytest.mark.parametrize("sequential", [False, True], ids=["parallel", "sequential"])
def test_a_turn_is_added_and_counts_like_the_others(harness: Harness, sequential: bool) -> None:
    case = begun(harness, sequential=sequential)
    answer(harness, case, "1")
    assert add(harness, case, "C") == 3
    (entry,) = history(harness, case, "turn.added")
    assert (entry.actor, entry.element_id) == ("ada", "ask")
    assert entry.data == {"turn": 3, "item": '"C"', "reason": "forgotten"}
    assert case.open_tasks().count("ask") == (1 if sequential else 2)
    assert healthy(harness)
    answer(harness, case, "2")
    assert case.open_tasks().count("ask") == 1
    harness.engine.execute(RemoveToken(case.id, whole(harness, case, turn=3), "after all not"), ADA)
    assert "after" in case.open_tasks()
    assert case.data["answers"] == ["A1", "B2"] + ([] if sequential else [None])
    assert healthy(harness)


@pytest.mark.parametrize("sequential", [False, True], ids=["parallel", "sequential"])
def test_the_completion_condition_sees_an_added_turn_and_its_result_is_collected(
    harness: Harness, sequential: bool
) -> None:
    over = "numberOfCompletedInstances = numberOfInstances - 1"
    case = begun(harness, sequential=sequential, over=over)
    add(harness, case, "C")
    answer(harness, case, "1")
    assert "after" not in case.open_tasks(), "one of two would have been enough"
    add(harness, case, "D")
    answer(harness, case, "2", "3")
    assert "after" in case.open_tasks()
    assert case.data["answers"] == ["A1", "B2", "C3"] + ([] if sequential else [None])
    assert healthy(harness)


def test_an_added_turn_goes_with_what_interrupts_its_activity(harness: Harness) -> None:
    case = begun(harness)
    add(harness, case, "C")
    harness.travel(days=9)
    assert "ask" not in case.open_tasks()
    assert "noted" in case.trace()
    assert healthy(harness)


def test_a_turn_that_is_only_counted_takes_no_item(harness: Harness) -> None:
    case = begun(harness)
    token = whole(harness, case, "times")
    with pytest.raises(TokenRefused, match="Expected no item, because times takes none, but there is one"):
        harness.engine.execute(AddTurn(case.id, token, "r", "C"), ADA)
    assert harness.engine.execute(AddTurn(case.id, token, "r"), ADA) == 3
    for _ in range(3):
        case.complete("times")
    assert "times" not in case.open_tasks()
    assert healthy(harness)


def test_what_cannot_be_is_refused_and_changes_nothing(harness: Harness) -> None:
    case = begun(harness)
    token = whole(harness, case)
    refused: list[tuple[type[EngineError], WhyNot | None, str, AddTurn]] = [
        (NotFound, None, "Expected instance", AddTurn(case.id + 1, token, "r", "C")),
        (NotFound, None, "Expected token 0 to exist", AddTurn(case.id, "0", "r", "C")),
        (ValuesRefused, None, "reason", AddTurn(case.id, token, " ", "C")),
        (ValuesRefused, None, "item", AddTurn(case.id, token, "r", object())),
        (TokenRefused, WhyNot.NOT_REPEATED, "but it is a turn of ask; name token", AddTurn(
            case.id, whole(harness, case, turn=1), "r", "C")),
        (TokenRefused, WhyNot.NOT_REPEATED, "but again is a loop", AddTurn(
            case.id, whole(harness, case, "again"), "r")),
        (TokenRefused, WhyNot.NOT_BEGUN, "but none has failed", AddTurn(case.id, whole(harness, case, "none"), "r")),
    ]  # fmt: skip
    before = stored(harness)
    for kind, why, said, command in refused:
        for act in (harness.engine.execute, harness.engine.preview):
            with pytest.raises(kind, match=said) as error:
                act(command, ADA)
            assert getattr(error.value, "why", None) == why
    assert stored(harness) == before
    harness.engine.execute(SuspendInstance(case.id, "looking into it"), ADA)
    with pytest.raises(WrongState, match="suspended"):
        add(harness, case, "C")


def stored(harness: Harness) -> tuple[Any, ...]:
    with harness.engine.reading() as session:
        rows = session.execute(select(Instance.id, Instance.state, Instance.version).order_by(Instance.id)).all()
        return (*map(tuple, rows), session.scalar(select(func.count()).select_from(HistoryEntry)))
