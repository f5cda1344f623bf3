"""The history of a case or an instance as sentences. The history names acts and elements, never form values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engine.definitions import DefinitionStore
from models.history import HistoryEntry
from models.runtime import Definition, DefinitionKind
from web.formatters import format_day, office_day
from web.language import gettext as _
from web.language import stored_text
from web.model_texts import model_text
from web.paging import Page
from web.readers.case_file import people
from web.readers.values_told import changes_told
from web.readers.withdrawals import is_withdrawn_task, reasons

#: Facts of an entry that name people.
_PEOPLE = ("to", "from", "on_behalf_of")

#: Entries of one page of the timeline.
LIMIT = 200

#: Entries on a page of the history of one process.
STEPS_A_PAGE = 40

#: Steps the engine takes on its own; a person reads them only on the page of the instance.
QUIET = frozenset(
    {
        "element.completed",
        "element.cancelled",
        "element.entered",
        "task.created",
        "task.draft_saved",
        "decision.made",
        "incident.resolved",
        "message.correlated",
    }
)


#: For rows of which none ends a task without anybody doing it.
NONE_WITHDRAWN: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True)
class Entry:
    """One line: what happened, who did it, and why if a reason was given."""

    at: datetime
    day: date
    who: str
    sentence: str
    reason: str
    is_key: bool


def case_timeline(rows: Session, definitions: DefinitionStore, case_number: str) -> Sequence[Entry]:
    """What happened in a case, newest first, without the engine's own steps."""
    shown = or_(HistoryEntry.kind.not_in(QUIET), is_withdrawn_task())
    found = rows.scalars(
        select(HistoryEntry)
        .where(HistoryEntry.business_key == case_number, shown)
        .order_by(HistoryEntry.id.desc())
        .limit(LIMIT)
    ).all()
    return _told(rows, definitions, found, reasons(rows, definitions, found))


def instance_timeline(
    rows: Session, definitions: DefinitionStore, instance_id: int, number: int
) -> tuple[Sequence[Entry], Page]:
    """A page of what happened in one process, newest first, every step."""
    of_instance = HistoryEntry.instance_id == instance_id
    total = rows.scalar(select(func.count()).select_from(HistoryEntry).where(of_instance)) or 0
    page = Page(number, total, STEPS_A_PAGE)
    return _entries(rows, definitions, of_instance, offset=page.offset, most=page.size), page


def previewed(
    rows: Session, definitions: DefinitionStore, history: Sequence[Mapping[str, Any]]
) -> tuple[Sequence[Entry], frozenset[str]]:
    """What an act would add to the history, in the order in which it would happen, and the kinds of these entries."""
    found = [HistoryEntry(**row) for row in history]
    return _told(rows, definitions, found), frozenset(row.kind for row in found)


def _entries(
    rows: Session, definitions: DefinitionStore, *conditions: Any, offset: int = 0, most: int = LIMIT
) -> Sequence[Entry]:
    wanted = select(HistoryEntry).where(*conditions).order_by(HistoryEntry.id.desc()).offset(offset).limit(most)
    return _told(rows, definitions, rows.scalars(wanted).all())


def _told(
    rows: Session,
    definitions: DefinitionStore,
    found: Sequence[HistoryEntry],
    withdrawn: Mapping[int, str] = NONE_WITHDRAWN,
) -> Sequence[Entry]:
    """The rows as sentences; `withdrawn` says of some (by id) that they end a task, and which event did it."""
    named = {row.actor for row in found} | {str(row.data.get(k)) for row in found if row.data for k in _PEOPLE}
    names, elements = people(rows, named), ElementNames(rows, definitions, found)
    return [
        Entry(
            at=row.at,
            day=office_day(row.at),
            who=_who(row, names),
            sentence=_withdrawal(elements.element(row), withdrawn[row.id])
            if row.id in withdrawn
            else entry_sentence(row, elements, names),
            reason=stored_text(str(row.data.get("reason") or "")),
            is_key=row.kind not in QUIET,
        )
        for row in found
    ]


def _who(row: HistoryEntry, names: Mapping[str, str]) -> str:
    who = _("System") if row.actor == "system" else names.get(row.actor, row.actor)
    behalf = row.data.get("on_behalf_of")
    return _("%(who)s in Vertretung für %(absent)s", who=who, absent=names.get(str(behalf), behalf)) if behalf else who


def _withdrawal(task: str, event: str) -> str:
    if not event:
        return _("Aufgabe „%(task)s“ zurückgezogen", task=task)
    return _("Aufgabe „%(task)s“ zurückgezogen: %(event)s", task=task, event=event)


