"""The command line.

Commands of higher floors (the web server) join through entry points, so that imports still go down only.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import click
import orjson
import structlog
from rich.console import Console
from sqlalchemy.exc import ArgumentError

from engine.actor import SYSTEM
from engine.anchor import AnchorDamaged, Anchored, read_anchor
from engine.audit_check import see_one_moment, unsealed, verify
from engine.commands.deploy_resources import DeployResources
from engine.commands.erase_record import EraseRecord
from engine.doctor import Violation, examine_in_turn
from engine.errors import DatabaseAway, DeploymentRefused, EngineError, ValuesRefused
from engine.lint.finding import Severity
from engine.worker import Worker
from models.backup import NoBackup, back_up
from models.migrate import upgrade
from processes.bootstrap import build_engine, deploy_shipped, shipped_models
from processes.identity.access_log import ACCESS_RECORD, KEPT_YEARS
from processes.linting import lint_resources
from processes.next_steps import CHECKS
from processes.profiling.occupation_import import (
    EDITION,
    ImportOccupations,
    read_occupations,
    shipped_occupations,
)
from processes.providers.commands import WZ_VERSION
from processes.providers.importing import (
    ImportEconomicClasses,
    ImportProviders,
    ImportRefused,
    read_classes,
    read_providers,
    shipped_classes,
)
from processes.settings import Settings, read_settings

console = Console()


class Told(click.Group):
    """A refusal is a sentence and exit code 1, never a trace of the program."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DatabaseAway as away:
            cause = type(getattr(away.__cause__, "orig", None) or away.__cause__).__name__
            raise click.ClickException(
                "Erwartet: eine Datenbank, die antwortet und auf dem neuesten Stand ist (phasenwerk migrate). "
                f"Vorgefunden: {cause}. Es wurde nichts geändert."
            ) from away
        except ArgumentError as error:
            raise click.ClickException(
                "Erwartet: eine Adresse in DATABASE_URL wie sqlite:///var/phasenwerk.sqlite3. "
                "Vorgefunden: etwas, das keine ist."
            ) from error
        except EngineError as refused:
            raise click.ClickException(f"{refused}. Es wurde nichts geändert.") from refused


@click.group(cls=Told)
@click.option("--demo", is_flag=True, help="Demo jobcenter with a clock that can be moved.")
@click.pass_context
def main(context: click.Context, demo: bool) -> None:
    """Phasenwerk: casework for jobcenters, driven by diagrams."""
    try:
        settings = read_settings(os.environ, demo=demo)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    set_up_logging(settings)
    context.obj = settings


def set_up_logging(settings: Settings) -> None:
    """Structured lines on standard error; they carry ids and error classes, never personal data."""
    logging.basicConfig(level=settings.log_level, format="%(message)s")
    for noisy in ("spiff", "sqlalchemy.engine", "alembic", "waitress"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    renderer = structlog.dev.ConsoleRenderer(colors=False)
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            renderer,
        ]
    )
    for handler in logging.getLogger().handlers:
        handler.setFormatter(formatter)


@main.command()
@click.pass_obj
def migrate(settings: Settings) -> None:
    """Bring the database to the newest schema and deploy the shipped processes."""
    engine = build_engine(settings)
    upgrade(engine.database)
    deployed = deploy_shipped(engine)
    console.print(f"Datenbank ist aktuell, {sum(d.is_new for d in deployed)} neue Versionen.")


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--comment", default="", help="What changed, for the list of versions.")
@click.pass_obj
def deploy(settings: Settings, files: tuple[Path, ...], comment: str) -> None:
    """Deploy diagrams, decision tables and forms together."""
    engine = build_engine(settings)
    resources = tuple((f.name, f.read_bytes()) for f in files)
    try:
        deployed = engine.execute(DeployResources(resources, comment=comment), SYSTEM)
    except DeploymentRefused as refused:
        for finding in refused.findings:
            console.print(f"{finding.element_id or '-'}: {finding.message_de}", style="red", highlight=False)
        raise SystemExit(1) from refused
    for definition in deployed:
        state = "neu" if definition.is_new else "unverändert"
        console.print(f"{definition.kind.value} {definition.key} Version {definition.version} ({state})")


@main.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def lint(files: tuple[Path, ...]) -> None:
    """Check files (all shipped ones without arguments); exit code 1 if anything could not be deployed."""
    resources = tuple((f.name, f.read_bytes()) for f in files) or shipped_models()
    findings = lint_resources(resources)
    for finding in findings:
        colour = {"error": "red", "warning": "yellow"}.get(finding.severity.value, "dim")
        where = finding.element_id or "-"
        console.print(f"{finding.severity.value:8}{where}: {finding.message_de}", style=colour, highlight=False)
    console.print(f"{len(resources)} Dateien geprüft, {len(findings)} Befunde.")
    if any(f.severity is Severity.ERROR for f in findings):
        raise SystemExit(1)


