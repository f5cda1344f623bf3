"""Contact density of the office, target against actual, and caseloads against the ratios of the law (A.6.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.calendar import berlin_date
from engine.definitions import DefinitionStore, newest
from models.casework import (
    ENDED_STATES,
    Appointment,
    AppointmentKind,
    AppointmentState,
    Case,
    ClientStatus,
    CounsellingNote,
    LegalCircle,
    Person,
    TalkHeld,
)
from models.identity import User
from models.runtime import DefinitionKind
from processes.access import visible_cases
from processes.follow_up.contact import counted_channels
from processes.next_talk import age_band, contact_status_of

#: Clients of SGB II per full position (§ 44c (4) SGB II): under 25 years, and from 25.
RATIO_UNDER_25, RATIO_FROM_25 = 75, 150


@dataclass(frozen=True)
class Group:
    """What the contact policy distinguishes."""

    scheme: str | None
    segment: str
    status: ClientStatus
    band: str


@dataclass
class Density:
    """One group: days between talks as wanted (None where the table says nothing) and as they are."""

    group: Group
    target: int | None
    days: list[int] = field(default_factory=list)

    @property
    def cases(self) -> int:
        return len(self.days)

    @property
    def average(self) -> int:
        return round(sum(self.days) / len(self.days))

    @property
    def exceeded(self) -> int:
        return sum(1 for days in self.days if self.target is not None and days > self.target)


@dataclass
class Caseload:
    """Running cases of one caseworker; `load` is the share of a full position by the ratios, in percent."""

    name: str
    under_25: int = 0
    from_25: int = 0
    other: int = 0

    @property
    def load(self) -> int:
        return round(100 * (self.under_25 / RATIO_UNDER_25 + self.from_25 / RATIO_FROM_25))


def contact_report(
    rows: Session, definitions: DefinitionStore, actor: Actor, now: datetime
) -> tuple[Sequence[Density], Sequence[Caseload]]:
    """Groups with the most exceeded cases first; caseloads by name. Of all running cases the actor may see."""
    today = berlin_date(now)
    found: dict[Group, list[int]] = defaultdict(list)
    loads: dict[str, Caseload] = {}
    for scheme, segment, status, circle, opened_on, born_on, noted, held, username, name in rows.execute(
        _cases(rows, actor)
    ):
        band = age_band(born_on, today)
        days = [opened_on, *(day for day in (noted, _day(held)) if day is not None)]
        found[Group(scheme, segment or "N", status, band)].append((today - max(days)).days)
        load = loads.setdefault(username, Caseload(name))
        if circle is not LegalCircle.SGB2:
            load.other += 1
        elif band == "UNTER_25":
            load.under_25 += 1
        else:
            load.from_25 += 1
    densities = [Density(group, _target(rows, definitions, group, now), days) for group, days in found.items()]
    densities.sort(key=lambda one: (-one.exceeded, one.group.segment, one.group.status.value, one.group.band))
    return densities, sorted(loads.values(), key=lambda load: load.name)


def _cases(rows: Session, actor: Actor) -> Select[Any]:
    """Running cases with the last talk that counts, as `processes.follow_up.contact` finds it for one case."""
    channels = counted_channels(rows)
    noted = (
        select(CounsellingNote.case_id, func.max(CounsellingNote.talk_on).label("day"))
        .outerjoin(Appointment, Appointment.id == CounsellingNote.appointment_id)
        .where(
            CounsellingNote.talk_held.in_([TalkHeld(channel.value) for channel in channels]),
            func.coalesce(Appointment.kind, "") != AppointmentKind.GRADUATE_TALK.value,
        )
        .group_by(CounsellingNote.case_id)
        .subquery()
    )
    held = (
        select(Appointment.case_id, func.max(Appointment.starts_at).label("moment"))
        .where(
            Appointment.state == AppointmentState.HELD,
            Appointment.channel.in_(channels),
            Appointment.kind != AppointmentKind.GRADUATE_TALK,
        )
        .group_by(Appointment.case_id)
        .subquery()
    )
    return (
        select(
            Case.segment_scheme,
            Case.segment,
            Case.client_status,
            Case.legal_circle,
            Case.opened_on,
            Person.born_on,
            noted.c.day,
            held.c.moment,
            User.username,
            User.display_name,
        )
        .join(Person, Person.id == Case.person_id)
        .join(User, User.id == Case.caseworker_id)
        .outerjoin(noted, noted.c.case_id == Case.id)
        .outerjoin(held, held.c.case_id == Case.id)
        .where(visible_cases(actor), Case.state.not_in(ENDED_STATES))
    )


def _day(moment: datetime | None) -> date | None:
    return berlin_date(moment) if moment is not None else None


def _target(rows: Session, definitions: DefinitionStore, group: Group, now: datetime) -> int | None:
    table = newest(rows, DefinitionKind.DECISION, "Kontaktdichte")
    if table is None:
        return None
    asked = {
        "Schema": group.scheme,
        "Segment": group.segment,
        "Altersgruppe": group.band,
        "Status": contact_status_of(group.status),
    }
    answer = definitions.decide(rows, table.id, asked, now=now).value
    return int(answer) if answer is not None else None
