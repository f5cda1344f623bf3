"""Records of a case on paper: sections of text as tagged PDF/UA-1, made by the same template as agreements."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst

_TEMPLATE = Path(__file__).with_name("agreement.typ")


def compile_document(content: dict[str, Any]) -> bytes:
    """The bytes of a tagged PDF/UA-1; `content` has the names that `agreement.typ` reads."""
    with tempfile.TemporaryDirectory(prefix="phasenwerk-pdf-") as folder:
        root = Path(folder)
        (root / "data.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        shutil.copyfile(_TEMPLATE, root / "agreement.typ")
        made: bytes = typst.compile(str(root / "agreement.typ"), root=str(root), format="pdf", pdf_standards=["ua-1"])
    return made


def record_document(
    title: str,
    subtitle: str,
    case: Any,
    office: tuple[str, str],
    facts: Sequence[tuple[str, str]],
    sections: Sequence[dict[str, Any]],
) -> bytes:
    """A document about one case. `office` is its name and address; sections have title, paragraphs and items."""
    person = case.person
    address = f"{person.postal_code} {person.city}".strip()
    lines = [person.full_name, person.street, address, f"Kundennummer {person.customer_no}"]
    return compile_document(
        {
            "title": title,
            "subtitle": subtitle,
            "office": office[0],
            "office_address": office[1],
            "case_number": case.case_number,
            "page_label": "Seite",
            "client_lines": [line for line in lines if line],
            "draft_notice": "",
            "facts": list(facts),
            "sections": list(sections),
            "signatures": [],
        }
    )
