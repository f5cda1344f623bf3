"""`make bench`: one table, ratios measured in one run. Figures are of this machine; the ratios are what counts.

`python -m tests.benchmarks --small` measures the same rows with a hundredth of the data, in about a minute.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import tempfile
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

import psycopg
from rich.console import Console
from rich.table import Table

from tests.benchmarks import bench_completion, bench_doctor, bench_feel, bench_million, bench_pages
from tests.benchmarks.rows import Row
from tests.machine import postgres

DATABASES = ("sqlite", "postgresql")


def measured(databases: Collection[str], *, small: bool) -> Iterator[Row]:
    short = bench_completion.SMALL if small else bench_completion.Sizes()
    many = bench_million.SMALL if small else bench_million.Sizes()
    examined = bench_doctor.SMALL if small else bench_doctor.INSTANCES
    if "sqlite" in databases:
        with tempfile.TemporaryDirectory() as directory:
            url = f"sqlite:///{directory}/{{}}.sqlite3"
            yield from bench_completion.rows("SQLite FULL", url.format("completion"), 4, short)
            yield from bench_million.rows("SQLite FULL", url.format("one"), url.format("million"), 1, 500, many)
            yield from bench_doctor.rows("SQLite FULL", url.format("doctor"), examined)
    if "postgresql" in databases:
        with postgres(durable=True) as server:
            urls = [server.database(name) for name in ("completion", "one", "million", "doctor")]
            yield from bench_completion.rows("PostgreSQL", urls[0], 2, short)
            yield from bench_million.rows("PostgreSQL", urls[1], urls[2], 4, 1000, many)
            yield from bench_doctor.rows("PostgreSQL", urls[3], examined)
    yield from bench_feel.rows()
    yield from _pages(databases, bench_pages.SMALL if small else bench_pages.CASES)


def _pages(databases: Collection[str], cases: int) -> Iterator[Row]:
    """The office is built on SQLite, whichever database is asked for."""
    with tempfile.TemporaryDirectory() as directory, ExitStack() as servers:
        urls = {"SQLite FULL": f"sqlite:///{directory}/office.sqlite3"}
        if "postgresql" in databases:
            urls["PostgreSQL"] = servers.enter_context(postgres(durable=True)).database("office")
        for row in bench_pages.rows(urls, cases):
            if row.on != "SQLite FULL" or "sqlite" in databases:
                yield row


def machine() -> str:
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "?"
    )
    return (
        f"{model}, {os.cpu_count()} cores, {platform.platform()}, Python {platform.python_version()}, "
        f"SQLAlchemy {version('sqlalchemy')}, psycopg {psycopg.__version__} ({psycopg.pq.__impl__}), "
        f"SQLite {sqlite3.sqlite_version}, SpiffWorkflow {version('SpiffWorkflow')}; "
        f"load {', '.join(f'{load:.1f}' for load in os.getloadavg())}"
    )


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a hundredth of the data, for a quick look")
    parser.add_argument("--on", choices=DATABASES, action="append", help="only this database")
    asked = parser.parse_args()
    table = Table("measure", "on", "value", "target", "", "beside it", title="Phasenwerk, measured in one run")
    console = Console(width=150)
    for row in measured(asked.on or DATABASES, small=asked.small):
        console.print(f"{row.measure}, {row.on}: {row.value:.3g} {row.unit}", style="dim", highlight=False)
        verdict = {None: "", True: "holds", False: "MISSED"}[row.holds]
        table.add_row(row.measure, row.on, f"{row.value:.3g} {row.unit}", row.target, verdict, row.beside)
    console.print(table)
    console.print(machine(), highlight=False)


if __name__ == "__main__":
    main()
