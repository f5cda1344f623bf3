"""The register of occupations: names with their class of KldB 2010 and, where known, the DKZ code (Fachkonzept J)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Occupation(Base):
    """One name of an occupation. Names that left the register stay, so that older sheets keep what they say."""

    __tablename__ = "occupation"
    __table_args__ = (
        UniqueConstraint("title_key", "kldb"),
        CheckConstraint("length(kldb) = 5", name="kldb_has_five_digits"),
        CheckConstraint("length(trim(title)) > 0", name="title"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    #: The title as it is compared in searches: folded to lower case without accents.
    title_key: Mapped[str] = mapped_column(String(220), index=True)
    #: KldB 2010, five digits; the fifth is the requirement level 1 (helper) to 4 (highly complex).
    kldb: Mapped[str] = mapped_column(String(5), index=True)
    #: Documentation code of the single occupation at the Federal Employment Agency.
    dkz: Mapped[str | None] = mapped_column(String(20), unique=True)
    #: Edition of the list it was read from, for example "2020".
    edition: Mapped[str] = mapped_column(String(20))
    is_retired: Mapped[bool] = mapped_column(default=False, server_default=false())
