"""Keep a model file as far as it has got, valid or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.context import Context
from engine.model_files import advance, require_file


@dataclass(frozen=True)
class SaveModelDraft:
    """Save the working copy of a file; returns its new revision (1 for the first).

    Raises StaleRevision if somebody else saved, discarded or published in between, ValuesRefused for a file name or
    size that cannot be.
    """

    permission: ClassVar[str] = "model.deploy"

    file: str
    content: bytes
    revision: int

    def run(self, context: Context) -> int:
        require_file(self.file, self.content)
        return advance(context, self.file, self.revision, self.content)
