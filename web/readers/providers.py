"""The search for providers and employers: every criterion is optional, all that are given must hold (Fachkonzept D)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from engine.actor import Actor
from engine.errors import NotFound
from models.casework import (
    OPEN_MEASURES,
    EconomicClass,
    EmploymentRecord,
    MeasureAssignment,
    Provider,
    ProviderKind,
    ProviderSearch,
    ProviderStatus,
)
from models.identity import User
from processes.providers.commands import WZ_VERSION
from processes.providers.rules import WZ_CODE, fold, phone_key
from web.inputs import Inputs
from web.paging import Page, Sorting
from web.readers.cases import sort_key

#: Suggestions of one look-up: more are found by typing more.
SUGGESTIONS = 30

#: Sortable columns: name in the address → what is ordered.
SORTABLE: Mapping[str, Any] = {
    "bezeichnung": sort_key(Provider.designation),
    "name": sort_key(Provider.name),
    "strasse": Provider.street_key,
    "plz": Provider.postal_code,
    "ort": Provider.city_key,
    "betriebsnummer": Provider.establishment_no,
    "wkl": Provider.wz_code,
}


@dataclass(frozen=True)
class ProviderCriteria:
    """The search mask as it stands in the address; empty means any. Days are ISO texts that have been checked."""

    bezeichnung: str = ""
    strasse: str = ""
    plz: str = ""
    ort: str = ""
    betriebsnummer: str = ""
    telefon: str = ""
    wkl: str = ""
    art: str = ""
    status: str = ""
    deaktiviert_von: str = ""
    deaktiviert_bis: str = ""
    ansprechpartner: str = ""
    meine: str = ""

    @classmethod
    def asked(cls, args: Mapping[str, str]) -> tuple[ProviderCriteria, dict[str, str]]:
        """The criteria of an address, and what is wrong with them by field."""
        inputs = Inputs({f.name: args.get(f.name, "")[:120] for f in fields(cls)})
        first, last = inputs.day("deaktiviert_von"), inputs.day("deaktiviert_bis")
        values = inputs.values | {
            "deaktiviert_von": first.isoformat() if first else inputs.values["deaktiviert_von"],
            "deaktiviert_bis": last.isoformat() if last else inputs.values["deaktiviert_bis"],
        }
        return cls(**values), inputs.errors

    def given(self) -> dict[str, str]:
        """The criteria that are set, in the order of the mask."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name)}

    def as_query(self) -> str:
        return urlencode(self.given())


