"""What the tests need of the machine: a real PostgreSQL and a real Chromium.

`python -m tests.machine COMMAND…` finds both (installing them from the distribution's packages if it may), starts a
scratch PostgreSQL on a free port, runs the command with its address in the environment, and stops it afterwards.
Temporary files lie in memory meanwhile, if there is room: whoever tests waits for no disk. With `--disk` before the
command they lie where they always do: whoever measures a commit measures the disk.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

POSTGRES_URL = "PHASENWERK_TEST_POSTGRES"
CHROMIUM = "PHASENWERK_TEST_CHROMIUM"

#: Where Linux keeps files in memory, and the bytes that must be free there: several times what the tests need.
MEMORY, ROOM = Path("/dev/shm"), 6 << 30


class MachineLacks(Exception):
    """One line that says what to install."""


def install(package: str, what: str) -> None:
    """Install a Debian package if this is Debian and we are root. Raises MachineLacks otherwise."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise MachineLacks(f"{what} is missing: please install the package '{package}' (apt-get install {package}).")
    print(f"Installing {package} …", flush=True)  # noqa: T201
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"stdout": subprocess.DEVNULL, "env": environment}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    done = subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package], check=False, **quiet)
    if done.returncode != 0:
        raise MachineLacks(f"{what} is missing and installing the package '{package}' failed.")


#: The same engine without windows takes a third less of the processor for each page, so it is taken first.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def chromium() -> Path:
    """The Chromium to drive. Raises MachineLacks."""
    for attempt in (1, 2):
        for name in BROWSERS:
            found = shutil.which(name)
            if found:
                return Path(found)
        if attempt == 1:
            install("chromium", "Chromium")
    raise MachineLacks("Chromium is missing after its installation.")


def postgres_binaries() -> Path:
    """The directory with initdb and postgres. Raises MachineLacks."""
    for attempt in (1, 2):
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
        if found:
            return found[-1].parent
        on_path = shutil.which("initdb")
        if on_path:
            return Path(on_path).resolve().parent
        if attempt == 1:
            install("postgresql", "PostgreSQL")
    raise MachineLacks("PostgreSQL is missing after its installation.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


#: Settings of a server whose data nobody needs after a power cut, and which nobody copies.
_FORGETFUL = " ".join(
    f"-c {name}={value}"
    for name, value in {
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "wal_level": "minimal",
        "max_wal_senders": 0,
        "max_wal_size": "256MB",
    }.items()
)


class Postgres:
    """A scratch server in a temporary directory. `fsync` is off: nobody needs its data after a power cut.

    `network` are further addresses it answers to, for example 10.1.2.0/24; otherwise this machine alone.
    """

    def __init__(self, *, durable: bool = False, network: str | None = None) -> None:
        self.binaries = postgres_binaries()
        self.directory = Path(tempfile.mkdtemp(prefix="phasenwerk-pg-"))
        self.port = free_port()
        self.durable = durable
        self.network = network

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://phasenwerk@127.0.0.1:{self.port}/postgres"

    def database(self, name: str) -> str:
        """The address of a new, empty database on this server."""
        self._run(str(self.binaries / "createdb"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "phasenwerk", name)
        return self.url.removesuffix("postgres") + name

    def _run(self, *command: str) -> None:
        if os.geteuid() == 0:  # the server refuses to run as root
            shutil.chown(self.directory, "postgres", "postgres")
            command = ("runuser", "-u", "postgres", "--", *command)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.directory)

    def create(self) -> None:
        data = str(self.directory / "data")
        self._run(
            str(self.binaries / "initdb"),
            "-D",
            data,
            "-U",
            "phasenwerk",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        if self.network:
            with (self.directory / "data" / "pg_hba.conf").open("a", encoding="ascii") as access:
                access.write(f"host all all {self.network} trust\n")

    def start(self) -> None:
        durability = "" if self.durable else f" {_FORGETFUL}"
        listen = "*" if self.network else "127.0.0.1"
        options = f"-p {self.port} -k {self.directory} -c listen_addresses={listen} -c max_connections=200{durability}"
        log = str(self.directory / "log")
        self._run(
            str(self.binaries / "pg_ctl"), "-D", str(self.directory / "data"), "-l", log, "-w", "-o", options, "start"
        )

    def stop(self, mode: str = "immediate") -> None:
        self._run(str(self.binaries / "pg_ctl"), "-D", str(self.directory / "data"), "-m", mode, "-w", "stop")

    def remove(self) -> None:
        shutil.rmtree(self.directory, ignore_errors=True)


@contextmanager
def postgres(*, durable: bool = False, network: str | None = None) -> Iterator[Postgres]:
    server = Postgres(durable=durable, network=network)
    try:
        server.create()
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        server.remove()


@contextmanager
def files_in_memory() -> Iterator[None]:
    """Temporary files of this process lie in memory, and are gone afterwards."""
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM:
        yield
        return
    with tempfile.TemporaryDirectory(dir=MEMORY, prefix="phasenwerk-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # the server runs as somebody else
        before, tempfile.tempdir = tempfile.tempdir, folder
        try:
            yield
        finally:
            tempfile.tempdir = before


def main(command: list[str]) -> int:
    files = nullcontext if command[:1] == ["--disk"] else files_in_memory
    command = command[1:] if command[:1] == ["--disk"] else command
    try:
        browser = chromium()
        with files(), postgres() as server:
            environment = {
                **os.environ,
                POSTGRES_URL: server.url,
                CHROMIUM: str(browser),
                "TMPDIR": tempfile.gettempdir(),
            }
            return subprocess.run(command, env=environment, check=False).returncode
    except MachineLacks as lack:
        print(lack, file=sys.stderr)  # noqa: T201
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
