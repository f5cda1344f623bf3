"""The texts of phrases (`engine.phrases`) in the code below web; all written in German."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog

ROOT = Path(__file__).parents[2]
#: Where phrases are written. The demo plays people, and what people write stays as it is.
FOLDERS = ("engine", "processes")
DEMO = ROOT / "processes" / "demo"

_PLACEHOLDER = re.compile(r"\{\w*\}")


def texts_of_phrases() -> Catalog:
    """Every text of a phrase, in the order of the files. Those that only arrange their values say nothing."""
    catalogue = Catalog(charset="utf-8")
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if DEMO not in path.parents:
                for text in _texts_in(path):
                    catalogue.add(text)
    return catalogue


def _texts_in(path: Path) -> Iterator[str]:
    """In the order of the file. Raises ValueError for a template that is filled before the phrase can keep it."""
    for template in sorted(_templates_in(path), key=lambda node: (node.lineno, node.col_offset)):
        if isinstance(template, ast.JoinedStr):
            raise ValueError(f"{path}:{template.lineno}: the template of a phrase is a plain string")
        text = template.value if isinstance(template, ast.Constant) else None
        if isinstance(text, str) and any(map(str.isalpha, _PLACEHOLDER.sub("", text))):
            yield text


def _templates_in(path: Path) -> Iterator[ast.expr]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Phrase", "Prose"):
            yield node.args[0]
