"""Every kind of event in every position where BPMN allows it."""

from __future__ import annotations

import pytest

from engine.lint.bpmn_events import ALLOWED
from tests.engine.spiff.drawing import program
from tests.engine.spiff.play import Play
from tests.engine.spiff.refused.events import POSITIONS
from tests.engine.spiff.refused.table import DEFINITIONS, SHARED

CAUGHT = ("message", "signal", "timer", "conditional", "error", "escalation")
THROWN = ("message", "signal", "escalation", "compensation")
#: Kinds with whether they interrupt; an error always does.
MANNERS = [(kind, interrupts) for kind in CAUGHT for interrupts in (True, False) if interrupts or kind != "error"]

#: What makes each kind happen inside `INNER`.
_INSIDE = {
    "error": f'<endEvent id="throw">{DEFINITIONS["error"]}</endEvent>',
    "escalation": f'<intermediateThrowEvent id="throw">{DEFINITIONS["escalation"]}</intermediateThrowEvent>',
}


def inner(kind: str) -> str:
    """A sub-process content that throws `kind` when the task `go` is completed; `stay` is open meanwhile."""
    throw = _INSIDE.get(kind, '<intermediateThrowEvent id="throw"/>')
    rest = "" if kind == "error" else '<task id="rest"/>\nthrow -> rest -> ie\n'
    return f"""<startEvent id="is"/><parallelGateway id="ig"/><userTask id="go"/><userTask id="stay"/>{throw}
    <endEvent id="ie"/>
    is -> ig -> go -> throw
    ig -> stay -> ie
    {rest}
    """


def happen(play: Play, kind: str) -> None:
    """Make the event happen."""
    if kind == "message":
        play.send("Meldung")
    elif kind == "signal":
        play.signal("Alarm")
    elif kind == "timer":
        play.travel(days=1)
    elif kind == "conditional":
        play.set(x=1)
    else:
        play.complete("go")


def test_the_tables_of_what_is_allowed_agree() -> None:
    for position, name in {
        "process start": "process start",
        "event sub-process start": "event start",
        "intermediate catch": "intermediateCatchEvent",
        "intermediate throw": "intermediateThrowEvent",
        "boundary": "boundaryEvent",
        "end": "endEvent",
    }.items():
        assert POSITIONS[position][1] - {"none"} == ALLOWED[name]


@pytest.mark.parametrize("kind", [kind for kind in CAUGHT if kind not in ("error", "escalation")])
def test_an_intermediate_event_waits(kind: str) -> None:
    play = Play(
        program(
            f'<startEvent id="s"/><intermediateCatchEvent id="x">{DEFINITIONS[kind]}</intermediateCatchEvent>'
            '<userTask id="after"/>\ns -> x -> after\n',
            shared=SHARED,
        )
    )
    assert play.open == []
    happen(play, kind)
    assert play.open == ["after"]
    assert play.trace == ["s", "x"]


@pytest.mark.parametrize("kind, interrupting", MANNERS)
def test_a_boundary_event_interrupts_or_runs_beside(kind: str, interrupting: bool) -> None:
    play = Play(
        program(
            f'<startEvent id="s"/><subProcess id="u">{inner(kind)}</subProcess><boundaryEvent id="x" '
            f'attachedToRef="u" cancelActivity="{str(interrupting).lower()}">{DEFINITIONS[kind]}</boundaryEvent>'
            '<userTask id="after"/>\ns -> u\nx -> after\n',
            shared=SHARED,
        )
    )
    happen(play, kind)
    if interrupting:
        assert play.open == ["after"]
        assert "u" in play.cancelled
        assert not play.listening
    else:
        assert "stay" in play.open
        assert "after" in play.open


@pytest.mark.parametrize("kind, interrupting", MANNERS)
def test_an_event_sub_process_interrupts_or_runs_beside(kind: str, interrupting: bool) -> None:
    handler = f"""<subProcess id="h" triggeredByEvent="true">
      <startEvent id="x" isInterrupting="{str(interrupting).lower()}">{DEFINITIONS[kind]}</startEvent>
      <userTask id="after"/>
      x -> after
    </subProcess>"""
    play = Play(
        program(
            f'<startEvent id="s"/><subProcess id="u">{handler}{inner(kind)}</subProcess><userTask id="next"/>\n'
            "s -> u -> next\n",
            shared=SHARED,
        )
    )
    happen(play, kind)
    assert play.open == (["after"] if interrupting else sorted({*play.open, "after", "stay"}))
    while play.open != ["next"]:
        play.complete(next(element for element in play.open if element != "next"))
    assert play.complete("next").done


@pytest.mark.parametrize("kind", CAUGHT)
def test_an_event_sub_process_of_the_process_itself(kind: str) -> None:
    play = Play(
        program(
            f"""{inner(kind)}<subProcess id="h" triggeredByEvent="true">
              <startEvent id="x">{DEFINITIONS[kind]}</startEvent><userTask id="after"/>
              x -> after
            </subProcess>""",
            shared=SHARED,
        )
    )
    happen(play, kind)
    assert play.open == ["after"]
    assert play.complete("after").done


@pytest.mark.parametrize("position", ["intermediateThrowEvent", "endEvent"])
@pytest.mark.parametrize("kind", THROWN)
def test_an_event_is_thrown_in_the_flow_or_at_the_end(kind: str, position: str) -> None:
    after = '<userTask id="after"/>\nx -> after\n' if position == "intermediateThrowEvent" else ""
    play = Play(
        program(
            f"""<startEvent id="s"/><subProcess id="u"><startEvent id="is"/><task id="a"/>
            <boundaryEvent id="ab" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>
            <userTask id="undo" isForCompensation="true"/><association id="as" sourceRef="ab" targetRef="undo"/>
            <{position} id="x">{DEFINITIONS[kind]}</{position}>
            is -> a -> x
            {after}</subProcess>
            <boundaryEvent id="caught" attachedToRef="u" cancelActivity="false">{DEFINITIONS["escalation"]}
            </boundaryEvent><userTask id="told"/>
            s -> u
            caught -> told
            """,
            shared=SHARED,
        )
    )
    expected = {"message": [], "signal": [], "escalation": ["told"], "compensation": ["undo"]}[kind]
    follows = ["after"] if position == "intermediateThrowEvent" and kind != "compensation" else []
    assert play.open == sorted(expected + follows)
    assert [thrown.kind for thrown in play.thrown] == ([kind] if kind in ("message", "signal") else [])
    if kind == "compensation":
        play.complete("undo")
        assert play.open == (["after"] if position == "intermediateThrowEvent" else [])


@pytest.mark.parametrize("kind", ["message", "signal", "timer"])
def test_an_event_starts_a_process(kind: str) -> None:
    body = f'<startEvent id="x">{DEFINITIONS[kind]}</startEvent><userTask id="a"/>\nx -> a\n'
    runnable = program(body, shared=SHARED)
    (start,) = runnable.sources["P"].processes[0].starts
    assert (start.element_id, start.kind) == ("x", kind)
    play = Play(runnable, start="x")
    assert (play.open, play.trace) == (["a"], ["x"])
