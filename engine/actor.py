"""Who acts: passed into every command, never looked up."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Actor:
    """`name` is the sign-in name; `groups` are candidate groups; `permissions` are command permissions.

    `on_behalf_of` names the absent colleague whose work a cover does.
    """

    name: str
    permissions: frozenset[str] = field(default_factory=frozenset)
    groups: frozenset[str] = field(default_factory=frozenset)
    on_behalf_of: str | None = None

    def may(self, permission: str) -> bool:
        return "*" in self.permissions or permission in self.permissions


#: The engine itself: timers, workers, routing. Holds every permission.
SYSTEM = Actor("system", frozenset({"*"}))
