"""The variables a diagram speaks of."""

from __future__ import annotations

from engine.bpmn.model import Process, nodes, scopes


def spoken_names(process: Process) -> set[str]:
    """The names of variables a diagram introduces."""
    names = {item.name for scope in scopes(process.content) for item in scope.data}
    for node in nodes(process.content):
        for entry in (node.io.inputs or ()) + (node.io.outputs or ()):
            names.update((entry.target, *entry.reads, *([entry.source] if entry.copies else [])))
        if node.loop is not None:
            names.update(filter(None, (node.loop.element_variable, node.loop.output_collection)))
        if "resultVariable" in node.attributes:
            names.add(node.attributes["resultVariable"])
    return names


def lasting_names(process: Process) -> set[str]:
    """Those of them that outlive the activity that sets them: no mapped inputs, no element variables."""
    names = {item.name for scope in scopes(process.content) for item in scope.data}
    for node in nodes(process.content):
        names.update(entry.target for entry in node.io.outputs or ())
        if node.loop is not None and node.loop.output_collection is not None:
            names.add(node.loop.output_collection)
        if "resultVariable" in node.attributes:
            names.add(node.attributes["resultVariable"])
    return names
