"""Hand in diagrams, tables and forms: checked as a whole, then fixed for ever."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy import delete, func, insert, select

from engine.actor import SYSTEM
from engine.calendar import CalendarError
from engine.commands.fire_due_timers import first_occurrence
from engine.context import Context
from engine.definitions import newest
from engine.deployment import Bundle, DecisionFile, Handed, read_bundle
from engine.errors import DeploymentRefused
from engine.feel import FeelError
from engine.lint.finding import Finding, Severity
from engine.spiff import ModelSource, StartInfo, check_model, read_model
from models.runtime import Binding, DecisionImport, Definition, DefinitionKind, Resource, StartSubscription


@dataclass(frozen=True)
class DeployedDefinition:
    kind: DefinitionKind
    key: str
    version: int
    id: int
    is_new: bool


@dataclass(frozen=True)
class DeployResources:
    """Deploy files of the kinds .bpmn, .dmn and .form together; returns the version of everything in them.

    A file that has not changed makes no new version. What a process calls — other processes, decisions, forms — is
    fixed now, at its newest version; processes that call something deployed here get a new version of their own, so
    that new instances follow (running ones stay on theirs). With `callers_follow` off this holds for tables and forms
    only: who calls a process keeps the version it was deployed with until it is handed in again.

    Raises DeploymentRefused with every finding, having changed nothing.
    """

    permission: ClassVar[str] = "model.deploy"

    resources: tuple[tuple[str, bytes], ...]
    comment: str = ""
    force_executable: bool = False
    #: Leave alone what has been published before: an upgrade must not undo a designer's work.
    keep_published: bool = False
    callers_follow: bool = True

    def run(self, context: Context) -> tuple[DeployedDefinition, ...]:
        return deploy(
            context,
            self.resources,
            self.comment,
            force_executable=self.force_executable,
            keep_published=self.keep_published,
            callers_follow=self.callers_follow,
        )


def deploy(
    context: Context,
    resources: tuple[tuple[str, bytes], ...],
    comment: str,
    *,
    force_executable: bool = False,
    keep_published: bool = False,
    callers_follow: bool = True,
) -> tuple[DeployedDefinition, ...]:
    """What `DeployResources` does, within the transaction of any command. Raises DeploymentRefused."""
    bundle = bundle_of(context, resources, force_executable=force_executable)
    errors = [f for f in check_bundle(context, bundle) if f.severity is Severity.ERROR]
    if errors:
        raise DeploymentRefused(errors)
    return _Deployment(context, bundle, comment, force_executable, keep_published, callers_follow).run()


def bundle_of(context: Context, resources: tuple[tuple[str, bytes], ...], *, force_executable: bool = False) -> Bundle:
    """The files read together with what is deployed."""

    def deployed(namespace: str) -> bytes | None:
        newest_file = _newest_file(context, namespace)
        return newest_file.content if newest_file else None

    return read_bundle(
        resources,
        force_executable=force_executable,
        functions=context.definitions.functions,
        deployed=deployed,
    )


def _newest_file(context: Context, namespace: str) -> Resource | None:
    return context.session.execute(
        select(Resource).where(Resource.namespace == namespace).order_by(Resource.id.desc()).limit(1)
    ).scalar_one_or_none()


def check_bundle(context: Context, bundle: Bundle) -> list[Finding]:
    """All findings on the files of a bundle, seen together with what is deployed already."""
    findings = list(bundle.findings)
    names = {kind: _deployed_keys(context, kind) | bundle.keys(kind) for kind in DefinitionKind}
    for handed in bundle.processes.values():
        findings += check_model(
            handed.source,
            known_handlers=frozenset(context.handlers),
            known_forms=names[DefinitionKind.FORM],
            known_decisions=names[DefinitionKind.DECISION],
            known_processes=names[DefinitionKind.PROCESS],
            functions=context.definitions.functions,
        )
    return list(dict.fromkeys(findings))


def _deployed_keys(context: Context, kind: DefinitionKind) -> frozenset[str]:
    return frozenset(context.session.execute(select(Definition.key).where(Definition.kind == kind)).scalars())


@dataclass
class _Deployment:
    context: Context
    bundle: Bundle
    comment: str
    force_executable: bool
    keep_published: bool
    callers_follow: bool
    done: dict[tuple[DefinitionKind, str], DeployedDefinition] = field(default_factory=dict)
    resources: dict[str, int] = field(default_factory=dict)

    def run(self) -> tuple[DeployedDefinition, ...]:
        for file in self.bundle.files.values():
            self._decision_file(file)
        for handed in self.bundle.leaves():
            self._version(handed, self._checksum_changed(handed))
        for handed in self.bundle.processes.values():
            self._version(handed, self._checksum_changed(handed))
        self._rebind_callers()
        self._fix_bindings()
        return tuple(self.done.values())

    def _checksum_changed(self, handed: Handed) -> bool:
        current = newest(self.context.session, handed.kind, handed.key)
        if current is None or current.force_executable != self.force_executable:
            return True
        stored = self.context.session.execute(
            select(Resource.checksum, Resource.deployed_by).where(Resource.id == current.resource_id)
        ).one()
        if self.keep_published and stored.deployed_by != SYSTEM.name:
            return False
        return bool(stored.checksum != checksum(handed.content)) or self._imports_changed(handed, current.id)

    def _imports_changed(self, handed: Handed, definition_id: int) -> bool:
        """A decision follows the files it imports, as a process follows what it calls."""
        if not handed.imports:
            return False
        fixed = self.context.session.execute(
            select(DecisionImport.namespace, DecisionImport.resource_id).where(
                DecisionImport.definition_id == definition_id
            )
        )
        return dict(fixed.all()) != self._imports(handed)

    def _imports(self, handed: Handed) -> dict[str, int]:
        files = {ns: _newest_file(self.context, ns) for ns in handed.imports}
        return {ns: file.id for ns, file in files.items() if file is not None}

    def _decision_file(self, file: DecisionFile) -> None:
        """Keep a file of decisions once, whether or not it has decisions of its own: others may import it."""
        current = _newest_file(self.context, file.namespace)
        if current is not None and (
            current.checksum == checksum(file.content) or (self.keep_published and current.deployed_by != SYSTEM.name)
        ):
            self.resources[file.name] = current.id
        else:
            self.resources[file.name] = self._keep(file.name, file.content, file.namespace)

    def _version(self, handed: Handed, changed: bool) -> None:
        session = self.context.session
        if not changed:
            current = newest(session, handed.kind, handed.key)
            assert current is not None
            self.done[handed.kind, handed.key] = DeployedDefinition(
                handed.kind, handed.key, current.version, current.id, is_new=False
            )
            return
        if handed.file not in self.resources:
            self.resources[handed.file] = self._keep(handed.file, handed.content, None)
        self._insert(handed.kind, handed.key, handed.name, self.resources[handed.file], self.force_executable)
        deployed = self.done[handed.kind, handed.key]
        for namespace, resource_id in self._imports(handed).items():
            session.execute(
                insert(DecisionImport).values(definition_id=deployed.id, namespace=namespace, resource_id=resource_id)
            )

    def _keep(self, name: str, content: bytes, namespace: str | None) -> int:
        resource_id: int = self.context.session.execute(
            insert(Resource)
            .values(
                name=name,
                namespace=namespace,
                checksum=checksum(content),
                content=content,
                deployed_at=self.context.now,
                deployed_by=self.context.actor.name,
            )
            .returning(Resource.id)
        ).scalar_one()
        return resource_id

    def _insert(self, kind: DefinitionKind, key: str, name: str, resource_id: int, force_executable: bool) -> None:
        session = self.context.session
        last = session.execute(
            select(func.max(Definition.version)).where(Definition.kind == kind, Definition.key == key)
        )
        version = (last.scalar_one() or 0) + 1
        definition_id = session.execute(
            insert(Definition)
            .values(
                kind=kind,
                key=key,
                version=version,
                name=name[:200],
                resource_id=resource_id,
                force_executable=force_executable,
                comment=self.comment,
            )
            .returning(Definition.id)
        ).scalar_one()
        self.done[kind, key] = DeployedDefinition(kind, key, version, definition_id, is_new=True)
        self.context.record(
            "model.deployed",
            definition_id=definition_id,
            process_key=key,
            data={"kind": kind.value, "version": version, "comment": self.comment},
        )

    def _rebind_callers(self) -> None:
        """New versions, same file, of deployed processes that are to follow what they call."""
        session = self.context.session
        fresh = {(d.kind, d.key) for d in self.done.values() if d.is_new}
        for key in sorted(_deployed_keys(self.context, DefinitionKind.PROCESS)):
            if self._is_new(key):
                continue
            current = newest(session, DefinitionKind.PROCESS, key)
            assert current is not None
            bound = session.execute(
                select(Binding.kind, Binding.key, Binding.target_id).where(Binding.definition_id == current.id)
            ).all()
            if key in self.bundle.processes and not self.keep_published:
                follows = any(target != self._newest_id(kind, name) for kind, name, target in bound)
            else:
                calls = (True, False) if self.callers_follow else (False,)
                follows = any(
                    (kind, name) in fresh and (kind is DefinitionKind.PROCESS) in calls for kind, name, _ in bound
                )
            if follows:
                self._insert(DefinitionKind.PROCESS, key, current.name, current.resource_id, current.force_executable)

    def _is_new(self, key: str) -> bool:
        done = self.done.get((DefinitionKind.PROCESS, key))
        return done is not None and done.is_new

    def _fix_bindings(self) -> None:
        """Write what every new process version calls, through all levels, and its start subscriptions."""
        for deployed in list(self.done.values()):
            if deployed.kind is not DefinitionKind.PROCESS or not deployed.is_new:
                continue
            for kind, key in sorted(self._reached(deployed.key)):
                target = self.done.get((kind, key))
                target_id = target.id if target else self._newest_id(kind, key)
                self.context.session.execute(
                    insert(Binding).values(definition_id=deployed.id, kind=kind, key=key, target_id=target_id)
                )
            self._subscribe(deployed)

    def _newest_id(self, kind: DefinitionKind, key: str) -> int:
        found = newest(self.context.session, kind, key)
        assert found is not None, f"{kind} {key} was checked before"
        return found.id

    def _reached(self, key: str) -> set[tuple[DefinitionKind, str]]:
        reached: set[tuple[DefinitionKind, str]] = set()
        waiting = [key]
        seen: set[str] = set()
        while waiting:
            current = waiting.pop()
            if current in seen:
                continue
            seen.add(current)
            references = self._source(current).references(current)
            reached |= {(DefinitionKind.DECISION, d) for d in references.decisions}
            reached |= {(DefinitionKind.FORM, f) for f in references.forms}
            reached |= {(DefinitionKind.PROCESS, p) for p in references.called}
            waiting += references.called
        return reached

    def _source(self, key: str) -> ModelSource:

        handed = self.bundle.processes.get(key)
        if handed is not None:
            return handed.source
        current = newest(self.context.session, DefinitionKind.PROCESS, key)
        assert current is not None, f"process {key} was checked before"
        content = self.context.definitions.source(self.context.session, current.id)
        return read_model(key, content, force_executable=current.force_executable)

    def _subscribe(self, deployed: DeployedDefinition) -> None:
        """Only the newest version starts by message, signal or time."""
        session = self.context.session
        older = select(Definition.id).where(Definition.kind == DefinitionKind.PROCESS, Definition.key == deployed.key)
        session.execute(delete(StartSubscription).where(StartSubscription.definition_id.in_(older)))
        info = next(p for p in self._source(deployed.key).processes if p.key == deployed.key)
        for start in info.starts:
            if start.kind == "none":
                continue
            due = self._first_due(start) if start.timer is not None else {}
            session.execute(
                insert(StartSubscription).values(
                    definition_id=deployed.id,
                    element_id=start.element_id,
                    kind=start.kind,
                    name=start.name or "",
                    **due,
                )
            )

    def _first_due(self, start: StartInfo) -> dict[str, Any]:
        """There is no instance yet whose incident could say so: a start without a time is refused here."""
        try:
            return first_occurrence(start.timer or "", start.missed, self.context)
        except (CalendarError, FeelError) as error:
            raise DeploymentRefused(
                [
                    Finding(
                        "timer.value",
                        Severity.ERROR,
                        start.element_id.partition("#")[0],
                        f"Der Zeitausdruck ergibt keinen Zeitpunkt: {error.message_de.rstrip('.')}.",
                        f"The timer gives no time: {error.message_en.rstrip('.')}.",
                    )
                ]
            ) from error


def checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
