"""What the composition root tells the web floor. Nothing here is read from the environment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from processes.bootstrap import real_time


@dataclass(frozen=True)
class DemoAccount:
    """One sign-in that the sign-in page offers in demo mode."""

    username: str
    display_name: str
    role: str


@dataclass(frozen=True)
class WebSettings:
    """`secret_key` signs the cookie and is the same in every web process of an office, at least 32 bytes.

    `https` is true whenever browsers reach the office by https; cookies then carry the `__Host-` prefix.
    `behind_proxy` trusts one reverse proxy for host and scheme.
    `trusted_origins` are further origins (`https://host[:port]`) under which the same office is reached.
    `wall_clock` is real time, which sign-in sessions live by; the office clock of the engine may run ahead in demos.
    """

    secret_key: str
    office_name: str = "Jobcenter"
    https: bool = True
    behind_proxy: bool = False
    trusted_origins: frozenset[str] = frozenset()
    is_demo: bool = False
    demo_accounts: tuple[DemoAccount, ...] = ()
    demo_password: str | None = None
    wall_clock: Callable[[], datetime] = field(default=real_time)

    def __post_init__(self) -> None:
        if len(self.secret_key) < 32:
            raise ValueError("the secret key must have at least 32 characters")
