"""Everything the page of one task needs: the task, its form over the facts, the draft, the case beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine import queries
from engine.actor import Actor
from engine.calendar import berlin_date
from engine.definitions import newest
from engine.errors import NotFound
from engine.executor import Engine
from engine.forms import Form
from engine.formsupport import FormCall
from models.runtime import DefinitionKind, TaskDraft, TaskStatus, UserTask
from processes.identity.absences import uncovered_today
from web.model_texts import form_told, model_text
from web.phrases import told_within
from web.readers.case_file import people
from web.readers.cases import CaseLine, find_case


@dataclass(frozen=True)
class TaskDesk:
    """`may_work` is false for those who see the task only because they see its case.

    `raw` is the draft as typed, or what a new form starts with; `facts` is what the form's FEEL texts see, and what
    fields are filled with. `shown` are the facts in the words of the person, only to look at.
    """

    task: UserTask
    process: str
    may_work: bool
    worker: str | None
    ended_by: str | None
    form: Form | None
    facts: Mapping[str, Any]
    raw: Mapping[str, Any]
    draft: TaskDraft | None
    draft_by: str | None
    case: CaseLine | None
    #: whoever has it is absent, and nobody stands in
    is_left: bool = False
    #: draft values for which the form in its present version has no field
    unmapped: Mapping[str, Any] = field(default_factory=dict)

    @property
    def shown(self) -> Mapping[str, Any]:
        return told_within(self.facts)

    @property
    def revision(self) -> int:
        return self.draft.revision if self.draft else 0

    @property
    def is_open(self) -> bool:
        return self.task.status is TaskStatus.OPEN


def reach_task(rows: Session, actor: Actor, task_id: int, now: datetime) -> UserTask:
    """The task. Raises NotFound for tasks that are neither the actor's work nor of a visible case."""
    task = rows.get(UserTask, task_id)
    if task is None or not (_may_work_on(rows, actor, task) or _case_of(rows, actor, task, now)):
        raise NotFound("user task", task_id)
    return task


def _may_work_on(rows: Session, actor: Actor, task: UserTask) -> bool:
    """Assignee, cover of the assignee, or member of a candidate group."""
    is_cover = task.assignee is not None and task.assignee == actor.on_behalf_of
    return is_cover or queries.may_work_on(rows, task, actor.name, actor.groups)


def open_desk(rows: Session, engine: Engine, actor: Actor, task_id: int, now: datetime) -> TaskDesk:
    """The desk for one task. Raises NotFound for tasks that are neither the actor's work nor of a visible case."""
    task = rows.get(UserTask, task_id)
    if task is None:
        raise NotFound("user task", task_id)
    may_work = _may_work_on(rows, actor, task)
    case = _case_of(rows, actor, task, now)
    if not may_work and case is None:
        raise NotFound("user task", task_id)
    names = people(rows, {n for n in (task.assignee, task.ended_by) if n})
    form, facts, kept, draft = (
        _form_of(rows, engine, actor, task, now) if may_work and _is_open(task) else (None, {}, {}, None)
    )
    raw, unmapped = _split(form, kept)
    saved_by = people(rows, {draft.saved_by}) if draft else {}
    return TaskDesk(
        task=task,
        process=_process_name(rows, task),
        may_work=may_work,
        worker=names.get(task.assignee or "", task.assignee),
        ended_by=names.get(task.ended_by or "", task.ended_by),
        form=form,
        facts=facts,
        raw=raw,
        draft=draft,
        draft_by=saved_by.get(draft.saved_by, draft.saved_by) if draft else None,
        case=case,
        is_left=uncovered_today(rows, berlin_date(now)).has(task.assignee, task.business_key),
        unmapped=unmapped,
    )


def _split(form: Form | None, kept: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """A draft as far as the form has fields for it, and the rest that is not empty."""
    if form is None:
        return kept, {}
    known = {name: value for name, value in kept.items() if name.partition(".")[0] in form.names}
    return known, {name: value for name, value in kept.items() if name not in known and value}


def left_over(rows: Session, engine: Engine, task_id: int) -> Mapping[str, Any]:
    """What an earlier version of the form let somebody type and the present one has no field for.

    It stays in the draft with every save, until the task ends.
    """
    draft, task = queries.draft(rows, task_id), rows.get(UserTask, task_id)
    if draft is None or task is None or task.form_id is None:
        return {}
    return _split(engine.definitions.form(rows, task.form_id).form, draft.values)[1]


def _is_open(task: UserTask) -> bool:
    return task.status is TaskStatus.OPEN


def _case_of(rows: Session, actor: Actor, task: UserTask, now: datetime) -> CaseLine | None:
    """The case a task belongs to, if there is one and the actor may see it."""
    if task.business_key is None:
        return None
    try:
        return find_case(rows, actor, task.business_key, now)
    except NotFound:
        return None


def _form_of(
    rows: Session, engine: Engine, actor: Actor, task: UserTask, now: datetime
) -> tuple[Form | None, Mapping[str, Any], Mapping[str, Any], TaskDraft | None]:
    draft = queries.draft(rows, task.id)
    if task.form_id is None:
        return None, {}, draft.values if draft else {}, draft
    form = form_told(rows, engine.definitions, task.form_id)
    facts = engine.forms.context_of(_call(rows, engine, actor, task, now))
    raw = draft.values if draft else form.initial(facts, now=now)
    return form, facts, raw, draft


def _call(rows: Session, engine: Engine, actor: Actor, task: UserTask, now: datetime) -> FormCall:
    """The form of this task seen now, for the office's facts and rules, which are registered by its file name."""
    form = engine.definitions.form(rows, task.form_id or 0)
    run = queries.run_of(rows, engine.definitions, task.instance_id, now)
    return FormCall(rows, now, form.key, task.business_key, run.scope_variables(task.token), actor.name)


def check_rules(
    rows: Session, engine: Engine, actor: Actor, desk: TaskDesk, values: Mapping[str, Any], now: datetime
) -> Mapping[str, str]:
    """The office's rules over valid values, so that a person hears of them before the check page."""
    if desk.task.form_id is None:
        return {}
    return engine.forms.check(_call(rows, engine, actor, desk.task, now), values, desk.facts)


def _process_name(rows: Session, task: UserTask) -> str:
    found = newest(rows, DefinitionKind.PROCESS, task.process_key)
    return model_text(found.name) if found and found.name else task.process_key
