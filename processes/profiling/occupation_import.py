"""The register of occupations from a CSV file: all rows or none, every mistake named with its line.

The format is described in `docs/imports.md`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, ClassVar

import orjson
from sqlalchemy import select

from engine.context import Context
from engine.phrases import Phrase
from models.casework import Occupation
from processes.providers.importing import ImportRefused, read_table
from processes.providers.rules import fold

#: Edition of KldB 2010 that codes are read in unless another is named: the revision of 2020.
EDITION = "2020"
REQUIRED = ("Bezeichnung", "KldB")
COLUMNS = (*REQUIRED, "DKZ")
#: KldB 2010: area 0 to 9, and as the fifth digit the requirement level 1 (helper) to 4 (highly complex).
_KLDB = re.compile(r"[0-9]{4}[1-4]")
_DKZ = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./-]{0,19}")
LONGEST_TITLE = 200


@dataclass(frozen=True)
class OccupationRow:
    """One line of the file; `dkz` is None where it is empty."""

    title: str
    kldb: str
    dkz: str | None = None


@dataclass(frozen=True)
class ImportedOccupations:
    created: int
    changed: int
    retired: int


def shipped_occupations() -> list[OccupationRow]:
    """The small subset that comes with Phasenwerk, for trying things out."""
    content = orjson.loads(resources.files("processes.profiling").joinpath("occupations.json").read_bytes())
    return [OccupationRow(row["title"], row["kldb"]) for row in content["occupations"]]


def read_occupations(content: bytes) -> list[OccupationRow]:
    """The rows of a CSV file with the columns Bezeichnung, KldB and, if wanted, DKZ. Raises ImportRefused."""
    lines, titles = read_table(content)
    problems: list[str] = [
        Phrase("Zeile 1: Die Spalte „{title}“ fehlt.", title=title) for title in REQUIRED if title not in titles
    ]
    problems += [
        Phrase("Zeile 1: Die Spalte „{title}“ ist unbekannt.", title=title) for title in titles if title not in COLUMNS
    ]
    if problems:
        raise ImportRefused(problems)
    found: list[OccupationRow] = []
    names: dict[tuple[str, str], int] = {}
    codes: dict[str, int] = {}
    for number, cells in lines:
        title, kldb, dkz = ((cells.get(name) or "").strip() for name in COLUMNS)
        kldb = re.sub(r"[\s-]", "", kldb).removeprefix("B")
        wrong = list(_mistakes(title, kldb, dkz))
        if "+" in cells:
            wrong.append(Phrase("Die Zeile hat mehr Zellen als die Überschrift."))
        if not wrong and (first := names.setdefault((fold(title), kldb), number)) != number:
            wrong.append(
                Phrase("„{title}“ ({kldb}) steht schon in Zeile {first}.", title=title, kldb=kldb, first=first)
            )
        if not wrong and dkz and (first := codes.setdefault(dkz, number)) != number:
            wrong.append(Phrase("Die DKZ „{dkz}“ steht schon in Zeile {first}.", dkz=dkz, first=first))
        problems += [Phrase("Zeile {number}: {what}", number=number, what=what) for what in wrong]
        found.append(OccupationRow(title, kldb, dkz or None))
    if not found and not problems:
        problems.append(Phrase("Die Datei enthält keine Berufe."))
    if problems:
        raise ImportRefused(problems)
    return found


def _mistakes(title: str, kldb: str, dkz: str) -> list[str]:
    wrong: list[str] = []
    if not title:
        wrong.append(Phrase("Die Bezeichnung fehlt."))
    elif len(title) > LONGEST_TITLE:
        wrong.append(Phrase("Die Bezeichnung hat mehr als {longest_title} Zeichen.", longest_title=LONGEST_TITLE))
    if not _KLDB.fullmatch(kldb):
        wrong.append(
            Phrase(
                "„{kldb}“ in „KldB“ ist kein Fünfsteller der KldB 2010, dessen letzte Ziffer 1 bis 4 ist.", kldb=kldb
            )
            if kldb
            else Phrase("Die KldB fehlt.")
        )
    if dkz and not _DKZ.fullmatch(dkz):
        wrong.append(
            Phrase("„{dkz}“ in „DKZ“ ist keine Kennziffer; erlaubt sind höchstens 20 Buchstaben und Ziffern.", dkz=dkz)
        )
    return wrong


@dataclass(frozen=True)
class ImportOccupations:
    """Add occupations, take over new classes and titles of those with a DKZ code.

    `is_complete`: the file is the whole register; occupations that are not in it are offered no more. Sheets keep what
    they say in any case.
    """

    permission: ClassVar[str] = "occupation.import"

    rows: tuple[OccupationRow, ...]
    edition: str = EDITION
    is_complete: bool = False

    def run(self, context: Context) -> ImportedOccupations:
        session = context.session
        known = session.execute(select(Occupation)).scalars().all()
        by_name = {(one.title_key, one.kldb): one for one in known}
        by_dkz = {one.dkz: one for one in known if one.dkz is not None}
        kept: set[int] = set()
        created = changed = 0
        for row in self.rows:
            key = fold(row.title)
            one = (by_dkz.get(row.dkz) if row.dkz else None) or by_name.get((key, row.kldb))
            if one is None:
                one = Occupation(title=row.title, title_key=key, kldb=row.kldb, dkz=row.dkz, edition=self.edition)
                session.add(one)
                created += 1
                continue
            kept.add(one.id)
            changed += self._update(one, row, key, by_name)
        retired = self._retire(known, kept) if self.is_complete else 0
        session.flush()
        done = ImportedOccupations(created, changed, retired)
        context.record(
            "occupation.imported",
            data={"edition": self.edition, "created": created, "changed": changed, "retired": retired},
        )
        return done

    def _update(self, one: Occupation, row: OccupationRow, key: str, by_name: dict[tuple[str, str], Occupation]) -> int:
        fresh: dict[str, Any] = {
            "title": row.title,
            "title_key": key,
            "kldb": row.kldb,
            "dkz": row.dkz or one.dkz,
            "is_retired": False,
        }
        other = by_name.get((key, row.kldb))
        if other is not None and other is not one:  # the name stands in that class already, without this code
            other.is_retired, fresh["title"], fresh["title_key"], fresh["kldb"] = (
                False,
                one.title,
                one.title_key,
                one.kldb,
            )
        if all(getattr(one, name) == value for name, value in fresh.items()):
            return 0
        for name, value in fresh.items():
            setattr(one, name, value)
        one.edition = self.edition
        return 1

    def _retire(self, known: Sequence[Occupation], kept: set[int]) -> int:
        gone = [one for one in known if one.id not in kept and not one.is_retired]
        for one in gone:
            one.is_retired = True
        return len(gone)
