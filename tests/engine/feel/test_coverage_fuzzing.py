"""Mutated expressions, kept as seeds when they reach new lines of the package: only typed errors may leave.

`PHASENWERK_LONG=1` runs a hundred times as many mutations.
"""

from __future__ import annotations

import os
import random
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import engine.feel
from engine.feel import FeelError, compile_expression, compile_unary_tests
from tests.engine.feel.test_built_ins import CONTEXTS, CONVERSION, LISTS, NUMBERS, STRINGS
from tests.engine.feel.test_errors import REASONS, SYNTAX
from tests.engine.feel.test_fuzzing import HOST, NOW, SCOPE, TIGHT
from tests.engine.feel.test_ranges import INTERVALS
from tests.engine.feel.test_sandbox import ESCAPES, harmless

#: `make chaos` takes the long run; the short one is part of every test run.
pytestmark = pytest.mark.chaos

PACKAGE = str(Path(engine.feel.__file__).parent)
MUTATIONS = 60_000 if os.environ.get("PHASENWERK_LONG") == "1" else 600
SEEDS = [
    *(case[0] for table in (CONTEXTS, CONVERSION, LISTS, NUMBERS, STRINGS, INTERVALS) for case in table),
    *(case[0] for table in (SYNTAX, REASONS) for case in table),
    *ESCAPES,
]
SPLICES = ["(", ")", "[", "]", "..", ".", ",", "@", '"', "-", "null", "1e6144", "item", "?", "\\", "{a: ", "}", " in "]


class Lines:
    """The lines of the package that ran, as a trace function."""

    def __init__(self) -> None:
        self.found: set[tuple[str, int]] = set()

    def __call__(self, frame: FrameType, event: str, argument: Any) -> Lines | None:
        if event == "call" and not frame.f_code.co_filename.startswith(PACKAGE):
            return None
        self.found.add((frame.f_code.co_filename, frame.f_lineno))
        return self


def _run(text: str, lines: Lines) -> None:
    before = sys.gettrace()
    sys.settrace(lines)
    try:
        with suppress(FeelError):
            expression = compile_expression(text, functions=HOST)
            assert harmless(expression.evaluate(SCOPE, now=NOW, limits=TIGHT))
        with suppress(FeelError):
            compile_unary_tests(text).matches(1, SCOPE, now=NOW, limits=TIGHT)
    finally:
        sys.settrace(before)


def _mutated(chance: random.Random, corpus: list[str]) -> str:
    text = chance.choice(corpus)
    for _ in range(chance.randint(1, 3)):
        start = chance.randint(0, len(text))
        end = min(len(text), start + chance.randint(0, 6))
        other = chance.choice(corpus)
        cut = chance.randint(0, len(other))
        middle = chance.choice([chance.choice(SPLICES), other, other[cut : cut + 8], text[start:end] * 2, ""])
        text = (text[:start] + middle + text[end:])[:400]
    return text


def test_mutations_that_reach_new_lines_never_crash() -> None:
    chance = random.Random(2026)
    lines = Lines()
    corpus = list(SEEDS)
    for text in SEEDS:
        _run(text, lines)
    for _ in range(MUTATIONS):
        known = len(lines.found)
        text = _mutated(chance, corpus)
        _run(text, lines)
        if len(lines.found) > known:
            corpus.append(text)
    assert len(lines.found) > 1500
