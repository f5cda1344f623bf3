"""Segmentation schemes: configuration of the office, never a fixed list (Fachkonzept 0, warning 1)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from processes.catalogues.validity import CatalogueError, Validity, read


@dataclass(frozen=True)
class Segment:
    """`distance` is NEAR, COMPLEX, EXEMPT or NONE: how far from the labour market.

    `suspends_placement`: for a while nobody looks at the labour market (B.1).
    """

    code: str
    label: str
    distance: str
    suspends_placement: bool = False


@dataclass(frozen=True)
class SegmentScheme:
    """`decision` is the decision table that suggests a segment; a person decides."""

    code: str
    label: str
    decision: str
    validity: Validity
    segments: dict[str, Segment]

    def is_complex(self, segment: str | None) -> bool:
        found = self.segments.get(segment) if segment else None
        return found is not None and found.distance == "COMPLEX"


@cache
def segment_schemes() -> dict[str, SegmentScheme]:
    return {
        row["code"]: SegmentScheme(
            code=row["code"],
            label=row["label"],
            decision=row["decision"],
            validity=Validity.of(row),
            segments={
                s["code"]: Segment(s["code"], s["label"], s["class"], s.get("suspends_placement") is True)
                for s in row["segments"]
            },
        )
        for row in read("segment_schemes.json")["schemes"]
    }


def segment_scheme(code: str) -> SegmentScheme:
    """Raises CatalogueError for an unknown scheme."""
    try:
        return segment_schemes()[code]
    except KeyError:
        raise CatalogueError(f"there is no segmentation scheme {code!r}") from None


def segment_label(scheme: str | None, segment: str | None) -> str:
    """The German name; the code itself where the scheme is unknown, empty without a segment."""
    if segment is None:
        return ""
    known = segment_schemes().get(scheme) if scheme else None
    found = known.segments.get(segment) if known else None
    return found.label if found else segment
