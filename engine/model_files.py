"""Model files while they are being worked on: what a file name may be, whose save counts, what a check would find."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from engine.actor import SYSTEM
from engine.commands.deploy_resources import bundle_of, check_bundle
from engine.context import Context
from engine.errors import StaleRevision, ValuesRefused
from engine.executor import Engine
from engine.lint.finding import Finding
from engine.phrases import Phrase
from models.runtime import ModelDraft

DRAFT: Any = ModelDraft.__table__

#: Bytes. The largest diagram that people can still read is a tenth of it.
LARGEST_FILE = 2 * 1024 * 1024

_FILE_NAME = re.compile(r"[^\W\d][\w.-]{0,150}\.(bpmn|dmn|form)")


def require_file(name: str, content: bytes) -> None:
    """Raises ValuesRefused for a name that is no model file's or a content that is too large."""
    if not _FILE_NAME.fullmatch(name):
        raise ValuesRefused({"file": Phrase("Ein Dateiname wie zielberuf.form, ziel.bpmn oder segment.dmn.")})
    if len(content) > LARGEST_FILE:
        raise ValuesRefused(
            {
                "source": Phrase(
                    "Die Datei ist zu groß (höchstens {largest_file} MB).", largest_file=LARGEST_FILE // 1024 // 1024
                )
            }
        )


def advance(context: Context, file: str, expected: int, content: bytes | None) -> int:
    """Replace the working copy; returns its new revision, counted from 1.

    `expected` is the revision the writer has seen, 0 for a file that never had a working copy. Raises StaleRevision.
    """
    is_this = DRAFT.c.file == file
    query = select(DRAFT.c.revision).where(is_this).with_for_update()  # two designers save the same file
    actual = context.session.execute(query).scalar_one_or_none() or 0
    if actual != expected:
        raise StaleRevision("model", file, expected, actual)
    values = {
        "content": content,
        "revision": actual + 1,
        "saved_at": context.now,
        "saved_by": context.actor.name,
    }
    if actual:
        context.session.execute(update(DRAFT).where(is_this).values(**values))
    else:
        context.session.execute(insert(DRAFT).values(file=file, **values))
    return actual + 1


def review_file(engine: Engine, session: Session, name: str, content: bytes) -> list[Finding]:
    """All findings on one file as if it were published now. Changes nothing."""
    with engine.context(session.connection(), SYSTEM, engine.now()) as context:
        return check_bundle(context, bundle_of(context, ((name, content),)))