class ElementNames:
    """Names of elements and processes as drawn, looked up in the diagram version each entry belongs to."""

    def __init__(self, rows: Session, definitions: DefinitionStore, found: Sequence[HistoryEntry]) -> None:
        self._rows, self._definitions = rows, definitions
        wanted = {row.definition_id for row in found if row.definition_id is not None}
        self._kinds = {d.id: d for d in rows.scalars(select(Definition).where(Definition.id.in_(wanted)))}

    def process(self, row: HistoryEntry) -> str:
        definition = self._kinds.get(row.definition_id or 0)
        return model_text(definition.name) if definition is not None and definition.name else (row.process_key or "")

    def element(self, row: HistoryEntry, element_id: str | None = None, process_key: str | None = None) -> str:
        """The element's name, or its id if it has none or the version is gone."""
        element_id = element_id or row.element_id or ""
        definition = self._kinds.get(row.definition_id or 0)
        if definition is None or definition.kind is not DefinitionKind.PROCESS or not element_id:
            return element_id
        version = self._definitions.process(self._rows, definition.id)
        process_key = process_key or row.process_key or definition.key
        source = version.sources.get(process_key)
        if source is None:
            return element_id
        info = source.elements(process_key).get(element_id)
        return model_text(info.name) if info is not None and info.name else element_id


