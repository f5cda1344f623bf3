"""The stored row or drawn step behind a statement about a case, laid open term by term."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.definitions import DefinitionStore
from engine.errors import NotFound
from engine.explaining import following
from models.casework import Appointment, Case, ProfilingSheet
from models.history import HistoryEntry
from models.identity import Absence, User
from models.runtime import Definition, Incident, Instance, Job, Subscription, Timer, UserTask
from processes.catalogues import segment_label
from web.formatters import format_datetime, format_day
from web.labels import incident_label, label
from web.language import gettext as _
from web.model_texts import model_text
from web.readers.case_file import people
from web.readers.timeline import ElementNames, entry_sentence
from web.readers.whereabouts import Evidence, drawn_name


@dataclass(frozen=True)
class Proof:
    """What it is, and its facts as (term, value)."""

    title: str
    facts: Sequence[tuple[str, str]]
    instance_id: int | None = None


class _Search:
    """Finds rows of one case; whatever belongs to another does not exist."""

    def __init__(self, rows: Session, definitions: DefinitionStore, case: Case) -> None:
        self.rows, self.definitions, self.case = rows, definitions, case

    def row(self, table: type[Any], key: str) -> Any:
        """A row of a process of the case. Raises NotFound."""
        found = self.rows.get(table, _number(key))
        if found is None:
            raise NotFound("evidence", key)
        instance = found if isinstance(found, Instance) else self.rows.get(Instance, found.instance_id)
        if instance is None or instance.business_key != self.case.case_number:
            raise NotFound("evidence", key)
        return found

    def element(self, row: Any) -> tuple[str, str]:
        """Names of the process and of the step of a row."""
        instance = self.rows.get_one(Instance, row.instance_id)
        version = self.definitions.process(self.rows, instance.definition_id)
        source = version.sources.get(row.process_key)
        drawn = source.diagram.processes.get(row.process_key) if source else None
        name = drawn.name if drawn and drawn.name else version.name
        process = f"{model_text(name)}, {_('Version %(n)d', n=version.version)}"
        return process, drawn_name(version, row.process_key, row.element_id)


def prove(rows: Session, definitions: DefinitionStore, case: Case, evidence: Evidence) -> Proof:
    """The proof behind a clause about this case. Raises NotFound if there is none, or it belongs to another case."""
    found = _KINDS.get(evidence.kind)
    if found is None:
        raise NotFound("evidence", evidence.kind)
    return found(_Search(rows, definitions, case), evidence.key)


def _event(search: _Search, key: str) -> Proof:
    entry = search.rows.get(HistoryEntry, _number(key))
    if entry is None or entry.business_key != search.case.case_number:
        raise NotFound("evidence", key)
    elements = ElementNames(search.rows, search.definitions, [entry])
    names = people(search.rows, {entry.actor, *(str(value) for value in entry.data.values())})
    definition = search.rows.get(Definition, entry.definition_id or 0)
    facts = [
        (_("Wann"), format_datetime(entry.at)),
        (_("Wer"), _("System") if entry.actor == "system" else names.get(entry.actor, entry.actor)),
        (_("Vorgang"), elements.process(entry)),
        (_("Fassung"), _("Version %(n)d", n=definition.version) if definition else ""),
        (_("Schritt"), elements.element(entry)),
        (_("Änderung Nr."), str(entry.transition or "")),
        (_("Eintrag im Verlauf"), str(entry.id)),
        *_data(entry, names),
    ]
    return Proof(entry_sentence(entry, elements, names), facts, entry.instance_id)


def _data(entry: HistoryEntry, names: Mapping[str, str]) -> list[tuple[str, str]]:
    if entry.kind == "decision.made":
        rules = entry.data.get("rules") or {}
        return [
            (_("Tabelle %(name)s", name=table), _("Zeile %(rows)s", rows=", ".join(map(str, matched))))
            for table, matched in rules.items()
            if matched
        ]
    words = {
        "reason": _("Grund"),
        "from": _("Von"),
        "to": _("An"),
        "on_behalf_of": _("In Vertretung für"),
        "message": _("Nachricht"),
        "element": _("Frist"),
    }
    return [(words[k], names.get(str(v), str(v))) for k, v in entry.data.items() if k in words and v]


def _task(search: _Search, key: str) -> Proof:
    task: UserTask = search.row(UserTask, key)
    process, step = search.element(task)
    names = people(search.rows, {task.assignee} if task.assignee else set())
    facts = [
        (_("Vorgang"), process),
        (_("Schritt"), step),
        (_("Offen seit"), format_datetime(task.created_at)),
        (_("Fällig"), format_day(task.due_at)),
        (_("Zuständig"), names.get(task.assignee or "", task.assignee or _("noch niemand"))),
        (_("Zuständig seit"), format_datetime(task.claimed_at) if task.claimed_at else ""),
    ]
    return Proof(_("Aufgabe „%(name)s“", name=model_text(task.name)), facts, task.instance_id)


def _timer(search: _Search, key: str) -> Proof:
    timer: Timer = search.row(Timer, key)
    process, step = search.element(timer)
    facts = [(_("Vorgang"), process), (_("Schritt"), step), (_("Fällig"), format_datetime(timer.due_at))]
    return Proof(_("Frist „%(name)s“", name=step), facts, timer.instance_id)


def _subscription(search: _Search, key: str) -> Proof:
    wait: Subscription = search.row(Subscription, key)
    process, step = search.element(wait)
    facts = [(_("Vorgang"), process), (_("Schritt"), step), (_("Nachricht"), model_text(wait.name))]
    return Proof(_("Wartet auf „%(name)s“", name=model_text(wait.name)), facts, wait.instance_id)


def _incident(search: _Search, key: str) -> Proof:
    incident: Incident = search.row(Incident, key)
    process, step = search.element(incident)
    facts = [
        (_("Vorgang"), process),
        (_("Schritt"), step),
        (_("Seit"), format_datetime(incident.created_at)),
        (_("Art"), incident_label(incident.error_class)),
        (_("Technisch"), f"{incident.error_class}: {incident.message}"),
    ]
    return Proof(_("Störung bei „%(name)s“", name=step), facts, incident.instance_id)


def _job(search: _Search, key: str) -> Proof:
    job: Job = search.row(Job, key)
    process, step = search.element(job)
    facts = [
        (_("Vorgang"), process),
        (_("Schritt"), step),
        (_("Nächster Versuch"), format_datetime(job.due_at)),
        (_("Versuche"), _("%(n)d von %(most)d", n=job.attempts, most=job.max_attempts)),
    ]
    return Proof(_("Auftrag nach außen: „%(name)s“", name=step), facts, job.instance_id)


def _instance(search: _Search, key: str) -> Proof:
    instance: Instance = search.row(Instance, key)
    version = search.definitions.process(search.rows, instance.definition_id)
    facts = [
        (_("Fassung"), _("Version %(n)d", n=version.version)),
        (_("Begonnen"), format_datetime(instance.started_at)),
    ]
    return Proof(_("Vorgang „%(name)s“", name=model_text(version.name)), facts, instance.id)


def _appointment(search: _Search, key: str) -> Proof:
    found = search.rows.get(Appointment, _number(key))
    if found is None or found.case_id != search.case.id:
        raise NotFound("evidence", key)
    facts = [
        (_("Beginn"), format_datetime(found.starts_at)),
        (_("Ort"), found.place),
        (_("Stand"), label(found.state)),
        (_("Vereinbart am"), format_datetime(found.agreed_at)),
    ]
    return Proof(label(found.kind), facts)


def _sheet(search: _Search, key: str) -> Proof:
    found = search.rows.get(ProfilingSheet, _number(key))
    if found is None or found.case_id != search.case.id or found.closed_at is None:
        raise NotFound("evidence", key)
    facts = [
        (_("Abgeschlossen"), format_datetime(found.closed_at)),
        (_("Segment"), segment_label(found.segment_scheme, found.segment)),
    ]
    return Proof(_("Profilingbogen"), facts)


def _absence(search: _Search, key: str) -> Proof:
    """An absence is shown where it explains who acts: only days and cover, never a reason."""
    found = search.rows.get(Absence, _number(key))
    if found is None:
        raise NotFound("evidence", key)
    concerned_people = select(User).where(User.id.in_([found.user_id, found.cover_id or 0]))
    users = {user.id: user for user in search.rows.scalars(concerned_people)}
    away = users[found.user_id]
    concerned = select(UserTask.id).where(
        UserTask.business_key == search.case.case_number, UserTask.assignee == away.username
    )
    if found.user_id != search.case.caseworker_id and search.rows.scalar(concerned.limit(1)) is None:
        raise NotFound("evidence", key)
    cover = users.get(found.cover_id or 0)
    facts = [
        (_("Erster Tag"), format_day(found.first_day)),
        (_("Letzter Tag"), format_day(found.last_day)),
        (_("Vertretung"), cover.display_name if cover else _("keine")),
    ]
    return Proof(_("Abwesenheit von %(name)s", name=away.display_name), facts)


def _model(search: _Search, key: str) -> Proof:
    """An element as drawn in the version that runs in the case: `definition.process.element`."""
    definition_id, _dot, rest = key.partition(".")
    process_key, _dot, element_id = rest.partition(".")
    runs = select(Instance.id).where(
        Instance.business_key == search.case.case_number, Instance.definition_id == _number(definition_id)
    )
    instance_id = search.rows.scalar(runs.order_by(Instance.id.desc()).limit(1))
    if instance_id is None:
        raise NotFound("evidence", key)
    version = search.definitions.process(search.rows, _number(definition_id))
    source = version.sources.get(process_key)
    info = source.elements(process_key).get(element_id) if source else None
    if source is None or info is None:
        raise NotFound("evidence", key)
    name = model_text(info.name) or element_id
    steps = [model_text(node.name) or node.id for node in following(version, process_key, element_id)]
    diagram = model_text(source.diagram.processes[process_key].name)
    facts = [
        (_("Diagramm"), f"{diagram}, {_('Version %(n)d', n=version.version)}"),
        (_("Schritt"), name),
        (_("Beschreibung"), model_text(info.documentation)),
        (_("Danach"), ", ".join(steps)),
    ]
    return Proof(_("So ist es gezeichnet: „%(name)s“", name=name), facts, instance_id)


_KINDS: Mapping[str, Callable[[_Search, str], Proof]] = {
    "ereignis": _event,
    "aufgabe": _task,
    "frist": _timer,
    "nachricht": _subscription,
    "stoerung": _incident,
    "auftrag": _job,
    "vorgang": _instance,
    "termin": _appointment,
    "bogen": _sheet,
    "abwesenheit": _absence,
    "modell": _model,
}


def _number(text: str) -> int:
    """An id in an address; what is no number is no row."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 0
