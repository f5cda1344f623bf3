"""Timers on borders, in the flow and behind event-based gateways."""

from __future__ import annotations

from tests.engine.spiff.drawing import program
from tests.engine.spiff.play import Play
from tests.engine.spiff.test_events import SHARED


def timer(text: str, kind: str = "timeDuration") -> str:
    return f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>"


def test_an_interrupting_timer_cancels_the_activity() -> None:
    play = Play(
        program(f"""
        <startEvent id="s"/><userTask id="a"/><boundaryEvent id="b" attachedToRef="a">{timer("P7D")}</boundaryEvent>
        <userTask id="late"/><endEvent id="e"/>
        s -> a -> e
        b -> late -> e
        """)
    )
    assert play.timers == ["b"]
    play.travel(days=6, hours=23)
    assert play.open == ["a"]
    play.travel(hours=1)
    assert play.open == ["late"]
    assert play.cancelled == ["a"]
    assert play.timers == []


def test_a_timer_that_is_not_due_or_no_longer_there_does_nothing() -> None:
    play = Play(
        program(f"""
        <startEvent id="s"/><userTask id="a"/><boundaryEvent id="b" attachedToRef="a">{timer("P7D")}</boundaryEvent>
        <userTask id="late"/>
        s -> a
        b -> late
        """)
    )
    wait = play.waits.timers[0]
    assert play.run.fire_timer(wait.token, "b") is False
    play.complete("a")
    assert play.run.fire_timer(wait.token, "b") is False


def test_a_cycle_on_the_border_fires_again_and_again_beside_the_activity() -> None:
    play = Play(
        program(f"""
        <startEvent id="s"/><userTask id="a"/>
        <boundaryEvent id="b" attachedToRef="a" cancelActivity="false">{timer("R3/P1D", "timeCycle")}</boundaryEvent>
        <scriptTask id="note" scriptFormat="feel"><script>{{n: n + 1}}</script></scriptTask>
        s -> a
        b -> note
        """),
        {"n": 0},
    )
    play.travel(days=2)
    assert (play.data["n"], play.open, play.timers) == (2, ["a"], ["b"])
    play.travel(days=20)
    assert (play.data["n"], play.timers) == (3, [])


def test_missed_occurrences_of_a_cycle_can_be_taken_together() -> None:
    play = Play(
        program("""
        <startEvent id="s"/><userTask id="a"/>
        <boundaryEvent id="b" attachedToRef="a" cancelActivity="false">
          <timerEventDefinition pw:missed="once"><timeCycle>R/P1D</timeCycle></timerEventDefinition></boundaryEvent>
        <scriptTask id="note" scriptFormat="feel"><script>{n: n + 1}</script></scriptTask>
        s -> a
        b -> note
        """),
        {"n": 0},
    )
    wait = play.waits.timers[0]
    play.now = play.now.replace(day=15, hour=12)
    play.run = play.run.load(play.program, play.run.dump(), play.environment())
    assert play.run.fire_timer(wait.token, "b")
    assert play.data["n"] == 1
    assert play.waits.timers[0].due_at.day == 16


def test_a_timer_can_be_feel_and_keeps_its_due_moment() -> None:
    play = Play(
        program(f"""
        <startEvent id="s"/><intermediateCatchEvent id="w">{timer("= frist", "timeDate")}</intermediateCatchEvent>
        <userTask id="a"/>
        s -> w -> a
        """),
        {"frist": "2026-03-29T09:00"},
    )
    assert play.waits.timers[0].due_at.isoformat() == "2026-03-29T07:00:00+00:00"
    play.set(frist="2030-01-01")
    assert play.waits.timers[0].due_at.isoformat() == "2026-03-29T07:00:00+00:00"


def test_a_wrong_timer_value_is_an_incident_that_can_be_repaired() -> None:
    play = Play(
        program(f"""
        <startEvent id="s"/><intermediateCatchEvent id="w">{timer("= frist", "timeDate")}</intermediateCatchEvent>
        <userTask id="a"/>
        s -> w -> a
        """)
    )
    assert play.incidents == ["w:TimerTextError"]
    play.set(frist="2026-01-06").retry("w")
    assert play.timers == ["w"]


def test_a_person_can_move_a_due_date() -> None:
    play = Play(
        program(f"""
        <startEvent id="s"/><intermediateCatchEvent id="w">{timer("P10D")}</intermediateCatchEvent><userTask id="a"/>
        s -> w -> a
        """)
    )
    wait = play.waits.timers[0]
    play.run.change_timer(wait.token, "w", wait.due_at.replace(day=6))
    play.travel(days=2)
    assert play.open == ["a"]


def test_of_two_timers_behind_an_event_gateway_the_earlier_one_wins() -> None:
    play = Play(
        program(
            f"""
        <startEvent id="s"/><eventBasedGateway id="g"/>
        <intermediateCatchEvent id="long">{timer("PT2H")}</intermediateCatchEvent>
        <intermediateCatchEvent id="short">{timer("PT1H")}</intermediateCatchEvent>
        <receiveTask id="r" messageRef="M2"/><userTask id="a"/><userTask id="b"/><userTask id="c"/>
        s -> g
        g -> long -> a
        g -> short -> b
        g -> r -> c
        """,
            shared=SHARED,
        )
    )
    assert play.timers == ["long", "short"]
    assert play.listening == ["r:Antrag"]
    assert {wait.token for wait in (*play.waits.timers, *play.waits.subscriptions)} == {play.waits.timers[0].token}
    play.travel(hours=1)
    assert play.open == ["b"]
    assert (play.timers, play.listening) == ([], [])
    assert play.trace == ["s", "g", "short"]


def test_a_message_takes_over_only_what_is_mapped() -> None:
    body = """
    <startEvent id="s"/><intermediateCatchEvent id="w"><extensionElements><pw:ioMapping>
      <pw:output source="betrag * 2" target="doppelt"/></pw:ioMapping></extensionElements>
      <messageEventDefinition messageRef="M"/></intermediateCatchEvent><userTask id="a"/>
    s -> w -> a
    """
    play = Play(program(body, shared=SHARED), {"fall": "F-1"})
    assert play.waits.subscriptions[0].correlation_key == "F-1"
    play.send("Meldung", "F-1", betrag=21, geheim="x")
    assert play.data == {"fall": "F-1", "doppelt": 42}
