"""A letter on paper: PDF/UA-1, made by typst from package files alone."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import typst

from models.desk import Letter
from web.formatters import german_day

_TEMPLATE = Path(__file__).with_name("letter.typ")


def letter_pdf(letter: Letter, case_number: str, office_name: str, office_address: str) -> bytes:
    """The bytes of a tagged PDF/UA-1, addressed for a window envelope."""
    content: dict[str, Any] = {
        "office": office_name,
        "office_address": office_address,
        "case_number": case_number,
        "recipient": letter.recipient.splitlines(),
        "day": german_day(letter.made_at),
        "subject": letter.subject,
        "paragraphs": [part.splitlines() for part in letter.body.split("\n\n") if part.strip()],
    }
    with tempfile.TemporaryDirectory(prefix="phasenwerk-pdf-") as folder:
        root = Path(folder)
        (root / "data.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        shutil.copyfile(_TEMPLATE, root / "letter.typ")
        made: bytes = typst.compile(str(root / "letter.typ"), root=str(root), format="pdf", pdf_standards=["ua-1"])
    return made
