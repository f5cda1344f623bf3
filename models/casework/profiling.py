"""Phase 1: the profiling sheet with target occupation, strengths, needs, prognosis, segment and consent."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, JsonText, enum_column
from models.casework.case import Case


class SheetState(StrEnum):
    """Life cycle of the profiling sheet (Fachkonzept A.1.9)."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"
    RELEASED = "RELEASED"
    DELETED = "DELETED"


class NeedStatus(StrEnum):
    NOT_REVIEWED = "NOT_REVIEWED"
    NOT_RELEVANT = "NOT_RELEVANT"
    UNDER_CLARIFICATION = "UNDER_CLARIFICATION"
    RELEVANT = "RELEVANT"


class KeyGroup(StrEnum):
    """Schlüsselgruppen: person (Q, L, M) and environment (R, X); X never yields a strategy."""

    Q = "Q"
    L = "L"
    M = "M"
    R = "R"
    X = "X"


class LeadUp(StrEnum):
    """Time to bring the person up to employability, if the prognosis is beyond 12 months."""

    NOT_NEEDED = "NOT_NEEDED"
    LE12 = "LE12"
    GT12 = "GT12"


class LabourMarket(StrEnum):
    FAVOURABLE = "FAVOURABLE"
    NEUTRAL = "NEUTRAL"
    UNFAVOURABLE = "UNFAVOURABLE"


class MatchingKind(StrEnum):
    """What the sheet is good for (Fachkonzept A.1.1): a basic profile, or one that can be searched at once."""

    BASIC = "BASIC"
    MATCHING = "MATCHING"


