"""The history as a chain of hashes, so that it cannot be changed unnoticed, and without making writers queue.

Each instance has a chain of its own: a command adds one link over the rows it writes about the instance, whose row it
holds locked anyway, and the newest hash stands in the instance. Rows about no instance carry a hash of themselves.
Seals (`engine.commands.seal_record`) bind all of them, by their ids, into one chain; `engine.audit_check` verifies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from hashlib import sha256
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import Connection, select, update

from models.runtime import Instance

INSTANCE: Any = Instance.__table__

#: What a hash covers besides the moment, in this order.
CONTENT = (
    "actor",
    "kind",
    "instance_id",
    "transition",
    "definition_id",
    "business_key",
    "process_key",
    "element_id",
    "token",
    "data",
)
_content = itemgetter(*CONTENT)


def link(head: bytes | None, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The hash that follows `head` for these rows, written in one transaction."""
    content = [(row["at"].astimezone(UTC), *_content(row)) for row in rows]
    return sha256((head or b"") + orjson.dumps(content, option=orjson.OPT_NON_STR_KEYS)).digest()


def chain(connection: Connection, rows: Iterable[dict[str, Any]], heads: dict[int, bytes | None]) -> None:
    """Give the rows of one command their hashes and move the heads of their instances on.

    `heads` are those of the instances the command will write anyway; the heads of other instances that rows are about
    are read and written here, under their row lock.
    """
    links: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        instance_id = row["instance_id"]
        if instance_id is None:
            row["hash"] = link(None, [row])
        else:
            row["hash"] = None
            links.setdefault(instance_id, []).append(row)
    for instance_id, its_rows in links.items():
        known = instance_id in heads
        head = heads[instance_id] if known else _locked_head(connection, instance_id)
        heads[instance_id] = its_rows[-1]["hash"] = link(head, its_rows)
        if not known:
            connection.execute(
                update(INSTANCE).where(INSTANCE.c.id == instance_id).values(history_head=heads[instance_id])
            )


def _locked_head(connection: Connection, instance_id: int) -> bytes | None:
    wanted = select(INSTANCE.c.history_head).where(INSTANCE.c.id == instance_id).with_for_update()
    head: bytes | None = connection.execute(wanted).scalar_one()
    return head
