"""Processes, decisions and forms with their versions, as designers look at them. No case data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from engine.definitions import DefinitionStore, newest
from engine.errors import NotFound
from engine.executor import Engine
from engine.model_files import is_file_name
from models.identity import Team, User
from models.runtime import Binding, Definition, DefinitionKind, Instance, ModelDraft, Resource
from web.readers.instances import Step, drawn_steps

#: What a file of each kind ends in.
SUFFIXES: Mapping[DefinitionKind, str] = {
    DefinitionKind.PROCESS: ".bpmn",
    DefinitionKind.DECISION: ".dmn",
    DefinitionKind.FORM: ".form",
}


@dataclass(frozen=True)
class ShelfLine:
    """The newest version of a definition; `version` is None for a file that was never published."""

    key: str
    name: str
    file: str
    version: int | None
    deployed_at: datetime | None
    deployed_by: str | None
    running: int
    has_draft: bool


@dataclass(frozen=True)
class VersionLine:
    id: int
    version: int
    comment: str
    deployed_at: datetime
    deployed_by: str
    running: int


@dataclass(frozen=True)
class Reference:
    """Something that this version calls, or that calls it, in the version fixed at deployment."""

    kind: DefinitionKind
    key: str
    name: str
    version: int


@dataclass(frozen=True)
class DefinitionPage:
    kind: DefinitionKind
    shown: Definition
    file: str
    is_newest: bool
    versions: Sequence[VersionLine]
    uses: Sequence[Reference]
    used_by: Sequence[Reference]
    steps: Sequence[Step]
    draft: ModelDraft | None


@dataclass(frozen=True)
class ModelFile:
    """One file as an editor opens it: the working copy, else what is published, else nothing yet."""

    file: str
    key: str
    name: str
    kind: DefinitionKind
    source: bytes | None
    revision: int
    published_version: int | None


def kind_of(file: str) -> DefinitionKind:
    """The kind of a model file by its name. Raises NotFound for what cannot be one's."""
    if not is_file_name(file):
        raise NotFound("definition", file)
    suffix = PurePath(file).suffix
    for kind, known in SUFFIXES.items():
        if suffix == known:
            return kind
    raise NotFound("definition", file)


def shelf(rows: Session, kind: DefinitionKind) -> Sequence[ShelfLine]:
    """The newest version of everything of a kind and files never published, by name; at most 500."""
    found = rows.execute(
        _newest_of(kind)
        .add_columns(Resource, _running(Definition.key, kind), ModelDraft.content.is_not(None))
        .join(Resource, Resource.id == Definition.resource_id)
        .outerjoin(ModelDraft, ModelDraft.file == Resource.name)
        .order_by(Definition.name)
        .limit(500)
    ).all()
    lines = [
        ShelfLine(d.key, d.name, r.name, d.version, r.deployed_at, r.deployed_by, running, bool(drafted))
        for d, r, running, drafted in found
    ]
    published = select(Resource.name)
    new = rows.scalars(
        select(ModelDraft.file)
        .where(ModelDraft.content.is_not(None), ModelDraft.file.not_in(published))
        .where(ModelDraft.file.endswith(SUFFIXES[kind]))
        .order_by(ModelDraft.file)
    )
    return [*(ShelfLine(_stem(f), _stem(f), f, None, None, None, 0, has_draft=True) for f in new), *lines]


def definition_page(
    rows: Session, definitions: DefinitionStore, kind: DefinitionKind, key: str, version: int | None
) -> DefinitionPage:
    """One version (the newest if None) with all versions beside it. Raises NotFound."""
    shown = newest(rows, kind, key, version)
    if shown is None:
        raise NotFound("definition", key)
    versions = _versions(rows, kind, key)
    file = rows.scalar(select(Resource.name).where(Resource.id == shown.resource_id)) or key
    draft = rows.get(ModelDraft, file)
    return DefinitionPage(
        kind=kind,
        shown=shown,
        file=file,
        is_newest=shown.version == versions[0].version,
        versions=versions,
        uses=_references(rows, Binding.target_id, Binding.definition_id, shown.id),
        used_by=_references(rows, Binding.definition_id, Binding.target_id, shown.id),
        steps=_steps_of(rows, definitions, shown) if kind is DefinitionKind.PROCESS else (),
        draft=draft if draft is not None and draft.content is not None else None,
    )


