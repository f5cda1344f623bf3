"""Kept filters: one's own and those the team shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.actor import Actor
from models.desk import FilteredList, SavedFilter
from models.identity import Team, User
from processes.access import teams_of


@dataclass(frozen=True)
class KeptFilter:
    """`team` is set when it is shared; `owner` is set when it is somebody else's."""

    id: int
    name: str
    query: str
    team: str | None
    owner: str | None


def filters_of(rows: Session, actor: Actor, list_: FilteredList) -> Sequence[KeptFilter]:
    """One's own filters of a list and those of one's teams, by name; at most 60."""
    found = rows.execute(
        select(SavedFilter, User.username, User.display_name, Team.name)
        .join(User, User.id == SavedFilter.owner_id)
        .outerjoin(Team, Team.id == SavedFilter.team_id)
        .where(SavedFilter.list == list_, or_(User.username == actor.name, Team.key.in_(sorted(teams_of(actor)))))
        .order_by(SavedFilter.name, SavedFilter.id)
        .limit(60)
    )
    return [
        KeptFilter(kept.id, kept.name, kept.query, team, None if username == actor.name else name)
        for kept, username, name, team in found
    ]
