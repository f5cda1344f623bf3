"""`phasenwerk run`: web and worker together on one machine."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

import click
from waitress.server import create_server

from engine.executor import Engine
from engine.worker import Worker
from models.migrate import upgrade
from processes.bootstrap import build_engine, deploy_shipped
from processes.settings import Settings, secret_key
from web.app import create_app
from web.settings import DemoAccount, WebSettings

#: Threads that answer requests; a page takes a few milliseconds, a PDF about fifty.
THREADS = 8


@click.command()
@click.pass_obj
def run(settings: Settings) -> None:
    """Migrate, seed the demo if asked and empty, then serve until Ctrl-C."""
    engine = build_engine(settings)
    upgrade(engine.database)
    accounts: tuple[DemoAccount, ...] = ()
    password: str | None = None
    if settings.demo:
        accounts, password = _demo(settings)
        engine = build_engine(settings)  # the seed has chosen the Land, and with it the holidays
    deploy_shipped(engine)
    serve(engine, settings, accounts, password)


def _demo(settings: Settings) -> tuple[tuple[DemoAccount, ...], str]:
    from processes.demo import DEMO_PASSWORD, demo_accounts, seed

    seed(settings, report=click.echo)
    return tuple(DemoAccount(a.username, a.display_name, a.role) for a in demo_accounts()), DEMO_PASSWORD


def serve(engine: Engine, settings: Settings, accounts: tuple[DemoAccount, ...], password: str | None) -> None:
    """Serve the web application and work timers and jobs beside it; Ctrl-C or SIGTERM stops both."""
    app = create_app(
        engine,
        WebSettings(
            secret_key=secret_key(settings, os.environ),
            office_name="Jobcenter Musterstadt" if settings.demo else "Jobcenter",
            https=settings.https,
            behind_proxy=settings.behind_proxy,
            is_demo=settings.demo,
            demo_accounts=accounts,
            demo_password=password,
        ),
    )
    try:
        server: Any = create_server(app, host=settings.host, port=settings.port, threads=THREADS)
    except OSError as error:
        raise click.ClickException(f"Port {settings.port} ist belegt: {error.strerror}") from error
    stop = threading.Event()
    worker = threading.Thread(
        target=Worker(engine, f"run-{os.getpid()}", anchor=settings.anchor).run_forever,
        args=(stop,),
        name="worker",
        daemon=True,
    )
    worker.start()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)
    _announce(settings, accounts, password)
    try:
        server.run()
    finally:
        stop.set()
        worker.join(timeout=10)
        server.close()
        engine.database.dispose()
        click.echo("Web und Worker sind beendet.")


def _end(_number: int, _frame: object) -> None:
    raise SystemExit(0)


def _announce(settings: Settings, accounts: tuple[DemoAccount, ...], password: str | None) -> None:
    click.echo(f"\nPhasenwerk läuft: http://{settings.host}:{settings.port}   (Strg-C beendet)")
    if password is None:
        return
    click.echo(f"Demo-Anmeldungen, Kennwort für alle: {password}")
    for account in accounts:
        click.echo(f"  {account.username:<22} {account.display_name} · {account.role}")