def model_file(rows: Session, file: str) -> ModelFile:
    """The file as an editor opens it; a file that does not exist yet is empty. Raises NotFound for other names."""
    kind = kind_of(file)
    draft = rows.get(ModelDraft, file)
    published = rows.execute(
        select(Definition, Resource.content)
        .join(Resource, Resource.id == Definition.resource_id)
        .where(Definition.kind == kind, Resource.name == file)
        # a file with several decisions is called like the one it is named after
        .order_by((func.lower(Definition.key) == _stem(file)).desc(), Definition.version.desc(), Definition.id.desc())
        .limit(1)
    ).one_or_none()
    definition = published[0] if published else None
    source = draft.content if draft is not None and draft.content is not None else published and published[1]
    return ModelFile(
        file=file,
        key=definition.key if definition and kind is not DefinitionKind.FORM else _stem(file),
        name=definition.name if definition else _stem(file),
        kind=kind,
        source=source or None,
        revision=draft.revision if draft else 0,
        published_version=definition.version if definition else None,
    )


def is_taken(rows: Session, file: str) -> bool:
    """Whether a file of this name exists, published or not."""
    known = rows.scalar(select(Resource.id).where(Resource.name == file).limit(1))
    return known is not None or rows.get(ModelDraft, file) is not None


def catalogue(rows: Session, engine: Engine) -> dict[str, Any]:
    """What the fields of the editors suggest; the shape is described in `web/designer/modeler.js`."""
    teams = rows.execute(select(Team.key, Team.name).order_by(Team.name)).all()
    groups = [("fachbetreuung", "Fachbetreuung"), ("leistungsstelle", "Leistungsstelle")]
    groups += [(f"fachkraft:{key}", f"Fachkräfte {name}") for key, name in teams]
    groups += [(f"teamleitung:{key}", f"Teamleitung {name}") for key, name in teams]
    return {
        "groups": [{"value": value, "label": label} for value, label in groups],
        "forms": _suggestions(rows, DefinitionKind.FORM),
        "decisions": _suggestions(rows, DefinitionKind.DECISION),
        "processes": _suggestions(rows, DefinitionKind.PROCESS),
        "handlers": [{"value": name, "label": engine.handlers[name].effect.value} for name in sorted(engine.handlers)],
        "functions": [
            {"name": function.name, "params": list(function.parameters)}
            for function in engine.definitions.functions.values()
        ],
        "variables": [],
    }


def names_of(rows: Session, usernames: Sequence[str]) -> Mapping[str, str]:
    """Display names of those who published, by sign-in name."""
    found = rows.execute(select(User.username, User.display_name).where(User.username.in_(set(usernames))))
    return {row.username: row.display_name for row in found}


def _newest_of(kind: DefinitionKind) -> Select[Any]:
    later = aliased(Definition)
    is_outdated = (
        select(later.id)
        .where(later.kind == Definition.kind, later.key == Definition.key, later.version > Definition.version)
        .exists()
    )
    return select(Definition).where(Definition.kind == kind, ~is_outdated)


def _running(key: Any, kind: DefinitionKind) -> Any:
    """How many instances of any version run; only a number, so it shows no case."""
    other = aliased(Definition)
    return (
        select(func.count(Instance.id))
        .join(other, other.id == Instance.definition_id)
        .where(other.kind == kind, other.key == key, Instance.ended_at.is_(None))
        .correlate(Definition)
        .scalar_subquery()
    )


def _versions(rows: Session, kind: DefinitionKind, key: str) -> Sequence[VersionLine]:
    """Newest first; at most 100."""
    running = (
        select(func.count(Instance.id))
        .where(Instance.definition_id == Definition.id, Instance.ended_at.is_(None))
        .correlate(Definition)
        .scalar_subquery()
    )
    found = rows.execute(
        select(Definition, Resource.deployed_at, Resource.deployed_by, running)
        .join(Resource, Resource.id == Definition.resource_id)
        .where(Definition.kind == kind, Definition.key == key)
        .order_by(Definition.version.desc())
        .limit(100)
    ).all()
    return [VersionLine(d.id, d.version, d.comment, at, by, count) for d, at, by, count in found]


def _references(rows: Session, wanted: Any, given: Any, definition_id: int) -> Sequence[Reference]:
    found = rows.scalars(
        select(Definition)
        .where(Definition.id.in_(select(wanted).where(given == definition_id)))
        .order_by(Definition.kind, Definition.name, Definition.version.desc())
    )
    newest_first: dict[tuple[DefinitionKind, str], Reference] = {}
    for d in found:
        newest_first.setdefault((d.kind, d.key), Reference(d.kind, d.key, d.name, d.version))
    return list(newest_first.values())


def _steps_of(rows: Session, definitions: DefinitionStore, shown: Definition) -> Sequence[Step]:
    source = definitions.process(rows, shown.id).sources[shown.key]
    return drawn_steps(shown.key, source.elements(shown.key))


def _suggestions(rows: Session, kind: DefinitionKind) -> list[dict[str, str]]:
    found = rows.execute(_newest_of(kind).order_by(Definition.key)).scalars()
    return [{"value": d.key, "label": d.name} for d in found]


def _stem(file: str) -> str:
    return PurePath(file).stem
