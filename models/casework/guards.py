"""Triggers for what a check constraint cannot say: rows that never change, documents that keep their type.

A trigger belongs to a version of the schema, like a column: a published set is not edited, a later one adds to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, MetaData, Table, event, text

from models.base import Base


@dataclass(frozen=True)
class Guard:
    """`when` and `refuse_if` are SQL that both databases understand; OLD and NEW are the row before and after."""

    name: str
    table: str
    when: str  # "BEFORE UPDATE" | "BEFORE INSERT"
    message: str
    refuse_if: str = "1 = 1"

    def statements(self, dialect: str) -> Iterator[str]:
        """The statements that create the trigger on "sqlite" or "postgresql"."""
        if dialect == "sqlite":
            yield (
                f"CREATE TRIGGER {self.name} {self.when} ON {self.table} FOR EACH ROW WHEN {self.refuse_if} "
                f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
            )
            return
        yield (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {self.refuse_if} THEN "
            f"RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation'; "
            "END IF; RETURN NEW; END $$"
        )
        yield f"CREATE TRIGGER {self.name} {self.when} ON {self.table} FOR EACH ROW EXECUTE FUNCTION {self.name}()"


_NO_DUTY = (
    "NEW.state = 'IN_FORCE' AND OLD.state <> 'IN_FORCE' AND NOT EXISTS"
    " (SELECT 1 FROM agreement_duty d WHERE d.agreement_id = NEW.id AND d.side = '{side}')"
)

GUARDS_1 = (
    Guard("keep_sheet_revision", "sheet_revision", "BEFORE UPDATE", "a revision of a profiling sheet never changes"),
    Guard("keep_counselling_note", "counselling_note", "BEFORE UPDATE", "a saved note never changes"),
    Guard("keep_note_addendum", "note_addendum", "BEFORE UPDATE", "an addendum never changes"),
    Guard("keep_access_log", "access_log", "BEFORE UPDATE", "the access log never changes"),
    Guard(
        "keep_agreement_type",
        "agreement",
        "BEFORE UPDATE",
        "an agreement keeps its type for life",
        "NEW.type <> OLD.type",
    ),
    Guard(
        "start_agreement_as_draft",
        "agreement",
        "BEFORE INSERT",
        "an agreement starts as a draft",
        "NEW.state NOT IN ('DRAFT', 'DISCUSSED')",
    ),
    Guard(
        "bind_provider",
        "agreement",
        "BEFORE UPDATE",
        "an agreement needs a duty of the office",
        _NO_DUTY.format(side="PROVIDER"),
    ),
    Guard(
        "bind_client",
        "agreement",
        "BEFORE UPDATE",
        "an agreement needs a duty of the client",
        _NO_DUTY.format(side="CLIENT"),
    ),
    Guard(
        "keep_closed_sheet",
        "profiling_sheet",
        "BEFORE UPDATE",
        "a closed profiling sheet is only released or deleted",
        "OLD.state = 'CLOSED' AND NEW.state = 'CLOSED'",
    ),
)

GUARDS_2 = (
    Guard(
        "keep_handover_package",
        "handover",
        "BEFORE UPDATE",
        "a package that was handed over never changes",
        "OLD.package IS NOT NULL AND (NEW.package IS NULL OR NEW.package <> OLD.package"
        " OR NEW.package_digest <> OLD.package_digest)",
    ),
)

#: Guards of the tables about providers, measures and referrals.
GUARDS_SERVICES = (
    Guard("keep_provider_revision", "provider_revision", "BEFORE UPDATE", "a revision of a provider never changes"),
    Guard("keep_protected_result", "protected_result", "BEFORE UPDATE", "a result of a service never changes"),
    Guard("keep_result_access", "result_access", "BEFORE UPDATE", "the access log never changes"),
)

#: Guards of the first set that a later one replaces.
REPLACED = frozenset({"keep_sheet_revision"})

_OF_CLOSED_SHEET = "EXISTS (SELECT 1 FROM profiling_sheet s WHERE s.id = OLD.sheet_id AND s.state = 'CLOSED')"

#: Guards of the life cycle of profiling sheets.
GUARDS_SHEETS = (
    Guard(
        "erase_sheet_revision_only",
        "sheet_revision",
        "BEFORE UPDATE",
        "a revision of a profiling sheet never changes, it is only erased",
        "NOT (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.erased_by IS NOT NULL"
        " AND NEW.content = '{}' AND NEW.sheet_id = OLD.sheet_id AND NEW.number = OLD.number"
        " AND NEW.saved_at = OLD.saved_at AND NEW.saved_by = OLD.saved_by AND NEW.reason = OLD.reason)",
    ),
    Guard(
        "leave_closed_sheet_only_by_release",
        "profiling_sheet",
        "BEFORE UPDATE",
        "a closed profiling sheet is not opened again, a deleted one stays deleted",
        "(OLD.state = 'CLOSED' AND NEW.state = 'OPEN') OR (OLD.state = 'DELETED' AND NEW.state <> 'DELETED')"
        " OR (OLD.state = 'CLOSED' AND NEW.state = 'RELEASED' AND (NEW.conclusion <> OLD.conclusion"
        " OR NEW.segment <> OLD.segment OR NEW.override_reason <> OLD.override_reason))",
    ),
    *(
        Guard(
            f"keep_{table}_of_closed_sheet",
            table,
            "BEFORE UPDATE",
            "a closed profiling sheet keeps its content",
            _OF_CLOSED_SHEET,
        )
        for table in ("need_assessment", "target_occupation", "competence", "key_group_comment")
    ),
)

#: What became of a proposed vacancy.
GUARDS_PROPOSALS = (
    Guard("keep_proposal_outcome", "proposal_outcome", "BEFORE UPDATE", "what became of a proposal never changes"),
)


def create_guards(connection: Connection, guards: tuple[Guard, ...]) -> None:
    for guard in guards:
        for statement in guard.statements(connection.dialect.name):
            connection.execute(text(statement))


@event.listens_for(Base.metadata, "after_create")
def _create(_metadata: MetaData, connection: Connection, *, tables: Collection[Table], **_options: object) -> None:
    """Tables made without migrations (scratch databases of tests and simulations) get the same triggers."""
    made = {table.name for table in tables}
    every = GUARDS_1 + GUARDS_2 + GUARDS_SERVICES + GUARDS_SHEETS + GUARDS_PROPOSALS
    create_guards(connection, tuple(guard for guard in every if guard.table in made and guard.name not in REPLACED))
