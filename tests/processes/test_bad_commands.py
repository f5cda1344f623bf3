"""Bad input at the command line: exit code and a sentence that says what was expected, no trace, nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from processes.cli import main

CSV = "a;b\n1;2\n"


def address(directory: Path) -> str:
    return f"sqlite:///{directory / 'leer.sqlite3'}"


def file(name: str, text: str) -> Callable[[Path], str]:
    def write(directory: Path) -> str:
        (directory / name).write_text(text, encoding="utf-8")
        return str(directory / name)

    return write


#: Arguments (a function makes a file), exit code, what is said.
ROWS: list[tuple[list[str | Callable[[Path], str]], int, str]] = [
    (["doctor"], 1, "Erwartet: eine Datenbank, die antwortet und auf dem neuesten Stand ist"),
    (["doctor", "--json"], 1, "Erwartet: eine Datenbank"),
    (["verify-audit"], 1, "Erwartet: eine Datenbank"),
    (["verify-audit", "--anchor", file("anker", "x")], 1, "Ankerdatei"),
    (["deploy", file("x.bpmn", "<a/>")], 1, "Erwartet: eine Datenbank"),
    (["deploy", "nix.bpmn"], 2, "does not exist"),
    (["deploy"], 2, "Missing argument"),
    (["lint", file("x.txt", "?")], 1, "nur .bpmn, .dmn und .form"),
    (["lint", file("x.bpmn", "<a/>")], 1, "Die Datei ist kein BPMN-2.0-Diagramm"),
    (["lint", file("x.form", "{")], 1, "error"),
    (["import-providers", file("x.csv", CSV)], 1, "Die Spalte „Name“ fehlt."),
    (["import-occupations", file("x.csv", CSV)], 1, "Die Spalte „KldB“ fehlt."),
    (["import-economic-classes", file("x.csv", CSV)], 1, "Die Spalte „Code“ fehlt."),
    (["erase-access-log"], 2, "Missing option '--reason'"),
    (["erase-access-log", "--reason", "r", "--years", "ten"], 2, "'ten' is not a valid integer"),
    (["erase-access-log", "--reason", "r"], 1, "Erwartet: eine Datenbank"),
    (["backup", file("da", "")], 1, "expected a new file"),
    (["worker", "--nix"], 2, "No such option"),
    (["nix"], 2, "No such command"),
]


@pytest.mark.parametrize("arguments, code, said", ROWS, ids=lambda value: str(value)[:40])
def test_a_bad_command_is_told(
    tmp_path: Path, arguments: list[str | Callable[[Path], str]], code: int, said: str
) -> None:
    given = [each if isinstance(each, str) else each(tmp_path) for each in arguments]
    environment = {"DATABASE_URL": address(tmp_path), "PHASENWERK_DATA": str(tmp_path)}
    answer = CliRunner().invoke(main, given, env=environment)
    assert (answer.exit_code, isinstance(answer.exception, SystemExit)) == (code, True), answer.exception
    assert said in answer.output.replace("\n", " ")
    assert "Traceback" not in answer.output


@pytest.mark.parametrize("wrong", [{"DATABASE_URL": "unsinn"}, {"PORT": "viel"}, {"SMTP_PORT": "x"}])
def test_a_bad_setting_is_told(tmp_path: Path, wrong: dict[str, str]) -> None:
    environment = {"DATABASE_URL": address(tmp_path), "PHASENWERK_DATA": str(tmp_path), **wrong}
    answer = CliRunner().invoke(main, ["doctor"], env=environment)
    assert answer.exit_code in (1, 2)
    assert isinstance(answer.exception, SystemExit), answer.exception
    assert next(iter(wrong)) in answer.output


def test_every_command_of_the_line_has_a_row() -> None:
    tried = {row[0][0] for row in ROWS}
    # These take no input that could be wrong but the database, and change it or serve until they are stopped.
    others = {"migrate", "seed-demo", "run"}  # the last comes with the web
    assert main.commands.keys() <= tried | others
