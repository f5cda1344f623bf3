"""Start a process by its key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from engine.context import Context
from engine.messages import start_process


@dataclass(frozen=True)
class StartInstance:
    """Start the newest (or the given) version; returns the instance id. Raises NotFound."""

    permission: ClassVar[str] = "instance.start"

    process_key: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    business_key: str | None = None
    version: int | None = None

    def run(self, context: Context) -> int:
        return start_process(
            context, self.process_key, self.variables, business_key=self.business_key, version=self.version
        )
