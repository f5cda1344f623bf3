"""Why a task is offered what it is offered: matched rows of decision tables, in the words of the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy.orm import Session

from engine.executor import Engine
from engine.explaining import decisions_before
from engine.feel import variables
from models.casework import (
    BreachKind,
    ClientStatus,
    EmploymentCategory,
    LeadUp,
    LegalCircle,
    SearchChannel,
    WorkingHours,
)
from models.runtime import UserTask
from processes.appointment import rules as appointment_rules
from processes.breach import rules as breach_rules
from processes.catalogues import agreement_types
from processes.catalogues.segments import segment_schemes
from web.formatters import format_day
from web.labels import AGE_BANDS, label
from web.language import gettext as _
from web.language import told
from web.model_texts import model_text

#: A day as tables write it.
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: What tables ask about by the values that are stored, beside law, segment and age.
_ASKED: tuple[type[Enum], ...] = (ClientStatus, BreachKind, EmploymentCategory, LeadUp, SearchChannel, WorkingHours)
#: Tables that suggest a consequence answer with it and with a hint that the form shows anyway.
SUGGESTION = {"Folge", "Hinweis"}


@dataclass(frozen=True)
class MatchedRow:
    """One row that applied: its number in the table, its remark, and per condition what was found."""

    number: int
    remark: str
    conditions: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Reason:
    """One table and its answer; `hints` say why something about it is missing."""

    table: str
    answer: str
    rows: Sequence[MatchedRow]
    hints: Sequence[str]


def reasons_of(rows: Session, engine: Engine, task: UserTask, now: datetime, locale: str) -> list[Reason]:
    """The tables that were asked on the way to an open task, the last answer first."""
    language = "en" if locale.startswith("en") else "de"
    return [
        Reason(
            table=_title(entry["name"]),
            answer=_answer(entry),
            rows=[
                _row(table, rule, str(entry["inputs"].get("Schema")))
                for table in entry["tables"]
                for rule in table["rules"]
            ],
            hints=[hint[language] for hint in entry["reasons"]],
        )
        for explanation in decisions_before(rows, engine.definitions, task, now)
        for entry in _counting(explanation)
        if entry["tables"]
    ]


def _counting(explanation: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The decision that was asked, and below it those whose answers its matched rows looked at."""
    wanted = {explanation[-1]["name"]} if explanation else set()
    for entry in reversed(explanation):
        if entry["name"] not in wanted:
            continue
        yield entry
        asked = [
            column["expression"]
            for table in entry["tables"]
            for rule in table["rules"]
            for column, cell in zip(table["inputs"], rule["inputs"], strict=True)
            if _asks(cell)
        ]
        if asked:
            wanted.update(*(variables(text, names=entry["inputs"]) for text in asked))
        else:
            wanted.update(entry["inputs"])


def _answer(entry: Mapping[str, Any]) -> str:
    """The answer; a segment by its name in the scheme that the table belongs to."""
    for scheme in segment_schemes().values():
        if scheme.decision == entry["id"] and entry["output"] in scheme.segments:
            return scheme.segments[entry["output"]].label
    return shown(entry["output"])


def _title(name: str) -> str:
    """What a table is called; names within tables have neither umlauts nor spaces, because formulas use them."""
    titles = {
        "Kontaktdichte": _("Kontaktdichte in Tagen"),
        "Marktnaehe": _("Marktnähe"),
        "Meldeversaeumnisfolge": _("Folge des Meldeversäumnisses"),
        "Pflichtverletzungsfolge": _("Folge der Pflichtverletzung"),
        "Ueberpruefungsfrist": _("Überprüfung nach Monaten"),
        "Vereinbarungstyp": _("Art der Vereinbarung"),
    }
    return titles.get(name) or model_text(name)


def _word(code: str) -> str:
    """A code of a catalogue or a day as people write it; anything else as it is."""
    if code in agreement_types():
        return agreement_types()[code].label
    if code in LegalCircle.__members__:
        return label(LegalCircle[code])
    for kind in _ASKED:
        if code in {member.value for member in kind}:
            return label(kind(code))
    if code in segment_schemes():
        return segment_schemes()[code].label
    segments = {scheme.segments[code].label for scheme in segment_schemes().values() if code in scheme.segments}
    if len(segments) == 1:  # a code that two schemes use for different things stays what it is
        return segments.pop()
    if code in AGE_BANDS:
        return str(AGE_BANDS[code])
    if code in appointment_rules.CONSEQUENCES:
        return str(told(appointment_rules.CONSEQUENCES[code]))
    if code in breach_rules.CONSEQUENCES:
        return str(told(breach_rules.CONSEQUENCES[code].label))
    return format_day(date.fromisoformat(code)) if _DAY.fullmatch(code) else code


def _asks(cell: str) -> bool:
    """A cell with a dash asks nothing and explains nothing."""
    return cell.strip() not in ("", "-")


def _row(table: Mapping[str, Any], rule: Mapping[str, Any], scheme: str) -> MatchedRow:
    """`scheme` says whose segments the row speaks of."""
    known = segment_schemes().get(scheme)
    segments = {code: segment.label for code, segment in known.segments.items()} if known else {}
    asked = zip(table["inputs"], rule["inputs"], strict=True)
    return MatchedRow(
        number=rule["number"],
        remark="; ".join(model_text(text) for text in rule["annotations"].values() if text),
        conditions=[
            (model_text(column["label"]), segments.get(str(column["value"])) or shown(column["value"]))
            for column, cell in asked
            if _asks(cell)
        ],
    )


def shown(value: Any) -> str:
    """A value of an explanation as people read it."""
    if value is None:
        return _("keine Angabe")
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, list):
        return ", ".join(map(shown, value)) or _("keine Angabe")
    if isinstance(value, dict):
        if set(value) == SUGGESTION:
            return shown(value["Folge"])
        return ", ".join(f"{name}: {shown(inner)}" for name, inner in value.items())
    return _word(str(value))