def entry_sentence(row: HistoryEntry, elements: ElementNames, names: Mapping[str, str]) -> str:
    """One German sentence per kind; kinds of other rooms bring their own sentence in `data.text`."""
    data = row.data
    told = data.get("text")
    if told:
        return str(told)
    element = elements.element(row)
    process = elements.process(row)
    to = data.get("to")
    sentences = {
        "instance.started": lambda: _("„%(process)s“ begonnen", process=process),
        "instance.completed": lambda: _("„%(process)s“ beendet", process=process),
        "instance.cancelled": lambda: _("„%(process)s“ abgebrochen", process=process),
        "instance.suspended": lambda: _("„%(process)s“ angehalten", process=process),
        "instance.resumed": lambda: _("„%(process)s“ fortgesetzt", process=process),
        "instance.migrated": lambda: _(
            "„%(process)s“ in Version %(version)d umgezogen", process=process, version=data.get("to_version", 0)
        ),
        "instance.migration_undone": lambda: _(
            "Umzug zurückgenommen: „%(process)s“ wieder in Version %(version)d",
            process=process,
            version=data.get("to_version", 0),
        ),
        "task.created": lambda: _("Aufgabe „%(element)s“ geöffnet", element=element),
        "task.claimed": lambda: _("Aufgabe „%(element)s“ übernommen", element=element),
        "task.released": lambda: _("Aufgabe „%(element)s“ zurückgegeben", element=element),
        "task.assigned": lambda: (
            _("Aufgabe „%(element)s“ an %(who)s übertragen", element=element, who=names.get(str(to), str(to)))
            if to
            else _("Aufgabe „%(element)s“ in die Warteschlange zurückgegeben", element=element)
        ),
        "task.taken_over": lambda: _(
            "Aufgabe „%(element)s“ von %(who)s übernommen, abwesend ohne Vertretung",
            element=element,
            who=names.get(str(data.get("from")), data.get("from") or _("niemandem")),
        ),
        "task.due_moved": lambda: _(
            "Aufgabe „%(element)s“ ist jetzt am %(day)s fällig statt am %(before)s",
            element=element,
            day=_day_of(data.get("new")),
            before=_day_of(data.get("old")),
        ),
        "task.completed": lambda: _("Aufgabe „%(element)s“ abgeschlossen", element=element),
        "timer.fired": lambda: _("Frist „%(element)s“ erreicht", element=_named(row, elements, data)),
        "event.gathered": lambda: _("„%(element)s“ hat eines der Ereignisse, auf die es wartet", element=element),
        "timer.changed": lambda: _(
            "Frist „%(element)s“ auf den %(day)s geändert",
            element=_named(row, elements, data),
            day=_day_of(data.get("new")),
        ),
        "message.correlated": lambda: _("Nachricht „%(name)s“ verarbeitet", name=model_text(data.get("message"))),
        "signal.broadcast": lambda: _("Signal „%(name)s“ ausgesendet", name=model_text(data.get("name", element))),
        "incident.opened": lambda: _("Störung bei „%(element)s“", element=element),
        "incident.retried": lambda: _("Störung bei „%(element)s“ erneut versucht", element=_named(row, elements, data)),
        "incident.resolved": lambda: _("Störung bei „%(element)s“ behoben", element=element),
        "decision.made": lambda: _("Entscheidungstabelle „%(name)s“ angewendet", name=model_text(data.get("decision"))),
        "case.opened": lambda: _("Fall angelegt"),
        "case.handed_over": lambda: _(
            "Fall übergeben von %(old)s an %(new)s, %(team)s: %(reason)s",
            old=data.get("from", ""),
            new=data.get("to", ""),
            team=data.get("team", ""),
            reason=data.get("reason", ""),
        ),
        "instance.informed": lambda: _("Vorgang über die Änderung unterrichtet"),
        "case.change_of_circle_expected": lambda: _("Ende des Anspruchs nach dem SGB III eingetragen"),
        "case.household_changed": lambda: _("Bedarfsgemeinschaft geändert"),
        "case.household_consent": lambda: _("Einverständnis in der Bedarfsgemeinschaft festgehalten"),
        "case.reset": lambda: _(
            "Neubeginn nach mehr als sechs Monaten: %(n)s offene Strategien erledigt, Profil und Segment zurückgesetzt",
            n=data.get("strategies", 0),
        ),
        "case.deregistered": lambda: _("Fall abgemeldet"),
        "case.breach_reported": lambda: _("Pflichtverletzung gemeldet"),
        "case.incapacity_reported": lambda: _("Arbeitsunfähigkeit gemeldet"),
        "case.placement_stopped": lambda: _("Vermittlung eingestellt"),
        "case.change_reported": lambda: _("Veränderung gemeldet"),
        "case.work_recorded": lambda: _("Arbeitsaufnahme eingetragen"),
        "case.work_corrected": lambda: _("Beschäftigung berichtigt: %(reason)s", reason=data.get("reason", "")),
        "case.work_ended": lambda: _("Ende einer Beschäftigung eingetragen"),
        "case.proposal_outcome": lambda: _("Ergebnis eines Stellenvorschlags eingetragen"),
        "case.birth_recorded": lambda: _("Geburt eines Kindes eingetragen"),
        "note.saved": lambda: _("Vermerk geschrieben"),
        "note.supplemented": lambda: _("Nachtrag zu einem Vermerk geschrieben"),
        "appointment.agreed": lambda: _("Termin vereinbart"),
        "appointment.moved": lambda: _("Termin verlegt"),
        "appointment.cancelled": lambda: _("Termin abgesagt und neuer Termin vereinbart"),
        "case.commented": lambda: _("Kommentar geschrieben"),
        "case.file_attached": lambda: _("Datei abgelegt"),
        "case.file_removed": lambda: _("Datei entfernt"),
        "case.reassigned": lambda: _("Fall an %(who)s übergeben", who=names.get(str(to), str(to))),
        "letter.made": lambda: _("Schreiben erstellt"),
        "letter.sent": lambda: _("E-Mail versendet"),
        "sheet.released": lambda: _("Profilingbogen zur Berichtigung freigegeben"),
        "sheet.deleted": lambda: _("Profilingbogen gelöscht"),
        "sheet.discarded": lambda: _("Offenen Profilingbogen verworfen"),
        "consent.withdrawn": lambda: _("Widerruf eines Einverständnisses festgehalten"),
        "strategy.decided": lambda: _("Über eine Strategie entschieden"),
        "token.moved": lambda: _(
            "Marke von „%(element)s“ nach „%(to)s“ versetzt",
            element=element,
            to=elements.element(row, str(to), data.get("to_process")),
        ),
        "token.added": lambda: _(
            "Marke bei „%(element)s“ hinzugefügt",
            element=elements.element(row, str(data.get("element")), data.get("process")),
        ),
        "turn.added": lambda: _("Durchlauf %(n)s von „%(element)s“ hinzugefügt", n=data.get("turn"), element=element),
        "token.removed": lambda: _("Marke bei „%(element)s“ entfernt", element=element),
        "data.change_proposed": lambda: _("Datenänderung vorgeschlagen: %(changes)s", changes=changes_told(data)),
        "data.changed": lambda: _("Daten geändert: %(changes)s", changes=changes_told(data)),
        "data.change_rejected": lambda: _("Datenänderung abgelehnt"),
        "data.change_withdrawn": lambda: _("Vorschlag zurückgezogen"),
        "strategy.extended": lambda: _("Zeitfenster einer Strategie verlängert"),
        "referral.answered": lambda: _("Antwort eines Fachdienstes eingetragen"),
        "measure.broken_off": lambda: _("Abbruch einer Maßnahme gemeldet"),
        "element.completed": lambda: _("„%(element)s“ durchlaufen", element=element),
        "element.cancelled": lambda: _("„%(element)s“ abgebrochen", element=element),
        "element.failed": lambda: _("„%(element)s“ fehlgeschlagen", element=element),
    }
    found = sentences.get(row.kind)
    return found() if found else row.kind


def _named(row: HistoryEntry, elements: ElementNames, data: Mapping[str, Any]) -> str:
    """Entries about the instance as a whole name their element in the data."""
    return elements.element(row, row.element_id or str(data.get("element") or ""))


def _day_of(value: object) -> str:
    if isinstance(value, str):
        return format_day(datetime.fromisoformat(value))
    return format_day(value) if isinstance(value, datetime) else "–"
