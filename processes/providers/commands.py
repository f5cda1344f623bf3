"""What people do with providers: save one, remember a search, take a list out of the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import ValuesRefused
from engine.phrases import Phrase
from models.casework import EconomicClass, Provider, ProviderKind, ProviderRevision, ProviderSearch, ProviderStatus
from models.identity import User
from processes.providers.rules import fold, mask_errors, phone_key
from processes.records import row

#: Edition of the classification that codes are read in unless another is named.
WZ_VERSION = "2008"
#: How many searches of a person are remembered.
REMEMBERED = 10


@dataclass(frozen=True)
class ProviderEntries:
    """The edit mask: texts as typed, stripped. `contact` is the sign-in name of the municipal contact or empty."""

    designation: str
    name: str
    kind: str = "PROVIDER"
    street: str = ""
    postal_code: str = ""
    city: str = ""
    landline: str = ""
    mobile: str = ""
    email: str = ""
    establishment_no: str = ""
    wz_code: str = ""
    status: str = "ACTIVE"
    deactivated_on: date | None = None
    contact: str = ""
    remark: str = ""


@dataclass(frozen=True)
class SaveProvider:
    """Create a provider (without id) or save the mask of one; every save is a revision. Returns the id.

    `revision` is the state the mask was filled from: who saves an older one is refused. Raises ValuesRefused by field
    of the mask, NotFound.
    """

    permission: ClassVar[str] = "provider.write"

    entries: ProviderEntries
    provider_id: int | None = None
    revision: int = 0

    def run(self, context: Context) -> int:
        if self.provider_id is None:
            return save_provider(context, None, self.entries, "mask")
        provider = row(context.session, Provider, self.provider_id)
        context.session.refresh(provider, with_for_update=True)
        if provider.revision != self.revision:
            raise ValuesRefused(
                {
                    "designation": Phrase(
                        "Der Träger wurde inzwischen geändert. Laden Sie die Maske neu und tragen Sie nach."
                    )
                }
            )
        return save_provider(context, provider, self.entries, "mask")


def save_provider(context: Context, provider: Provider | None, entries: ProviderEntries, origin: str) -> int:
    """Write what has changed, with a revision that says what. Raises ValuesRefused."""
    session = context.session
    values: dict[str, Any] = {name: getattr(entries, name) for name in ProviderEntries.__dataclass_fields__}
    errors = mask_errors(values, berlin_date(context.now), entries.deactivated_on)
    contact = _contact(session, entries.contact, errors)
    _check_class(session, entries.wz_code, errors)
    _check_number(session, entries.establishment_no, provider, errors)
    if errors:
        raise ValuesRefused(errors)
    fresh = _columns(values, contact)
    is_new = provider is None
    if provider is None:
        provider = Provider(changed_at=context.now, changed_by=context.actor.name, revision=0)
    before = {name: None if is_new else getattr(provider, name) for name in fresh}
    changes = {name: [_plain(before[name]), _plain(value)] for name, value in fresh.items() if before[name] != value}
    if is_new:
        changes = {name: pair for name, pair in changes.items() if pair[1] not in (None, "")}
        session.add(provider)
    elif not changes:
        return provider.id
    for name, value in fresh.items():
        setattr(provider, name, value)
    provider.name_key = fold(f"{provider.designation} {provider.name}")
    provider.street_key, provider.city_key = fold(provider.street), fold(provider.city)
    provider.landline_key, provider.mobile_key = phone_key(provider.landline), phone_key(provider.mobile)
    provider.revision += 1
    provider.changed_at, provider.changed_by = context.now, context.actor.name
    session.flush()
    session.add(
        ProviderRevision(
            provider_id=provider.id,
            number=provider.revision,
            saved_at=context.now,
            saved_by=context.actor.name,
            origin=origin,
            changes=changes,
        )
    )
    context.record("provider.saved", data={"provider": provider.id, "fields": sorted(changes)})
    return provider.id


def _columns(values: dict[str, Any], contact: User | None) -> dict[str, Any]:
    columns = {name: value for name, value in values.items() if name != "contact"}
    columns["kind"] = ProviderKind(values["kind"])
    columns["status"] = ProviderStatus(values["status"])
    columns["establishment_no"] = values["establishment_no"] or None
    columns["wz_code"] = values["wz_code"] or None
    columns["wz_version"] = WZ_VERSION if values["wz_code"] else None
    columns["municipal_contact_id"] = contact.id if contact else None
    return columns


def _contact(session: Session, username: str, errors: dict[str, str]) -> User | None:
    if not username:
        return None
    found = session.execute(select(User).where(User.username == username)).scalar_one_or_none()
    if found is None:
        errors["contact"] = Phrase("Diese Ansprechpartnerin oder diesen Ansprechpartner gibt es im Jobcenter nicht.")
    return found


def _check_class(session: Session, code: str, errors: dict[str, str]) -> None:
    if code and "wz_code" not in errors and session.get(EconomicClass, (WZ_VERSION, code)) is None:
        errors["wz_code"] = Phrase(
            "Die Wirtschaftsklasse {code} steht nicht im Verzeichnis WZ {wz_version}.", code=code, wz_version=WZ_VERSION
        )


def _check_number(session: Session, number: str, provider: Provider | None, errors: dict[str, str]) -> None:
    if not number or "establishment_no" in errors:
        return
    other = session.execute(select(Provider).where(Provider.establishment_no == number)).scalar_one_or_none()
    if other is not None and (provider is None or other.id != provider.id):
        errors["establishment_no"] = Phrase(
            "Diese Betriebsnummer hat schon: {designation}.", designation=other.designation
        )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else getattr(value, "value", value)


@dataclass(frozen=True)
class RememberSearch:
    """Keep the search in the memory of the person; the same criteria again only move up. The oldest go."""

    permission: ClassVar[str] = "provider.read"

    criteria: str
    hits: int

    def run(self, context: Context) -> None:
        session = context.session
        user_id = session.execute(select(User.id).where(User.username == context.actor.name)).scalar_one()
        mine = ProviderSearch.user_id == user_id
        known = session.execute(
            select(ProviderSearch).where(mine, ProviderSearch.criteria == self.criteria)
        ).scalar_one_or_none()
        if known is None:
            known = ProviderSearch(user_id=user_id, criteria=self.criteria)
            session.add(known)
        known.hits, known.searched_at = self.hits, context.now
        session.flush()
        newest = select(ProviderSearch.id).where(mine).order_by(ProviderSearch.searched_at.desc()).limit(REMEMBERED)
        kept = set(session.execute(newest).scalars())
        if session.execute(select(func.count(ProviderSearch.id)).where(mine)).scalar_one() > REMEMBERED:
            session.execute(delete(ProviderSearch).where(mine, ProviderSearch.id.not_in(kept)))


@dataclass(frozen=True)
class RecordProviderExport:
    """The audit entry of a CSV export: who took how many rows of which search out of the house."""

    permission: ClassVar[str] = "provider.export"

    criteria: str
    rows: int

    def run(self, context: Context) -> None:
        context.record("provider.exported", data={"criteria": self.criteria, "rows": self.rows})
