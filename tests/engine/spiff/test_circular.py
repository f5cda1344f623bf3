"""A process that goes round for years: right in every lap, and lap 2,000 costs what lap 10 costs."""

from __future__ import annotations

from collections import Counter
from datetime import UTC
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.lint.finding import Severity
from engine.spiff import Program, build_program, check_model, read_model
from engine.waits import StepKind
from tests.engine.spiff.play import START, Play
from tests.engine.spiff.token_game import TokenGame

PATH = Path(__file__).parent / "diagrams" / "circular.bpmn"


def load() -> Program:
    source = read_model(PATH.name, PATH.read_bytes())
    assert [f for f in check_model(source, known_processes=()) if f.severity is Severity.ERROR] == []
    return build_program(source, "Kreislauf", {"Umsetzen": source})


PROGRAM = load()


def lap(play: Play) -> None:
    """One lap with a reminder, an overdue strategy and a called process."""
    play.travel(days=15)
    play.complete("Gespraech", wahl=2)
    play.travel(days=8)
    play.complete("Nachfassen").complete("Ziel", wahl=1).complete("Ziel", wahl=2)
    play.travel(days=4)
    play.complete("Antrag").complete("Termin").complete("Eskalation")
    play.complete("Vereinbarung")
    play.travel(days=32)


def test_two_thousand_laps_lose_nothing_and_do_not_grow() -> None:
    play = Play(PROGRAM)
    sizes = {}
    for number in range(1, 2001):
        lap(play)
        assert play.open == ["Gespraech"]
        if number in (10, 2000):
            sizes[number] = len(play.run.dump())
    assert play.data["runde"] == 2001
    assert play.data["mahnungen"] == 2000
    assert play.trace.count("Umsetzung") == 2000
    assert sizes[2000] <= 1.2 * sizes[10]


@settings(
    max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
@given(st.lists(st.integers(0, 10**6), min_size=150, max_size=150))
def test_random_play_agrees_with_an_independent_token_game(choices: list[int]) -> None:
    play, game = begin()
    for number in choices:
        agree(play, game)
        if game.finished:
            play, game = begin()
        tasks, timers = game.open_tasks(), game.timers()
        kind, number = number % 10, number // 10
        if tasks and (kind < 7 or not timers):
            element, choice = tasks[number % len(tasks)], number // 7 % 10
            play.complete(element, wahl=choice)
            game.complete(element, choice)
        else:
            _fire_next(play, game)
    agree(play, game)


def begin() -> tuple[Play, TokenGame]:
    return Play(PROGRAM, {"wahl": -1}), TokenGame(PATH, "Kreislauf", START.astimezone(UTC))


def _fire_next(play: Play, game: TokenGame) -> None:
    due = min(moment for _, moment in game.timers())
    name = next(name for name, moment in game.timers() if moment == due)
    wait = next(w for w in play.waits.timers if w.element_id == name and w.due_at == due)
    play.now = max(play.now, due)
    play.run = play.run.load(play.program, play.run.dump(), play.environment())
    assert play.run.fire_timer(wait.token, name)
    play._keep()
    game.fire(name)


def agree(play: Play, game: TokenGame) -> None:
    """Both stand in the same place and have passed the same elements."""
    assert play.open == game.open_tasks()
    assert sorted((w.element_id, w.due_at) for w in play.waits.timers) == game.timers()
    assert play.done == game.finished
    assert play.incidents == []
    assert Counter(s.element_id for s in play.steps if s.kind is StepKind.COMPLETED) == game.completed
