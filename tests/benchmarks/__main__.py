"""`make bench`: one table, ratios measured in one run. Figures are of this machine; the ratios are what counts."""

from __future__ import annotations

import importlib
import os
import platform
from pathlib import Path

from rich.console import Console
from rich.table import Table


def main() -> None:
    table = Table("measure", "value", "unit", "target", title=f"{platform.platform()}, {os.cpu_count()} cores")
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        for name, value, unit, target in importlib.import_module(f"tests.benchmarks.{path.stem}").rows():
            table.add_row(name, f"{value:.3g}", unit, target)
    Console().print(table)


if __name__ == "__main__":
    main()
