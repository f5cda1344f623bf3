"""What the office knows that a form needs: facts to show and choose from, and rules across fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class FormCall:
    """One form of one task, seen now. `variables` is what the task's token sees.

    `actor` is who completes the task; empty while the form is only looked at.
    """

    session: Session
    now: datetime
    form: str
    business_key: str | None
    variables: Mapping[str, Any]
    actor: str = ""


#: Facts by name, visible to the form's FEEL expressions beside the variables (for example option lists).
FactsOf = Callable[[FormCall], Mapping[str, Any]]
#: Rules a schema cannot say: valid values and facts in, field → German message out; empty means acceptable.
RuleOf = Callable[[FormCall, Mapping[str, Any], Mapping[str, Any]], Mapping[str, str]]


@dataclass(frozen=True)
class FormSupport:
    """Facts and rules by form name, for example `handlungsbedarfe.form`. A form without an entry needs none."""

    facts: Mapping[str, FactsOf] = field(default_factory=dict)
    rules: Mapping[str, RuleOf] = field(default_factory=dict)

    def context_of(self, call: FormCall) -> dict[str, Any]:
        """The variables and, over them, the office's facts."""
        facts = self.facts.get(call.form)
        return {**call.variables, **(facts(call) if facts else {})}

    def check(self, call: FormCall, values: Mapping[str, Any], context: Mapping[str, Any]) -> Mapping[str, str]:
        rule = self.rules.get(call.form)
        return rule(call, values, context) if rule else {}
