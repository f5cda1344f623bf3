"""The product catalogue: which active benefits make sense in which strategy (Fachkonzept A.6.3).

It recommends and never replaces the decision in the single case. Offices extend it by regional offers, which name the
office in `office_scope`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from engine.phrases import Phrase
from processes.catalogues.validity import CatalogueError, Validity, read

#: Groups in the order of the catalogue (A.6.3).
GROUPS = {
    "I": Phrase("Beratung und Vermittlung"),
    "II_INDIVIDUAL": Phrase("Individuelle Hilfen"),
    "II_THIRD_PARTY": Phrase("Arbeitsmarktdienstleistungen Dritter"),
    "II_EMPLOYMENT": Phrase("Öffentlich geförderte Beschäftigung"),
}
K2_CLASSES = {
    "ACCOMPANYING": Phrase("begleitet eine Integration"),
    "PUBLIC_EMPLOYMENT": Phrase("geförderte Beschäftigung (K2E2)"),
    "MEASURE": Phrase("Maßnahme, keine Integration"),
    "NONE": Phrase("ohne Bedeutung"),
}
COST_CLASSES = {"NONE": Phrase("keine"), "LOW": Phrase("gering"), "MEDIUM": Phrase("mittel"), "HIGH": Phrase("hoch")}


@dataclass(frozen=True)
class Product:
    """`recommended_for` are strategy codes. `is_qualifying` starts graduate management (ST-6, T12).

    `is_decided_by_agency`: the employment agency decides also for SGB II clients (§ 22 (4) SGB III).
    `subsidy` is what an entry of the employment record says of work it pays for, None for everything else (C.4).
    `provider_numbers` are establishment numbers of providers that offer it.
    """

    code: str
    name: str
    legal_basis: str
    legal_circles: frozenset[str]
    group: str
    validity: Validity
    office_scope: str | None
    recommended_for: tuple[str, ...]
    k2_class: str
    subsidy: str | None
    cost_class: str
    is_qualifying: bool
    is_decided_by_agency: bool
    note: str
    provider_numbers: tuple[str, ...]

    @property
    def is_measure(self) -> bool:
        """Somebody takes part in it for a time: third-party services and publicly funded employment."""
        return self.group in ("II_THIRD_PARTY", "II_EMPLOYMENT")

    @property
    def is_assignable(self) -> bool:
        """Measures, and subsidies of work: the employment record reads both from their assignments (C.4)."""
        return self.is_measure or self.subsidy is not None

    def allowed_for(self, legal_circle: str, office: str, day: date) -> bool:
        return legal_circle in self.legal_circles and self.office_scope in (None, office) and self.validity.covers(day)


@dataclass(frozen=True)
class ProductCatalogue:
    code: str
    label: str
    source: str
    validity: Validity
    products: dict[str, Product]

    def recommended(self, strategy: str, legal_circle: str, office: str, day: date) -> tuple[Product, ...]:
        """Products recommended for the strategy, in the order of the catalogue."""
        return tuple(p for p in self.offered(legal_circle, office, day) if strategy in p.recommended_for)

    def offered(self, legal_circle: str, office: str, day: date) -> tuple[Product, ...]:
        return tuple(p for p in self.products.values() if p.allowed_for(legal_circle, office, day))


@cache
def product_catalogues() -> dict[str, ProductCatalogue]:
    """All versions by code, oldest first."""
    loaded = [
        ProductCatalogue(
            code=row["code"],
            label=row["label"],
            source=row["source"],
            validity=Validity.of(row),
            products={entry["code"]: _product(entry) for entry in row["products"]},
        )
        for row in read("products.json")["catalogues"]
    ]
    return {catalogue.code: catalogue for catalogue in loaded}


def product_catalogue_on(day: date) -> ProductCatalogue:
    """The version in force on a day. Raises CatalogueError before the first."""
    found = [catalogue for catalogue in product_catalogues().values() if catalogue.validity.covers(day)]
    if not found:
        raise CatalogueError(f"there is no product catalogue on {day}")
    return found[-1]


def product(catalogue: str, code: str) -> Product:
    """Raises CatalogueError for an unknown version or product."""
    try:
        return product_catalogues()[catalogue].products[code]
    except KeyError:
        raise CatalogueError(f"catalogue {catalogue!r} has no product {code!r}") from None


def product_label(code: str) -> str:
    """The name in the newest version that knows the product, else the code."""
    for catalogue in reversed(product_catalogues().values()):
        if code in catalogue.products:
            return catalogue.products[code].name
    return code


def _product(row: dict[str, object]) -> Product:
    def texts(name: str) -> tuple[str, ...]:
        value = row.get(name)
        return tuple(str(item) for item in value) if isinstance(value, list) else ()

    scope = row.get("office_scope")
    return Product(
        code=str(row["code"]),
        name=str(row["name"]),
        legal_basis=str(row["legal_basis"]),
        legal_circles=frozenset(texts("legal_circles")),
        group=str(row["group"]),
        validity=Validity.of(row),
        office_scope=str(scope) if scope else None,
        recommended_for=texts("recommended_for"),
        k2_class=str(row["k2_class"]),
        subsidy=str(row["subsidy"]) if row.get("subsidy") else None,
        cost_class=str(row["cost_class"]),
        is_qualifying=bool(row["is_qualifying"]),
        is_decided_by_agency=bool(row["is_decided_by_agency"]),
        note=str(row["note"]),
        provider_numbers=texts("provider_numbers"),
    )
