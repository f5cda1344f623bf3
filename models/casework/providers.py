"""Providers and employers the office works with, how they changed, and what people searched for (Fachkonzept D)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, JsonText, enum_column
from models.identity import User


class ProviderKind(StrEnum):
    """What the office has to do with it: it carries out measures, it employs people, or both."""

    PROVIDER = "PROVIDER"
    EMPLOYER = "EMPLOYER"
    BOTH = "BOTH"


class ProviderStatus(StrEnum):
    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    DEACTIVATED = "DEACTIVATED"


class Provider(Base):
    """Träger or Arbeitgeber. The `…_key` columns hold what is compared in searches: folded texts, bare digits."""

    __tablename__ = "provider"
    __table_args__ = (
        CheckConstraint("length(trim(designation)) > 0 AND length(trim(name)) > 0", name="named"),
        CheckConstraint("(status = 'DEACTIVATED') = (deactivated_on IS NOT NULL)", name="deactivated_has_a_day"),
        CheckConstraint("establishment_no IS NULL OR length(establishment_no) = 8", name="establishment_no"),
        CheckConstraint("(wz_code IS NULL) = (wz_version IS NULL)", name="class_names_its_version"),
        Index("ix_provider_postal_code", "postal_code"),
        Index("ix_provider_name_key", "name_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ProviderKind] = mapped_column(enum_column(ProviderKind), default=ProviderKind.PROVIDER)
    #: Short designation in lists (Bezeichnung), and the full legal name.
    designation: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(240))
    street: Mapped[str] = mapped_column(String(160), default="")
    postal_code: Mapped[str] = mapped_column(String(10), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    landline: Mapped[str] = mapped_column(String(60), default="")
    mobile: Mapped[str] = mapped_column(String(60), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    #: Betriebsnummer, eight digits.
    establishment_no: Mapped[str | None] = mapped_column(String(8), unique=True)
    #: Economic class with the edition of the classification it is taken from ("2008", "2025").
    wz_code: Mapped[str | None] = mapped_column(String(10), index=True)
    wz_version: Mapped[str | None] = mapped_column(String(8))
    status: Mapped[ProviderStatus] = mapped_column(enum_column(ProviderStatus), default=ProviderStatus.ACTIVE)
    deactivated_on: Mapped[date | None] = mapped_column(index=True)
    municipal_contact_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    remark: Mapped[str] = mapped_column(Text, default="")
    name_key: Mapped[str] = mapped_column(String(400))
    street_key: Mapped[str] = mapped_column(String(200), default="")
    city_key: Mapped[str] = mapped_column(String(160), default="")
    landline_key: Mapped[str] = mapped_column(String(40), default="", index=True)
    mobile_key: Mapped[str] = mapped_column(String(40), default="", index=True)
    #: Counts saves: who saves an older state is told so instead of overwriting.
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(80))
    municipal_contact: Mapped[User | None] = relationship()
    revisions: Mapped[list[ProviderRevision]] = relationship(
        back_populates="provider", order_by="ProviderRevision.number.desc()"
    )


class ProviderRevision(Base):
    """What one save changed: field → [before, after]. Append-only."""

    __tablename__ = "provider_revision"
    __table_args__ = (UniqueConstraint("provider_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    number: Mapped[int]
    saved_at: Mapped[datetime]
    saved_by: Mapped[str] = mapped_column(String(80))
    #: "mask" or the name of the imported file.
    origin: Mapped[str] = mapped_column(String(200), default="mask")
    changes: Mapped[dict[str, Any]] = mapped_column(JsonText)
    provider: Mapped[Provider] = relationship(back_populates="revisions")


class ProviderSearch(Base):
    """Search memory: what somebody looked for last, and how much was found."""

    __tablename__ = "provider_search"
    __table_args__ = (
        UniqueConstraint("user_id", "criteria"),
        Index("ix_provider_search_user_id_searched_at", "user_id", "searched_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    #: The criteria as they stand in the address, in the order of the mask.
    criteria: Mapped[str] = mapped_column(String(1000))
    hits: Mapped[int]
    searched_at: Mapped[datetime]


class EconomicClass(Base):
    """Wirtschaftsklasse of an edition of the classification; editions stand side by side (Fachkonzept J)."""

    __tablename__ = "economic_class"

    version: Mapped[str] = mapped_column(String(8), primary_key=True)
    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    #: Letter of the section the code belongs to.
    section: Mapped[str] = mapped_column(String(1))
    label: Mapped[str] = mapped_column(String(240))
    label_key: Mapped[str] = mapped_column(String(260))
