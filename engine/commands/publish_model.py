"""Make a working copy the newest version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.commands.deploy_resources import DeployedDefinition, deploy
from engine.context import Context
from engine.model_files import advance, require_file


@dataclass(frozen=True)
class Published:
    """`definitions` are those of the file first, then callers that follow; `revision` is the working copy's."""

    revision: int
    definitions: tuple[DeployedDefinition, ...]


@dataclass(frozen=True)
class PublishModel:
    """Publish one file as a new version of everything in it; the working copy is then empty.

    New instances start with the new version, running ones stay on theirs. Raises DeploymentRefused with every error
    found, StaleRevision if somebody else saved or published in between, ValuesRefused for a bad file name or size.
    """

    permission: ClassVar[str] = "model.deploy"

    file: str
    content: bytes
    revision: int
    comment: str

    def run(self, context: Context) -> Published:
        require_file(self.file, self.content)
        revision = advance(context, self.file, self.revision, None)
        return Published(revision, deploy(context, ((self.file, self.content),), self.comment))
