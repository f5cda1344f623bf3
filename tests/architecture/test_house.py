"""House rules that hold for code not yet written."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLOORS = ("models", "engine", "processes", "web")

#: Reads the real clock: the composition root, which injects it everywhere else.
CLOCK_OWNERS = {"processes/bootstrap.py"}
#: The one commit site; and the migrations, which change the schema before anything runs.
COMMIT_OWNERS = {"engine/executor.py", "models/migrate.py"}
#: A commit, or a transaction that ends in one, on anything that reads like a session, connection or database.
COMMITS = re.compile(r"(\.commit|(session|connection|database|engine)[^.]*(\.\w+\(.*\))?\.begin)$")
#: Generated once and frozen: migrations are history, not house.
FROZEN = "models/migrations/versions"


def sources() -> Iterator[Path]:
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            if "node_modules" not in path.parts and FROZEN not in path.as_posix():
                yield path


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


@pytest.mark.parametrize("path", list(sources()), ids=name)
def test_source_keeps_the_house_rules(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    assert lines <= 400, f"{name(path)} has {lines} lines: split it"
    assert not re.search(r"\b(TODO|FIXME|XXX|for now)\b", text), f"{name(path)} promises later work"
    for called, line in calls(ast.parse(text)):
        where = f"{name(path)}:{line}"
        assert called not in {"eval", "exec", "compile", "__import__"}, f"{where} executes text"
        assert not called.endswith(("sleep",)), f"{where} sleeps"
        if name(path) not in CLOCK_OWNERS:
            assert called not in {"datetime.now", "datetime.utcnow", "date.today", "time.time"}, (
                f"{where} reads the clock"
            )
        if name(path) not in COMMIT_OWNERS:
            assert not COMMITS.search(called), f"{where} commits"


@pytest.mark.parametrize("path", list(sources()), ids=name)
def test_a_wrong_state_says_which_state_was_expected(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("WrongState"):
            assert "expected" in {each.arg for each in node.keywords}, f"{name(path)}:{node.lineno}"


def test_names_say_what_a_file_does() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
    found = [name(p) for p in sources() if p.stem in vague or p.stem.endswith("_service")]
    assert found == []


def test_tests_do_not_sleep_or_mock_our_own_code() -> None:
    for path in sorted((ROOT / "tests").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        modules = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
        assert "unittest.mock" not in modules, f"{name(path)} mocks"
        assert not [line for called, line in calls(tree) if called.endswith("sleep")], f"{name(path)} sleeps"
