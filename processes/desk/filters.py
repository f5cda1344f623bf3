"""Filters kept under a name, for oneself or for one's team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import select

from engine.context import Context
from engine.errors import NotFound, ValuesRefused
from engine.phrases import Phrase
from models.desk import FilteredList, SavedFilter
from models.identity import Team, User
from processes.access import teams_of

#: Parts of an address that are a filter; the page number and everything unknown are left out.
FILTER_NAMES = frozenset(
    {
        "suche",
        "dringlichkeit",
        "art",
        "team",
        "phase",
        "fachkraft",
        "profillage",
        "merkmal",
        "beendete",
        "sortierung",
        "schlagwort",
    }
)
#: Filters one person keeps per list; more would not be found again (value of the product).
MOST = 30


def filter_part(query: str) -> str:
    """The filter in the part of an address after the question mark, for example `phase=AGREED&team=nord`."""
    pairs = parse_qsl(query[:2000], max_num_fields=40)
    return urlencode([(name, value[:120]) for name, value in pairs if name in FILTER_NAMES and value])[:600]


@dataclass(frozen=True)
class KeepFilter:
    """Keep a filter under a name; the same name again replaces it. With a team key the team sees it too.

    Returns the id. Raises ValuesRefused with a message for name, NotFound for a team that is not the actor's.
    """

    permission: ClassVar[str] = "worklist.read"

    list: FilteredList
    name: str
    query: str
    team: str | None = None

    def run(self, context: Context) -> int:
        session, name, query = context.session, self.name.strip(), filter_part(self.query)
        if not name or len(name) > 80:
            raise ValuesRefused({"name": Phrase("Geben Sie dem Filter einen Namen mit höchstens 80 Zeichen.")})
        if not query:
            raise ValuesRefused(
                {"name": Phrase("Stellen Sie zuerst einen Filter ein; die ganze Liste braucht keinen Namen.")}
            )
        owner = session.scalars(select(User.id).where(User.username == context.actor.name)).one()
        kept = session.scalars(
            select(SavedFilter).where(SavedFilter.owner_id == owner, SavedFilter.list == self.list)
        ).all()
        found = next((f for f in kept if f.name == name), None)
        if found is None and len(kept) >= MOST:
            raise ValuesRefused(
                {"name": Phrase("Sie haben schon {most} Filter zu dieser Liste. Löschen Sie zuerst einen.", most=MOST)}
            )
        found = found or SavedFilter(owner_id=owner, list=self.list, name=name)
        found.query, found.team_id = query, self._team_id(context)
        session.add(found)
        session.flush()
        return found.id

    def _team_id(self, context: Context) -> int | None:
        if self.team is None:
            return None
        if self.team not in teams_of(context.actor):
            raise NotFound("team", self.team)
        return context.session.scalars(select(Team.id).where(Team.key == self.team)).one()


@dataclass(frozen=True)
class DropFilter:
    """Throw one's own filter away. Raises NotFound also for those of others."""

    permission: ClassVar[str] = "worklist.read"

    filter_id: int

    def run(self, context: Context) -> None:
        found = context.session.scalar(
            select(SavedFilter)
            .join(User, User.id == SavedFilter.owner_id)
            .where(SavedFilter.id == self.filter_id, User.username == context.actor.name)
        )
        if found is None:
            raise NotFound("filter", self.filter_id)
        context.session.delete(found)