@main.command()
@click.option("--name", default=lambda: f"worker-{os.getpid()}", help="Tells workers apart in leases.")
@click.pass_obj
def worker(settings: Settings, name: str) -> None:
    """Fire timers and work jobs until stopped."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    Worker(build_engine(settings), name, anchor=settings.anchor).run_forever(stop)


@main.command("seed-demo")
@click.pass_obj
def seed_demo(settings: Settings) -> None:
    """Create the demo jobcenter Musterstadt in an empty database by running its processes."""
    from processes.demo import seed

    engine = build_engine(settings)
    upgrade(engine.database)
    seed(settings, report=console.print)


@main.command("import-providers")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def import_providers(settings: Settings, file: Path) -> None:
    """Create or update providers and employers from a CSV file; all rows or none."""
    with refusing_imports():
        command = ImportProviders(tuple(read_providers(file.read_bytes())), file.name)
        done = build_engine(settings).execute(command, SYSTEM)
        console.print(f"{done.created} Träger angelegt, {done.updated} aktualisiert.")


@main.command("import-economic-classes")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--version", default=WZ_VERSION, show_default=True, help="Edition of the classification.")
@click.pass_obj
def import_economic_classes(settings: Settings, file: Path | None, version: str) -> None:
    """Read economic classes from a CSV file, or the shipped subset of WZ 2008 without one."""
    with refusing_imports():
        classes = read_classes(file.read_bytes()) if file else shipped_classes()
        done = build_engine(settings).execute(ImportEconomicClasses(tuple(classes), version), SYSTEM)
        console.print(f"{done} Wirtschaftsklassen eingelesen.")


@main.command("import-occupations")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--edition", default=EDITION, show_default=True, help="Edition of KldB 2010 the codes are taken from.")
@click.option("--complete", is_flag=True, help="The file is the whole register: others are offered no more.")
@click.pass_obj
def import_occupations(settings: Settings, file: Path | None, edition: str, complete: bool) -> None:
    """Read occupations from a CSV file, or the shipped subset without one; all rows or none."""
    with refusing_imports():
        rows = read_occupations(file.read_bytes()) if file else shipped_occupations()
        done = build_engine(settings).execute(ImportOccupations(tuple(rows), edition, complete), SYSTEM)
        gone = f", {done.retired} nicht mehr angeboten" if complete else ""
        console.print(f"{done.created} Berufe angelegt, {done.changed} aktualisiert{gone}.")


@contextmanager
def refusing_imports() -> Iterator[None]:
    """Name every problem of a file that was refused; exit code 1."""
    try:
        yield
    except ImportRefused as refused:
        for problem in refused.problems:
            console.print(problem, style="red", highlight=False)
        raise SystemExit(1) from refused


@main.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object per violation and line, nothing else.")
@click.pass_obj
def doctor(settings: Settings, as_json: bool) -> None:
    """Check the promises on the live database; exit code 1 if one is broken."""
    engine = build_engine(settings)
    with engine.reading() as session:
        found = examine_in_turn(
            session,
            engine.definitions,
            engine.now(),
            checks=CHECKS,
            anchored=_anchored(settings.anchor),
            records=engine.records,
        )
        report(found, as_json=as_json)


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def backup(settings: Settings, file: Path) -> None:
    """Copy a SQLite database to FILE while the office works; for PostgreSQL use pg_dump."""
    try:
        back_up(build_engine(settings).database, file)
    except NoBackup as refused:
        raise click.ClickException(str(refused)) from refused
    console.print(f"Gesichert nach {file}.", highlight=False, markup=False, soft_wrap=True)


@main.command("verify-audit")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per violation and line, nothing else.")
@click.option("--anchor", type=click.Path(dir_okay=False, path_type=Path), help="A copy of the anchor file kept apart.")
@click.pass_obj
def verify_audit(settings: Settings, as_json: bool, anchor: Path | None) -> None:
    """Check that the history and the access log are as they were written; exit code 1 if a row was changed, added or
    removed."""
    engine = build_engine(settings)
    anchored = _anchored(anchor or settings.anchor)
    with engine.reading() as session:
        see_one_moment(session)
        if not as_json:
            rest = sum(unsealed(session, record) for record in engine.records)
            console.print(f"{len(anchored)} Siegel in der Ankerdatei, {rest} Zeilen noch ohne Siegel.")
        report(verify(session, engine.now(), anchored, records=engine.records), as_json=as_json)


@main.command("erase-access-log")
@click.option("--years", default=KEPT_YEARS, show_default=True, help="Rows that were sealed longer ago are erased.")
@click.option("--reason", required=True, help="Who ordered it and why; stays in the history.")
@click.pass_obj
def erase_access_log(settings: Settings, years: int, reason: str) -> None:
    """Erase from the record of who looked at which case what was kept long enough."""
    try:
        rows = build_engine(settings).execute(EraseRecord(ACCESS_RECORD, years, reason), SYSTEM)
    except ValuesRefused as refused:
        raise click.ClickException(" ".join(refused.errors.values())) from refused
    console.print(f"{rows} Zeilen gelöscht.")


def _anchored(path: Path) -> tuple[Anchored, ...]:
    try:
        return read_anchor(path)
    except AnchorDamaged as damage:
        raise click.ClickException(f"Ankerdatei {path}: {damage}") from damage


def report(violations: Iterable[Violation], *, as_json: bool) -> None:
    """Print each violation as it is found. Raises SystemExit(1) if there was one."""
    number = 0
    for number, violation in enumerate(violations, start=1):  # noqa: B007 - the number of the last one counts
        if as_json:
            click.echo(orjson.dumps(asdict(violation)).decode())
        else:
            where = f" Instanz {violation.instance_id}" if violation.instance_id is not None else ""
            console.print(f"{violation.invariant}{where}: {violation.what}", style="red", markup=False, soft_wrap=True)
    if not as_json:
        console.print("Alles in Ordnung." if not number else f"{number} Verletzungen.")
    if number:
        raise SystemExit(1)


for _entry in entry_points(group="phasenwerk.commands"):
    main.add_command(_entry.load())