def provider_list(
    rows: Session, actor: Actor, wanted: ProviderCriteria, sorting: Sorting, number: int | None
) -> tuple[Sequence[Provider], Page]:
    """One page of what fits; without a page number everything (for export)."""
    base = _matching(actor, wanted)
    total = int(rows.execute(base.with_only_columns(func.count(Provider.id)).order_by(None)).scalar_one())
    page = Page(min(number, max(1, -(-total // 25))), total) if number else Page(1, total, max(total, 1))
    key = SORTABLE[sorting.column]
    found = rows.execute(
        base.options(joinedload(Provider.municipal_contact))
        .order_by(key.is_(None), key.desc() if sorting.descending else key.asc(), Provider.id)
        .offset(page.offset)
        .limit(page.size)
    ).scalars()
    return found.all(), page


def _matching(actor: Actor, wanted: ProviderCriteria) -> Select[Any]:
    chosen: Select[Any] = select(Provider)
    for text, column in (
        (wanted.bezeichnung, Provider.name_key),
        (wanted.strasse, Provider.street_key),
        (wanted.ort, Provider.city_key),
    ):
        for word in fold(text).split()[:6]:
            chosen = chosen.where(column.contains(word, autoescape=True))
    if wanted.plz:
        chosen = chosen.where(Provider.postal_code.startswith(wanted.plz, autoescape=True))
    if wanted.betriebsnummer:
        digits = "".join(c for c in wanted.betriebsnummer if c.isdigit())
        chosen = chosen.where(Provider.establishment_no == digits)
    if wanted.telefon:
        # Without a digit nothing can be meant; a bar is in no key.
        key = phone_key(wanted.telefon) or "-"
        chosen = chosen.where(or_(Provider.landline_key == key, Provider.mobile_key == key))
    if wanted.wkl:
        chosen = chosen.where(_of_class(wanted.wkl))
    if wanted.art in ("PROVIDER", "EMPLOYER"):
        chosen = chosen.where(Provider.kind.in_((wanted.art, "BOTH")))
    if wanted.status in ProviderStatus.__members__:
        chosen = chosen.where(Provider.status == ProviderStatus[wanted.status])
    if wanted.deaktiviert_von or wanted.deaktiviert_bis:
        chosen = chosen.where(Provider.deactivated_on.is_not(None))
    if wanted.deaktiviert_von:
        chosen = chosen.where(Provider.deactivated_on >= date.fromisoformat(wanted.deaktiviert_von))
    if wanted.deaktiviert_bis:
        chosen = chosen.where(Provider.deactivated_on <= date.fromisoformat(wanted.deaktiviert_bis))
    if wanted.ansprechpartner:
        chosen = chosen.where(Provider.municipal_contact_id.in_(_people_called(wanted.ansprechpartner)))
    if wanted.meine == "ja":
        chosen = chosen.where(Provider.municipal_contact_id.in_(select(User.id).where(User.username == actor.name)))
    return chosen


def _of_class(code: str) -> ColumnElement[bool]:
    """The class itself and everything below it; a letter stands for its section."""
    if len(code) == 1:
        below = select(EconomicClass.code).where(EconomicClass.section == code, EconomicClass.version == WZ_VERSION)
        return Provider.wz_code.in_(below)
    return Provider.wz_code.startswith(code, autoescape=True)


def _people_called(text: str) -> Select[Any]:
    """Contacts by sign-in name, or by the beginning of their name or of one of its parts."""
    return select(User.id).where(
        or_(
            User.username == text,
            User.display_name.istartswith(text, autoescape=True),
            User.display_name.icontains(f" {text}", autoescape=True),
        )
    )


def employers_called(rows: Session, text: str) -> Sequence[Provider]:
    """Who may be meant by a name or establishment number, employers before mere providers of measures; at most 15."""
    wanted = select(Provider)
    for word in fold(text).split()[:6]:
        wanted = wanted.where(or_(Provider.name_key.contains(word, autoescape=True), Provider.establishment_no == word))
    order = (Provider.status == ProviderStatus.DEACTIVATED, Provider.kind == ProviderKind.PROVIDER)
    return rows.execute(wanted.order_by(*order, sort_key(Provider.designation), Provider.id).limit(15)).scalars().all()


def is_class_code(text: str) -> bool:
    """Whether the field of the economic class holds a code; anything else is a term to be looked up."""
    return not text or WZ_CODE.fullmatch(text) is not None


def classes_called(rows: Session, term: str) -> Sequence[EconomicClass]:
    """The suggestion list of a code or a search term, in the order of the classification."""
    wanted = select(EconomicClass).where(EconomicClass.version == WZ_VERSION)
    for word in fold(term).split():
        wanted = wanted.where(EconomicClass.label_key.contains(word, autoescape=True))
    return rows.execute(wanted.order_by(EconomicClass.section, EconomicClass.code).limit(SUGGESTIONS)).scalars().all()


def class_labels(rows: Session, codes: set[str]) -> Mapping[str, str]:
    """Code → name, for the codes of one page."""
    found = rows.execute(
        select(EconomicClass.code, EconomicClass.label).where(
            EconomicClass.version == WZ_VERSION, EconomicClass.code.in_(codes)
        )
    )
    return {row.code: row.label for row in found}


def places(rows: Session) -> Sequence[tuple[str, str]]:
    """Postcodes and towns there are providers in: the look-up of both fields."""
    found = rows.execute(
        select(Provider.postal_code, Provider.city)
        .where(Provider.city != "")
        .distinct()
        .order_by(Provider.postal_code, Provider.city)
    )
    return [(code, city) for code, city in found]


def contacts(rows: Session) -> Sequence[str]:
    """Names of the municipal contacts, for the type-ahead."""
    found = select(User.display_name).where(User.id.in_(select(Provider.municipal_contact_id))).distinct()
    return rows.execute(found.order_by(User.display_name)).scalars().all()


def staff(rows: Session) -> Sequence[tuple[str, str]]:
    """Who may be a municipal contact: (sign-in name, display name)."""
    found = rows.execute(select(User.username, User.display_name).where(User.is_active).order_by(User.display_name))
    return [(username, name) for username, name in found]


def provider(rows: Session, provider_id: int) -> Provider:
    """Raises NotFound."""
    found = rows.get(Provider, provider_id)
    if found is None:
        raise NotFound("provider", provider_id)
    return found


@dataclass(frozen=True)
class Participation:
    """How many people are in measures of one product at a provider now. No names: the page is not a case."""

    product: str
    people: int


def participations(rows: Session, provider_id: int) -> Sequence[Participation]:
    found = rows.execute(
        select(MeasureAssignment.product, func.count(MeasureAssignment.id))
        .where(MeasureAssignment.provider_id == provider_id, MeasureAssignment.state.in_(OPEN_MEASURES))
        .group_by(MeasureAssignment.product)
        .order_by(MeasureAssignment.product)
    )
    return [Participation(product, people) for product, people in found]


def employments(rows: Session, provider_id: int) -> int:
    """How many entries of employment records lead to this employer."""
    return rows.scalar(select(func.count(EmploymentRecord.id)).where(EmploymentRecord.provider_id == provider_id)) or 0


def last_searches(rows: Session, actor: Actor) -> Sequence[ProviderSearch]:
    """The search memory of the person, newest first."""
    return (
        rows.execute(
            select(ProviderSearch)
            .join(User, User.id == ProviderSearch.user_id)
            .where(User.username == actor.name)
            .order_by(ProviderSearch.searched_at.desc(), ProviderSearch.id.desc())
        )
        .scalars()
        .all()
    )
