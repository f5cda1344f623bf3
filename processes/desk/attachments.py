"""Files of a case: only kinds that are known, and only if the bytes are what the name says.

The bytes lie in the database and not in a folder: one transaction, one backup, the same for every web process, and
no address of the web server ever leads to them.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from engine.context import Context
from engine.errors import NotFound, ValuesRefused
from engine.phrases import Phrase
from models.desk import Attachment, AttachmentContent
from processes.desk.comments import visible_case

#: Bytes of one file; what the web server takes is a little more.
MOST_BYTES = 10 * 1024 * 1024
MOST_FILES = 200


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken: its endings, its media type, and what its bytes look like."""

    endings: tuple[str, ...]
    media_type: str
    fits: Callable[[bytes], bool]


def _starts(*heads: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(heads)


def _is_text(content: bytes) -> bool:
    """UTF-8 without control characters: nothing a program would run."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not any(ord(letter) < 32 and letter not in "\t\r\n\f" for letter in text)


def _is_office_file(part: str) -> Callable[[bytes], bool]:
    """A zip with this part and without macros."""

    def fits(content: bytes) -> bool:
        if not content.startswith(b"PK\x03\x04"):
            return False
        try:
            names = zipfile.ZipFile(io.BytesIO(content)).namelist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            return False
        return part in names and not any("vbaproject" in name.lower() for name in names)

    return fits


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


KINDS = (
    Kind(("pdf",), "application/pdf", _starts(b"%PDF-")),
    Kind(("png",), "image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    Kind(("jpg", "jpeg"), "image/jpeg", _starts(b"\xff\xd8\xff")),
    Kind(("tif", "tiff"), "image/tiff", _starts(b"II*\x00", b"MM\x00*")),
    Kind(("webp",), "image/webp", _is_webp),
    Kind(("txt",), "text/plain", _is_text),
    Kind(
        ("docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _is_office_file("word/document.xml"),
    ),
    Kind(
        ("xlsx",),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _is_office_file("xl/workbook.xml"),
    ),
    Kind(("odt",), "application/vnd.oasis.opendocument.text", _is_office_file("content.xml")),
)
ENDINGS = tuple(ending for kind in KINDS for ending in kind.endings)


def kind_of(name: str, content: bytes) -> Kind:
    """The kind of a file. Raises ValuesRefused with a message for datei."""
    if not content:
        raise ValuesRefused({"datei": Phrase("Die Datei ist leer.")})
    if len(content) > MOST_BYTES:
        raise ValuesRefused(
            {"datei": Phrase("Die Datei ist größer als {most_bytes} MB.", most_bytes=MOST_BYTES // 1024 // 1024)}
        )
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    kind = next((k for k in KINDS if ending in k.endings), None)
    if kind is None:
        raise ValuesRefused({"datei": Phrase("Erlaubt sind diese Arten von Dateien: {list}.", list=", ".join(ENDINGS))})
    if not kind.fits(content):
        raise ValuesRefused({"datei": Phrase("Der Inhalt der Datei passt nicht zur Endung „{ending}“.", ending=ending)})
    return kind


def plain_name(name: str) -> str:
    """The last part of a file name without anything a file system or a header could trip over."""
    last = re.split(r"[\\/]", name)[-1]
    return re.sub(r"[^\w .()§-]", "_", last).strip(" .")[-160:] or "Datei"


@dataclass(frozen=True)
class AttachFile:
    """Keep a file with a case; returns the id. Raises NotFound, ValuesRefused with a message for datei."""

    permission: ClassVar[str] = "case.write"

    case_number: str
    name: str
    content: bytes

    def run(self, context: Context) -> int:
        case = visible_case(context, self.case_number)
        kind = kind_of(self.name, self.content)
        present = context.session.scalars(select(Attachment.checksum).where(Attachment.case_id == case.id)).all()
        checksum = hashlib.sha256(self.content).hexdigest()
        if checksum in present:
            raise ValuesRefused({"datei": Phrase("Diese Datei liegt schon beim Fall.")})
        if len(present) >= MOST_FILES:
            raise ValuesRefused(
                {"datei": Phrase("Ein Fall hat höchstens {most_files} Dateien.", most_files=MOST_FILES)}
            )
        kept = Attachment(
            case_id=case.id,
            name=plain_name(self.name),
            media_type=kind.media_type,
            size=len(self.content),
            checksum=checksum,
            stored_at=context.now,
            stored_by=context.actor.name,
        )
        kept.content = AttachmentContent(content=self.content)
        context.session.add(kept)
        context.session.flush()
        context.record("case.file_attached", business_key=case.case_number, data={"attachment": kept.id})
        return kept.id


@dataclass(frozen=True)
class RemoveFile:
    """Take a file away for good, with a reason that stays in the history. Raises NotFound, ValuesRefused."""

    permission: ClassVar[str] = "case.write"

    case_number: str
    attachment_id: int
    reason: str

    def run(self, context: Context) -> None:
        case = visible_case(context, self.case_number)
        if not self.reason.strip():
            raise ValuesRefused({"grund": Phrase("Nennen Sie den Grund.")})
        kept = context.session.scalar(
            select(Attachment).where(Attachment.id == self.attachment_id, Attachment.case_id == case.id)
        )
        if kept is None:
            raise NotFound("attachment", self.attachment_id)
        context.session.delete(kept)
        context.record(
            "case.file_removed",
            business_key=case.case_number,
            data={"attachment": kept.id, "reason": self.reason.strip()[:400]},
        )
