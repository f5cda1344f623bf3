"""Context functions (DMN 1.5, table 79)."""

from __future__ import annotations

from typing import Any

from engine.feel.builtin import built_in
from engine.feel.run import Run


@built_in("get value(m: context, key: string)")
def get_value(run: Run, m: dict[str, Any], key: str) -> Any:
    """The entry of that key, null if there is none."""
    return m.get(key)


@built_in("get entries(m: context)")
def get_entries(run: Run, m: dict[str, Any]) -> list[dict[str, Any]]:
    """The entries as contexts of `key` and `value`."""
    run.sized_list(len(m))
    return [{"key": key, "value": value} for key, value in m.items()]


@built_in("context(entries: list)")
def context(run: Run, entries: list[Any]) -> Any:
    """The context of entries with `key` and `value`; null if one of them is incomplete or a key repeats."""
    run.sized_list(len(entries))
    result: dict[str, Any] = {}
    for entry in entries:
        if type(entry) is not dict or type(entry.get("key")) is not str or "value" not in entry:
            return run.null("argument", "context", "entries", entry)
        if entry["key"] in result:
            return run.null("duplicate_key", entry["key"])
        result[entry["key"]] = entry["value"]
    return result


@built_in("context put(context: context, key: string, value: Any)")
def context_put(run: Run, context: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    """A copy of the context with the entry set."""
    run.sized_list(len(context) + 1)
    return {**context, key: value}


@built_in("context put(context: context, keys: list, value: Any)")
def context_put_path(run: Run, context: dict[str, Any], keys: list[Any], value: Any) -> Any:
    """A copy with the entry at the end of a path of keys set; contexts on the way are created."""
    if not keys or any(type(key) is not str for key in keys):
        return run.null("argument", "context put", "keys", keys)
    run.sized_list(len(keys))
    result: dict[str, Any] = dict(context)
    target = result
    for key in keys[:-1]:
        inner = target.get(key)
        if inner is not None and type(inner) is not dict:
            return run.null("no_member", key, inner)
        run.sized_list(len(inner or ()))
        target[key] = dict(inner or {})
        target = target[key]
    target[keys[-1]] = value
    return result


@built_in("context merge(contexts: list)")
def context_merge(run: Run, contexts: list[Any]) -> Any:
    """One context of all entries, later ones replacing earlier ones."""
    result: dict[str, Any] = {}
    for part in contexts:
        if type(part) is not dict:
            return run.null("argument", "context merge", "contexts", part)
        run.sized_list(len(part) + len(result))
        result.update(part)
    return result
