"""One running process as supervisors look at it: on its diagram, and the same as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import queries
from engine.actor import Actor
from engine.definitions import DefinitionStore, ProcessVersion, newest
from engine.errors import NotFound
from engine.places import TokenPlace
from engine.spiff import ElementInfo
from engine.waits import Position
from models.casework import Case
from models.runtime import DefinitionKind, Incident, Instance, Job, Subscription, Timer, UserTask
from processes.access import visible_cases
from web.model_texts import diagram_told, model_text

#: Elements that the text view lists; flows and data are lines in the picture, not steps.
_NO_STEPS = frozenset({"sequenceFlow", "process", "dataObjectReference", "dataStoreReference", "dataObject"})


@dataclass(frozen=True)
class Step:
    """One drawn element with its state: how many tokens are there, how often it was done, open incidents."""

    id: str
    name: str
    type: str
    documentation: str
    active: int
    done: int
    incidents: int
    #: Boundary events of an activity, and what a sub-process contains.
    inside: Sequence[Step] = ()

    @property
    def has_history(self) -> bool:
        return bool(self.active or self.done or self.incidents or any(s.has_history for s in self.inside))


@dataclass(frozen=True)
class Picture:
    """One process of the instance: its own or a called one."""

    key: str
    name: str
    is_own: bool
    steps: Sequence[Step]
    active: int
    state: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class InstancePage:
    instance: Instance
    process: ProcessVersion
    case: Case | None
    pictures: Sequence[Picture]
    tasks: Sequence[UserTask]
    timers: Sequence[Timer]
    subscriptions: Sequence[Subscription]
    jobs: Sequence[Job]
    incidents: Sequence[Incident]
    tokens: Sequence[TokenPlace]
    #: The newest version of the process: its id and number.
    newest: tuple[int, int]

    @property
    def is_behind(self) -> bool:
        """Whether there is a newer version than the one it runs in."""
        return self.instance.ended_at is None and self.newest[1] > self.process.version

    def name_of(self, process_key: str, element_id: str) -> str:
        """The name of an element as drawn, its id if it has none."""
        return drawn_name(self.process, process_key, element_id)


def drawn_name(process: ProcessVersion, process_key: str, element_id: str) -> str:
    """The name of an element of the process or of one it calls, its id if it has none."""
    source = process.sources.get(process_key)
    info = source.elements(process_key).get(element_id) if source else None
    return model_text(info.name) if info is not None and info.name else element_id


def find_instance(rows: Session, actor: Actor, instance_id: int) -> tuple[Instance, Case | None]:
    """The instance and its case. Raises NotFound also for instances of cases the actor may not see.

    Instances without a case belong to no team; those who may see teams may see them.
    """
    instance = rows.get(Instance, instance_id)
    if instance is None:
        raise NotFound("instance", instance_id)
    belongs = rows.scalar(select(Case.id).where(Case.case_number == (instance.business_key or "")))
    if belongs is None:
        return instance, None
    case = rows.scalar(select(Case).where(Case.id == belongs, visible_cases(actor)))
    if case is None:
        raise NotFound("instance", instance_id)
    return instance, case


def instance_page(
    rows: Session, definitions: DefinitionStore, actor: Actor, instance_id: int, now: datetime
) -> InstancePage:
    """Everything the page of an instance shows. Raises NotFound."""
    instance, case = find_instance(rows, actor, instance_id)
    process = definitions.process(rows, instance.definition_id)
    incidents = queries.open_incidents(rows, instance_id)
    run = queries.run_of(rows, definitions, instance_id, now) if instance.ended_at is None else None
    live = run.positions() if run is not None else ()
    latest = newest(rows, DefinitionKind.PROCESS, process.key)
    return InstancePage(
        instance=instance,
        process=process,
        case=case,
        pictures=list(_pictures(rows, instance, process, incidents, live)),
        tasks=queries.open_tasks(rows, instance_id),
        timers=queries.timers(rows, instance_id),
        subscriptions=queries.subscriptions(rows, instance_id),
        jobs=queries.jobs(rows, instance_id),
        incidents=incidents,
        tokens=run.token_places() if run is not None else (),
        newest=(latest.id, latest.version) if latest is not None else (process.id, process.version),
    )


def diagram(rows: Session, definitions: DefinitionStore, actor: Actor, instance_id: int, process_key: str) -> bytes:
    """The picture of the instance's process or of one it calls, in the version that runs. Raises NotFound."""
    instance, _case = find_instance(rows, actor, instance_id)
    process = definitions.process(rows, instance.definition_id)
    if process_key == process.key:
        return diagram_told(definitions.source(rows, process.id))
    if process_key in process.called:
        return diagram_told(definitions.source(rows, process.called[process_key]))
    raise NotFound("process", process_key)


