"""Why a token failed: the exceptions that become incidents, and what may be said about any other."""

from __future__ import annotations

from engine.errors import EngineError, Incident
from engine.feel import FeelError


class ExpressionFailed(Incident):
    """An expression could not be evaluated or its value does not fit its place."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__("ExpressionFailed", f"{place}: {reason}")


class HandlerFailed(Exception):
    """A handler raised something other than a modelled error; `code` is the class of what it raised.

    An error event that catches everything, or names this class, catches it. Otherwise it becomes an incident.
    """

    def __init__(self, error: Exception) -> None:
        super().__init__(type(error).__name__)
        self.code, self.error = type(error).__name__, error


class NoFlowMatches(Incident):
    """No condition of the outgoing flows is true and there is no default flow."""

    def __init__(self) -> None:
        super().__init__("NoFlowMatches", "No condition of the outgoing flows is true and there is no default flow.")


class UncaughtError(Incident):
    """A BPMN error that no boundary event and no event sub-process catches."""

    def __init__(self, code: str) -> None:
        super().__init__("UncaughtError", f"Nothing catches the error {code}.")


class EndlessLoop(Incident):
    """The diagram runs in a circle without ever waiting."""

    def __init__(self, limit: int) -> None:
        super().__init__("EndlessLoop", f"More than {limit} automatic steps without a wait.")


def describe(error: Exception) -> tuple[str, str]:
    """Error class and message to store. A foreign exception may carry personal data: only its class is kept."""
    if isinstance(error, Incident):
        return error.error_class, str(error)
    if isinstance(error, EngineError | FeelError):
        return type(error).__name__, str(error)
    return type(error).__name__, "The step failed."
