"""Making the bundle: only when sources changed, with a Node that is there, from packages that are locked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from web.designer import bundle

FILES = {"modeler.js": "1", "package.json": "{}", ".npmrc": "x", "shell/shell.css": "a{}"}


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    root = tmp_path / "designer"
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def digest(root: Path) -> str:
    return bundle.digest_of(bundle.source_files(root), root)


def test_every_source_and_its_name_count(sources: Path) -> None:
    before = digest(sources)
    (sources / "shell/shell.css").write_text("b{}", "utf-8")
    changed = digest(sources)
    (sources / "shell/shell.css").rename(sources / "shell/other.css")
    assert len({before, changed, digest(sources)}) == 3


def test_packages_and_python_files_do_not_count(sources: Path) -> None:
    before = digest(sources)
    (sources / "node_modules/x").mkdir(parents=True)
    (sources / "node_modules/x/index.js").write_text("1", "utf-8")
    (sources / "bundle.py").write_text("1", "utf-8")
    assert digest(sources) == before


def test_a_bundle_is_current_only_when_complete(sources: Path, tmp_path: Path) -> None:
    out = tmp_path / "static"
    out.mkdir()
    for name in bundle.ENTRY_POINTS:
        for kind in ("js", "css"):
            (out / f"{name}.{kind}").write_text("", "utf-8")
    assert not bundle.is_current(out, digest(sources))
    (out / bundle.STAMP).write_text(f"{digest(sources)}\n", "utf-8")
    assert bundle.is_current(out, digest(sources))
    (out / "viewer.css").unlink()
    assert not bundle.is_current(out, digest(sources))


def test_a_failing_step_is_told_with_the_end_of_its_output(tmp_path: Path) -> None:
    node = bundle.find_node()
    with pytest.raises(bundle.BundlingFailed, match="no such thing here"):
        node.run((node.node, "-e", "throw new Error('no such thing here')"), tmp_path)


def test_the_lock_file_pins_contents_and_names_no_addresses() -> None:
    packages = json.loads((bundle.SOURCES / "package-lock.json").read_text("utf-8"))["packages"]
    installed = {name: package for name, package in packages.items() if name}
    assert all("integrity" in package for package in installed.values())
    assert not any("resolved" in package for package in installed.values())
