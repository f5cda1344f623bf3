"""Phase 1: profiling sheets and consents."""

import sqlalchemy as sa
from alembic import op

from models.base import JsonText, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=120), nullable=False),
        sa.Column("text_version", sa.String(length=40), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column(
            "form",
            sa.Enum("WRITTEN", "ELECTRONIC", name="consentform", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("document_ref", sa.String(length=120), nullable=True),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("(given_on IS NULL) <> (refused_on IS NULL)", name=op.f("ck_consent_given_or_refused")),
        sa.CheckConstraint("given_on IS NULL OR form IS NOT NULL", name=op.f("ck_consent_given_in_a_form")),
        sa.CheckConstraint("withdrawn_on IS NULL OR withdrawn_on >= given_on", name=op.f("ck_consent_days_in_order")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_consent_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_case_id"), "consent", ["case_id"], unique=False)
    op.create_table(
        "profiling_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "OPEN",
                "CLOSED",
                "RELEASED",
                "DELETED",
                name="sheetstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("needs_catalogue", sa.String(length=40), nullable=False),
        sa.Column("cloned_from_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("edited_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("closed_by", sa.String(length=80), nullable=True),
        sa.Column("release_reason", sa.Text(), nullable=False),
        sa.Column("deletion_reason", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("prognosis_months", sa.Integer(), nullable=True),
        sa.Column(
            "lead_up",
            sa.Enum("NOT_NEEDED", "LE12", "GT12", name="leadup", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column(
            "focus_group",
            sa.Enum("Q", "L", "M", "R", "X", name="keygroup", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("is_densified", sa.Boolean(), nullable=False),
        sa.Column("is_long_for_training", sa.Boolean(), nullable=False),
        sa.Column("is_graduate", sa.Boolean(), nullable=False),
        sa.Column("employment_extent", sa.String(length=20), nullable=True),
        sa.Column("is_needy", sa.Boolean(), nullable=True),
        sa.Column("is_exhausted", sa.Boolean(), nullable=False),
        sa.Column(
            "labour_market",
            sa.Enum(
                "FAVOURABLE",
                "NEUTRAL",
                "UNFAVOURABLE",
                name="labourmarket",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("labour_market_note", sa.Text(), nullable=False),
        sa.Column("exemption_reason", sa.String(length=1), nullable=True),
        sa.Column("exempt_until", sa.Date(), nullable=True),
        sa.Column("exemption_note", sa.Text(), nullable=False),
        sa.Column("segment_scheme", sa.String(length=40), nullable=True),
        sa.Column("segment_suggestion", sa.String(length=40), nullable=True),
        sa.Column("segment", sa.String(length=40), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "exemption_reason IS NULL OR exemption_reason IN ('a', 'b', 'c', 'd')",
            name=op.f("ck_profiling_sheet_exemption"),
        ),
        sa.CheckConstraint(
            "exemption_reason IS NULL OR exemption_reason IN ('b', 'c') OR exempt_until IS NOT NULL",
            name=op.f("ck_profiling_sheet_exemption_ends"),
        ),
        sa.CheckConstraint(
            "state <> 'CLOSED' OR (closed_at IS NOT NULL AND closed_by IS NOT NULL AND segment IS NOT NULL)",
            name=op.f("ck_profiling_sheet_closed_is_decided"),
        ),
        sa.CheckConstraint(
            "state <> 'CLOSED' OR exemption_reason IS NOT NULL OR (prognosis_months IS NOT NULL"
            " AND length(trim(conclusion)) > 0)",
            name=op.f("ck_profiling_sheet_closed_is_assessed"),
        ),
        sa.CheckConstraint(
            "state <> 'CLOSED' OR exemption_reason IS NOT NULL OR prognosis_months <= 12 OR lead_up IS NOT NULL",
            name=op.f("ck_profiling_sheet_long_prognosis_names_lead_up"),
        ),
        sa.CheckConstraint(
            "state <> 'CLOSED' OR segment = coalesce(segment_suggestion, '') OR length(trim(override_reason)) > 0",
            name=op.f("ck_profiling_sheet_override_has_a_reason"),
        ),
        sa.CheckConstraint(
            "state <> 'DELETED' OR length(trim(deletion_reason)) > 0",
            name=op.f("ck_profiling_sheet_deletion_has_a_reason"),
        ),
        sa.CheckConstraint(
            "state <> 'RELEASED' OR length(trim(release_reason)) > 0",
            name=op.f("ck_profiling_sheet_release_has_a_reason"),
        ),
        sa.CheckConstraint(
            "prognosis_months IS NULL OR prognosis_months BETWEEN 0 AND 480",
            name=op.f("ck_profiling_sheet_prognosis_in_months"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_profiling_sheet_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["cloned_from_id"], ["profiling_sheet.id"], name=op.f("fk_profiling_sheet_cloned_from_id_profiling_sheet")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profiling_sheet")),
    )
    op.create_index("ix_profiling_sheet_case_id_created_at", "profiling_sheet", ["case_id", "created_at"], unique=False)
    op.create_index(
        "uq_profiling_sheet_open",
        "profiling_sheet",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("state = 'OPEN'"),
        postgresql_where=sa.text("state = 'OPEN'"),
    )
    op.create_table(
        "competence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("VOCATIONAL", "CROSS", name="competencekind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum(
                "BASIC",
                "ADVANCED",
                "EXPERT",
                name="competencelevel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("length(trim(name)) > 0", name=op.f("ck_competence_name")),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["profiling_sheet.id"],
            name=op.f("fk_competence_sheet_id_profiling_sheet"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competence")),
    )
    op.create_index(op.f("ix_competence_sheet_id"), "competence", ["sheet_id"], unique=False)
    op.create_table(
        "key_group_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column(
            "key_group",
            sa.Enum("Q", "L", "M", "R", "X", name="keygroup", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["profiling_sheet.id"],
            name=op.f("fk_key_group_comment_sheet_id_profiling_sheet"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_group_comment")),
        sa.UniqueConstraint("sheet_id", "key_group", name=op.f("uq_key_group_comment_sheet_id_key_group")),
    )
    op.create_table(
        "need_assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("need", sa.String(length=8), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "NOT_REVIEWED",
                "NOT_RELEVANT",
                "UNDER_CLARIFICATION",
                "RELEVANT",
                name="needstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status <> 'UNDER_CLARIFICATION' OR length(trim(remark)) > 0",
            name=op.f("ck_need_assessment_clarification_has_a_remark"),
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["profiling_sheet.id"],
            name=op.f("fk_need_assessment_sheet_id_profiling_sheet"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_assessment")),
        sa.UniqueConstraint("sheet_id", "need", name=op.f("uq_need_assessment_sheet_id_need")),
    )
    op.create_table(
        "sheet_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.Column("saved_by", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("content", JsonText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["profiling_sheet.id"], name=op.f("fk_sheet_revision_sheet_id_profiling_sheet")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_revision")),
        sa.UniqueConstraint("sheet_id", "number", name=op.f("uq_sheet_revision_sheet_id_number")),
    )
    op.create_table(
        "target_occupation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kldb", sa.String(length=5), nullable=True),
        sa.Column("dkz", sa.String(length=20), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "PROVISIONAL",
                "CONFIRMED",
                name="occupationstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_reorientation_checked", sa.Boolean(), nullable=False),
        sa.Column("reorientation_note", sa.Text(), nullable=False),
        sa.CheckConstraint("kldb IS NULL OR length(kldb) = 5", name=op.f("ck_target_occupation_kldb_has_five_digits")),
        sa.CheckConstraint("length(trim(title)) > 0", name=op.f("ck_target_occupation_title")),
        sa.CheckConstraint("rank >= 1", name=op.f("ck_target_occupation_rank")),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["profiling_sheet.id"],
            name=op.f("fk_target_occupation_sheet_id_profiling_sheet"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_occupation")),
        sa.UniqueConstraint("sheet_id", "rank", name=op.f("uq_target_occupation_sheet_id_rank")),
    )


def downgrade() -> None:
    op.drop_table("target_occupation")
    op.drop_table("sheet_revision")
    op.drop_table("need_assessment")
    op.drop_table("key_group_comment")
    op.drop_table("competence")
    op.drop_table("profiling_sheet")
    op.drop_table("consent")
