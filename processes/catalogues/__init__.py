"""Versioned catalogue data: needs and strategies, goal options, agreement types, segment schemes.

The files beside this one are data with validity dates, never code; a new version is a new file, and what was recorded
with an old one stays readable with it. A boundary of `None` is open. Contact density and all choices that depend on
several facts are decision tables beside their process instead.
"""

from processes.catalogues.agreements import (
    ActRule,
    AgreementType,
    agreement_type,
    agreement_type_in_force,
    agreement_types,
    agreement_types_on,
)
from processes.catalogues.goals import GoalCatalogue, GoalOption, goal_catalogue
from processes.catalogues.needs import (
    Need,
    NeedsCatalogue,
    StrategyEntry,
    needs_catalogue,
    needs_catalogues,
    needs_catalogues_on,
)
from processes.catalogues.products import (
    Product,
    ProductCatalogue,
    product,
    product_catalogue_on,
    product_catalogues,
    product_label,
)
from processes.catalogues.segments import Segment, SegmentScheme, segment_label, segment_scheme, segment_schemes
from processes.catalogues.validity import CatalogueError, Validity

__all__ = [
    "ActRule",
    "AgreementType",
    "CatalogueError",
    "GoalCatalogue",
    "GoalOption",
    "Need",
    "NeedsCatalogue",
    "Product",
    "ProductCatalogue",
    "Segment",
    "SegmentScheme",
    "StrategyEntry",
    "Validity",
    "agreement_type",
    "agreement_type_in_force",
    "agreement_types",
    "agreement_types_on",
    "goal_catalogue",
    "needs_catalogue",
    "needs_catalogues",
    "needs_catalogues_on",
    "product",
    "product_catalogue_on",
    "product_catalogues",
    "product_label",
    "segment_label",
    "segment_scheme",
    "segment_schemes",
]
