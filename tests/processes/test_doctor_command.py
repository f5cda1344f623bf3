"""`phasenwerk doctor` and `phasenwerk verify-audit`: what they say, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.actor import SYSTEM
from engine.commands.deploy_resources import DeployResources
from engine.commands.start_instance import StartInstance
from engine.executor import Engine
from engine.worker import Worker
from models.migrate import upgrade
from processes.bootstrap import build_engine
from processes.cli import main
from processes.settings import Settings
from tests.engine.durability.forgery import damage
from tests.engine.durability.release_database import DIAGRAMS


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{tmp_path / 'office.sqlite3'}", data_directory=tmp_path)


@pytest.fixture
def engine(settings: Settings) -> Engine:
    engine = build_engine(settings)
    upgrade(engine.database)
    engine.execute(DeployResources((("heartbeat.bpmn", (DIAGRAMS / "heartbeat.bpmn").read_bytes()),)), SYSTEM)
    engine.execute(StartInstance("heartbeat", {"beats": 0, "wanted": 1}), SYSTEM)
    Worker(engine, "sealer", anchor=settings.anchor).seal()
    return engine


def run(settings: Settings, *arguments: str) -> Result:
    environment = {"DATABASE_URL": settings.database_url, "PHASENWERK_DATA": str(settings.data_directory)}
    return CliRunner().invoke(main, arguments, env=environment)


def test_a_healthy_office(engine: Engine, settings: Settings) -> None:
    for command in ("doctor", "verify-audit"):
        answer = run(settings, command)
        assert (answer.exit_code, "Alles in Ordnung." in answer.output) == (0, True), answer.output
        assert run(settings, command, "--json").output == ""
    assert "1 Siegel in der Ankerdatei, 0 Zeilen noch ohne Siegel." in run(settings, "verify-audit").output


def test_a_damaged_history(engine: Engine, settings: Settings) -> None:
    damage(engine.database, "UPDATE history_entry SET actor = 'eve' WHERE kind = 'instance.started'")
    for command in ("doctor", "verify-audit"):
        answer = run(settings, command)
        assert (answer.exit_code, "2 Verletzungen." in answer.output) == (1, True), answer.output
        told = [json.loads(line) for line in run(settings, command, "--json").output.splitlines()]
        assert [t["invariant"] for t in told] == ["I3", "I3"]
        assert set(told[0]) == {"invariant", "instance_id", "what"}


def test_a_copy_of_the_anchor_shows_seals_that_were_made_anew(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    kept = tmp_path / "kept-apart"
    kept.write_text(settings.anchor.read_text())
    settings.anchor.unlink()
    damage(engine.database, "DELETE FROM audit_seal", "DELETE FROM history_entry WHERE instance_id IS NULL")
    assert run(settings, "verify-audit").exit_code == 0, "from the database alone this cannot be told"
    answer = run(settings, "verify-audit", "--anchor", str(kept))
    assert answer.exit_code == 1
    assert "stands in the anchor file but not in the database" in " ".join(answer.output.split())


def test_an_anchor_that_cannot_be_read_is_said(engine: Engine, settings: Settings) -> None:
    settings.anchor.write_text("nonsense\n")
    answer = run(settings, "verify-audit")
    assert answer.exit_code == 1
    assert "line 1 of the anchor file cannot be read" in answer.output


def test_a_backup_is_as_healthy_as_what_it_copies(engine: Engine, settings: Settings, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "office.sqlite3"
    copy.parent.mkdir()
    answer = run(settings, "backup", str(copy))
    assert (answer.exit_code, "Gesichert nach" in answer.output) == (0, True), answer.output
    restored = Settings(database_url=f"sqlite:///{copy}", data_directory=copy.parent)
    assert "Alles in Ordnung." in run(restored, "doctor").output
    again = run(settings, "backup", str(copy))
    assert (again.exit_code, "exists" in again.output) == (1, True)
