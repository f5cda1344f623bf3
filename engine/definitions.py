"""Immutable definition versions, loaded once per process and shared between threads.

A version never changes after deployment, and what it calls is fixed with it (`models.runtime.Binding`), so a cache by
id needs no invalidation.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import BusinessCalendar
from engine.calendar_functions import calendar_functions
from engine.dmn import DecisionResult, Model
from engine.errors import NotFound
from engine.forms import Form, compile_form
from engine.spiff import ModelSource, Program, build_program, read_model
from models.runtime import Binding, DecisionImport, Definition, DefinitionKind, Resource


@dataclass(frozen=True)
class FormVersion:
    """One deployed form version; `key` is its file name."""

    id: int
    key: str
    version: int
    form: Form


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

    def __init__(self, calendar: BusinessCalendar) -> None:
        self.functions = calendar_functions(calendar)
        self._processes: dict[int, ProcessVersion] = {}
        self._forms: dict[int, FormVersion] = {}
        self._decisions: dict[int, tuple[Model, str]] = {}
        self._lock = threading.Lock()

    def process(self, session: Session, definition_id: int) -> ProcessVersion:
        """The process version with this id. Raises NotFound."""
        found = self._processes.get(definition_id)
        if found is None:
            with self._lock:
                found = self._processes.get(definition_id) or self._load_process(session, definition_id)
                self._processes[definition_id] = found
        return found

    def form(self, session: Session, definition_id: int) -> FormVersion:
        """The compiled form version with this id. Raises NotFound."""
        found = self._forms.get(definition_id)
        if found is None:
            definition, content = self._read(session, definition_id)
            found = FormVersion(definition.id, definition.key, definition.version, compile_form(content))
            self._forms[definition_id] = found
        return found

    def decide(
        self, session: Session, definition_id: int, variables: Mapping[str, Any], *, now: datetime
    ) -> DecisionResult:
        """Evaluate the decision version with this id over the variables. Raises NotFound, DmnError."""
        found = self._decisions.get(definition_id)
        if found is None:
            definition, content = self._read(session, definition_id)
            imports = session.execute(
                select(DecisionImport.namespace, Resource.content)
                .join(Resource, Resource.id == DecisionImport.resource_id)
                .where(DecisionImport.definition_id == definition_id)
            )
            model = Model.from_xml(content, dict(imports.all()), functions=self.functions)
            found = self._decisions[definition_id] = (model, definition.key)
        model, key = found
        return model.decide(key, variables, now=now)

    def source(self, session: Session, definition_id: int) -> bytes:
        """The deployed file of this version, byte for byte. Raises NotFound."""
        return self._read(session, definition_id)[1]

    def _read(self, session: Session, definition_id: int) -> tuple[Definition, bytes]:
        row = session.execute(
            select(Definition, Resource.content)
            .join(Resource, Resource.id == Definition.resource_id)
            .where(Definition.id == definition_id)
        ).one_or_none()
        if row is None:
            raise NotFound("definition", definition_id)
        return row[0], row[1]

    def _load_process(self, session: Session, definition_id: int) -> ProcessVersion:
        definition, content = self._read(session, definition_id)
        if definition.kind is not DefinitionKind.PROCESS:
            raise NotFound("process definition", definition_id)
        bound: dict[DefinitionKind, dict[str, int]] = {kind: {} for kind in DefinitionKind}
        for binding in session.execute(select(Binding).where(Binding.definition_id == definition_id)).scalars():
            bound[binding.kind][binding.key] = binding.target_id
        source = read_model(definition.key, content, force_executable=definition.force_executable)
        called: dict[str, ModelSource] = {}
        for key, target in bound[DefinitionKind.PROCESS].items():
            callee, callee_content = self._read(session, target)
            called[key] = read_model(key, callee_content, force_executable=callee.force_executable)
        return ProcessVersion(
            id=definition.id,
            key=definition.key,
            version=definition.version,
            name=definition.name,
            program=build_program(source, definition.key, called),
            sources={definition.key: source, **called},
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
