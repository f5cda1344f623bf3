"""Which instance a message belongs to: keys of messages, and the standard's own elements for them (8.3.2)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.testing import Case, Harness
from tests.engine.spiff.drawing import draw

ORDERS = """
<message id="O" name="Auftrag"/><message id="R" name="Rechnung"/><message id="K" name="Storno"/>
<correlationProperty id="CP"><correlationPropertyRetrievalExpression messageRef="O"><messagePath>nummer</messagePath>
</correlationPropertyRetrievalExpression><correlationPropertyRetrievalExpression messageRef="R">
<messagePath>auftrag.nummer</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
<correlationProperty id="YP"><correlationPropertyRetrievalExpression messageRef="K"><messagePath>jahr</messagePath>
</correlationPropertyRetrievalExpression></correlationProperty>
<correlationProperty id="KP"><correlationPropertyRetrievalExpression messageRef="K"><messagePath>kunde</messagePath>
</correlationPropertyRetrievalExpression></correlationProperty>
<collaboration id="C"><correlationKey id="CK"><correlationPropertyRef>CP</correlationPropertyRef></correlationKey>
<correlationKey id="YK"><correlationPropertyRef>KP</correlationPropertyRef><correlationPropertyRef>YP
</correlationPropertyRef></correlationKey></collaboration>
"""


@pytest.fixture
def harness() -> Iterator[Harness]:
    harness = Harness()
    yield harness
    harness.close()


def reached(*cases: Case) -> list[bool]:
    return [bool(case.open_tasks()) for case in cases]


def test_a_conversation_keeps_the_key_it_began_with(harness: Harness) -> None:
    harness.deploy(
        draw(
            """<startEvent id="s"/><intermediateThrowEvent id="order"><extensionElements><pw:ioMapping>
            <pw:input source="laufende" target="nummer"/></pw:ioMapping></extensionElements>
            <messageEventDefinition messageRef="O"/></intermediateThrowEvent>
            <receiveTask id="r" messageRef="R"/><userTask id="a"/>
            s -> order -> r -> a
            """,
            shared=ORDERS,
        )
    )
    cases = [harness.start("P", laufende=n) for n in (1, 2)]
    harness.send("Rechnung", auftrag={"nummer": 2})
    assert reached(*cases) == [False, True]
    harness.send("Rechnung", auftrag={"nummer": 2})
    harness.send("Rechnung", auftrag={"nummer": 3})
    assert reached(*cases) == [False, True]
    harness.send("Rechnung", correlation={"nummer": 1})  # who knows the key may state it
    assert reached(*cases) == [True, True]


def test_a_message_that_starts_an_instance_begins_its_conversation(harness: Harness) -> None:
    harness.deploy(
        draw(
            """<startEvent id="s"><messageEventDefinition messageRef="O"/></startEvent>
            <intermediateCatchEvent id="r"><messageEventDefinition messageRef="R"/></intermediateCatchEvent>
            <userTask id="a"/>
            s -> r -> a
            """,
            shared=ORDERS,
        )
    )
    for number in (7, 8, 7):
        harness.send("Auftrag", nummer=number)
    cases = harness.instances("P")
    assert len(cases) == 2
    harness.send("Rechnung", auftrag={"nummer": 8})
    assert reached(*cases) == [False, True]


def test_a_subscription_knows_the_key_from_the_data_of_the_process(harness: Harness) -> None:
    harness.deploy(
        draw(
            """<startEvent id="s"/><receiveTask id="r" messageRef="K"/><userTask id="a"/>
            s -> r -> a
            <correlationSubscription id="CS" correlationKeyRef="YK">
              <correlationPropertyBinding correlationPropertyRef="YP"><dataPath>vertrag.jahr</dataPath>
              </correlationPropertyBinding><correlationPropertyBinding correlationPropertyRef="KP">
              <dataPath>vertrag.kunde</dataPath></correlationPropertyBinding></correlationSubscription>
            """,
            shared=ORDERS,
        )
    )
    cases = [harness.start("P", vertrag={"jahr": year, "kunde": "K-1"}) for year in (2025, 2026)]
    harness.send("Storno", jahr=2026, kunde="K-2")
    assert reached(*cases) == [False, False]
    harness.send("Storno", jahr=2026, kunde="K-1")
    assert reached(*cases) == [False, True]
    harness.send("Storno", correlation={"kunde": "K-1", "jahr": 2025})
    assert reached(*cases) == [True, True]


WAITING = """
<startEvent id="s"/><receiveTask id="r" messageRef="N"/><userTask id="a"/>
s -> r -> a
"""


def test_a_message_without_key_reaches_every_instance_that_waits_for_it_once(harness: Harness) -> None:
    harness.deploy(draw(WAITING, shared='<message id="N" name="Notiz"/>'))
    cases = [harness.start("P") for _ in range(3)]
    assert harness.send("Notiz").delivered == (1, 2, 3)
    assert reached(*cases) == [True, True, True]
    assert harness.send("Notiz").delivered == ()


def test_a_message_sent_to_a_case_is_for_this_case(harness: Harness) -> None:
    harness.deploy(draw(WAITING, shared='<message id="N" name="Notiz"/>'))
    cases = [harness.start("P") for _ in range(3)]
    cases[1].send("Notiz")
    assert reached(*cases) == [False, True, False]
    cases[1].send("Notiz")  # it no longer waits: the message is for whoever it fits
    assert reached(*cases) == [True, True, True]


def test_of_two_waits_in_one_instance_a_message_reaches_the_older(harness: Harness) -> None:
    harness.deploy(
        draw(
            """<startEvent id="s"/><receiveTask id="r1" messageRef="N"/><receiveTask id="r2" messageRef="N"/>
            <userTask id="a"/><userTask id="b"/>
            s -> r1 -> a
            s -> r2 -> b
            """,
            shared='<message id="N" name="Notiz"/>',
        )
    )
    case = harness.start("P")
    case.send("Notiz")
    assert case.open_tasks() == ["a"]
    case.send("Notiz")
    assert case.open_tasks() == ["a", "b"]
