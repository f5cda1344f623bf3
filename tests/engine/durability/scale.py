"""Every fault test in two sizes: short in each test run, long in `make chaos`."""

from __future__ import annotations

import os

LONG = os.environ.get("PHASENWERK_LONG") == "1"


def scale(short: int, long: int) -> int:
    """How many: `long` in the long run."""
    return long if LONG else short


def measured(what: str, value: object) -> None:
    """A number for the record; shown by `pytest -s` and at the end of a long run that fails."""
    print(f"MEASURED {what}: {value}", flush=True)  # noqa: T201
