"""I3: what somebody does by hand to the record of who looked at which case is found; erasing it in time is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from click.testing import CliRunner
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from engine.actor import SYSTEM
from engine.anchor import Anchored, read_anchor
from engine.audit import link
from engine.audit_check import unsealed, verify
from engine.commands.erase_record import EraseRecord
from engine.commands.seal_record import WATCHED, SealRecord
from engine.doctor import examine
from engine.erasure import ERASED
from engine.errors import ValuesRefused, WrongState
from engine.executor import Engine
from engine.seal import HISTORY, HISTORY_RECORD
from engine.worker import Worker
from models.base import Base
from models.casework import AccessLog, AccessSeal, Case, LegalCircle, Person
from models.identity import Team, User
from processes.bootstrap import build_engine
from processes.cli import main
from processes.identity.access_log import ACCESS_RECORD, KEPT_YEARS, LogAccess
from processes.settings import Settings
from tests.engine.core.counting import counted
from tests.engine.durability.forgery import damage, without_guard
from tests.templates import copy_of

LOG: Any = AccessLog.__table__
BEGIN = datetime(2026, 11, 2, 8, tzinfo=UTC)


@dataclass
class Office:
    """`now` is its clock; what `verify` finds is read as of then."""

    engine: Engine
    now: datetime = BEGIN

    def look(self, what: str = "Profil", times: int = 1) -> None:
        for _ in range(times):
            self.engine.execute(LogAccess(1, what), SYSTEM)

    def seal(self) -> int:
        self.now += timedelta(minutes=1)
        self.engine.execute(SealRecord(), SYSTEM)
        return self.engine.execute(SealRecord(ACCESS_RECORD), SYSTEM)

    def found(self, anchored: Sequence[Anchored] = ()) -> list[str]:
        with self.engine.reading() as session:
            return [v.what for v in verify(session, self.now, anchored, records=self.engine.records)]

    def erase(self, years: int = KEPT_YEARS) -> int:
        return self.engine.execute(EraseRecord(ACCESS_RECORD, years, "Löschlauf"), SYSTEM)

    def ids(self) -> list[int]:
        with self.engine.reading() as session:
            return list(session.scalars(select(AccessLog.id).order_by(AccessLog.id)))

    def add(self, row_id: int, what: str = "Profil") -> None:
        """A row past everything that numbers rows."""
        row = {"id": row_id, "at": self.now, "username": "eve", "case_id": 1, "what": what, "reason": ""}
        with Session(self.engine.database.execution_options(writing=True)) as session, session.begin():
            session.execute(insert(LOG), [row])

    def damage(self, *statements: str) -> None:
        damage(self.engine.database, *statements)


def furnish(database: sqlalchemy.Engine) -> None:
    Base.metadata.create_all(database)
    with Session(database.execution_options(writing=True)) as session, session.begin():
        session.add(Team(id=1, key="nord", name="Team Nord"))
        session.add(User(id=1, username="f.kraft", display_name="F. Kraft", password_hash="-"))
        session.add(Person(id=1, customer_no="K-10001", first_name="A", last_name="B", born_on=date(1990, 1, 1)))
        session.flush()
        session.add(
            Case(
                case_number="F-2026-000001",
                person_id=1,
                legal_circle=LegalCircle.SGB2,
                team_id=1,
                caseworker_id=1,
                opened_on=date(2026, 11, 2),
                opened_at=BEGIN,
            )
        )


@contextmanager
def opened(database_url: str, data: Path) -> Iterator[Office]:
    copy_of("one case", database_url, furnish).dispose()
    office: Office
    settings = Settings(database_url=database_url, data_directory=data)
    engine = build_engine(settings, clock=lambda: office.now)
    office = Office(engine)
    yield office
    engine.database.dispose()


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    with opened(database_url, tmp_path / "office") as office:
        yield office


@pytest.fixture
def sealed(office: Office) -> Office:
    return looked_at(office)


def looked_at(office: Office) -> Office:
    """Nine looks in three seals, and a tenth that no seal covers yet; the guard against changes taken away."""
    for _ in range(3):
        office.look(times=3)
        assert office.seal() == 3
    office.look()
    assert office.found() == []
    without_guard(office.engine.database, "keep_access_log", "access_log")
    return office


@pytest.mark.parametrize(
    "change", ["at = '2026-01-01 00:00:00+00'", "username = 'eve'", "what = '-'", "reason = 'Vertretung'"]
)
def test_a_flipped_bit_is_found(sealed: Office, change: str) -> None:
    sealed.damage(f"UPDATE access_log SET {change.replace('+00', '.000000')} WHERE id = 5")
    assert sealed.found() == ["access_log: rows 4 to 6 are not as they were when seal 2 was made"]


def test_a_removed_row_is_found_by_its_number(sealed: Office) -> None:
    sealed.damage("DELETE FROM access_log WHERE id = 5")
    assert sealed.found() == ["access_log: rows 5 to 5 of seal 2 are missing"]


def test_a_cut_tail_is_found_also_if_its_numbers_are_given_again(sealed: Office) -> None:
    sealed.damage("DELETE FROM access_log WHERE id >= 8")
    assert sealed.found() == ["access_log: rows 8 to 9 of seal 3 are missing"]
    for row_id in (8, 9):
        sealed.add(row_id)
    assert sealed.found() == ["access_log: rows 7 to 9 are not as they were when seal 3 was made"]


def test_a_row_inserted_later_is_found(office: Office) -> None:
    office.look(times=3)
    office.add(5)  # as if another transaction had drawn number 4 and was rolled back
    assert office.seal() == 4
    office.add(-1)
    assert office.found() == ["access_log: rows -1 to -1 lie outside of all seals"]
    office.damage("DELETE FROM access_log WHERE id < 0")
    for number in range(WATCHED):
        office.add(6 + number)
        assert office.seal() == 1
    assert office.found() == []
    office.add(4)
    assert office.found() == ["access_log: rows 4 to 4 were added to a sealed stretch"]


def test_forged_seals_are_found_by_the_anchor(sealed: Office, tmp_path: Path) -> None:
    path = tmp_path / "audit-anchor"
    worker = Worker(sealed.engine, "sealer", anchor=path)
    worker.seal()
    anchored = read_anchor(path)
    assert [line.number for line in anchored if line.record == "access_log"] == [1, 2, 3, 4]
    with sealed.engine.reading() as session:
        assert unsealed(session, ACCESS_RECORD) == 0
    assert sealed.found(anchored) == []
    sealed.damage("DELETE FROM access_log WHERE id = 10", "DELETE FROM access_seal")
    sealed.seal()
    assert sealed.found() == [], "from the database alone this cannot be told"
    assert "access_log: seal 1 is not the one in the anchor file" in sealed.found(anchored)
    sealed.damage("DELETE FROM access_seal")
    assert [f"access_log: seal {n} stands in the anchor file but not in the database" for n in (1, 2, 3, 4)] == [
        said for said in sealed.found(anchored) if "anchor" in said
    ]
    worker = Worker(sealed.engine, "another", anchor=path)
    worker.seal()
    assert read_anchor(path) == anchored, "an anchor that does not fit is not continued"


def test_the_doctor_tells_it_too(sealed: Office) -> None:
    def told() -> list[tuple[str, str]]:
        with sealed.engine.reading() as session:
            found = examine(session, sealed.engine.definitions, sealed.now, records=sealed.engine.records)
        return [(v.invariant, v.what) for v in found]

    assert told() == []
    sealed.damage("DELETE FROM access_log WHERE id = 1")
    assert told() == [("I3", "access_log: rows 1 to 1 of seal 1 are missing")]


def test_what_was_kept_long_enough_is_erased_and_the_history_says_so(sealed: Office) -> None:
    sealed.now = BEGIN.replace(year=BEGIN.year + KEPT_YEARS) + timedelta(minutes=2)
    assert sealed.erase() == 6
    assert sealed.ids() == [7, 8, 9, 10]
    assert sealed.found() == []
    assert sealed.erase() == 0
    with sealed.engine.reading() as session:
        said = session.execute(select(HISTORY.c.actor, HISTORY.c.data).where(HISTORY.c.kind == ERASED)).one()
    facts = {"record": "access_log", "seal": 2, "rows": 6, "years": KEPT_YEARS, "reason": "Löschlauf"}
    assert tuple(said) == ("system", facts)
    sealed.add(2)
    assert sealed.found() == ["access_log: rows 2 to 2 stand where seal 1 was erased"]
    sealed.damage("DELETE FROM access_log WHERE id IN (2, 7)")
    assert sealed.found() == ["access_log: rows 7 to 7 of seal 3 are missing"]


def test_the_newest_sealed_row_stays_so_that_its_number_is_not_given_again(sealed: Office) -> None:
    sealed.seal()
    sealed.now = BEGIN.replace(year=BEGIN.year + 50)
    assert sealed.erase() == 9
    assert sealed.ids() == [10]
    sealed.look()
    sealed.seal()
    assert (sealed.ids(), sealed.found()) == ([10, 11], [])


def test_a_row_that_came_late_is_erased_with_the_seal_that_covers_it(office: Office) -> None:
    office.look()
    office.add(3)
    office.seal()  # rows 1 and 3; 2 comes late
    office.add(2)
    office.seal()
    office.add(4)
    office.seal()
    office.now = BEGIN.replace(year=BEGIN.year + KEPT_YEARS) + timedelta(minutes=1)
    assert (office.erase(), office.ids(), office.found()) == (2, [2, 4], [])
    office.now += timedelta(minutes=1)
    assert (office.erase(), office.ids(), office.found()) == (1, [4], [])


def test_nothing_is_erased_before_its_time_or_without_reason(sealed: Office) -> None:
    sealed.now = BEGIN.replace(year=BEGIN.year + KEPT_YEARS)
    assert sealed.erase() == 0
    for command, field in (
        (EraseRecord(ACCESS_RECORD, 4, "r"), "years"),
        (EraseRecord(ACCESS_RECORD, 10, " "), "reason"),
        (EraseRecord(HISTORY_RECORD, 10, "r"), "record"),
    ):
        with pytest.raises(ValuesRefused) as refused:
            sealed.engine.execute(command, SYSTEM)
        assert list(refused.value.errors) == [field]
    assert len(sealed.ids()) == 10


def test_traces_are_not_erased_with_the_rows(sealed: Office) -> None:
    sealed.damage("UPDATE access_log SET username = 'eve' WHERE id = 2")
    sealed.now = BEGIN.replace(year=BEGIN.year + KEPT_YEARS) + timedelta(days=1)
    with pytest.raises(WrongState, match="rows of record access_log, but it is changed"):
        sealed.erase()
    assert len(sealed.ids()) == 10


@pytest.mark.parametrize("years", [0, KEPT_YEARS, KEPT_YEARS + 1])
def test_an_erasure_that_is_only_claimed_is_found(sealed: Office, years: int) -> None:
    """Rows of this morning are removed, and the history says they were old: now, or at a moment still to come."""
    row = {"at": BEGIN.replace(year=BEGIN.year + years), "actor": "system", "kind": ERASED, "instance_id": None}
    row |= dict.fromkeys(("transition", "definition_id", "business_key", "process_key", "element_id", "token"))
    row |= {"data": {"record": "access_log", "seal": 2, "rows": 6, "years": 10, "reason": "r"}}
    with Session(sealed.engine.database.execution_options(writing=True)) as session, session.begin():
        session.execute(insert(HISTORY), [row | {"hash": link(None, [row])}])
    sealed.damage("DELETE FROM access_log WHERE id <= 6")
    first, *rest = sealed.found()
    assert first == "row 1 says that rows of access_log were erased which had to be kept"
    assert rest == [
        "access_log: rows 1 to 3 of seal 1 are missing",
        "access_log: rows 4 to 6 of seal 2 are missing",
    ]


def test_a_look_costs_the_insert_alone(sealed: Office) -> None:
    """The seals ride on the worker: whoever opens a page waits for one row, whatever was sealed before."""
    with counted(sealed.engine.database) as asked:
        sealed.look()
    about_access = [statement for statement in asked.statements if "access_" in statement]
    assert [statement.split(" (")[0] for statement in about_access] == ["INSERT INTO access_log"]
    with sealed.engine.reading() as session:
        assert session.scalar(select(func.count()).select_from(AccessSeal)) == 3


def test_the_command_line_tells_it_and_erases(sqlite_url: str, tmp_path: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        environment = {"DATABASE_URL": sqlite_url, "PHASENWERK_DATA": str(tmp_path)}
        answer = CliRunner().invoke(main, arguments, env=environment)
        return answer.exit_code, " ".join(answer.output.split())

    with opened(sqlite_url, tmp_path) as office:
        looked_at(office)
        assert run("verify-audit") == (0, "0 Siegel in der Ankerdatei, 1 Zeilen noch ohne Siegel. Alles in Ordnung.")
        refused = run("erase-access-log", "--reason", " ", "--years", "4")
        assert refused == (1, "Error: Geben Sie eine Zahl von 5 bis 100 an. Nennen Sie den Grund.")
        assert run("erase-access-log", "--reason", "Löschlauf") == (0, "0 Zeilen gelöscht.")
        office.damage("DELETE FROM access_log WHERE id = 1")
        for command in ("verify-audit", "doctor"):
            said = '{"invariant":"I3","instance_id":null,"what":"access_log: rows 1 to 1 of seal 1 are missing"}'
            assert run(command, "--json") == (1, said)
