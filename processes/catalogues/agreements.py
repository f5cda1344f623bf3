"""Agreement types as configuration (Fachkonzept H.3): the law changes, a document keeps its type."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from processes.catalogues.validity import CatalogueError, Validity, read


@dataclass(frozen=True)
class AgreementType:
    """`kind` is CONTRACT, PLAN, ADMIN_ACT or REQUEST. `signatures` holds CLIENT and STAFF where both must sign.

    `handover` and `legal_notice` say REQUIRED, OPTIONAL, OFFICE_TEXT or FORBIDDEN. `on_failure` names the act that
    stands in, with its mode (MAY, SHOULD, MUST). Months and days are whole numbers, None where the law names none.
    """

    code: str
    label: str
    law: str
    legal_circle: str
    kind: str
    validity: Validity
    form: str
    legal_notice: str
    required: tuple[str, ...]
    should: tuple[str, ...] = ()
    signatures: frozenset[str] = frozenset()
    handover: str = "OPTIONAL"
    review_months: int | None = None
    review_months_young: int | None = None
    end_of_life: date | None = None
    first_talk: str | None = None
    on_failure: str | None = None
    on_failure_mode: str | None = None
    notice_days: int | None = None
    objection_months: int | None = None
    four_eyes: bool = False
    #: What the benefit is called in texts of this type.
    benefit_label: str = ""

    @property
    def is_agreement(self) -> bool:
        """A document both sides make, as against an act that stands in for it."""
        return self.kind in ("CONTRACT", "PLAN")


@cache
def agreement_types() -> dict[str, AgreementType]:
    """All types by code, also those of former law: old documents stay readable."""
    return {row["code"]: _type(row) for row in read("agreement_types.json")["types"]}


def agreement_type(code: str) -> AgreementType:
    """Raises CatalogueError for an unknown code."""
    try:
        return agreement_types()[code]
    except KeyError:
        raise CatalogueError(f"there is no agreement type {code!r}") from None


def agreement_types_on(day: date, legal_circle: str) -> tuple[AgreementType, ...]:
    """The agreements (not the acts) that may be concluded on this day in this legal circle."""
    return tuple(
        kind
        for kind in agreement_types().values()
        if kind.is_agreement and kind.legal_circle == legal_circle and kind.validity.covers(day)
    )


def agreement_type_in_force(code: str, day: date) -> AgreementType:
    """The type itself, or what has taken its place if its law has changed meanwhile: work begun before a change of
    the law is concluded after it under the new law (Fachkonzept H.3). Raises CatalogueError for an unknown code.
    """
    begun = agreement_type(code)
    if begun.validity.covers(day):
        return begun
    return next(iter(agreement_types_on(day, begun.legal_circle)), begun)


def _type(row: dict[str, object]) -> AgreementType:
    simple = ("code", "label", "law", "legal_circle", "kind", "form", "legal_notice")
    optional = (
        "handover",
        "review_months",
        "review_months_young",
        "first_talk",
        "notice_days",
        "objection_months",
        "four_eyes",
        "benefit_label",
    )
    failure = row.get("on_failure")
    end_of_life = row.get("end_of_life")
    values: dict[str, object] = {name: row[name] for name in simple} | {n: row[n] for n in optional if n in row}
    for name in ("required", "should"):
        names = row.get(name)
        values[name] = tuple(names) if isinstance(names, list) else ()
    signatures = row.get("signatures")
    values["signatures"] = frozenset(signatures) if isinstance(signatures, list) else frozenset()
    if isinstance(failure, dict):
        values["on_failure"], values["on_failure_mode"] = failure["act"], failure["mode"]
    if isinstance(end_of_life, str):
        values["end_of_life"] = date.fromisoformat(end_of_life)
    return AgreementType(validity=Validity.of(row), **values)  # type: ignore[arg-type]
