"""Providers and economic classes from CSV files: all rows or none, every mistake named with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import ClassVar

import orjson
from sqlalchemy import select

from engine.context import Context
from engine.errors import ValuesRefused
from engine.phrases import Phrase
from models.casework import EconomicClass, Provider
from processes.providers.commands import WZ_VERSION, ProviderEntries, save_provider
from processes.providers.rules import WZ_CODE, fold

#: Column of the file → field of the mask.
COLUMNS = {
    "Bezeichnung": "designation",
    "Name": "name",
    "Art": "kind",
    "Straße": "street",
    "PLZ": "postal_code",
    "Ort": "city",
    "Festnetz": "landline",
    "Mobil": "mobile",
    "E-Mail": "email",
    "BetriebsNr": "establishment_no",
    "WKL": "wz_code",
    "Status": "status",
    "Deaktiviert am": "deactivated_on",
    "Ansprechpartner": "contact",
    "Bemerkung": "remark",
}
REQUIRED = ("Bezeichnung", "Name")
_WORDS = {
    "kind": {"": "PROVIDER", "träger": "PROVIDER", "arbeitgeber": "EMPLOYER", "beides": "BOTH"},
    "status": {"": "ACTIVE", "aktiv": "ACTIVE", "ruhend": "PAUSED", "deaktiviert": "DEACTIVATED"},
}
_TITLES = {field: title for title, field in COLUMNS.items()}


class ImportRefused(Exception):
    """Nothing was imported. `problems` are German sentences, each with the line of the file."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True)
class Imported:
    created: int
    updated: int


def read_providers(content: bytes) -> list[tuple[int, ProviderEntries]]:
    """Line number and entries of each row of a CSV file: UTF-8, semicolons or commas, first line the titles.

    Raises ImportRefused.
    """
    lines, titles = read_table(content)
    problems: list[str] = [
        Phrase("Zeile 1: Die Spalte „{title}“ fehlt.", title=title) for title in REQUIRED if title not in titles
    ]
    problems += [
        Phrase("Zeile 1: Die Spalte „{title}“ ist unbekannt.", title=title) for title in titles if title not in COLUMNS
    ]
    if problems:
        raise ImportRefused(problems)
    found = []
    for number, cells in lines:
        texts = {COLUMNS[title]: (cells.get(title) or "").strip() for title in titles}
        entries = _entries(number, texts, problems)
        if entries is not None:
            found.append((number, entries))
    if problems:
        raise ImportRefused(problems)
    return found


def read_table(content: bytes) -> tuple[Iterator[tuple[int, dict[str, str]]], list[str]]:
    """Line number and cells of each row, and the titles: UTF-8 with or without mark, semicolons or commas.

    Raises ImportRefused.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefused(
            [Phrase("Die Datei ist nicht in UTF-8 gespeichert (Byte {start}).", start=error.start)]
        ) from error
    head = text.split("\n", 1)[0]
    if not head.strip():
        raise ImportRefused([Phrase("Zeile 1: Die Überschriften fehlen.")])
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",", restkey="+")
    titles = [title.strip() for title in reader.fieldnames or []]
    reader.fieldnames = titles
    return ((reader.line_num, row) for row in reader), titles


def _entries(number: int, texts: dict[str, str], problems: list[str]) -> ProviderEntries | None:
    before = len(problems)
    for field, words in _WORDS.items():
        word = texts.get(field, "").lower()
        if word not in words:
            allowed = ", ".join(w for w in words if w)
            problems.append(
                Phrase(
                    "Zeile {number}: „{texts}“ in „{titles}“; möglich sind {allowed}.",
                    number=number,
                    texts=texts[field],
                    titles=_TITLES[field],
                    allowed=allowed,
                )
            )
        else:
            texts[field] = words[word]
    day = texts.pop("deactivated_on", "")
    try:
        deactivated_on = date.fromisoformat(day) if day else None
    except ValueError:
        deactivated_on = None
        problems.append(
            Phrase("Zeile {number}: „{day}“ in „Deaktiviert am“ ist kein Datum wie 2026-10-19.", number=number, day=day)
        )
    if len(problems) > before:
        return None
    return ProviderEntries(**texts, deactivated_on=deactivated_on)


@dataclass(frozen=True)
class ImportProviders:
    """Create or update providers by their establishment number (without one: by name and postcode).

    All or nothing. Raises ImportRefused with every problem and its line.
    """

    permission: ClassVar[str] = "provider.write"

    rows: tuple[tuple[int, ProviderEntries], ...]
    origin: str

    def run(self, context: Context) -> Imported:
        problems: list[str] = []
        created = updated = 0
        for number, entries in self.rows:
            known = _known(context, entries)
            try:
                save_provider(context, known, entries, self.origin)
            except ValuesRefused as refused:
                problems += [
                    Phrase("Zeile {number}, {titles}: {why}", number=number, titles=_TITLES[field], why=why)
                    for field, why in refused.errors.items()
                ]
                continue
            created, updated = created + (known is None), updated + (known is not None)
        if problems:
            raise ImportRefused(problems)
        context.record("provider.imported", data={"created": created, "updated": updated, "origin": self.origin})
        return Imported(created, updated)


def _known(context: Context, entries: ProviderEntries) -> Provider | None:
    wanted = select(Provider)
    if entries.establishment_no:
        wanted = wanted.where(Provider.establishment_no == entries.establishment_no)
    else:
        wanted = wanted.where(
            Provider.name_key == fold(f"{entries.designation} {entries.name}"),
            Provider.postal_code == entries.postal_code,
        )
    return context.session.execute(wanted.limit(1)).scalar_one_or_none()


def shipped_classes() -> list[tuple[str, str, str]]:
    """Code, section and label of the subset of WZ 2008 that comes with Phasenwerk."""
    content = resources.files("processes.providers").joinpath("wz_2008.json").read_bytes()
    return [(row["code"], row["section"], row["label"]) for row in orjson.loads(content)["classes"]]


def read_classes(content: bytes) -> list[tuple[str, str, str]]:
    """Code, section and label of each row of a CSV file with the columns Code, Abschnitt, Bezeichnung.

    Raises ImportRefused.
    """
    lines, titles = read_table(content)
    problems: list[str] = [
        Phrase("Zeile 1: Die Spalte „{t}“ fehlt.", t=t) for t in ("Code", "Abschnitt", "Bezeichnung") if t not in titles
    ]
    if problems:
        raise ImportRefused(problems)
    found = []
    for number, cells in lines:
        code, section, label = ((cells.get(t) or "").strip() for t in ("Code", "Abschnitt", "Bezeichnung"))
        if not WZ_CODE.fullmatch(code):
            problems.append(Phrase("Zeile {number}: „{code}“ ist kein Code wie 78.20.", number=number, code=code))
        elif len(section) != 1 or not label:
            problems.append(Phrase("Zeile {number}: Abschnitt und Bezeichnung gehören zu jedem Code.", number=number))
        else:
            found.append((code, section, label))
    if problems:
        raise ImportRefused(problems)
    return found


@dataclass(frozen=True)
class ImportEconomicClasses:
    """Add or rename classes of one edition; classes that are not in the file stay. Returns how many were written."""

    permission: ClassVar[str] = "provider.write"

    classes: tuple[tuple[str, str, str], ...]
    version: str = WZ_VERSION

    def run(self, context: Context) -> int:
        for code, section, label in self.classes:
            context.session.merge(
                EconomicClass(
                    version=self.version, code=code, section=section, label=label, label_key=fold(f"{code} {label}")
                )
            )
        context.record("economic_class.imported", data={"version": self.version, "classes": len(self.classes)})
        return len(self.classes)
