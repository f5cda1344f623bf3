"""Why one instance cannot be carried over: located reasons, told to people."""

from __future__ import annotations

from dataclasses import dataclass

from engine.migration.words import say


@dataclass(frozen=True)
class Obstacle:
    """One reason. `element` is that of the present version, None if the reason is the instance as a whole.

    `message_de` and `message_en` name elements but never hold process data.
    """

    code: str
    process: str | None
    element: str | None
    token: str | None
    message_de: str
    message_en: str

    @classmethod
    def of(
        cls, code: str, process: str | None = None, element: str | None = None, token: str | None = None, **facts: str
    ) -> Obstacle:
        """The obstacle of a code, put into words."""
        german, english = say(code, **facts)
        return cls(code, process, element, token, german, english)


class NotMovable(Exception):
    """The instance cannot be carried over; `obstacles` says why, completely. Becomes `MigrationRefused`."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        self.obstacles = tuple(obstacles)
        super().__init__("; ".join(f"{o.element or '-'}: {o.message_en}" for o in obstacles))