class ProfilingSheet(Base):
    """Profilingbogen. Incomplete content may be saved while OPEN; a CLOSED sheet is complete and stays as it is.

    The specialist support may release a closed one: its texts are corrected once and it is closed again, or delete it.
    """

    __tablename__ = "profiling_sheet"
    __table_args__ = (
        Index(
            "uq_profiling_sheet_open",
            "case_id",
            unique=True,
            sqlite_where=text("state = 'OPEN'"),
            postgresql_where=text("state = 'OPEN'"),
        ),
        Index("ix_profiling_sheet_case_id_created_at", "case_id", "created_at"),
        CheckConstraint("prognosis_months IS NULL OR prognosis_months BETWEEN 0 AND 480", name="prognosis_in_months"),
        CheckConstraint(
            "state <> 'CLOSED' OR (closed_at IS NOT NULL AND closed_by IS NOT NULL AND segment IS NOT NULL)",
            name="closed_is_decided",
        ),
        # Exempt clients (segment Z) need no assessment (Fachkonzept A.1.7); all others do before closing (A.1.1).
        CheckConstraint(
            "state <> 'CLOSED' OR exemption_reason IS NOT NULL"
            " OR (prognosis_months IS NOT NULL AND length(trim(conclusion)) > 0)",
            name="closed_is_assessed",
        ),
        CheckConstraint(
            "state <> 'CLOSED' OR exemption_reason IS NOT NULL OR prognosis_months <= 12 OR lead_up IS NOT NULL",
            name="long_prognosis_names_lead_up",
        ),
        CheckConstraint(
            "state <> 'CLOSED' OR segment = coalesce(segment_suggestion, '') OR length(trim(override_reason)) > 0",
            name="override_has_a_reason",
        ),
        CheckConstraint("exemption_reason IS NULL OR exemption_reason IN ('a', 'b', 'c', 'd')", name="exemption"),
        CheckConstraint(
            "exemption_reason IS NULL OR exemption_reason IN ('b', 'c') OR exempt_until IS NOT NULL",
            name="exemption_ends",
        ),
        CheckConstraint("state <> 'RELEASED' OR length(trim(release_reason)) > 0", name="release_has_a_reason"),
        CheckConstraint("state <> 'DELETED' OR length(trim(deletion_reason)) > 0", name="deletion_has_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    state: Mapped[SheetState] = mapped_column(enum_column(SheetState), default=SheetState.OPEN)
    #: Version of the catalogue of needs the sheet was made with; old sheets stay readable with theirs.
    needs_catalogue: Mapped[str] = mapped_column(String(40))
    cloned_from_id: Mapped[int | None] = mapped_column(ForeignKey("profiling_sheet.id"))
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(80))
    edited_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(String(80))
    release_reason: Mapped[str] = mapped_column(Text, default="")
    released_at: Mapped[datetime | None]
    released_by: Mapped[str | None] = mapped_column(String(80))
    #: The revisions so far are themselves the breach of data protection: they are erased when it is closed again.
    erases_earlier: Mapped[bool] = mapped_column(default=False, server_default=false())
    deletion_reason: Mapped[str] = mapped_column(Text, default="")
    deleted_at: Mapped[datetime | None]
    deleted_by: Mapped[str | None] = mapped_column(String(80))

    #: What the client wants, in their words (Fachkonzept E.3): it weighs in the plan.
    client_wish: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: Where findings of career guidance were taken over from instead of asking again (§ 15 (1) sentence 2 SGB II).
    adopted_from: Mapped[str] = mapped_column(Text, default="", server_default="")
    conclusion: Mapped[str] = mapped_column(Text, default="")
    #: Months until integration in the first labour market or exit.
    prognosis_months: Mapped[int | None]
    lead_up: Mapped[LeadUp | None] = mapped_column(enum_column(LeadUp))
    focus_group: Mapped[KeyGroup | None] = mapped_column(enum_column(KeyGroup))
    is_densified: Mapped[bool] = mapped_column(default=False)
    #: The prognosis exceeds 12 months only because of further training of more than 9 months (§ 81 SGB III).
    is_long_for_training: Mapped[bool] = mapped_column(default=False)
    #: Training completed and graduate management running.
    is_graduate: Mapped[bool] = mapped_column(default=False)
    #: How much the person works (KEINER, TEILWEISE, INDIVIDUELL_VOLL, VOLLZEIT, SELBSTAENDIG) and still needs benefits.
    employment_extent: Mapped[str | None] = mapped_column(String(20))
    is_needy: Mapped[bool | None]
    #: The options to reduce or end the need for benefits are exhausted (Fachkonzept A.1.6, segment I).
    is_exhausted: Mapped[bool] = mapped_column(default=False)
    labour_market: Mapped[LabourMarket | None] = mapped_column(enum_column(LabourMarket))
    labour_market_note: Mapped[str] = mapped_column(Text, default="")

    exemption_reason: Mapped[str | None] = mapped_column(String(1))
    exempt_until: Mapped[date | None]
    exemption_note: Mapped[str] = mapped_column(Text, default="")
    #: What the reason rests on: how need ends (a), the legacy provision (b), the circumstance of § 10 SGB II (d).
    exemption_basis: Mapped[str | None] = mapped_column(String(20))
    #: Day of the next agreed talk; an exemption for reason d ends with it (Fachkonzept A.1.7).
    exemption_talk_on: Mapped[date | None]
    #: False: the person really does not seek vocational integration, as reasons b and d ask for.
    is_seeking_integration: Mapped[bool | None]

    #: Levels IF, IG, IK, IN of the three groups, and whether M or R blocks (scheme of support levels, Fachkonzept B).
    capacity_level: Mapped[str | None] = mapped_column(String(2))
    motivation_level: Mapped[str | None] = mapped_column(String(2))
    qualification_level: Mapped[str | None] = mapped_column(String(2))
    is_blocked: Mapped[bool | None]
    #: How well each group can change (GUT, BEGRENZT, KAUM), and what that and the level rest on (Fachkonzept B.2).
    capacity_outlook: Mapped[str | None] = mapped_column(String(10))
    motivation_outlook: Mapped[str | None] = mapped_column(String(10))
    qualification_outlook: Mapped[str | None] = mapped_column(String(10))
    capacity_evidence: Mapped[str] = mapped_column(Text, default="", server_default="")
    motivation_evidence: Mapped[str] = mapped_column(Text, default="", server_default="")
    qualification_evidence: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: Able and willing to work now (scheme of Göttingen, Fachkonzept E.3).
    is_able: Mapped[bool | None]
    is_willing: Mapped[bool | None]

    segment_scheme: Mapped[str | None] = mapped_column(String(40))
    #: None: the table has no row for this constellation, a person chooses with a reason (Fachkonzept A.1.5, row 12).
    segment_suggestion: Mapped[str | None] = mapped_column(String(40))
    segment: Mapped[str | None] = mapped_column(String(40))
    override_reason: Mapped[str] = mapped_column(Text, default="")
    is_provisional: Mapped[bool] = mapped_column(default=False)

    case: Mapped[Case] = relationship()
    occupations: Mapped[list[TargetOccupation]] = relationship(
        back_populates="sheet", cascade="all, delete-orphan", order_by="TargetOccupation.rank"
    )
    competences: Mapped[list[Competence]] = relationship(
        back_populates="sheet", cascade="all, delete-orphan", order_by="Competence.id"
    )
    needs: Mapped[list[NeedAssessment]] = relationship(
        back_populates="sheet", cascade="all, delete-orphan", order_by="NeedAssessment.need"
    )
    comments: Mapped[list[KeyGroupComment]] = relationship(
        back_populates="sheet", cascade="all, delete-orphan", order_by="KeyGroupComment.key_group"
    )
    revisions: Mapped[list[SheetRevision]] = relationship(back_populates="sheet", order_by="SheetRevision.number")

    @property
    def matching_kind(self) -> MatchingKind:
        """Searchable once the target occupation is confirmed with its code and a vocational competence goes with it."""
        main = next((one for one in self.occupations if one.rank == 1), None)
        if main is None or main.status is not OccupationStatus.CONFIRMED or not main.kldb:
            return MatchingKind.BASIC
        is_searchable = any(one.kind is CompetenceKind.VOCATIONAL for one in self.competences)
        return MatchingKind.MATCHING if is_searchable else MatchingKind.BASIC


class SheetRevision(Base):
    """What a sheet said each time it was closed. Rows are never changed (trigger).

    The one exception: content that is itself a breach of data protection is erased, and the row says when and by whom.
    """

    __tablename__ = "sheet_revision"
    __table_args__ = (UniqueConstraint("sheet_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("profiling_sheet.id"))
    number: Mapped[int]
    saved_at: Mapped[datetime]
    saved_by: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[dict[str, Any]] = mapped_column(JsonText)
    erased_at: Mapped[datetime | None]
    erased_by: Mapped[str | None] = mapped_column(String(80))
    sheet: Mapped[ProfilingSheet] = relationship(back_populates="revisions")


class OccupationStatus(StrEnum):
    PROVISIONAL = "PROVISIONAL"
    CONFIRMED = "CONFIRMED"


class TargetOccupation(Base):
    """Zielberuf, rank 1, and alternatives after it."""

    __tablename__ = "target_occupation"
    __table_args__ = (
        UniqueConstraint("sheet_id", "rank"),
        CheckConstraint("rank >= 1", name="rank"),
        CheckConstraint("kldb IS NULL OR length(kldb) = 5", name="kldb_has_five_digits"),
        CheckConstraint("length(trim(title)) > 0", name="title"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("profiling_sheet.id", ondelete="CASCADE"))
    rank: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(200))
    #: KldB 2010, five digits; the fifth is the requirement level 1 to 4.
    kldb: Mapped[str | None] = mapped_column(String(5))
    dkz: Mapped[str | None] = mapped_column(String(20))
    status: Mapped[OccupationStatus] = mapped_column(enum_column(OccupationStatus))
    is_reorientation_checked: Mapped[bool] = mapped_column(default=False)
    reorientation_note: Mapped[str] = mapped_column(Text, default="")
    #: Health rules it out: an alternative occupation has been worked out (Fachkonzept A.1.1, ST-18).
    is_ruled_out_by_health: Mapped[bool] = mapped_column(default=False, server_default=false())
    sheet: Mapped[ProfilingSheet] = relationship(back_populates="occupations")


class CompetenceKind(StrEnum):
    VOCATIONAL = "VOCATIONAL"
    CROSS = "CROSS"


class CompetenceLevel(StrEnum):
    BASIC = "BASIC"
    ADVANCED = "ADVANCED"
    EXPERT = "EXPERT"


class Competence(Base):
    __tablename__ = "competence"
    __table_args__ = (CheckConstraint("length(trim(name)) > 0", name="name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("profiling_sheet.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[CompetenceKind] = mapped_column(enum_column(CompetenceKind))
    level: Mapped[CompetenceLevel] = mapped_column(enum_column(CompetenceLevel))
    sheet: Mapped[ProfilingSheet] = relationship(back_populates="competences")


class NeedAssessment(Base):
    """One of the needs of the catalogue, judged with regard to the target occupation."""

    __tablename__ = "need_assessment"
    __table_args__ = (
        UniqueConstraint("sheet_id", "need"),
        CheckConstraint(
            "status <> 'UNDER_CLARIFICATION' OR length(trim(remark)) > 0", name="clarification_has_a_remark"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("profiling_sheet.id", ondelete="CASCADE"))
    #: Code of the catalogue, for example "Q2".
    need: Mapped[str] = mapped_column(String(8))
    status: Mapped[NeedStatus] = mapped_column(enum_column(NeedStatus), default=NeedStatus.NOT_REVIEWED)
    remark: Mapped[str] = mapped_column(Text, default="")
    sheet: Mapped[ProfilingSheet] = relationship(back_populates="needs")


class KeyGroupComment(Base):
    __tablename__ = "key_group_comment"
    __table_args__ = (UniqueConstraint("sheet_id", "key_group"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("profiling_sheet.id", ondelete="CASCADE"))
    key_group: Mapped[KeyGroup] = mapped_column(enum_column(KeyGroup))
    comment: Mapped[str] = mapped_column(Text)
    sheet: Mapped[ProfilingSheet] = relationship(back_populates="comments")


class ConsentForm(StrEnum):
    """Written or electronic (§ 67b (2) SGB X)."""

    WRITTEN = "WRITTEN"
    ELECTRONIC = "ELECTRONIC"


class Consent(Base):
    """Einverständniserklärung: given or refused; a refusal is recorded and locks consent-only fields."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("(given_on IS NULL) <> (refused_on IS NULL)", name="given_or_refused"),
        CheckConstraint("given_on IS NULL OR form IS NOT NULL", name="given_in_a_form"),
        CheckConstraint("withdrawn_on IS NULL OR withdrawn_on >= given_on", name="days_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(120))
    text_version: Mapped[str] = mapped_column(String(40))
    given_on: Mapped[date | None]
    refused_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    form: Mapped[ConsentForm | None] = mapped_column(enum_column(ConsentForm))
    document_ref: Mapped[str | None] = mapped_column(String(120))
    recorded_by: Mapped[str] = mapped_column(String(80))
