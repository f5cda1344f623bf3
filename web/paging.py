"""Pages of a list and the order of a table, both kept in the address so that they can be shared and come back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

#: Rows of a list on one page: fits a screen without endless scrolling.
PAGE_SIZE = 25


@dataclass(frozen=True)
class Page:
    """`number` counts from 1; `total` is the number of rows over all pages."""

    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size

    def shown(self) -> Iterator[int | None]:
        """First, last and the neighbours of this page; None stands for a gap."""
        wanted = sorted({1, self.last, *range(self.number - 1, self.number + 2)} & set(range(1, self.last + 1)))
        previous = 0
        for number in wanted:
            if number > previous + 1:
                yield None
            yield number
            previous = number


def page_number(args: Mapping[str, str]) -> int:
    """The page asked for, 1 if none or nonsense."""
    asked = args.get("seite", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1


@dataclass(frozen=True)
class Sorting:
    """The order of a table: a column name, with a leading minus for descending."""

    column: str
    descending: bool = False

    @classmethod
    def asked(cls, args: Mapping[str, str], allowed: Mapping[str, object], default: str) -> Sorting:
        """The order asked for, if the table knows the column."""
        text = args.get("sortierung", default)
        column, descending = text.removeprefix("-"), text.startswith("-")
        if column not in allowed:
            column, descending = default.removeprefix("-"), default.startswith("-")
        return cls(column, descending)

    def state(self, column: str) -> str | None:
        """For aria-sort: ascending, descending, or None for other columns."""
        if column != self.column:
            return None
        return "descending" if self.descending else "ascending"

    def toggled(self, column: str) -> str:
        """What the column's heading leads to."""
        return f"-{column}" if column == self.column and not self.descending else column
