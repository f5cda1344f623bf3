"""I3: what somebody does to the history by hand is found, whatever traces are covered."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from engine.actor import SYSTEM
from engine.anchor import AnchorDamaged, Anchored, extend_anchor, read_anchor
from engine.audit import link
from engine.audit_check import unsealed, verify
from engine.commands.claim_task import ClaimTask
from engine.commands.seal_record import SealRecord
from engine.errors import Conflict
from engine.seal import HISTORY, SEAL
from engine.testing import Harness
from engine.worker import Worker
from tests.engine.durability.forgery import damage, forge_links


def found(harness: Harness, anchored: Sequence[Anchored] = ()) -> list[str]:
    with harness.engine.reading() as session:
        return [v.what for v in verify(session, harness.now, anchored)]


def seal(harness: Harness) -> int:
    return harness.engine.execute(SealRecord(), SYSTEM)


def seal_count(harness: Harness) -> int:
    with harness.engine.reading() as session:
        return len(session.execute(select(SEAL.c.id)).all())


def insert_row(harness: Harness, row: dict[str, object]) -> None:
    with Session(harness.database.execution_options(writing=True)) as session, session.begin():
        session.execute(insert(HISTORY), [row])


@pytest.fixture
def sealed(toys: Harness) -> Harness:
    """Three books lent, everything sealed in three seals; then a fourth that no seal covers yet."""
    for book in ("Faust", "Emma", "Momo"):
        case = toys.start("lending", business_key=book, branch="north", book=book, librarian="ada")
        toys.engine.execute(ClaimTask(case.task("hand_out").id), SYSTEM)
        case.complete("hand_out", reader="1234")
        assert seal(toys)
    toys.start("lending", business_key="Lenz", branch="north", book="Lenz", librarian="ada")
    assert seal_count(toys) == 3
    assert found(toys) == []
    return toys


@pytest.fixture
def anchor(sealed: Harness, tmp_path: Path) -> tuple[Anchored, ...]:
    path = tmp_path / "office" / "audit-anchor"
    with sealed.engine.reading() as session:
        assert extend_anchor(path, session) == 3
        assert extend_anchor(path, session) == 0
    return read_anchor(path)


def test_a_flipped_bit_is_found_in_its_link_and_in_its_seal(sealed: Harness) -> None:
    is_one = "kind = 'task.completed' AND business_key = 'Emma'"
    damage(sealed.database, f"UPDATE history_entry SET token = 'x' WHERE {is_one}")
    said = found(sealed)
    assert len(said) == 2
    assert "are not as they were written" in said[0]
    assert "when seal 2 was made" in said[1]


def test_a_flipped_bit_is_found_before_any_seal(sealed: Harness) -> None:
    damage(sealed.database, "UPDATE history_entry SET at = '2026-01-01 00:00:00.000000' WHERE business_key = 'Lenz'")
    assert ["as they were written" in w for w in found(sealed)] == [True]


def test_a_removed_row_is_found_by_its_number(sealed: Harness) -> None:
    with sealed.engine.reading() as session:
        wanted = select(HISTORY.c.id).where(HISTORY.c.kind == "task.claimed", HISTORY.c.business_key == "Emma")
        removed = session.execute(wanted).scalar_one()
    damage(sealed.database, f"DELETE FROM history_entry WHERE id = {removed}")
    forge_links(sealed.database)
    assert f"rows {removed} to {removed} of seal 2 are missing" in found(sealed)


def test_a_cut_tail_is_found_with_and_without_seal(sealed: Harness) -> None:
    cut = "DELETE FROM history_entry WHERE id = (SELECT max(id) FROM history_entry)"
    damage(sealed.database, cut)
    assert ["belong to no link" in w for w in found(sealed)] == [True]
    damage(sealed.database, "DELETE FROM history_entry WHERE business_key = 'Lenz'")
    assert found(sealed) == ["its whole history is missing"]
    damage(sealed.database, *[cut] * 2)
    assert any("of seal 3 are missing" in w for w in found(sealed))


def test_a_link_that_was_cut_off_whole_is_found(sealed: Harness) -> None:
    damage(sealed.database, "DELETE FROM history_entry WHERE business_key = 'Momo' AND transition = 2")
    assert "the newest rows of its history are missing" in found(sealed)


def test_a_whole_instance_that_was_removed_is_found(sealed: Harness) -> None:
    whose = "(SELECT id FROM instance WHERE business_key = 'Emma')"
    tasks = f"(SELECT id FROM user_task WHERE instance_id = {whose})"
    damage(sealed.database, f"DELETE FROM task_candidate WHERE task_id IN {tasks}")
    for table in ("history_entry", "user_task", "timer", "subscription"):
        damage(sealed.database, f"DELETE FROM {table} WHERE instance_id = {whose}")
    damage(sealed.database, "DELETE FROM instance WHERE business_key = 'Emma'")
    said = found(sealed)
    assert said
    assert all("of seal 2 are missing" in w for w in said)


def test_a_row_added_outside_of_all_seals_is_found(sealed: Harness) -> None:
    with sealed.engine.reading() as session:
        row = dict(session.execute(select(HISTORY).where(HISTORY.c.id == 3)).one()._mapping)
    added = {**row, "id": -3, "kind": "task.approved", "instance_id": None}
    insert_row(sealed, {**added, "hash": link(None, [added])})
    assert found(sealed) == ["rows -3 to -3 lie outside of all seals"]


def test_forged_links_are_found_by_the_seals_and_forged_seals_by_the_anchor(
    sealed: Harness, anchor: tuple[Anchored, ...]
) -> None:
    damage(sealed.database, "UPDATE history_entry SET actor = 'eve' WHERE business_key = 'Emma'")
    forge_links(sealed.database)
    assert any("when seal 2 was made" in w for w in found(sealed))
    damage(sealed.database, "DELETE FROM audit_seal")
    while seal(sealed):
        pass
    assert found(sealed) == [], "from the database alone this cannot be told"
    assert "seal 1 is not the one in the anchor file" in found(sealed, anchor)


def test_seals_that_were_cut_off_are_found_by_the_anchor(sealed: Harness, anchor: tuple[Anchored, ...]) -> None:
    damage(sealed.database, "DELETE FROM audit_seal WHERE id = 3")
    assert found(sealed, anchor) == ["seal 3 stands in the anchor file but not in the database"]
    damage(sealed.database, "DELETE FROM audit_seal WHERE id = 1")
    assert any("seals 1 to 1 are missing" in w for w in found(sealed))


def test_a_changed_seal_is_found(sealed: Harness) -> None:
    damage(sealed.database, "UPDATE audit_seal SET rows = rows + 1 WHERE id = 2")
    assert found(sealed) == ["seal 2 is not as it was made"]


def test_an_anchor_of_another_database_is_not_continued(
    sealed: Harness, tmp_path: Path, anchor: tuple[Anchored, ...]
) -> None:
    path = tmp_path / "office" / "audit-anchor"
    path.write_text(path.read_text().replace(anchor[-1].hash.hex(), "00" * 32))
    seal(sealed)
    with sealed.engine.reading() as session, pytest.raises(AnchorDamaged, match="not a seal of this database"):
        extend_anchor(path, session)
    path.write_text("nonsense\n")
    with pytest.raises(AnchorDamaged, match="line 1"):
        read_anchor(path)


def test_a_transaction_that_commits_late_is_sealed_late(toys: Harness) -> None:
    """PostgreSQL gives numbers before transactions commit; here the number is left free by hand."""
    toys.start("heartbeat", beats=0, wanted=9)
    with toys.engine.reading() as session:
        newest = session.execute(select(HISTORY).order_by(HISTORY.c.id.desc()).limit(1)).one()
    row = {**newest._mapping, "instance_id": None, "transition": None}
    row["hash"] = link(None, [row])
    insert_row(toys, {**row, "id": newest.id + 4})
    assert seal(toys)
    assert seal(toys) == 0
    insert_row(toys, {**row, "id": newest.id + 2})
    assert found(toys) == [], "it is not late yet: a later seal will cover it"
    assert seal(toys) == 1
    insert_row(toys, {**row, "id": newest.id + 5})
    assert seal(toys) == 1
    assert found(toys) == []
    with toys.engine.reading() as session:
        assert session.execute(select(SEAL.c.late).order_by(SEAL.c.id)).scalars().all() == [[], [newest.id + 2], []]
    damage(toys.database, f"DELETE FROM history_entry WHERE id = {newest.id + 2}")
    assert found(toys) == [f"rows {newest.id + 2} to {newest.id + 2} of seal 2 are missing"]


def test_the_worker_seals_once_per_interval_and_extends_the_anchor(toys: Harness, tmp_path: Path) -> None:
    path = tmp_path / "audit-anchor"
    worker = Worker(toys.engine, "sealer", anchor=path)
    toys.start("heartbeat", beats=0, wanted=9)
    for _ in range(3):
        worker.seal()
    assert len(read_anchor(path)) == 1
    toys.travel(days=1)
    worker.seal()
    assert len(read_anchor(path)) == 2
    with toys.engine.reading() as session:
        assert unsealed(session) == 0
    assert found(toys, read_anchor(path)) == []


def test_of_workers_that_seal_at_once_one_seals(toys: Harness) -> None:
    toys.start("heartbeat", beats=0, wanted=9)
    results: list[int] = []

    def act() -> None:
        try:
            results.append(seal(toys))
        except Conflict:
            results.append(0)

    threads = [threading.Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(bool(r) for r in results) == [False, False, False, True]
    assert seal_count(toys) == 1
    assert found(toys) == []


def test_a_normal_completion_costs_no_statement_more(toys: Harness) -> None:
    """The chain rides on statements that are there anyway: nothing reads or writes heads of its own."""
    case = toys.start("lending", branch="north", book="Faust", librarian="ada")
    seen: list[str] = []

    @event.listens_for(toys.database, "before_cursor_execute")
    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    case.complete("hand_out", reader="1234")
    assert sum("UPDATE instance" in s for s in seen) == 1
    assert [s for s in seen if s.startswith("SELECT instance.history_head")] == []
