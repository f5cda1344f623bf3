"""What an office does to its library: propose, put to use and retire local strategies, write templates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import ValuesRefused, WrongState
from engine.phrases import Phrase
from models.casework import LegalCircle, LocalStrategy, LocalStrategyState, StrategyTemplate
from processes.catalogues import needs_catalogues
from processes.records import row


@dataclass(frozen=True)
class ProposeLocalStrategy:
    """Formulate a strategy of the office's own (ST-14). Returns its id. Raises ValuesRefused."""

    permission: ClassVar[str] = "strategy.propose"

    label: str
    aim: str
    legal_circle: str = ""

    def run(self, context: Context) -> int:
        errors = {}
        if len(self.label.strip()) < 3:
            errors["label"] = Phrase("Geben Sie der Strategie einen Namen.")
        if not self.aim.strip():
            errors["aim"] = Phrase("Beschreiben Sie, wozu die Strategie dient.")
        if self.legal_circle and self.legal_circle not in LegalCircle.__members__:
            errors["legal_circle"] = Phrase("Wählen Sie SGB II, SGB III oder beide.")
        code = "ST_LOCAL_" + re.sub(r"[^A-Z0-9]+", "_", _latin(self.label.strip())).strip("_")[:50]
        if not errors and context.session.execute(select(LocalStrategy).where(LocalStrategy.code == code)).first():
            errors["label"] = Phrase("Eine Strategie mit diesem Namen gibt es schon.")
        if errors:
            raise ValuesRefused(errors)
        strategy = LocalStrategy(
            code=code,
            label=self.label.strip(),
            aim=self.aim.strip(),
            legal_circle=LegalCircle[self.legal_circle] if self.legal_circle else None,
            proposed_at=context.now,
            proposed_by=context.actor.name,
        )
        context.session.add(strategy)
        context.session.flush()
        context.record("local_strategy.proposed", data={"strategy": code})
        return strategy.id


def _latin(text: str) -> str:
    upper = text.upper()
    for letter, like in (("Ä", "AE"), ("Ö", "OE"), ("Ü", "UE"), ("ß", "SS")):
        upper = upper.replace(letter, like)
    return upper


@dataclass(frozen=True)
class DecideLocalStrategy:
    """Put a proposed strategy to use, or retire one; what was chosen with it keeps its name. Raises WrongState."""

    permission: ClassVar[str] = "strategy.library"

    strategy_id: int
    to_use: bool

    def run(self, context: Context) -> None:
        strategy = row(context.session, LocalStrategy, self.strategy_id)
        wanted = LocalStrategyState.IN_USE if self.to_use else LocalStrategyState.RETIRED
        if strategy.state is wanted or (self.to_use and strategy.state is LocalStrategyState.RETIRED):
            raise WrongState(
                "decide",
                "local strategy",
                strategy.id,
                strategy.state,
                expected=[LocalStrategyState.PROPOSED, LocalStrategyState.IN_USE],
            )
        today = berlin_date(context.now)
        strategy.state, strategy.decided_by = wanted, context.actor.name
        if self.to_use:
            strategy.valid_from = today
        else:
            strategy.valid_to = today
        context.record("local_strategy.decided", data={"strategy": strategy.code, "state": wanted.value})


@dataclass(frozen=True)
class WriteTemplate:
    """Add a template of the office for a strategy (ST-16). Returns its id. Raises ValuesRefused."""

    permission: ClassVar[str] = "strategy.library"

    strategy: str
    title: str
    months: int
    intermediate_goal: str
    steps_client: str = ""
    steps_staff: str = ""
    steps_third_party: str = ""

    def run(self, context: Context) -> int:
        errors = {}
        known = {code for c in needs_catalogues().values() for code in (*c.strategies, *c.cross_cutting)}
        known |= set(context.session.execute(select(LocalStrategy.code)).scalars())
        if self.strategy not in known:
            errors["strategy"] = Phrase("Wählen Sie die Strategie.")
        if not self.title.strip():
            errors["title"] = Phrase("Geben Sie der Vorlage einen Titel.")
        if not 1 <= self.months <= 24:
            errors["months"] = Phrase("Die empfohlene Dauer liegt zwischen 1 und 24 Monaten.")
        if not self.intermediate_goal.strip():
            errors["intermediate_goal"] = Phrase("Jede Strategie führt zu einem Zwischenziel.")
        if errors:
            raise ValuesRefused(errors)
        entry = StrategyTemplate(
            strategy=self.strategy,
            title=self.title.strip(),
            months=self.months,
            intermediate_goal=self.intermediate_goal.strip(),
            steps_client=self.steps_client.strip(),
            steps_staff=self.steps_staff.strip(),
            steps_third_party=self.steps_third_party.strip(),
            written_at=context.now,
            written_by=context.actor.name,
        )
        context.session.add(entry)
        context.session.flush()
        context.record("strategy_template.written", data={"template": entry.id})
        return entry.id


@dataclass(frozen=True)
class RetireTemplate:
    """Offer a template of the office no more."""

    permission: ClassVar[str] = "strategy.library"

    template_id: int

    def run(self, context: Context) -> None:
        row(context.session, StrategyTemplate, self.template_id).is_retired = True
        context.record("strategy_template.retired", data={"template": self.template_id})
