"""Messages from outside that can reach nobody, now or later: they have no key, and all who know them expect one.

A message or signal that nobody knows or waits for is no mistake: whoever sends it is told so by the result.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from engine.bpmn.model import EventDefinition, nodes
from engine.context import Context
from engine.errors import WrongInput
from engine.phrases import Phrase
from models.runtime import Definition, DefinitionKind


def require_key(context: Context, name: str) -> None:
    """Raises WrongInput if the newest versions of all processes that know the message expect a key from its sender."""
    known = [event for event in _events(context) if event.kind == "message" and event.name == name]
    if known and all(event.correlation_key is not None and event.conversation is None for event in known):
        raise WrongInput(
            {"correlation_key": (Phrase("ein Schlüssel"), "the key of the message", Phrase("keiner"), "none")}
        )


def _events(context: Context) -> Iterator[EventDefinition]:
    newest = select(func.max(Definition.id)).where(Definition.kind == DefinitionKind.PROCESS).group_by(Definition.key)
    for definition_id in context.session.execute(newest).scalars():
        process = context.definitions.process(context.connection, definition_id)
        drawn = process.program.sources[process.key].diagram.processes[process.key]
        for node in nodes(drawn.content):
            yield from node.definitions
