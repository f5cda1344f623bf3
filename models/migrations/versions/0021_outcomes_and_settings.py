"""What became of proposals and reductions, outlook of support levels, when reminders come, the benefit unit."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcDateTime
from models.casework.guards import GUARDS_PROPOSALS, create_guards

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ROLES = ("caseworker", "team_lead", "specialist_support", "designer", "administrator")
GROUPS = ("capacity", "motivation", "qualification")


def upgrade() -> None:
    _allow_roles((*ROLES, "benefit_unit"))
    op.add_column("breach_of_duty", sa.Column("benefit_unit_result", sa.Text(), server_default="", nullable=False))
    op.add_column("breach_of_duty", sa.Column("benefit_unit_decided_on", sa.Date(), nullable=True))
    op.add_column("breach_of_duty", sa.Column("benefit_unit_decided_by", sa.String(length=80), nullable=True))
    op.add_column(
        "office_settings", sa.Column("reminds_before", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    op.add_column(
        "office_settings", sa.Column("profile_review_months", sa.Integer(), server_default="12", nullable=False)
    )
    for group in GROUPS:
        op.add_column("profiling_sheet", sa.Column(f"{group}_outlook", sa.String(length=10), nullable=True))
        op.add_column("profiling_sheet", sa.Column(f"{group}_evidence", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "proposal_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hit_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "BEWORBEN",
                "KEINE_ANTWORT",
                "ABGELEHNT",
                "EINGESTELLT",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["hit_id"], ["search_hit.id"], name=op.f("fk_proposal_outcome_hit_id_search_hit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_outcome")),
    )
    op.create_index(op.f("ix_proposal_outcome_hit_id"), "proposal_outcome", ["hit_id"], unique=False)
    create_guards(op.get_bind(), GUARDS_PROPOSALS)


def downgrade() -> None:
    op.drop_index(op.f("ix_proposal_outcome_hit_id"), table_name="proposal_outcome")
    op.drop_table("proposal_outcome")
    for group in GROUPS:
        op.drop_column("profiling_sheet", f"{group}_evidence")
        op.drop_column("profiling_sheet", f"{group}_outlook")
    op.drop_column("office_settings", "profile_review_months")
    op.drop_column("office_settings", "reminds_before")
    for name in ("decided_by", "decided_on", "result"):
        op.drop_column("breach_of_duty", f"benefit_unit_{name}")
    op.execute("DELETE FROM membership WHERE role = 'benefit_unit'")
    _allow_roles(ROLES)


def _allow_roles(roles: tuple[str, ...]) -> None:
    with op.batch_alter_table("membership") as batch:
        batch.drop_constraint(op.f("ck_membership_role"), type_="check")
        batch.create_check_constraint(op.f("ck_membership_role"), sa.column("role").in_(roles))
