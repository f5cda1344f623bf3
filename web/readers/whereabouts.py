"""Why a case or a task is where it is: sentences, each with the stored row or the drawn step that proves it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.definitions import DefinitionStore, ProcessVersion
from engine.explaining import causes_of, following
from models.casework import Appointment, AppointmentState, Case, LegalCircle
from models.history import HistoryEntry
from models.identity import Absence, Team, User
from models.runtime import (
    Incident,
    Instance,
    InstanceStatus,
    Job,
    Subscription,
    TaskCandidate,
    TaskStatus,
    Timer,
    UserTask,
)
from processes.catalogues.legal_bases import legal_basis
from processes.search.suspension import suspended_text, suspending_sheet
from web.formatters import format_datetime, format_day, office_day
from web.language import gettext as _
from web.model_texts import model_text
from web.readers.case_file import people
from web.readers.timeline import QUIET, ElementNames, entry_sentence

#: Processes that begin and end because of something else that is told.
ECHOES = frozenset({"instance.started", "instance.completed", "instance.informed"})


@dataclass(frozen=True)
class Evidence:
    """What proves a clause: its kind as in an address, and its id there."""

    kind: str
    key: str


@dataclass(frozen=True)
class Clause:
    """One statement. There is none without evidence."""

    text: str
    evidence: Evidence


@dataclass(frozen=True)
class Whereabouts:
    """What brought it here, what it waits for, who can act, what would move it on."""

    brought: Sequence[Clause]
    waits: Sequence[Clause]
    actors: Sequence[Clause]
    moves: Sequence[Clause]

    def __iter__(self) -> Iterator[Clause]:
        for part in (self.brought, self.waits, self.actors, self.moves):
            yield from part


def of_case(rows: Session, definitions: DefinitionStore, case: Case, now: datetime) -> Whereabouts:
    """The whole case; the number of statements does not depend on how much goes on in it."""
    return _Survey(rows, definitions, case, now, None).told()


def of_task(
    rows: Session, definitions: DefinitionStore, case: Case | None, task: UserTask, now: datetime
) -> Whereabouts:
    """One open task."""
    return _Survey(rows, definitions, case, now, task).told()


class _Survey:
    """Everything that is stored about where a case stands, read once."""

    def __init__(
        self, rows: Session, definitions: DefinitionStore, case: Case | None, now: datetime, task: UserTask | None
    ) -> None:
        self.rows, self.now, self.case, self.task = rows, now, case, task
        number = case.case_number if case else ""
        mine = Instance.id == task.instance_id if task else Instance.business_key == number
        running = (InstanceStatus.ACTIVE, InstanceStatus.SUSPENDED)
        self.instances = {i.id: i for i in rows.scalars(select(Instance).where(mine, Instance.status.in_(running)))}
        self.versions = {i.id: definitions.process(rows, i.definition_id) for i in self.instances.values()}
        ids = list(self.instances)
        self.tasks: Sequence[UserTask] = (
            [task]
            if task
            else rows.scalars(
                select(UserTask)
                .where(UserTask.business_key == number, UserTask.status == TaskStatus.OPEN)
                .order_by(UserTask.due_at.is_(None), UserTask.due_at, UserTask.id)
            ).all()
        )
        self.timers = rows.scalars(select(Timer).where(Timer.instance_id.in_(ids)).order_by(Timer.due_at)).all()
        self.subscriptions = rows.scalars(
            select(Subscription).where(Subscription.instance_id.in_(ids)).order_by(Subscription.id)
        ).all()
        self.jobs = rows.scalars(select(Job).where(Job.instance_id.in_(ids)).order_by(Job.id)).all()
        self.incidents = rows.scalars(
            select(Incident).where(Incident.instance_id.in_(ids), Incident.resolved_at.is_(None)).order_by(Incident.id)
        ).all()
        self.causes = causes_of(rows, self.tasks)
        self.last = self._last_event(number) if task is None else None
        entries = [e for found in self.causes.values() for e in found] + ([self.last] if self.last else [])
        self.names = people(rows, {e.actor for e in entries} | {t.assignee for t in self.tasks if t.assignee})
        self.elements = ElementNames(rows, definitions, entries)
        self.circle = case.legal_circle if case else None

    def _last_event(self, number: str) -> HistoryEntry | None:
        """What happened last: rather what somebody did or the clock brought than the processes it began and ended."""
        found = select(HistoryEntry).where(HistoryEntry.business_key == number, HistoryEntry.kind.not_in(QUIET))
        latest = found.order_by(HistoryEntry.id.desc()).limit(1)
        return self.rows.scalar(latest.where(HistoryEntry.kind.not_in(ECHOES))) or self.rows.scalar(latest)

    def told(self) -> Whereabouts:
        return Whereabouts(
            brought=_once(self._brought()),
            waits=_once(self._waits()),
            actors=_once(self._actors()),
            moves=_once(self._moves()),
        )

    # ------------------------------------------------------------------ what brought it here
    def _brought(self) -> Iterator[Clause]:
        told = {entry.id: entry for task in self.tasks for entry in _telling(self.causes[task.id])}
        if self.last is not None:
            told[self.last.id] = self.last
        yield from (self._event(told[id_]) for id_ in sorted(told))

    def _event(self, entry: HistoryEntry) -> Clause:
        who = _("das System") if entry.actor == "system" else self.names.get(entry.actor, entry.actor)
        text = _(
            "%(when)s: %(what)s (%(who)s)",
            when=format_datetime(entry.at),
            what=entry_sentence(entry, self.elements, self.names),
            who=who,
        )
        return Clause(text, Evidence("ereignis", str(entry.id)))

    # ------------------------------------------------------------------ what it waits for
    def _waits(self) -> Iterator[Clause]:
        for incident in self.incidents:
            name = self._name(incident.instance_id, incident.process_key, incident.element_id)
            yield Clause(
                _("Der Schritt „%(name)s“ ist gestört und wartet darauf, dass ihn jemand wiederholt.", name=name),
                Evidence("stoerung", str(incident.id)),
            )
        case = self.case if self.task is None else None
        if case is not None and case.ended_on is None and (sheet := suspending_sheet(self.rows, case)):
            yield Clause(suspended_text(self.rows, case), Evidence("bogen", str(sheet.id)))
        for task in self.tasks:
            yield Clause(_waiting_for(task, self.circle), Evidence("aufgabe", str(task.id)))
        for job in self.jobs:
            name = self._name(job.instance_id, job.process_key, job.element_id)
            yield Clause(
                _("„%(name)s“ wird nach außen gegeben; Versuch %(n)d von %(most)d.", name=name, n=job.attempts + 1,
                  most=job.max_attempts),
                Evidence("auftrag", str(job.id)),
            )  # fmt: skip
        for instance in self.instances.values():
            if instance.status is InstanceStatus.SUSPENDED:
                name = model_text(self.versions[instance.id].name)
                yield Clause(_("„%(name)s“ ist angehalten.", name=name), Evidence("vorgang", str(instance.id)))
        for talk in self._talks():
            yield Clause(
                _("Ein Gespräch ist vereinbart für den %(when)s.", when=format_datetime(talk.starts_at)),
                Evidence("termin", str(talk.id)),
            )
        for timer in self.timers:
            yield Clause(
                _(
                    "„%(process)s“ wartet auf „%(name)s“ am %(day)s.",
                    process=self._process(timer.instance_id, timer.process_key),
                    name=self._name(timer.instance_id, timer.process_key, timer.element_id),
                    day=format_day(timer.due_at),
                ),
                Evidence("frist", str(timer.id)),
            )

    def _talks(self) -> Sequence[Appointment]:
        if self.case is None or self.task is not None:
            return []
        return self.rows.scalars(
            select(Appointment)
            .where(
                Appointment.case_id == self.case.id,
                Appointment.state == AppointmentState.AGREED,
                Appointment.starts_at >= self.now,
            )
            .order_by(Appointment.starts_at)
            .limit(5)
        ).all()

    # ------------------------------------------------------------------ who can act
    def _actors(self) -> Iterator[Clause]:
        groups = self._groups()
        away = self._away()
        for task in self.tasks:
            proof = Evidence("aufgabe", str(task.id))
            if task.assignee:
                who = self.names.get(task.assignee, task.assignee)
                yield Clause(_("„%(task)s“: %(who)s.", task=model_text(task.name), who=who), proof)
                if task.assignee in away:
                    yield away[task.assignee]
            elif task.id in groups:
                who = _(" oder ").join(groups[task.id])
                yield Clause(_("„%(task)s“: wer es übernimmt – %(who)s.", task=model_text(task.name), who=who), proof)
        for incident in self.incidents:
            yield Clause(
                _("Die Störung: die Teamleitung oder die Fachbetreuung."), Evidence("stoerung", str(incident.id))
            )
        if not self.tasks and not self.incidents and self.timers:
            first = self.timers[0]
            yield Clause(
                _("Zurzeit muss niemand handeln; die nächste Frist kommt von selbst am %(day)s.",
                  day=format_day(first.due_at)),
                Evidence("frist", str(first.id)),
            )  # fmt: skip

    def _groups(self) -> dict[int, list[str]]:
        ids = [task.id for task in self.tasks if task.assignee is None]
        if not ids:
            return {}
        teams = {team.key: team.name for team in self.rows.scalars(select(Team))}
        found: dict[int, list[str]] = {}
        for task_id, group in self.rows.execute(
            select(TaskCandidate.task_id, TaskCandidate.group_name)
            .where(TaskCandidate.task_id.in_(ids))
            .order_by(TaskCandidate.group_name)
        ):
            found.setdefault(task_id, []).append(group_label(group, teams))
        return found

    def _away(self) -> dict[str, Clause]:
        """For assignees who are absent today, who stands in for them."""
        names = {task.assignee for task in self.tasks if task.assignee}
        if not names:
            return {}
        today = office_day(self.now)
        found = self.rows.execute(
            select(Absence, User)
            .join(User, User.id == Absence.user_id)
            .where(User.username.in_(names), Absence.first_day <= today, Absence.last_day >= today)
        ).all()
        covers = {user.id: user.display_name for user in self._users({a.cover_id for a, _u in found if a.cover_id})}
        clauses = {}
        for absence, user in found:
            facts = {"who": user.display_name, "day": format_day(absence.last_day)}
            cover = covers.get(absence.cover_id or 0)
            text = (
                _("%(who)s ist bis %(day)s abwesend; in Vertretung: %(cover)s.", cover=cover, **facts)
                if cover
                else _("%(who)s ist bis %(day)s abwesend, ohne Vertretung: Das Team kann übernehmen.", **facts)
            )
            clauses[user.username] = Clause(text, Evidence("abwesenheit", str(absence.id)))
        return clauses

    def _users(self, ids: Iterable[int]) -> Sequence[User]:
        wanted = set(ids)
        return self.rows.scalars(select(User).where(User.id.in_(wanted))).all() if wanted else []

    # ------------------------------------------------------------------ what would move it
    def _moves(self) -> Iterator[Clause]:
        for task in self.tasks:
            done = _("Ist „%(name)s“ abgeschlossen,", name=model_text(task.name))
            yield from self._next(task.instance_id, task.process_key, task.element_id, done)
        for timer in self.timers:
            name = self._name(timer.instance_id, timer.process_key, timer.element_id)
            since = _("Am %(day)s („%(name)s“)", name=name, day=format_day(timer.due_at))
            yield from self._next(timer.instance_id, timer.process_key, timer.element_id, since)
        seen: set[str] = set()
        for wait in self.subscriptions:
            if wait.name in seen:
                continue
            seen.add(wait.name)
            yield Clause(
                _("Die Meldung „%(name)s“ bringt „%(process)s“ weiter.", name=model_text(wait.name),
                  process=self._process(wait.instance_id, wait.process_key)),
                Evidence("nachricht", str(wait.id)),
            )  # fmt: skip

    def _next(self, instance_id: int, process_key: str, element_id: str, since: str) -> Iterator[Clause]:
        version = self.versions.get(instance_id)
        drawn = following(version, process_key, element_id) if version else []
        steps = [model_text(node.name) for node in drawn if node.name]
        if version and steps:
            names = _(" oder ").join(_("„%(name)s“", name=name) for name in dict.fromkeys(steps))
            yield Clause(
                _("%(since)s folgt %(next)s.", since=since, next=names),
                Evidence("modell", f"{version.id}.{process_key}.{element_id}"),
            )

    # ------------------------------------------------------------------ names
    def _name(self, instance_id: int, process_key: str, element_id: str) -> str:
        return drawn_name(self.versions.get(instance_id), process_key, element_id)

    def _process(self, instance_id: int, process_key: str) -> str:
        version = self.versions[instance_id]
        source = version.sources.get(process_key)
        drawn = source.diagram.processes.get(process_key) if source else None
        return model_text(drawn.name if drawn and drawn.name else version.name)


def _telling(causes: Sequence[HistoryEntry]) -> Iterator[HistoryEntry]:
    """Of a transition what people would tell: what set it off, the tables that were asked, and the new task.

    Passed elements are told only where nothing else says why: then the first of them, the event that occurred.
    """
    if not causes:
        return
    loud = [e for e in causes[:-1] if e.kind not in ("element.completed", "decision.made")]
    passed = [e for e in causes[:-1] if e.kind == "element.completed"]
    yield from loud[:2] or passed[1:2] or passed[:1]
    yield from [e for e in causes[:-1] if e.kind == "decision.made"][-3:]
    yield causes[-1]


def _waiting_for(task: UserTask, circle: LegalCircle | None) -> str:
    if task.due_at is None:
        return _("Die Aufgabe „%(name)s“ ist offen, ohne Frist.", name=model_text(task.name))
    basis = legal_basis(task.process_key, task.element_id)
    text = _("Die Aufgabe „%(name)s“ ist offen bis %(day)s", name=model_text(task.name), day=format_day(task.due_at))
    if basis is None:
        return f"{text}."
    law = basis.paragraph(circle)
    return f"{text}: {model_text(basis.date)} ({law})." if law else f"{text}: {model_text(basis.date)}."


def group_label(group: str, teams: dict[str, str]) -> str:
    """A candidate group as people call it."""
    role, _colon, key = group.partition(":")
    team = teams.get(key, key)
    if role == "fachkraft":
        return _("eine Fachkraft, %(team)s", team=team)
    if role == "teamleitung":
        return _("die Teamleitung, %(team)s", team=team)
    offices = {"fachbetreuung": _("die Fachbetreuung"), "leistungsstelle": _("die Leistungsstelle")}
    return offices.get(role, group)


def drawn_name(version: ProcessVersion | None, process_key: str, element_id: str) -> str:
    """The name of an element as drawn, its id if it has none."""
    source = version.sources.get(process_key) if version else None
    info = source.elements(process_key).get(element_id) if source else None
    return model_text(info.name) if info is not None and info.name else element_id


def _once(clauses: Iterable[Clause]) -> list[Clause]:
    """The same statement is made once, with its first evidence."""
    return list({clause.text: clause for clause in reversed(list(clauses))}.values())[::-1]
