"""Reading the files of one deployment: what they define, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from engine.dmn import DmnError, Model
from engine.errors import DeploymentRefused
from engine.forms import FormRefused, compile_form
from engine.lint.finding import Finding, Severity
from engine.spiff import ModelSource, read_model
from models.runtime import DefinitionKind


@dataclass(frozen=True)
class Handed:
    """One definition found in a handed-in file."""

    kind: DefinitionKind
    key: str
    name: str
    file: str
    content: bytes


@dataclass(frozen=True)
class HandedProcess(Handed):
    source: ModelSource


@dataclass
class Bundle:
    processes: dict[str, HandedProcess] = field(default_factory=dict)
    decisions: dict[str, Handed] = field(default_factory=dict)
    forms: dict[str, Handed] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def keys(self, kind: DefinitionKind) -> frozenset[str]:
        if kind is DefinitionKind.PROCESS:
            return frozenset(self.processes)
        return frozenset(self.decisions if kind is DefinitionKind.DECISION else self.forms)

    def leaves(self) -> Iterator[Handed]:
        """Decisions and forms: what calls nothing."""
        yield from self.decisions.values()
        yield from self.forms.values()

    def refuse(self, code: str, element_id: str | None, message_de: str, message_en: str) -> None:
        self.findings.append(Finding(code, Severity.ERROR, element_id, message_de, message_en))


def read_bundle(resources: tuple[tuple[str, bytes], ...], *, force_executable: bool = False) -> Bundle:
    """Read all files. What cannot be read at all becomes an error finding of the bundle."""
    bundle = Bundle()
    for path, content in resources:
        name = PurePath(path).name
        reader = _READERS.get(PurePath(path).suffix.lower())
        if reader is None:
            bundle.refuse(
                "file.kind",
                None,
                f"{name}: nur .bpmn, .dmn und .form können veröffentlicht werden.",
                f"{name}: only .bpmn, .dmn and .form can be deployed.",
            )
            continue
        try:
            reader(bundle, name, content, force_executable)
        except DeploymentRefused as refused:
            bundle.findings += refused.findings
    return bundle


def _read_process(bundle: Bundle, name: str, content: bytes, force_executable: bool) -> None:
    source = read_model(name, content, force_executable=force_executable)
    executable = [p for p in source.processes if p.executable]
    if not executable:
        bundle.refuse(
            "process.none",
            None,
            f"{name}: enthält keinen ausführbaren Prozess.",
            f"{name}: contains no executable process.",
        )
    for info in executable:
        if info.key in bundle.processes:
            bundle.refuse(
                "process.twice",
                info.key,
                f"Der Prozess {info.key} kommt in mehreren Dateien vor.",
                f"Process {info.key} appears in several files.",
            )
        bundle.processes[info.key] = HandedProcess(
            DefinitionKind.PROCESS, info.key, info.name or info.key, name, content, source
        )


def _read_decisions(bundle: Bundle, name: str, content: bytes, _force: bool) -> None:
    try:
        model = Model.from_xml(content)
    except DmnError as error:
        bundle.refuse("dmn.unreadable", error.element_id, f"{name}: {error.message_de}", f"{name}: {error}")
        return
    for decision in model.decisions:
        if decision.id in bundle.decisions:
            bundle.refuse(
                "decision.twice",
                decision.id,
                f"Die Entscheidung {decision.id} kommt mehrfach vor.",
                f"Decision {decision.id} appears more than once.",
            )
        bundle.decisions[decision.id] = Handed(DefinitionKind.DECISION, decision.id, decision.name, name, content)


def _read_form(bundle: Bundle, name: str, content: bytes, _force: bool) -> None:
    try:
        form = compile_form(content)
    except FormRefused as refused:
        bundle.findings += refused.findings
        return
    bundle.forms[name] = Handed(DefinitionKind.FORM, name, name.removesuffix(".form"), name, content)
    bundle.findings += form.findings


_READERS = {".bpmn": _read_process, ".dmn": _read_decisions, ".form": _read_form}
