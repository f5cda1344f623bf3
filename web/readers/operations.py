"""What somebody who operates on a running process chooses from: its tokens, where they could go, its data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import queries
from engine.actor import Actor
from engine.data_changes import ValueChange, load_changes
from engine.definitions import DefinitionStore, ProcessVersion
from engine.errors import NotFound
from engine.executor import Engine
from engine.feel import literal_text
from engine.places import TargetPlace, TokenPlace
from models.casework import Case
from models.operations import DataChange
from models.runtime import Instance, InstanceStatus, Timer
from processes.access import visible_cases
from web.labels import element_kind
from web.language import gettext as _
from web.model_texts import model_text
from web.readers.case_file import people
from web.readers.instances import drawn_name, find_instance

#: Tokens and places of data shown on one page; more come only from an activity that runs for a very long list.
MOST_PLACES = 50
#: Proposals in one list.
MOST_PROPOSALS = 100

LIVING = (InstanceStatus.ACTIVE, InstanceStatus.SUSPENDED)


@dataclass(frozen=True)
class Operated:
    """The head of every operation: which process, in which case, and how its elements are called."""

    instance: Instance
    process: ProcessVersion
    case: Case | None

    @property
    def title(self) -> str:
        return model_text(self.process.name) or self.process.key

    @property
    def is_living(self) -> bool:
        return self.instance.ended_at is None

    def name_of(self, process_key: str, element_id: str) -> str:
        """The name of an element as drawn, its id if it has none."""
        return drawn_name(self.process, process_key, element_id)

    def any_name_of(self, element_id: str) -> str:
        """The name of an element in whichever of the processes it is drawn."""
        names = (self.name_of(key, element_id) for key in self.process.sources)
        return next((name for name in names if name != element_id), element_id)

    def path(self, around: Sequence[tuple[str, str]]) -> str:
        """The activities something is inside of, after the process."""
        return " › ".join([self.title, *(self.name_of(*each) for each in around)])


def operated(rows: Session, definitions: DefinitionStore, actor: Actor, instance_id: int) -> Operated:
    """Raises NotFound, also for instances of cases the actor may not see."""
    instance, case = find_instance(rows, actor, instance_id)
    return Operated(instance, definitions.process(rows, instance.definition_id), case)


@dataclass(frozen=True)
class TokenLine:
    """A token as a line: where it stands, in words."""

    place: TokenPlace
    name: str
    kind: str
    path: str


def token_lines(head: Operated, places: Sequence[TokenPlace]) -> Sequence[TokenLine]:
    """The first tokens, outer ones first."""
    return [_token_line(head, place) for place in places[:MOST_PLACES]]


def _token_line(head: Operated, place: TokenPlace) -> TokenLine:
    name = head.name_of(place.process_key, place.element_id)
    if place.turn is not None:
        name = _("%(name)s, Durchlauf %(n)d", name=name, n=place.turn)
    return TokenLine(place, name, element_kind(place.element_type), head.path(place.around))


def token_line(head: Operated, engine: Engine, rows: Session, token: str, now: datetime) -> TokenLine | None:
    """One token, None if it stands nowhere any more."""
    if not head.is_living:
        return None
    run = queries.run_of(rows, engine.definitions, head.instance.id, now)
    return next((_token_line(head, place) for place in run.token_places() if place.token == token), None)


@dataclass(frozen=True)
class TargetGroup:
    """Elements of one scope, as (value, text) for a select."""

    label: str
    options: Sequence[tuple[str, str]]


def target_groups(
    head: Operated, engine: Engine, rows: Session, token: str | None, now: datetime
) -> Sequence[TargetGroup]:
    """Where the token could go, grouped by scope: first what runs, then what would begin for it."""
    run = queries.run_of(rows, engine.definitions, head.instance.id, now)
    targets = sorted(run.target_places(token), key=lambda target: len(target.opens))
    several = [target.scope for target in targets if not target.opens]
    groups: dict[str, list[TargetPlace]] = {}
    for target in targets:
        groups.setdefault(target.way, []).append(target)
    shown: dict[str, int] = {}
    found = []
    for inside in groups.values():
        label = head.path(inside[0].around)
        shown[label] = shown.get(label, 0) + 1
        if inside[0].opens:
            label = _("%(scope)s (beginnt neu)", scope=label)
        elif inside[0].scope in several and shown[label] > 1:
            label = _("%(scope)s (%(n)d. Lauf)", scope=label, n=shown[label])
        found.append(TargetGroup(label, [(choice(target), _target_text(head, target)) for target in inside]))
    return found


def choice(target: TargetPlace) -> str:
    """What a select sends for a target."""
    return f"{target.element_id}|{target.way}"


def _target_text(head: Operated, target: TargetPlace) -> str:
    kind = element_kind(target.element_type)
    return f"{head.name_of(target.process_key, target.element_id)} ({kind})"


@dataclass(frozen=True)
class Datum:
    """One variable: `key` names it in addresses and forms, `place` is the title of its table."""

    key: str
    scope: str
    place: str
    name: str
    text: str


@dataclass(frozen=True)
class DataTable:
    """The variables of one place; `number` makes its id on the page."""

    number: int
    scope: str
    title: str
    data: Sequence[Datum]


def data_tables(head: Operated, engine: Engine, rows: Session, now: datetime) -> Sequence[DataTable]:
    """The variables of a living process, by the place they live in."""
    run = queries.run_of(rows, engine.definitions, head.instance.id, now)
    return list(_data_tables(head, run.data_scopes()[:MOST_PLACES]))


def _data_tables(head: Operated, places: Sequence[Any]) -> Iterator[DataTable]:
    for number, place in enumerate(places, 1):
        title = head.path(place.around)
        if place.key.endswith(":local"):
            name = head.name_of(place.process_key, place.element_id)
            title = f"{title} › {name}"
            if place.turn is not None:
                title = _("%(name)s, Durchlauf %(n)d", name=title, n=place.turn)
            title = _("%(place)s: nur dort gültig", place=title)
        data = [
            Datum(f"{place.key}|{name}", place.key, title, name, literal_text(value))
            for name, value in sorted(place.values.items())
        ]
        yield DataTable(number, place.key, title, data)


@dataclass(frozen=True)
class ProposalLine:
    """A proposed change of data with the people it concerns by name."""

    proposal: DataChange
    changes: Sequence[ValueChange]
    created_by: str
    decided_by: str
    process: str
    case_number: str | None

    @property
    def state(self) -> str:
        if self.proposal.approved_by:
            return _("genehmigt")
        if self.proposal.rejected_by == self.proposal.created_by:
            return _("zurückgezogen")
        return _("abgelehnt") if self.proposal.rejected_by else _("offen")

    @property
    def is_open(self) -> bool:
        return self.proposal.decided_at is None


def proposals_of(rows: Session, head: Operated) -> Sequence[ProposalLine]:
    """The proposals for one process, newest first."""
    wanted = select(DataChange).where(DataChange.instance_id == head.instance.id).order_by(DataChange.id.desc())
    found = rows.scalars(wanted.limit(MOST_PROPOSALS)).all()
    return _proposal_lines(rows, [(row, head.title, head.instance.business_key) for row in found])


def open_proposals(rows: Session, definitions: DefinitionStore, actor: Actor) -> Sequence[ProposalLine]:
    """Proposals that wait for a decision in visible cases and in processes without a case, oldest first."""
    seen, cases = select(Case.case_number).where(visible_cases(actor)), select(Case.case_number)
    found = rows.execute(
        select(DataChange, Instance)
        .join(Instance, Instance.id == DataChange.instance_id)
        .where(
            DataChange.decided_at.is_(None),
            Instance.status.in_(LIVING),
            Instance.business_key.is_(None) | Instance.business_key.in_(seen) | Instance.business_key.not_in(cases),
        )
        .order_by(DataChange.created_at, DataChange.id)
        .limit(MOST_PROPOSALS)
    ).all()
    processes = {id_: definitions.process(rows, id_) for id_ in {instance.definition_id for _row, instance in found}}
    return _proposal_lines(
        rows,
        [
            (
                row,
                model_text(processes[instance.definition_id].name) or processes[instance.definition_id].key,
                instance.business_key,
            )
            for row, instance in found
        ],
    )


def find_proposal(rows: Session, head: Operated, proposal_id: int) -> ProposalLine:
    """A proposal for this process. Raises NotFound."""
    row = rows.get(DataChange, proposal_id)
    if row is None or row.instance_id != head.instance.id:
        raise NotFound("data change", proposal_id)
    return _proposal_lines(rows, [(row, head.title, head.instance.business_key)])[0]


def _proposal_lines(rows: Session, found: Sequence[tuple[DataChange, str, str | None]]) -> Sequence[ProposalLine]:
    deciders = {row.approved_by or row.rejected_by or row.created_by for row, _title, _number in found}
    names = people(rows, deciders | {row.created_by for row, _title, _number in found})
    return [
        ProposalLine(
            proposal=row,
            changes=load_changes(row.changes),
            created_by=names.get(row.created_by, row.created_by),
            decided_by=names.get(row.approved_by or row.rejected_by or "", ""),
            process=title,
            case_number=number,
        )
        for row, title, number in found
    ]


def find_timer(rows: Session, head: Operated, timer_id: int) -> Timer:
    """A running timer of this process. Raises NotFound."""
    timer = rows.get(Timer, timer_id)
    if timer is None or timer.instance_id != head.instance.id:
        raise NotFound("timer", timer_id)
    return timer


@dataclass(frozen=True)
class Relative:
    """A process that this one has started by message and that still runs."""

    id: int
    name: str


def living_relatives(rows: Session, definitions: DefinitionStore, head: Operated) -> Sequence[Relative]:
    """What runs on when this process is cancelled, unless it is cancelled with it."""
    ids = queries.living_descendants(rows, head.instance.id)
    found = rows.execute(select(Instance.id, Instance.definition_id).where(Instance.id.in_(ids)).order_by(Instance.id))
    return [
        Relative(
            id_,
            model_text(definitions.process(rows, definition_id).name) or definitions.process(rows, definition_id).key,
        )
        for id_, definition_id in found
    ]


def is_last_of_case(rows: Session, head: Operated) -> bool:
    """True if no other process of the case runs."""
    if head.instance.business_key is None:
        return False
    others = select(Instance.id).where(
        Instance.business_key == head.instance.business_key,
        Instance.id != head.instance.id,
        Instance.status.in_(LIVING),
    )
    return rows.execute(others.limit(1)).first() is None
