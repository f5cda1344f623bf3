"""The desk: saved filters, covers for single cases, comments, tags, files, letters, calendar feeds, batches."""

import sqlalchemy as sa
from alembic import op

from models.base import JsonText, UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "batch_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "REASSIGN",
                "MOVE_APPOINTMENTS",
                "INVITE",
                name="batchkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("undo_started_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_batch_run_reason_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_run")),
    )
    op.create_index(op.f("ix_batch_run_made_by"), "batch_run", ["made_by"], unique=False)
    op.create_table(
        "calendar_feed",
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_read_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_calendar_feed_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("user_id", name=op.f("uq_calendar_feed_user_id")),
    )
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column(
            "list",
            sa.Enum(
                "mein-tag",
                "warteschlange",
                "faelle",
                name="filteredlist",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("query", sa.String(length=600), nullable=False),
        sa.CheckConstraint("length(trim(name)) > 0", name=op.f("ck_saved_filter_named")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user_account.id"], name=op.f("fk_saved_filter_owner_id_user_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_saved_filter_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("owner_id", "list", "name", name=op.f("uq_saved_filter_owner_id_list_name")),
    )
    op.create_index(op.f("ix_saved_filter_team_id"), "saved_filter", ["team_id"], unique=False)
    op.create_table(
        "absence_case",
        sa.Column("absence_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["absence_id"], ["absence.id"], name=op.f("fk_absence_case_absence_id_absence"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_absence_case_case_id_case_file")),
        sa.PrimaryKeyConstraint("absence_id", "case_id", name=op.f("pk_absence_case")),
    )
    op.create_index(op.f("ix_absence_case_case_id"), "absence_case", ["case_id"], unique=False)
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("stored_at", UtcDateTime(), nullable=False),
        sa.Column("stored_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachment_not_empty")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_attachment_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_case_id"), "attachment", ["case_id"], unique=False)
    op.create_table(
        "batch_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("before", JsonText(), nullable=False),
        sa.Column("after", JsonText(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "PLANNED",
                "REFUSED",
                "DONE",
                "UNDONE",
                name="batchrowstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("undo_message", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state <> 'REFUSED' OR length(trim(message)) > 0", name=op.f("ck_batch_row_refusal_says_why")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch_run.id"], name=op.f("fk_batch_row_batch_id_batch_run"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_batch_row_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_row")),
    )
    op.create_index("ix_batch_row_batch_id_state", "batch_row", ["batch_id", "state"], unique=False)
    op.create_index(op.f("ix_batch_row_case_id"), "batch_row", ["case_id"], unique=False)
    op.create_table(
        "case_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("written_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("length(trim(body)) > 0", name=op.f("ck_case_comment_not_empty")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_comment_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_comment")),
    )
    op.create_index("ix_case_comment_case_id_written_at", "case_comment", ["case_id", "written_at"], unique=False)
    op.create_table(
        "case_tag",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("length(trim(tag)) > 0", name=op.f("ck_case_tag_not_empty")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_tag_case_id_case_file")),
        sa.PrimaryKeyConstraint("case_id", "tag", name=op.f("pk_case_tag")),
    )
    op.create_index("ix_case_tag_tag", "case_tag", ["tag"], unique=False)
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("PAPER", "EMAIL", name="letterchannel", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "MADE",
                "SENDING",
                "SENT",
                name="letterstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("(state = 'SENT') = (sent_at IS NOT NULL)", name=op.f("ck_letter_sent_has_a_time")),
        sa.CheckConstraint(
            "channel <> 'EMAIL' OR length(trim(recipient)) > 0", name=op.f("ck_letter_email_has_an_address")
        ),
        sa.CheckConstraint("length(trim(subject)) > 0 AND length(trim(body)) > 0", name=op.f("ck_letter_not_empty")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_letter_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    op.create_index(op.f("ix_letter_case_id"), "letter", ["case_id"], unique=False)
    op.create_table(
        "attachment_content",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_attachment_content_attachment_id_attachment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_attachment_content")),
    )
    op.create_table(
        "comment_mention",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=80), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["case_comment.id"],
            name=op.f("fk_comment_mention_comment_id_case_comment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("comment_id", "username", name=op.f("pk_comment_mention")),
    )
    op.create_index("ix_comment_mention_username_read_at", "comment_mention", ["username", "read_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_comment_mention_username_read_at", table_name="comment_mention")
    op.drop_table("comment_mention")
    op.drop_table("attachment_content")
    op.drop_index(op.f("ix_letter_case_id"), table_name="letter")
    op.drop_table("letter")
    op.drop_index("ix_case_tag_tag", table_name="case_tag")
    op.drop_table("case_tag")
    op.drop_index("ix_case_comment_case_id_written_at", table_name="case_comment")
    op.drop_table("case_comment")
    op.drop_index(op.f("ix_batch_row_case_id"), table_name="batch_row")
    op.drop_index("ix_batch_row_batch_id_state", table_name="batch_row")
    op.drop_table("batch_row")
    op.drop_index(op.f("ix_attachment_case_id"), table_name="attachment")
    op.drop_table("attachment")
    op.drop_index(op.f("ix_absence_case_case_id"), table_name="absence_case")
    op.drop_table("absence_case")
    op.drop_index(op.f("ix_saved_filter_team_id"), table_name="saved_filter")
    op.drop_table("saved_filter")
    op.drop_table("calendar_feed")
    op.drop_index(op.f("ix_batch_run_made_by"), table_name="batch_run")
    op.drop_table("batch_run")
