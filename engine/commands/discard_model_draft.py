"""Go back to what is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.context import Context
from engine.model_files import advance


@dataclass(frozen=True)
class DiscardModelDraft:
    """Drop the working copy of a file; returns the new revision. Raises StaleRevision."""

    permission: ClassVar[str] = "model.deploy"

    file: str
    revision: int

    def run(self, context: Context) -> int:
        context.record("model.discarded", data={"file": self.file})
        return advance(context, self.file, self.revision, None)
