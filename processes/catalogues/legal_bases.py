"""On which rule the date of a task rests: what a worklist says beside the day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from models.casework import LegalCircle

FILE = Path(__file__).with_name("legal_bases.json")


@dataclass(frozen=True)
class LegalBasis:
    """Which date it is, the paragraphs in each legal circle, and the row of the table of timers (Fachkonzept G).

    `is_statutory` says that the date itself comes from the law; the others are values of the office by which a duty
    of the law is kept; those without a paragraph are good practice alone. `is_binding` says that completing the task
    decides about the person's rights: then the answers are read once more before.
    """

    date: str
    sgb2: str
    sgb3: str
    timer: str
    is_statutory: bool
    is_binding: bool

    def paragraph(self, circle: LegalCircle | None) -> str:
        return self.sgb3 if circle is LegalCircle.SGB3 else self.sgb2


@cache
def legal_bases() -> Mapping[tuple[str, str], LegalBasis]:
    """By process key and element id of the user task."""
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        (key.partition("/")[0], key.partition("/")[2]): LegalBasis(
            row["date"], row["sgb2"], row["sgb3"], row["timer"], row["statutory"], row["binding"]
        )
        for key, row in raw.items()
    }


def legal_basis(process_key: str, element_id: str) -> LegalBasis | None:
    """The basis of a task, None for tasks of processes that do not come with the product."""
    return legal_bases().get((process_key, element_id))
