"""Data stores: shared by instances and processes, read when an activity begins, written when it ends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.testing import Harness
from tests.engine.spiff.drawing import draw

STORE = '<dataStore id="DS" name="Zähler"/>'

COUNTING = """
<startEvent id="s"/><dataStoreReference id="ref" dataStoreRef="DS"/><dataObject id="gesehen"/>
<scriptTask id="count" scriptFormat="feel">
  <dataInputAssociation><sourceRef>ref</sourceRef><targetRef>bisher</targetRef></dataInputAssociation>
  <dataOutputAssociation><sourceRef>neu</sourceRef><targetRef>ref</targetRef></dataOutputAssociation>
  <script>{neu: if bisher = null then 1 else bisher + 1}</script></scriptTask>
<userTask id="show"><dataInputAssociation><sourceRef>ref</sourceRef><targetRef>stand</targetRef>
  <transformation>"Nr. " + string(Zähler)</transformation></dataInputAssociation>
  <dataOutputAssociation><targetRef>gesehen</targetRef><assignment><from>stand</from><to>gesehen</to></assignment>
  </dataOutputAssociation></userTask><endEvent id="e"/>
s -> count -> show -> e
"""


@pytest.fixture
def harness(database_url: str) -> Iterator[Harness]:
    harness = Harness(database=database_url)
    yield harness
    harness.close()


def test_instances_share_what_a_store_keeps(harness: Harness) -> None:
    harness.deploy(draw(COUNTING, shared=STORE), draw(COUNTING, key="Q", shared=STORE))
    first, second = harness.start("P"), harness.start("Q")
    assert first.data == second.data == {"gesehen": None}  # only mapped outputs are kept, and these went into the store
    first.complete("show")
    second.complete("show")
    assert [case.data for case in (first, second)] == [{"gesehen": "Nr. 1"}, {"gesehen": "Nr. 2"}]


def test_a_step_that_fails_later_on_its_way_keeps_what_it_stored_and_stores_it_once(harness: Harness) -> None:
    body = COUNTING.replace("s -> count -> show -> e", "s -> count -> g\ng -> show [ok]\ng -> e [fertig]\nshow -> e")
    harness.deploy(draw(body + '<exclusiveGateway id="g"/>', shared=STORE))
    assert [i.element_id for i in harness.start("P").incidents()] == ["g"]
    case = harness.start("P", ok=True)
    case.complete("show")
    assert case.data["gesehen"] == "Nr. 2"


def test_a_loop_reads_and_writes_the_store_in_every_turn(harness: Harness) -> None:
    body = COUNTING.replace(
        "  <script>",
        '  <multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>3</loopCardinality>'
        "</multiInstanceLoopCharacteristics><script>",
    )
    harness.deploy(draw(body, shared=STORE))
    case = harness.start("P")
    case.complete("show")
    assert case.data["gesehen"] == "Nr. 3"
