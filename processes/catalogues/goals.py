"""Goal options (Fachkonzept A.2.1). Which of them a case may choose is a decision table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from processes.catalogues.validity import Validity, read


@dataclass(frozen=True)
class GoalOption:
    """`also_search` are options searched along: a wider horizon never replaces the local search (A.2.2)."""

    code: str
    group: str
    label: str
    note: str = ""
    also_search: tuple[str, ...] = ()


@dataclass(frozen=True)
class GoalCatalogue:
    code: str
    validity: Validity
    groups: dict[str, str]
    options: dict[str, GoalOption]
    #: Months a goal of a complex segment may reach ahead at most (T11).
    complex_horizon_months: int

    def label(self, code: str) -> str:
        option = self.options.get(code)
        return option.label if option else code


@cache
def goal_catalogue() -> GoalCatalogue:
    data = read("goal_options.json")
    options = [
        GoalOption(o["code"], o["group"], o["label"], o.get("note", ""), tuple(o.get("also_search", ())))
        for o in data["options"]
    ]
    return GoalCatalogue(
        code=data["code"],
        validity=Validity.of(data),
        groups={group["code"]: group["label"] for group in data["groups"]},
        options={option.code: option for option in options},
        complex_horizon_months=data["complex_horizon_months"],
    )
