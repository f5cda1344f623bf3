"""Every deadline of Fachkonzept section G is kept and shown by a test that names it, or left out with a reason."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROWS = re.findall(
    r"^\| (T\d\d) \| (.+?) \| (.+?) \|$", (ROOT / "docs" / "deadlines.md").read_text(encoding="utf-8"), re.M
)
LEFT_OUT = "nicht enthalten"


def named_by_tests() -> set[str]:
    """T-ids in the names of tests, as in `test_t14_t15_…`."""
    names = (
        name
        for path in (ROOT / "tests" / "processes").rglob("test_*.py")
        for name in re.findall(r"^def test(_\w+)", path.read_text(encoding="utf-8"), re.M)
    )
    return {f"T{number}" for name in names for number in re.findall(r"_t(\d\d)(?=_)", name)}


def test_the_list_is_complete() -> None:
    assert [row[0] for row in ROWS] == [f"T{number:02}" for number in range(1, 48)]


def test_every_deadline_that_is_kept_is_tested_and_every_other_has_a_reason() -> None:
    kept = {name for name, what, _ in ROWS if what != LEFT_OUT}
    assert kept - named_by_tests() == set()
    assert all(len(where) > 20 for name, what, where in ROWS if what == LEFT_OUT)


def test_processes_and_tables_named_in_the_list_exist() -> None:
    files = {path.name for path in (ROOT / "processes").rglob("*.*")}
    for _, _, where in ROWS:
        for name in re.findall(r"`([a-z_.]+)`", where):
            assert name in files or f"{name}.bpmn" in files, name