def _pictures(
    rows: Session,
    instance: Instance,
    process: ProcessVersion,
    incidents: Sequence[Incident],
    live: Sequence[Position],
) -> Iterator[Picture]:
    active = Counter((p.process_key, p.element_id) for p in live)
    done = Counter(queries.element_counts(rows, instance.id))
    failed = Counter((i.process_key, i.element_id) for i in incidents)
    for key, source in process.sources.items():
        touched = [k for k in (*active, *done, *failed) if k[0] == key]
        if key != process.key and not touched:
            continue
        elements = source.elements(key)
        yield Picture(
            key=key,
            name=model_text(elements[key].name) or key,
            is_own=key == process.key,
            steps=list(_steps(key, elements, key, active, done, failed)),
            active=sum(count for (k, _), count in active.items() if k == key),
            state={"elements": list(_marks(key, elements, active, done, failed))},
        )


def _marks(
    key: str, elements: Mapping[str, ElementInfo], active: Counter[Any], done: Counter[Any], failed: Counter[Any]
) -> Iterator[dict[str, Any]]:
    """The state as the viewer in the browser reads it; each mark leads to its line in the text view."""
    for element_id in elements:
        place = (key, element_id)
        counts = {"active": active[place], "done": done[place], "incident": failed[place]}
        if any(counts.values()):
            yield {
                "id": element_id,
                **{k: n for k, n in counts.items() if n},
                "href": f"#{step_anchor(key, element_id)}",
            }


def drawn_steps(key: str, elements: Mapping[str, ElementInfo]) -> Sequence[Step]:
    """A process as text, without any instance."""
    nothing: Counter[Any] = Counter()
    return list(_steps(key, elements, key, nothing, nothing, nothing))


def step_anchor(process_key: str, element_id: str) -> str:
    """The id of a step's line in the text view."""
    return f"schritt-{process_key}-{element_id}"


def _steps(
    key: str,
    elements: Mapping[str, ElementInfo],
    parent: str,
    active: Counter[Any],
    done: Counter[Any],
    failed: Counter[Any],
) -> Iterator[Step]:
    """The elements drawn directly in `parent`, in the order in which a token passes them."""
    attached: dict[str, list[ElementInfo]] = {}
    inside = [e for e in elements.values() if e.parent == parent and e.type not in _NO_STEPS]
    for info in inside:
        if info.type == "boundaryEvent":
            attached.setdefault(info.attributes.get("attachedTo", ""), []).append(info)

    def step(info: ElementInfo) -> Step:
        borders = [step(b) for b in attached.get(info.id, [])]
        place = (key, info.id)
        return Step(
            id=step_anchor(key, info.id),
            name=model_text(info.name) or info.id,
            type=info.type,
            documentation=model_text(info.documentation),
            active=active[place],
            done=done[place],
            incidents=failed[place],
            inside=[*_steps(key, elements, info.id, active, done, failed), *borders],
        )

    yield from (step(info) for info in _in_order([e for e in inside if e.type != "boundaryEvent"], elements, attached))


def _in_order(
    nodes: Sequence[ElementInfo], elements: Mapping[str, ElementInfo], attached: Mapping[str, Sequence[ElementInfo]]
) -> Sequence[ElementInfo]:
    """Along the flows from the starts; what no flow reaches keeps its place in the file."""
    by_id = {node.id: node for node in nodes}
    onward: dict[str, list[str]] = {}
    reached = set()
    for flow in elements.values():
        if flow.type == "sequenceFlow":
            onward.setdefault(flow.attributes["source"], []).append(flow.attributes["target"])
            reached.add(flow.attributes["target"])
    seen: dict[str, ElementInfo] = {}
    for start in sorted(nodes, key=lambda n: n.id in reached):
        waiting = [start.id]
        while waiting:
            current = waiting.pop(0)
            if current in seen or current not in by_id:
                continue
            seen[current] = by_id[current]
            borders = [target for b in attached.get(current, ()) for target in onward.get(b.id, ())]
            waiting += onward.get(current, []) + borders
    return list(seen.values())


@dataclass(frozen=True)
class IncidentLine:
    incident: Incident
    process: str
    element: str
    case_number: str | None


def incident_lines(rows: Session, definitions: DefinitionStore, actor: Actor) -> Sequence[IncidentLine]:
    """Open incidents of visible cases and of processes without a case, oldest first; at most 100."""
    seen = select(Case.case_number).where(visible_cases(actor))
    cases = select(Case.case_number)
    found = rows.execute(
        select(Incident, Instance)
        .join(Instance, Instance.id == Incident.instance_id)
        .where(
            Incident.resolved_at.is_(None),
            Instance.business_key.is_(None) | Instance.business_key.in_(seen) | Instance.business_key.not_in(cases),
        )
        .order_by(Incident.created_at, Incident.id)
        .limit(100)
    ).all()
    return [_incident_line(rows, definitions, incident, instance) for incident, instance in found]


def _incident_line(rows: Session, definitions: DefinitionStore, incident: Incident, instance: Instance) -> IncidentLine:
    process = definitions.process(rows, instance.definition_id)
    return IncidentLine(
        incident=incident,
        process=model_text(process.name) or process.key,
        element=drawn_name(process, incident.process_key, incident.element_id),
        case_number=instance.business_key,
    )
