"""The whole employment record, days known in advance, hand-overs and consents within a household."""

import sqlalchemy as sa
from alembic import op

from models.base import JsonText, UtcDateTime
from models.casework.guards import GUARDS_2, create_guards

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

#: Columns that stay as they are.
KEPT = (
    "id, case_id, employer, occupation, started_on, ended_on, weekly_hours, is_insured, marking, ends_need,"
    " after_care, after_care_reason, after_care_until, recorded_at, recorded_by"
)


def upgrade() -> None:
    op.execute("CREATE TEMPORARY TABLE kept AS SELECT * FROM employment_record")
    op.drop_index("ix_employment_record_case_id", "employment_record")
    op.drop_table("employment_record")
    op.create_table(
        "household_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "DATEN",
                "GEMEINSAMES_GESPRAECH",
                name="householdpurpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column(
            "form",
            sa.Enum("WRITTEN", "ELECTRONIC", name="consentform", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "(given_on IS NULL) <> (refused_on IS NULL)", name=op.f("ck_household_consent_given_or_refused")
        ),
        sa.CheckConstraint("given_on IS NULL OR form IS NOT NULL", name=op.f("ck_household_consent_given_in_a_form")),
        sa.CheckConstraint(
            "withdrawn_on IS NULL OR withdrawn_on >= given_on", name=op.f("ck_household_consent_days_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_consent_household_id_household")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_household_consent_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_consent")),
    )
    op.create_index(
        "ix_household_consent_household_id_person_id", "household_consent", ["household_id", "person_id"], unique=False
    )
    op.create_table(
        "employment_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "PRAKTIKUM",
                "SOZIALVERSICHERUNGSPFLICHTIG",
                "GERINGFUEGIG",
                "AUSBILDUNG_BETRIEB",
                "AUSBILDUNG_VOLLQUALIFIZIEREND",
                "WEITERBILDUNG",
                "DUALES_STUDIUM",
                "FREIWILLIGENDIENST",
                "ARBEITSGELEGENHEIT_16D",
                name="employmentcategory",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("employer", sa.String(length=200), nullable=False),
        sa.Column("establishment_no", sa.String(length=8), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("is_fixed_term", sa.Boolean(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("wz_code", sa.String(length=10), nullable=False),
        sa.Column("occupation", sa.String(length=200), nullable=False),
        sa.Column("occupation_code", sa.String(length=12), nullable=False),
        sa.Column("degree", sa.String(length=60), nullable=False),
        sa.Column("is_abroad", sa.Boolean(), nullable=False),
        sa.Column("weekly_hours", sa.Integer(), nullable=True),
        sa.Column("is_insured", sa.Boolean(), nullable=False),
        sa.Column("is_self_employed", sa.Boolean(), nullable=False),
        sa.Column("is_main_occupation", sa.Boolean(), nullable=False),
        sa.Column("is_fully_qualifying", sa.Boolean(), nullable=False),
        sa.Column(
            "subsidy",
            sa.Enum(
                "KEINE",
                "EGZ",
                "EINSTIEGSGELD_16B",
                "LANGZEITARBEITSLOSE_16E",
                "TEILHABE_16I",
                name="subsidy",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "marking",
            sa.Enum(
                "INTEGRATION", "CV", name="employmentmarking", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("marking_reason", sa.Text(), nullable=False),
        sa.Column(
            "found_by",
            sa.Enum(
                "SELBST_GEFUNDEN", "VERMITTELT", name="foundby", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column(
            "counted",
            sa.Enum(
                "GEZAEHLT",
                "NICHT_GEZAEHLT",
                "ZU_KLAEREN",
                name="countresult",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("counted_month", sa.Date(), nullable=True),
        sa.Column("count_reason", sa.Text(), nullable=False),
        sa.Column(
            "continuity",
            sa.Enum(
                "DURCHGEHEND",
                "UNTERBROCHEN",
                "UNBEKANNT",
                name="continuity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("insured_months", JsonText(), nullable=False),
        sa.Column("ends_need", sa.Boolean(), nullable=True),
        sa.Column("after_care", sa.Boolean(), nullable=True),
        sa.Column(
            "after_care_kind",
            sa.Enum(
                "FOERDERUNG_16G",
                "COACHING_16K",
                name="aftercarekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("after_care_reason", sa.Text(), nullable=False),
        sa.Column("after_care_until", sa.Date(), nullable=True),
        sa.Column("after_care_result", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.Column("completed_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "counted IS NULL OR counted <> 'GEZAEHLT' OR counted_month IS NOT NULL",
            name=op.f("ck_employment_record_counted_month"),
        ),
        sa.CheckConstraint(
            "marking <> 'INTEGRATION' OR after_care IS NULL OR length(trim(after_care_reason)) > 0",
            name=op.f("ck_employment_record_after_care_has_a_reason"),
        ),
        sa.CheckConstraint(
            "marking <> 'INTEGRATION' OR completed_at IS NULL OR found_by IS NOT NULL",
            name=op.f("ck_employment_record_integration_names_the_way"),
        ),
        sa.CheckConstraint(
            "NOT is_fixed_term OR ended_on IS NOT NULL", name=op.f("ck_employment_record_fixed_term_has_an_end")
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_employment_record_days_in_order")
        ),
        sa.CheckConstraint("length(trim(title)) > 0", name=op.f("ck_employment_record_title")),
        sa.CheckConstraint(
            "weekly_hours IS NULL OR weekly_hours BETWEEN 1 AND 80", name=op.f("ck_employment_record_weekly_hours")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_employment_record_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employment_record")),
    )
    op.create_index(op.f("ix_employment_record_case_id"), "employment_record", ["case_id"], unique=False)
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "EXPECTED",
                "FROZEN",
                "RECEIVED",
                "EFFECTIVE",
                "NOT_NEEDED",
                "CANCELLED",
                name="handoverstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("informed_on", sa.Date(), nullable=True),
        sa.Column("information", sa.Text(), nullable=False),
        sa.Column("final_talk_on", sa.Date(), nullable=True),
        sa.Column("final_talk_note", sa.Text(), nullable=False),
        sa.Column("receiving_team", sa.String(length=40), nullable=False),
        sa.Column("receiving_caseworker", sa.String(length=80), nullable=False),
        sa.Column("package", JsonText(), nullable=True),
        sa.Column("package_digest", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", UtcDateTime(), nullable=True),
        sa.Column("frozen_by", sa.String(length=80), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=True),
        sa.Column("received_by", sa.String(length=80), nullable=True),
        sa.Column("receipt_note", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('FROZEN', 'RECEIVED', 'EFFECTIVE') OR (package IS NOT NULL AND frozen_at IS NOT NULL)",
            name=op.f("ck_handover_frozen_has_a_package"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('RECEIVED', 'EFFECTIVE') OR (received_at IS NOT NULL AND received_by IS NOT NULL)",
            name=op.f("ck_handover_received_names_the_receiver"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_handover_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index(op.f("ix_handover_case_id"), "handover", ["case_id"], unique=False)
    op.create_index(
        "uq_handover_running",
        "handover",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('EXPECTED', 'FROZEN', 'RECEIVED')"),
        postgresql_where=sa.text("state IN ('EXPECTED', 'FROZEN', 'RECEIVED')"),
    )
    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "KIND_14_MONATE",
                "SELBSTAENDIG_EIN_JAHR",
                "BESCHAEFTIGUNGSENDE",
                name="milestonekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("event_on", sa.Date(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("employment_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "OPEN", "DONE", "CANCELLED", name="milestonestate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=80), nullable=True),
        sa.CheckConstraint(
            "state <> 'DONE' OR (decided_on IS NOT NULL AND decided_by IS NOT NULL)", name=op.f("ck_milestone_decided")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_milestone_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["employment_id"], ["employment_record.id"], name=op.f("fk_milestone_employment_id_employment_record")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    op.create_index("ix_milestone_case_id_state", "milestone", ["case_id", "state"], unique=False)
    op.create_index(op.f("ix_milestone_employment_id"), "milestone", ["employment_id"], unique=False)
    op.add_column(
        "office_settings", sa.Column("marks_whole_months", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "office_settings", sa.Column("contact_lead_working_days", sa.Integer(), server_default="10", nullable=False)
    )
    op.execute(
        f"INSERT INTO employment_record ({KEPT}, title, category, establishment_no, place, is_fixed_term, wz_code,"
        " occupation_code, degree, is_abroad, is_self_employed, is_main_occupation, is_fully_qualifying, subsidy,"
        " marking_reason, kind, count_reason, insured_months, after_care_result, completed_by)"
        f" SELECT {KEPT}, kind, CASE WHEN is_insured THEN 'SOZIALVERSICHERUNGSPFLICHTIG' ELSE 'GERINGFUEGIG' END,"
        " '', '', FALSE, '', '', '', FALSE, FALSE, TRUE, FALSE, 'KEINE', '', '', '', '[]', '', '' FROM kept"
    )
    op.execute("DROP TABLE kept")
    _number_on("employment_record")
    create_guards(op.get_bind(), GUARDS_2)


def _number_on(table: str) -> None:
    """The next id follows the copied ones; PostgreSQL counts in a sequence that knows nothing of them."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'),"
            f" COALESCE((SELECT max(id) FROM {table}), 0) + 1, false)"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS keep_handover_package() CASCADE")
    for table in ("household_consent", "handover", "milestone"):
        op.drop_table(table)
    op.execute("CREATE TEMPORARY TABLE kept AS SELECT * FROM employment_record")
    op.drop_table("employment_record")
    op.create_table(
        "employment_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("employer", sa.String(length=200), nullable=False),
        sa.Column("occupation", sa.String(length=200), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("weekly_hours", sa.Integer(), nullable=True),
        sa.Column("is_insured", sa.Boolean(), nullable=False),
        sa.Column(
            "marking",
            sa.Enum(
                "INTEGRATION", "CV", name="employmentmarking", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("ends_need", sa.Boolean(), nullable=True),
        sa.Column("after_care", sa.Boolean(), nullable=True),
        sa.Column("after_care_reason", sa.Text(), nullable=False),
        sa.Column("after_care_until", sa.Date(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "marking <> 'INTEGRATION' OR after_care IS NULL OR length(trim(after_care_reason)) > 0",
            name=op.f("ck_employment_record_after_care_has_a_reason"),
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_employment_record_days_in_order")
        ),
        sa.CheckConstraint(
            "weekly_hours IS NULL OR weekly_hours BETWEEN 1 AND 80", name=op.f("ck_employment_record_weekly_hours")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_employment_record_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employment_record")),
    )
    op.create_index(op.f("ix_employment_record_case_id"), "employment_record", ["case_id"], unique=False)
    op.execute(f"INSERT INTO employment_record ({KEPT}, kind) SELECT {KEPT}, substr(title, 1, 60) FROM kept")
    op.execute("DROP TABLE kept")
    _number_on("employment_record")
    for column in ("contact_lead_working_days", "marks_whole_months"):
        op.drop_column("office_settings", column)
