"""Definitions, running instances, their projections, the history."""

import sqlalchemy as sa
from alembic import op

from models.base import JsonText, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "buffered_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("correlation_key", sa.String(length=200), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buffered_message")),
    )
    op.create_index(op.f("ix_buffered_message_expires_at"), "buffered_message", ["expires_at"], unique=False)
    op.create_index(
        "ix_buffered_message_name_correlation_key", "buffered_message", ["name", "correlation_key"], unique=False
    )
    op.create_table(
        "office_clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ahead_seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint("ahead_seconds >= 0", name=op.f("ck_office_clock_forward")),
        sa.CheckConstraint("id = 1", name=op.f("ck_office_clock_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_clock")),
    )
    op.create_table(
        "resource",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("namespace", sa.String(length=300), nullable=True),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("deployed_at", UtcDateTime(), nullable=False),
        sa.Column("deployed_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
    )
    op.create_index(op.f("ix_resource_checksum"), "resource", ["checksum"], unique=False)
    op.create_index(op.f("ix_resource_namespace"), "resource", ["namespace"], unique=False)
    op.create_table(
        "definition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "process",
                "decision",
                "form",
                name="definitionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("force_executable", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_definition_resource_id_resource")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definition")),
        sa.UniqueConstraint("kind", "key", "version", name=op.f("uq_definition_kind_key_version")),
    )
    op.create_table(
        "decision_import",
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column("namespace", sa.String(length=300), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_id"],
            ["definition.id"],
            name=op.f("fk_decision_import_definition_id_definition"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_decision_import_resource_id_resource")),
        sa.PrimaryKeyConstraint("definition_id", "namespace", name=op.f("pk_decision_import")),
    )
    op.create_table(
        "binding",
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "process",
                "decision",
                "form",
                name="definitionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["definition.id"], name=op.f("fk_binding_definition_id_definition"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["target_id"], ["definition.id"], name=op.f("fk_binding_target_id_definition")),
        sa.PrimaryKeyConstraint("definition_id", "kind", "key", name=op.f("pk_binding")),
    )
    op.create_table(
        "instance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column("business_key", sa.String(length=120), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "suspended",
                "completed",
                "cancelled",
                name="instancestatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("start_key", sa.String(length=200), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["definition.id"], name=op.f("fk_instance_definition_id_definition")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["instance.id"], name=op.f("fk_instance_parent_id_instance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instance")),
    )
    op.create_index(op.f("ix_instance_business_key"), "instance", ["business_key"], unique=False)
    op.create_index(op.f("ix_instance_definition_id"), "instance", ["definition_id"], unique=False)
    op.create_table(
        "start_subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("schedule", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["definition_id"],
            ["definition.id"],
            name=op.f("fk_start_subscription_definition_id_definition"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_start_subscription")),
    )
    op.create_index(op.f("ix_start_subscription_definition_id"), "start_subscription", ["definition_id"], unique=False)
    op.create_index(op.f("ix_start_subscription_due_at"), "start_subscription", ["due_at"], unique=False)
    op.create_index("ix_start_subscription_kind_name", "start_subscription", ["kind", "name"], unique=False)
    op.create_table(
        "history_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=True),
        sa.Column("transition", sa.Integer(), nullable=True),
        sa.Column("definition_id", sa.Integer(), nullable=True),
        sa.Column("business_key", sa.String(length=120), nullable=True),
        sa.Column("process_key", sa.String(length=200), nullable=True),
        sa.Column("element_id", sa.String(length=200), nullable=True),
        sa.Column("token", sa.String(length=32), nullable=True),
        sa.Column("data", JsonText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["definition.id"], name=op.f("fk_history_entry_definition_id_definition")
        ),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_history_entry_instance_id_instance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_entry")),
    )
    op.create_index("ix_history_entry_business_key_id", "history_entry", ["business_key", "id"], unique=False)
    op.create_index("ix_history_entry_instance_id_id", "history_entry", ["instance_id", "id"], unique=False)
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("process_key", sa.String(length=200), nullable=False),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("error_class", sa.String(length=120), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.Column("resolved_by", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_incident_instance_id_instance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index(op.f("ix_incident_instance_id"), "incident", ["instance_id"], unique=False)
    op.create_index("ix_incident_resolved_at_created_at", "incident", ["resolved_at", "created_at"], unique=False)
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("process_key", sa.String(length=200), nullable=False),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.Column("handler", sa.String(length=120), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "ready", "leased", "failed", name="jobstatus", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("max_attempts", sa.Integer(), nullable=False),
        sa.Column("retry_after", sa.String(length=40), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("leased_by", sa.String(length=80), nullable=True),
        sa.Column("is_parked", sa.Boolean(), nullable=False),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_job_attempts_counted")),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_job_instance_id_instance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("token", name=op.f("uq_job_token")),
    )
    op.create_index(op.f("ix_job_instance_id"), "job", ["instance_id"], unique=False)
    op.create_index("ix_job_status_due_at", "job", ["status", "due_at"], unique=False)
    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("process_key", sa.String(length=200), nullable=False),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("correlation_key", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_subscription_instance_id_instance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint(
            "token", "element_id", "kind", "name", name=op.f("uq_subscription_token_element_id_kind_name")
        ),
    )
    op.create_index(op.f("ix_subscription_instance_id"), "subscription", ["instance_id"], unique=False)
    op.create_index(
        "ix_subscription_kind_name_correlation_key", "subscription", ["kind", "name", "correlation_key"], unique=False
    )
    op.create_table(
        "timer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("process_key", sa.String(length=200), nullable=False),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("is_parked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_timer_instance_id_instance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timer")),
        sa.UniqueConstraint("token", "element_id", name=op.f("uq_timer_token_element_id")),
    )
    op.create_index("ix_timer_due_at", "timer", ["due_at"], unique=False)
    op.create_index(op.f("ix_timer_instance_id"), "timer", ["instance_id"], unique=False)
    op.create_table(
        "user_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("process_key", sa.String(length=200), nullable=False),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("instruction", sa.Text(), nullable=False),
        sa.Column("business_key", sa.String(length=120), nullable=True),
        sa.Column("form_id", sa.Integer(), nullable=True),
        sa.Column("lane", sa.String(length=120), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "completed",
                "cancelled",
                name="taskstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("assignee", sa.String(length=80), nullable=True),
        sa.Column("claimed_at", UtcDateTime(), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("follow_up_at", UtcDateTime(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(length=80), nullable=True),
        sa.Column("submission_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["form_id"], ["definition.id"], name=op.f("fk_user_task_form_id_definition")),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_user_task_instance_id_instance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_task")),
        sa.UniqueConstraint("token", name=op.f("uq_user_task_token")),
    )
    op.create_index("ix_user_task_assignee_status", "user_task", ["assignee", "status", "due_at"], unique=False)
    op.create_index(op.f("ix_user_task_business_key"), "user_task", ["business_key"], unique=False)
    op.create_index(op.f("ix_user_task_instance_id"), "user_task", ["instance_id"], unique=False)
    op.create_index("ix_user_task_status_due", "user_task", ["status", "due_at"], unique=False)
    op.create_table(
        "task_candidate",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("group_name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["task_id"], ["user_task.id"], name=op.f("fk_task_candidate_task_id_user_task"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("task_id", "group_name", name=op.f("pk_task_candidate")),
    )
    op.create_index("ix_task_candidate_group_name_task_id", "task_candidate", ["group_name", "task_id"], unique=False)
    op.create_table(
        "task_draft",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("values", JsonText(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.Column("saved_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["task_id"], ["user_task.id"], name=op.f("fk_task_draft_task_id_user_task"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_task_draft")),
    )


def downgrade() -> None:
    op.drop_table("task_draft")
    op.drop_table("task_candidate")
    op.drop_table("user_task")
    op.drop_table("timer")
    op.drop_table("subscription")
    op.drop_table("job")
    op.drop_table("incident")
    op.drop_table("history_entry")
    op.drop_table("start_subscription")
    op.drop_table("instance")
    op.drop_table("binding")
    op.drop_table("decision_import")
    op.drop_table("definition")
    op.drop_table("resource")
    op.drop_table("office_clock")
    op.drop_table("buffered_message")
