"""The register of occupations: what a title means, what people may be looking for (Fachkonzept A.1.1, J)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.casework import Occupation
from processes.providers.rules import fold

#: Hits of one search.
MOST_HITS = 20


def is_register_filled(session: Session) -> bool:
    """Without a register of its own an office types codes, and nobody can check them."""
    return session.execute(select(Occupation.id).limit(1)).first() is not None


def is_known_code(session: Session, kldb: str) -> bool:
    return session.execute(select(Occupation.id).where(Occupation.kldb == kldb).limit(1)).first() is not None


def kldb_of(session: Session, title: str) -> str | None:
    """The code of exactly this title, None if the register does not have it or has it in several classes."""
    codes = set(session.execute(select(Occupation.kldb).where(Occupation.title_key == fold(title))).scalars())
    return codes.pop() if len(codes) == 1 else None


def dkz_of(session: Session, title: str, kldb: str | None) -> str | None:
    """The documentation code of a title within its class, None where the register does not say."""
    found = select(Occupation.dkz).where(Occupation.title_key == fold(title), Occupation.kldb == kldb)
    return session.execute(found.limit(1)).scalar_one_or_none()


def search(session: Session, text: str, limit: int = MOST_HITS) -> Sequence[Occupation]:
    """Occupations whose title contains the text, or whose code begins with it; titles that begin with it come first."""
    key = fold(text.strip())
    if not key:
        return ()
    if key.isdecimal():
        wanted = select(Occupation).where(Occupation.kldb.startswith(key, autoescape=True))
    else:
        wanted = select(Occupation).where(Occupation.title_key.contains(key, autoescape=True))
    begins = Occupation.title_key.startswith(key, autoescape=True)
    order = wanted.where(Occupation.is_retired.is_(False)).order_by(begins.desc(), Occupation.title_key)
    return session.execute(order.limit(limit)).scalars().all()


def count(session: Session) -> int:
    return int(session.execute(select(func.count(Occupation.id))).scalar_one())
