"""Handing e-mails over: to an SMTP server, or as files to a folder where none is set up."""

from __future__ import annotations

import hashlib
import os
import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any

import sqlalchemy
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.handlers import InsideCall, OutsideCall
from models.database import for_reading
from models.desk import Letter, LetterState
from processes.records import row
from processes.settings import MailSettings

#: Seconds to wait for a server before the attempt counts as failed.
TIMEOUT = 20


class PostOffice:
    """The outside handler `schreiben.senden`. It takes only the id of a letter: jobs hold no text and no address."""

    def __init__(self, database: sqlalchemy.Engine | None, settings: MailSettings) -> None:
        self._database, self._settings = database, settings

    def send(self, call: OutsideCall) -> Mapping[str, Any]:
        """Deliver one e-mail; the same call again carries the same Message-ID, so that receivers can drop it.

        Raises whatever the server raises: the job is tried again, then it is an incident.
        """
        message = self._message(str(call.inputs["schreiben"]), call)
        if self._settings.host:
            self._deliver(message)
        else:
            self._drop(message)
        return {"versendet_am": call.now}

    def _message(self, letter_id: str, call: OutsideCall) -> EmailMessage:
        if self._database is None:
            raise NotFound("database", "letters")
        with Session(for_reading(self._database)) as session:
            letter = row(session, Letter, letter_id)
            message = EmailMessage()
            message["From"] = self._settings.sender
            message["To"] = letter.recipient
            message["Subject"] = letter.subject
            message["Date"] = formatdate(call.now.timestamp())
            message["Message-ID"] = f"<{hashlib.sha256(call.idempotency_key.encode()).hexdigest()[:32]}@phasenwerk>"
            message["Auto-Submitted"] = "no"
            message.set_content(letter.body)
        return message

    def _deliver(self, message: EmailMessage) -> None:
        settings, context = self._settings, ssl.create_default_context()
        if settings.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(settings.host, settings.port, timeout=TIMEOUT)
        with server:
            if settings.security == "starttls":
                server.starttls(context=context)
            if settings.user:
                server.login(settings.user, settings.password)
            server.send_message(message)

    def _drop(self, message: EmailMessage) -> None:
        """One file per Message-ID, written whole or not at all."""
        folder = self._settings.folder
        folder.mkdir(parents=True, exist_ok=True)
        name = message["Message-ID"].strip("<>").partition("@")[0]
        part = folder / f".{name}.part"
        part.write_bytes(bytes(message))
        os.replace(part, folder / f"{name}.eml")


def keep_sent(call: InsideCall) -> None:
    """`schreiben.festhalten`: the letter counts as sent. A letter that is gone meanwhile has nothing to keep."""
    letter = call.session.get(Letter, int(call.inputs["schreiben"]))
    if letter is not None and letter.state is LetterState.SENDING:
        letter.state = LetterState.SENT
        letter.sent_at = call.now
