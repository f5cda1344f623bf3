"""Immutable definition versions, loaded once per process and shared between threads.

A version never changes after deployment, and what it calls is fixed with it (`models.runtime.Binding`), so a cache by
id needs no invalidation.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from engine.calendar import BusinessCalendar
from engine.calendar_functions import calendar_functions
from engine.dmn import DecisionResult, Model
from engine.errors import NotFound
from engine.forms import Form, compile_form
from engine.spiff import ModelSource, Program, build_program, read_model
from models.runtime import Binding, DecisionImport, Definition, DefinitionKind, Resource

DEFINITION: Any = Definition.__table__
BINDING: Any = Binding.__table__
RESOURCE: Any = Resource.__table__

#: Definitions are read through whatever the caller reads with.
Reader = Connection | Session


@dataclass(frozen=True)
class FormVersion:
    """One deployed form version; `key` is its file name, `source` the file."""

    id: int
    key: str
    version: int
    form: Form
    source: bytes = field(repr=False)


@dataclass(frozen=True)
class ProcessVersion:
    """One deployed process version with everything fixed at its deployment."""

    id: int
    key: str
    version: int
    name: str
    program: Program
    #: process key → source, for the pictures of called processes too
    sources: Mapping[str, ModelSource]
    #: decision id → version id
    decisions: Mapping[str, int]
    #: form file name → version id
    forms: Mapping[str, int]
    #: called process key → version id
    called: Mapping[str, int]


class DefinitionStore:
    """Loads definition versions on demand. Safe to share between threads."""

    def __init__(self, in_force: Callable[[], BusinessCalendar]) -> None:
        self.functions = calendar_functions(in_force)
        self._processes: dict[int, ProcessVersion] = {}
        self._forms: dict[int, FormVersion] = {}
        self._decisions: dict[int, tuple[Model, str]] = {}
        self._lock = threading.Lock()

    def process(self, rows: Reader, definition_id: int) -> ProcessVersion:
        """The process version with this id. Raises NotFound."""
        found = self._processes.get(definition_id)
        if found is None:
            with self._lock:
                found = self._processes.get(definition_id) or self._load_process(rows, definition_id)
                self._processes[definition_id] = found
        return found

    def form(self, rows: Reader, definition_id: int) -> FormVersion:
        """The compiled form version with this id. Raises NotFound."""
        found = self._forms.get(definition_id)
        if found is None:
            row = self._read(rows, definition_id)
            found = FormVersion(row.id, row.key, row.version, compile_form(row.content), row.content)
            self._forms[definition_id] = found
        return found

    def decide(
        self, rows: Reader, definition_id: int, variables: Mapping[str, Any], *, now: datetime
    ) -> DecisionResult:
        """Evaluate the decision version with this id over the variables. Raises NotFound, DmnError."""
        found = self._decisions.get(definition_id)
        if found is None:
            row = self._read(rows, definition_id)
            imports = rows.execute(
                select(DecisionImport.namespace, Resource.content)
                .join(Resource, Resource.id == DecisionImport.resource_id)
                .where(DecisionImport.definition_id == definition_id)
            )
            model = Model.from_xml(row.content, {i.namespace: i.content for i in imports}, functions=self.functions)
            found = self._decisions[definition_id] = (model, row.key)
        model, key = found
        return model.decide(key, variables, now=now)

    def source(self, rows: Reader, definition_id: int) -> bytes:
        """The deployed file of this version, byte for byte. Raises NotFound."""
        content: bytes = self._read(rows, definition_id).content
        return content

    def _read(self, rows: Reader, definition_id: int) -> Any:
        row = rows.execute(
            select(DEFINITION, RESOURCE.c.content)
            .join(RESOURCE, RESOURCE.c.id == DEFINITION.c.resource_id)
            .where(DEFINITION.c.id == definition_id)
        ).one_or_none()
        if row is None:
            raise NotFound("definition", definition_id)
        return row

    def _load_process(self, rows: Reader, definition_id: int) -> ProcessVersion:
        row = self._read(rows, definition_id)
        if row.kind is not DefinitionKind.PROCESS:
            raise NotFound("process definition", definition_id)
        bound: dict[DefinitionKind, dict[str, int]] = {kind: {} for kind in DefinitionKind}
        for binding in rows.execute(select(BINDING).where(BINDING.c.definition_id == definition_id)):
            bound[binding.kind][binding.key] = binding.target_id
        source = read_model(row.key, row.content, force_executable=row.force_executable)
        called: dict[str, ModelSource] = {}
        for key, target in bound[DefinitionKind.PROCESS].items():
            callee = self._read(rows, target)
            called[key] = read_model(key, callee.content, force_executable=callee.force_executable)
        return ProcessVersion(
            id=row.id,
            key=row.key,
            version=row.version,
            name=row.name,
            program=build_program(source, row.key, called),
            sources={row.key: source, **called},
            decisions=bound[DefinitionKind.DECISION],
            forms=bound[DefinitionKind.FORM],
            called=bound[DefinitionKind.PROCESS],
        )


def newest(session: Session, kind: DefinitionKind, key: str, version: int | None = None) -> Definition | None:
    """The newest version (or the given one) of a process, decision or form, or None."""
    wanted = select(Definition).where(Definition.kind == kind, Definition.key == key)
    if version is not None:
        wanted = wanted.where(Definition.version == version)
    return session.execute(wanted.order_by(Definition.version.desc()).limit(1)).scalar_one_or_none()
