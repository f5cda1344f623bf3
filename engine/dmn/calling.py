"""Calling any FEEL function value by parameter names, as a boxed invocation does (DMN 1.5, 10.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.dmn.evaluation import Evaluation
from engine.feel.invoke import invoke_named
from engine.feel.run import Run


def call_by_name(function: Any, given: Mapping[str, Any], evaluation: Evaluation) -> Any:
    """The result of the function; null with a reason if it is none or has no such parameters. A parameter that is
    not given is null."""
    arguments = dict(given)
    for name in getattr(function, "parameters", ()):
        arguments.setdefault(name, None)
    run = Run(evaluation.limits, evaluation.now)
    result = invoke_named(run, function, arguments)
    for reason in run.reasons:
        evaluation.reason(str(reason), reason.message_de)
    return result
