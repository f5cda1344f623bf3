"""Local strategies of the office and templates for all strategies (Fachkonzept A.3, ST-14, ST-16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import orjson
from sqlalchemy import case as either
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.phrases import Prose, joined
from models.casework import (
    RUNNING_STRATEGIES,
    LocalStrategy,
    LocalStrategyState,
    Strategy,
    StrategyState,
    StrategyTemplate,
)
from processes.catalogues import NeedsCatalogue, StrategyEntry


@dataclass(frozen=True)
class Template:
    """`key` names the template in forms; `months` is the recommended duration."""

    key: str
    strategy: str
    title: str
    months: int
    intermediate_goal: str
    steps_client: str
    steps_staff: str
    steps_third_party: str
    is_shipped: bool

    @property
    def text(self) -> str:
        """The template as Markdown for the form."""
        parts = [
            Prose("**{title}**, empfohlene Dauer {months} Monate", title=self.title, months=self.months),
            Prose("* Zwischenziel: {intermediate_goal}", intermediate_goal=self.intermediate_goal or "–"),
            Prose("* Kundin oder Kunde: {steps_client}", steps_client=self.steps_client or "–"),
            Prose("* Jobcenter: {steps_staff}", steps_staff=self.steps_staff or "–"),
            Prose("* Dritte: {steps_third_party}", steps_third_party=self.steps_third_party or "–"),
        ]
        return joined("\n\n", (parts[0], joined("\n", parts[1:])))


_TEXTS = ("intermediate_goal", "steps_client", "steps_staff", "steps_third_party")


@cache
def shipped_templates() -> tuple[Template, ...]:
    """The library that comes with Phasenwerk, in the order of the catalogue."""
    content = orjson.loads(resources.files("processes.strategy").joinpath("templates.json").read_bytes())
    return tuple(
        Template(key=f"mitgeliefert-{number}", is_shipped=True, **row)
        for number, row in enumerate(content["templates"], start=1)
    )


def templates(session: Session) -> list[Template]:
    """What the office has written, then what is shipped."""
    own = session.execute(
        select(StrategyTemplate).where(StrategyTemplate.is_retired.is_(False)).order_by(StrategyTemplate.id)
    ).scalars()
    found = [
        Template(
            key=f"haus-{entry.id}",
            strategy=entry.strategy,
            title=entry.title,
            months=entry.months,
            is_shipped=False,
            **{name: getattr(entry, name) for name in _TEXTS},
        )
        for entry in own
    ]
    return [*found, *shipped_templates()]


def template(session: Session, key: str | None) -> Template | None:
    return next((entry for entry in templates(session) if entry.key == key), None)


def with_local(session: Session, catalogue: NeedsCatalogue) -> NeedsCatalogue:
    """The catalogue with the office's own strategies: those in use may be chosen, the others keep their names.

    A catalogue that knows no local strategies stays as it is (ST-14).
    """
    if not catalogue.allows_local_strategies:
        return catalogue
    entries = session.execute(select(LocalStrategy).order_by(LocalStrategy.id)).scalars().all()
    return catalogue.with_local(
        in_use=[_entry(one) for one in entries if one.state is LocalStrategyState.IN_USE],
        others=[_entry(one) for one in entries if one.state is not LocalStrategyState.IN_USE],
    )


def _entry(one: LocalStrategy) -> StrategyEntry:
    circles = frozenset({one.legal_circle.value}) if one.legal_circle else frozenset[str]()
    return StrategyEntry(one.code, one.label, note="lokal", legal_circles=circles)


def local_strategies(session: Session) -> Sequence[LocalStrategy]:
    return session.execute(select(LocalStrategy).order_by(LocalStrategy.id)).scalars().all()


@dataclass(frozen=True)
class Usage:
    """How often a local strategy was chosen, and how it ended: the basis of its regular evaluation (ST-14)."""

    chosen: int
    running: int
    done: int
    cancelled: int
    failed: int


def usage(session: Session) -> dict[str, Usage]:
    """Local strategy → usage."""

    def count(*states: StrategyState) -> Any:
        return func.coalesce(func.sum(either((Strategy.state.in_(states), 1), else_=0)), 0)

    rows = session.execute(
        select(
            Strategy.code,
            func.count(Strategy.id),
            count(*RUNNING_STRATEGIES),
            count(StrategyState.DONE),
            count(StrategyState.CANCELLED),
            count(StrategyState.FAILED),
        )
        .where(Strategy.code.startswith("ST_LOCAL_", autoescape=True))
        .group_by(Strategy.code)
    ).all()
    return {code: Usage(*(int(number) for number in numbers)) for code, *numbers in rows}
