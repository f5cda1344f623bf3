"""What ended strategies mean for the next sheet: needs, strengths and segment (Fachkonzept A.3, ST-10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import berlin_date
from engine.phrases import Phrase, Prose, joined, remark
from models.casework import RUNNING_STRATEGIES, Case, NeedStatus, ProfilingSheet, Strategy
from processes.catalogues import NeedsCatalogue
from processes.profiling.sheets import add_competences
from processes.wording import day_text

_OUTCOMES = {
    "BEHOBEN": Phrase("behoben"),
    "TEILWEISE": Phrase("teilweise behoben"),
    "BESTEHT": Phrase("besteht weiter"),
    "KEINER": Phrase("kein Bedarf zugeordnet"),
}
_RESULTS = {"DONE": Phrase("erledigt"), "CANCELLED": Phrase("abgebrochen"), "FAILED": Phrase("gescheitert")}


def ended_since(session: Session, case: Case, since: datetime | None) -> list[Strategy]:
    """Strategies of the case that ended on the day of the last closing or later, in the order in which they ended."""
    found = select(Strategy).where(Strategy.case_id == case.id, Strategy.state.not_in(RUNNING_STRATEGIES))
    if since is not None:
        found = found.where(Strategy.ended_on >= berlin_date(since))
    return list(session.execute(found.order_by(Strategy.ended_on, Strategy.id)).scalars())


def carry_over(sheet: ProfilingSheet, strategies: Sequence[Strategy]) -> None:
    """Into an open sheet that took over an earlier one: a removed need starts as not relevant, one that goes on gets
    a remark, a new competence joins the strengths. All of it is a first value that a person confirms.
    """
    rows = {need.need: need for need in sheet.needs}
    for strategy in strategies:
        need = rows.get(strategy.need or "")
        if need is not None and strategy.need_outcome == "BEHOBEN":
            need.status = NeedStatus.NOT_RELEVANT
        elif need is not None and strategy.need_outcome in ("TEILWEISE", "BESTEHT") and strategy.ended_on:
            told = Phrase(
                "Strategie {result} am {day}: {outcome}.",
                result=_RESULTS[strategy.state.value],
                day=day_text(strategy.ended_on),
                outcome=_OUTCOMES[strategy.need_outcome],
            )
            if told not in need.remark:
                need.remark = remark(need.remark, told)
        if strategy.gained_competence:
            add_competences(sheet, [strategy.gained_competence])


def endings_text(catalogue: NeedsCatalogue, strategies: Sequence[Strategy]) -> str:
    """One line of Markdown per ended strategy; empty if none ended."""
    return joined("\n", (_line(catalogue, one, one.ended_on) for one in strategies if one.ended_on is not None))


def _line(catalogue: NeedsCatalogue, strategy: Strategy, ended_on: date) -> str:
    need = Phrase(", Bedarf „{need}“", need=catalogue.need_label(strategy.need)) if strategy.need else ""
    outcome = (
        Phrase(" {outcomes}", outcomes=_OUTCOMES[strategy.need_outcome])
        if strategy.need and strategy.need_outcome
        else ""
    )
    gained = (
        Phrase(", neu: {gained_competence}", gained_competence=strategy.gained_competence)
        if strategy.gained_competence
        else ""
    )
    segment = Phrase(", Segment prüfen") if strategy.asks_for_assessment else ""
    label = catalogue.strategy_label(strategy.code)
    return Prose(
        "* {label} {results} am {ended_on}{need}{outcome}{gained}{segment}",
        label=label,
        results=_RESULTS[strategy.state.value],
        ended_on=day_text(ended_on),
        need=need,
        outcome=outcome,
        gained=gained,
        segment=segment,
    )
