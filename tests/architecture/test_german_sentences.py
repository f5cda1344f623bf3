"""German that people read stands in phrases, so that it can be told in other languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from web.translations.phrases import DEMO, ROOT

_GERMAN = re.compile(
    r"[äöüß„]|\b(nicht|ist|sind|wird|werden|wurde|muss|kann|hat|haben|fehlt|liegt|kein|keine|noch|der|die|das|dem|den|"
    r"und|oder|bis|am|im|aus|auf|von|zu|ein|eine|davon|vom|zum|zur|nach|mit|seit|Sie|Bitte)\b"
)

#: Bold text, a list, a heading, a link, a new paragraph.
_MARKUP = re.compile(r"\*\*|^[*-] |\n[*-] |\n\n|\]\(|^#")

#: Modules whose German goes to clients, on file or to the command line.
GERMAN_BY_DESIGN = {
    "processes/agreement/plain.py",  # the short text for the client
    "processes/follow_up/note_draft.py",  # prefills a note
    "processes/follow_up/changes.py",  # prefills a note
    "processes/legal_circle/package.py",  # the package on file
    "processes/cli.py",  # the command line
}
#: What else becomes part of the file: headings and sentences of notes, the subject of an appointment.
ON_FILE = {
    "Deaktiviert am",  # a column of files
    "{} vom {}: {}",
    "Strategie {} am {}: ",
    "{}: {}, bis {}",
    "Nicht persönlich, weil: {}",
    "Anliegen und Ausgangslage: {}",
    "Erste Einschätzung: {}",
    "Ein zweites Gespräch ist nötig.",
    "Umsetzung der Vereinbarung",
    "Profil, Ziel und Strategien",
    "Nächste Schritte",
    "Änderungen seit gestern",
    "Gemeinsames Gespräch der Bedarfsgemeinschaft",
}
PROCESSES = ROOT / "processes"
MODULES = [p for p in sorted(PROCESSES.rglob("*.py")) if DEMO not in p.parents]


def test_german_for_people_stands_in_phrases() -> None:
    messages = _message_names()
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in MODULES
        if str(path.relative_to(ROOT)) not in GERMAN_BY_DESIGN
        for line, text in _german(path)
        if text not in ON_FILE and text not in messages
    ]
    assert found == [], "write Phrase(…), or say that it goes on file"


def test_markdown_stands_in_prose() -> None:
    """A phrase that holds markup would show its marks, because data is shown as it is."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Phrase"
        if isinstance(text := node.args[0], ast.Constant) and _MARKUP.search(str(text.value))
    ]
    assert found == []


def test_every_refusal_can_be_told() -> None:
    """What is refused in a call is a phrase or something computed, never a text by itself."""
    found = [
        f"{path.relative_to(ROOT)}:{message.lineno}"
        for path in [*MODULES, *sorted((ROOT / "engine").rglob("*.py"))]
        for message in _refused(path)
        if isinstance(message, ast.Constant | ast.JoinedStr)
    ]
    assert found == []


def _message_names() -> set[str]:
    """Names of the messages and signals of the shipped diagrams: the engine's language, not for people."""
    names: set[str] = set()
    for path in PROCESSES.rglob("*.bpmn"):
        for element in ElementTree.parse(path).iter():
            if element.tag.rpartition("}")[2] in ("message", "signal"):
                names.add(element.get("name", ""))
    return names


def _refused(path: Path) -> Iterator[ast.expr]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ValuesRefused":
            for given in node.args:
                yield from given.values if isinstance(given, ast.Dict) else ()


def _german(path: Path) -> Iterator[tuple[int, str]]:
    """Lines and texts outside of phrases and docstrings that read like German; the values of an f-string are {}."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(id(node.value))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Phrase", "Prose"):
            passed.add(id(node.args[0]))
        if isinstance(node, ast.JoinedStr):
            passed.update(id(part) for part in ast.walk(node) if part is not node)
    for node in ast.walk(tree):
        if id(node) in passed or not isinstance(node, ast.Constant | ast.JoinedStr):
            continue
        text = _text(node)
        if " " in text.strip() and _GERMAN.search(text):
            yield node.lineno, text


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return node.value if isinstance(node.value, str) else ""
