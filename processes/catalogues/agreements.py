"""Agreement types as configuration (Fachkonzept H.3): the law changes, a document keeps its type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from processes.catalogues.validity import CatalogueError, Validity, read


@dataclass(frozen=True)
class ActRule:
    """The act that an occasion calls for. `mode` mirrors the modal verb of the law: MAY (kann), SHOULD (soll), MUST."""

    act: str
    mode: str


@dataclass(frozen=True)
class AgreementType:
    """`kind` is CONTRACT, PLAN, ADMIN_ACT or REQUEST. `signatures` holds CLIENT and STAFF where both must sign,
    `may_sign` where they may.

    `gates` are TALK, PROFILE, GOAL, STRATEGIES: what must be there before (Fachkonzept H.3). `required`, `should` and
    `optional` are codes of sections. `handover` and `legal_notice` say REQUIRED, OPTIONAL, OFFICE_TEXT or FORBIDDEN.
    `acts` says by occasion (FAILURE, BREACH, NO_SHOW) which act stands in. Months and days are whole numbers, None
    where the law names none. `notice_text` and `remedy_text` are samples that an office may word otherwise.
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
    as_of: date
    gates: tuple[str, ...] = ()
    should: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    signatures: frozenset[str] = frozenset()
    may_sign: frozenset[str] = frozenset()
    handover: str = "OPTIONAL"
    term_months: int | None = None
    review_months: int | None = None
    review_months_young: int | None = None
    end_of_life: date | None = None
    first_talk: str | None = None
    acts: Mapping[str, ActRule] = field(default_factory=dict)
    notice_days: int | None = None
    objection_months: int | None = None
    suspensive_effect: bool = True
    four_eyes: bool = False
    notice_text: str = ""
    remedy_text: str = ""
    #: What the benefit is called in texts of this type.
    benefit_label: str = ""

    @property
    def is_agreement(self) -> bool:
        """A document both sides make, as against an act that stands in for it."""
        return self.kind in ("CONTRACT", "PLAN")


@cache
def agreement_types() -> dict[str, AgreementType]:
    """All types by code, also those of former law: old documents stay readable."""
    content = read("agreement_types.json")
    as_of = date.fromisoformat(content["as_of"])
    return {row["code"]: _type(row, as_of) for row in content["types"]}


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


_SIMPLE = ("code", "label", "law", "legal_circle", "kind", "form", "legal_notice")
_OPTIONAL = (
    "handover",
    "term_months",
    "review_months",
    "review_months_young",
    "first_talk",
    "notice_days",
    "objection_months",
    "suspensive_effect",
    "four_eyes",
    "notice_text",
    "remedy_text",
    "benefit_label",
)


def _type(row: dict[str, Any], as_of: date) -> AgreementType:
    values = {name: row[name] for name in _SIMPLE} | {name: row[name] for name in _OPTIONAL if name in row}
    values |= {name: tuple(row.get(name, ())) for name in ("required", "gates", "should", "optional")}
    values |= {name: frozenset(row.get(name, ())) for name in ("signatures", "may_sign")}
    values["acts"] = {occasion: ActRule(**rule) for occasion, rule in row.get("acts", {}).items()}
    if "end_of_life" in row:
        values["end_of_life"] = date.fromisoformat(row["end_of_life"])
    return AgreementType(validity=Validity.of(row), as_of=as_of, **values)
