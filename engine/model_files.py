"""Model files while they are being worked on: what a file name may be, whose save counts, what a check would find."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from engine.actor import SYSTEM
from engine.commands.deploy_resources import bundle_of, check_bundle
from engine.context import Context
from engine.errors import StaleRevision, WrongInput
from engine.executor import Engine
from engine.inputs import Misfit
from engine.lint.finding import Finding
from engine.phrases import Phrase
from models.runtime import ModelDraft

DRAFT: Any = ModelDraft.__table__

#: Bytes. The largest diagram that people can still read is a tenth of it.
LARGEST_FILE = 2 * 1024 * 1024

_FILE_NAME = re.compile(r"[^\W\d][\w.-]{0,150}\.(bpmn|dmn|form)")


def require_file(name: str, content: bytes) -> None:
    """Raises WrongInput for a name that is no model file's or a content that is too large."""
    if not is_file_name(name):
        expected = Phrase("ein Dateiname wie zielberuf.form, ziel.bpmn oder segment.dmn")
        found = Phrase("ein anderer Name")
        raise WrongInput({"file": (expected, "a file name such as ziel.bpmn", found, "another name")})
    if (misfit := check_size(content)) is not None:
        raise WrongInput({"source": misfit})


def is_file_name(name: str) -> bool:
    """Whether a model file can be called like this."""
    return _FILE_NAME.fullmatch(name) is not None


def check_size(content: bytes) -> Misfit | None:
    """What speaks against the size of a model file."""
    if len(content) <= LARGEST_FILE:
        return None
    most, size = LARGEST_FILE // 1024, len(content) // 1024 + 1
    return (
        Phrase("eine Datei von höchstens {most} KiB", most=most),
        f"a file of at most {most} KiB",
        Phrase("eine von {size} KiB", size=size),
        f"one of {size} KiB",
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
