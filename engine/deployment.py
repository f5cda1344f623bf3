"""Reading the files of one deployment: what they define, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from engine.bpmn.source import ModelSource, read_model
from engine.dmn import DmnError, Model
from engine.dmn.reading import read_definitions
from engine.errors import DeploymentRefused
from engine.feel import FeelFunction
from engine.forms import FormRefused, compile_form
from engine.lint.finding import Finding, Severity
from engine.lint.tables import lint_tables
from models.runtime import DefinitionKind

#: The newest deployed decision file of a namespace, or None.
DeployedFile = Callable[[str], bytes | None]


def nothing_deployed(_namespace: str) -> bytes | None:
    """For files that are checked without a database."""
    return None


@dataclass(frozen=True)
class Handed:
    """One definition found in a handed-in file."""

    kind: DefinitionKind
    key: str
    name: str
    file: str
    content: bytes
    #: Of a decision: the namespaces its file imports, directly or through others.
    imports: tuple[str, ...] = ()


@dataclass(frozen=True)
class HandedProcess(Handed):
    source: ModelSource = field(kw_only=True)


@dataclass(frozen=True)
class DecisionFile:
    """One handed-in file of decisions, knowledge or types."""

    name: str
    namespace: str
    content: bytes


@dataclass
class Bundle:
    functions: Mapping[str, FeelFunction] = field(default_factory=dict)
    deployed: DeployedFile = nothing_deployed
    files: dict[str, DecisionFile] = field(default_factory=dict)
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


def read_bundle(
    resources: tuple[tuple[str, bytes], ...],
    *,
    force_executable: bool = False,
    functions: Mapping[str, FeelFunction] | None = None,
    deployed: DeployedFile = nothing_deployed,
) -> Bundle:
    """Read all files. What cannot be read at all becomes an error finding of the bundle.

    `functions` are the host functions of expressions; `deployed` finds decision files that are imported but not
    handed in.
    """
    bundle = Bundle(functions or {}, deployed)
    for path, content in resources:
        name = PurePath(path).name
        try:
            match PurePath(path).suffix.lower():
                case ".bpmn":
                    _read_process(bundle, name, content, force_executable)
                case ".dmn":
                    _read_decision_file(bundle, name, content)
                case ".form":
                    _read_form(bundle, name, content)
                case _:
                    bundle.refuse(
                        "file.kind",
                        None,
                        f"{name}: nur .bpmn, .dmn und .form können veröffentlicht werden.",
                        f"{name}: only .bpmn, .dmn and .form can be deployed.",
                    )
        except DeploymentRefused as refused:
            bundle.findings += refused.findings
    for file in bundle.files.values():
        _read_decisions(bundle, file)
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
            DefinitionKind.PROCESS, info.key, info.name or info.key, name, content, source=source
        )


def _read_decision_file(bundle: Bundle, name: str, content: bytes) -> None:
    """Only the head of the file: decisions are read when all files they may import are known."""
    try:
        namespace = read_definitions(content).namespace
    except DmnError as error:
        bundle.refuse("dmn.unreadable", error.element_id, f"{name}: {error.message_de}", f"{name}: {error}")
        return
    if namespace in bundle.files:
        other = bundle.files[namespace].name
        bundle.refuse(
            "dmn.namespace-twice",
            None,
            f"{name} und {other} haben denselben Namensraum {namespace}.",
            f"{name} and {other} have the same namespace {namespace}.",
        )
        return
    bundle.files[namespace] = DecisionFile(name, namespace, content)


def _read_decisions(bundle: Bundle, file: DecisionFile) -> None:
    imports = _imported(bundle, file.content)
    found = lint_tables(file.content, imports, functions=bundle.functions)
    bundle.findings += found
    if any(f.severity is Severity.ERROR for f in found):
        return
    model = Model.from_xml(file.content, imports, functions=bundle.functions)
    for decision in model.decisions:
        if decision.id in bundle.decisions:
            bundle.refuse(
                "decision.twice",
                decision.id,
                f"Die Entscheidung {decision.id} kommt mehrfach vor.",
                f"Decision {decision.id} appears more than once.",
            )
        bundle.decisions[decision.id] = Handed(
            DefinitionKind.DECISION, decision.id, decision.name, file.name, file.content, tuple(imports)
        )


def _imported(bundle: Bundle, content: bytes) -> dict[str, bytes]:
    """The files imported directly or through others, by namespace; a missing one is left out and found by the lint."""
    found: dict[str, bytes] = {}
    waiting = [content]
    while waiting:
        for wanted in read_definitions(waiting.pop()).imports:
            if wanted.namespace in found:
                continue
            handed = bundle.files.get(wanted.namespace)
            source = handed.content if handed else bundle.deployed(wanted.namespace)
            if source is not None:
                found[wanted.namespace] = source
                waiting.append(source)
    return found


def _read_form(bundle: Bundle, name: str, content: bytes) -> None:
    try:
        form = compile_form(content, bundle.functions)
    except FormRefused as refused:
        bundle.findings += refused.findings
        return
    bundle.forms[name] = Handed(DefinitionKind.FORM, name, name.removesuffix(".form"), name, content)
    bundle.findings += form.findings
