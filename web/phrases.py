"""Where pages tell phrases (see `engine.phrases`): in everything a template shows, and in the facts of a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from jinja2 import Environment, pass_context, pass_eval_context
from jinja2.filters import do_join
from jinja2.nodes import EvalContext
from jinja2.runtime import Context

from web.language import is_german, told


def told_within(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Facts to show: every phrase in them told. The `value` of a choice is what is stored and stays as it is."""
    if is_german():
        return facts
    return {name: inner if name == "value" else _within(inner) for name, inner in facts.items()}


def install(environment: Environment) -> None:
    """Whatever a template shows is told, also within a list that it joins and a message that it fills."""
    environment.finalize = told
    environment.filters["join"] = _join
    fill = cast(Callable[..., str], environment.globals["gettext"])

    @pass_context
    def gettext(context: Context, message: str, **values: Any) -> str:
        return fill(context, message, **{name: told(value) for name, value in values.items()})

    environment.globals["gettext"] = gettext


def _within(value: Any) -> Any:
    if isinstance(value, Mapping):
        return told_within(value)
    if isinstance(value, list | tuple):
        return [_within(inner) for inner in value]
    return told(value)


@pass_eval_context
def _join(context: EvalContext, value: Any, d: str = "", attribute: str | int | None = None) -> str:
    return cast(str, do_join(context, value if attribute else [told(part) for part in value], d, attribute))
