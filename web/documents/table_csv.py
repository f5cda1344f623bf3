"""A list for a spreadsheet: UTF-8 with byte order mark and semicolons, as German Excel opens it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

#: A cell that begins like this would be taken for a formula (ASVS 1.2.10).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The bytes of the file. Cells that a spreadsheet would run as a formula are prefixed with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([neutral(cell) for cell in header])
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def neutral(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
