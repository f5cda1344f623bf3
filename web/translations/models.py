"""Texts of the shipped diagrams, decision tables and forms, and what the dates of tasks are; all written in German."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog

from engine.bpmn import texts as diagrams
from engine.dmn import texts as tables
from engine.forms import texts as forms
from processes.catalogues.legal_bases import legal_bases

PROCESSES = Path(__file__).parents[2] / "processes"


def texts_of_models() -> Catalog:
    """Every text of the shipped models that people read, in the order of the files."""
    catalogue = Catalog(charset="utf-8")
    for text in (*forms.WORDS, *_texts_of_files(), *(basis.date for basis in legal_bases().values())):
        catalogue.add(text)
    return catalogue


def _texts_of_files() -> Iterator[str]:
    for path in sorted(PROCESSES.rglob("*")):
        if path.suffix == ".bpmn":
            yield from diagrams.texts_of(path.read_bytes())
        elif path.suffix == ".dmn":
            yield from tables.texts_of(path.read_bytes())
        elif path.suffix == ".form":
            yield from forms.texts_of(json.loads(path.read_bytes()))
