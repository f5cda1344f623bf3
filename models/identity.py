"""Who works here: people, teams, roles, candidate groups, absences, sign-in sessions."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, enum_column


class Role(StrEnum):
    """Roles of the office (Fachkonzept F.1)."""

    CASEWORKER = "caseworker"
    TEAM_LEAD = "team_lead"
    SPECIALIST_SUPPORT = "specialist_support"
    DESIGNER = "designer"
    ADMINISTRATOR = "administrator"
    #: Leistungsstelle: does what a decided reduction asks of it, and sees no case beyond that.
    BENEFIT_UNIT = "benefit_unit"


class Team(Base):
    __tablename__ = "team"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    #: Candidate groups are derived: fachkraft:<key>, teamleitung:<key>.
    key: Mapped[str] = mapped_column(String(40), unique=True)


class User(Base):
    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(80), unique=True)
    display_name: Mapped[str] = mapped_column(String(160))
    email: Mapped[str] = mapped_column(String(200), default="")
    password_hash: Mapped[str] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(8), default="de")
    is_active: Mapped[bool] = mapped_column(default=True)
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    memberships: Mapped[list[Membership]] = relationship(back_populates="user", lazy="selectin")


class Membership(Base):
    """A role of a person, in one team or (team empty) in the whole office."""

    __tablename__ = "membership"
    __table_args__ = (Index("uq_membership_user_role_team", "user_id", "role", "team_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    role: Mapped[Role] = mapped_column(enum_column(Role))
    user: Mapped[User] = relationship(back_populates="memberships")
    team: Mapped[Team | None] = relationship(lazy="joined")


class Absence(Base):
    """Days (both included) a person is away; the cover works on their tasks meanwhile.

    The cover takes all their cases, or only those that `absence_case` lists. It begins and ends by its days alone.
    """

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("last_day >= first_day", name="days_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    cover_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200), default="")


class SignInSession(Base):
    """A server-side session: the cookie holds only a random token, here lies its digest."""

    __tablename__ = "sign_in_session"

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
