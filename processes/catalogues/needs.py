"""Needs and the strategies each of them may lead to (Fachkonzept A.1.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from processes.catalogues.validity import CatalogueError, Validity, read

FILES = ("needs_ba_2013.json", "needs_wuppertal_2022.json")


@dataclass(frozen=True)
class StrategyEntry:
    """`legal_circles` empty means no restriction (ST-20)."""

    code: str
    label: str
    note: str = ""
    legal_circles: frozenset[str] = frozenset()

    def allowed_in(self, legal_circle: str) -> bool:
        return not self.legal_circles or legal_circle in self.legal_circles


@dataclass(frozen=True)
class Need:
    """`group` is the key group Q, L, M or R; `strategies` are codes, in the order of the catalogue."""

    code: str
    group: str
    label: str
    strategies: tuple[str, ...]


@dataclass(frozen=True)
class NeedsCatalogue:
    code: str
    label: str
    source: str
    validity: Validity
    key_groups: dict[str, str]
    needs: dict[str, Need]
    strategies: dict[str, StrategyEntry]
    cross_cutting: dict[str, StrategyEntry]
    allows_local_strategies: bool
    #: (any of these selected, this one must be selected too): the coupling of ST-6.
    requires: tuple[tuple[frozenset[str], str], ...]
    #: Strategies of the office that may not be chosen now; records made with them keep their names (ST-14).
    unused_local: dict[str, StrategyEntry] = field(default_factory=dict)

    def strategies_for(self, need: str) -> tuple[StrategyEntry, ...]:
        """What the need may lead to. Raises CatalogueError for an unknown need."""
        found = self.needs.get(need)
        if found is None:
            raise CatalogueError(f"catalogue {self.code} has no need {need!r}")
        return tuple(self.strategies[code] for code in found.strategies)

    def strategies_of_group(self, group: str) -> frozenset[str]:
        """Codes of all strategies of a key group: ST-1 asks for one from the list of the need's group."""
        return frozenset(code for need in self.needs.values() if need.group == group for code in need.strategies)

    def cross_cutting_for(self, legal_circle: str) -> tuple[StrategyEntry, ...]:
        return tuple(entry for entry in self.cross_cutting.values() if entry.allowed_in(legal_circle))

    def with_local(self, *, in_use: Iterable[StrategyEntry], others: Iterable[StrategyEntry]) -> NeedsCatalogue:
        """This catalogue with strategies of the office, which are cross-cutting (ST-14)."""
        chosen = self.cross_cutting | {entry.code: entry for entry in in_use}
        return replace(self, cross_cutting=chosen, unused_local={entry.code: entry for entry in others})

    def strategy_label(self, code: str) -> str:
        """The German name; the code itself for one this version does not know (older records)."""
        entry = self.strategies.get(code) or self.cross_cutting.get(code) or self.unused_local.get(code)
        return entry.label if entry else code

    def need_label(self, code: str) -> str:
        need = self.needs.get(code)
        return need.label if need else code

    def missing_companions(self, selected: Iterable[str]) -> Iterator[str]:
        """Strategies that must be selected too (ST-6) but are not."""
        chosen = frozenset(selected)
        for triggers, companion in self.requires:
            if chosen & triggers and companion not in chosen:
                yield companion


@cache
def needs_catalogues() -> dict[str, NeedsCatalogue]:
    """All versions by code."""
    loaded = (_load(name) for name in FILES)
    return {catalogue.code: catalogue for catalogue in loaded}


def needs_catalogue(code: str) -> NeedsCatalogue:
    """Raises CatalogueError for an unknown version."""
    try:
        return needs_catalogues()[code]
    except KeyError:
        raise CatalogueError(f"there is no catalogue of needs {code!r}") from None


def needs_catalogues_on(day: date) -> tuple[NeedsCatalogue, ...]:
    """The versions an office may choose on this day."""
    return tuple(catalogue for catalogue in needs_catalogues().values() if catalogue.validity.covers(day))


def _load(name: str) -> NeedsCatalogue:
    data = read(name)
    needs = [Need(n["code"], n["group"], n["label"], tuple(n["strategies"])) for n in data["needs"]]
    return NeedsCatalogue(
        code=data["code"],
        label=data["label"],
        source=data["source"],
        validity=Validity.of(data),
        key_groups={group["code"]: group["label"] for group in data["key_groups"]},
        needs={need.code: need for need in needs},
        strategies=_entries(data["strategies"]),
        cross_cutting=_entries(data["cross_cutting"]),
        allows_local_strategies=data["allows_local_strategies"],
        requires=tuple((frozenset(rule["strategies"]), rule["also"]) for rule in data["requires"]),
    )


def _entries(rows: list[dict[str, object]]) -> dict[str, StrategyEntry]:
    entries = {}
    for row in rows:
        circles = row.get("legal_circles")
        entry = StrategyEntry(
            code=str(row["code"]),
            label=str(row["label"]),
            note=str(row.get("note", "")),
            legal_circles=frozenset(circles) if isinstance(circles, list) else frozenset(),
        )
        entries[entry.code] = entry
    return entries
