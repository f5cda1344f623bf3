"""Write a letter or an e-mail to the client of a case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from engine.context import Context
from engine.errors import ValuesRefused
from engine.messages import correlate
from engine.phrases import Phrase
from models.desk import Letter, LetterChannel, LetterState
from processes.desk.comments import visible_case
from processes.letters.texts import gaps_refused, templates

_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True)
class WriteLetter:
    """Keep the letter as it goes out; an e-mail is sent by a process of its own. Returns the id.

    A letter with open gaps is refused, not sent. Raises NotFound, ValuesRefused with messages for vorlage, weg,
    empfaenger, betreff or text.
    """

    permission: ClassVar[str] = "letter.write"

    case_number: str
    channel: LetterChannel
    template: str
    subject: str
    body: str

    def run(self, context: Context) -> int:
        case = visible_case(context, self.case_number)
        person = case.person
        subject, body = " ".join(self.subject.split()), self.body.strip()
        errors = {}
        if self.template not in templates():
            errors["vorlage"] = Phrase("Diese Vorlage gibt es nicht.")
        if not subject or len(subject) > 200:
            errors["betreff"] = Phrase("Geben Sie den Betreff ein, höchstens 200 Zeichen.")
        elif gaps := gaps_refused(subject):
            errors["betreff"] = gaps
        if not body or len(body) > 20_000:
            errors["text"] = Phrase("Schreiben Sie den Text, höchstens 20.000 Zeichen.")
        elif gaps := gaps_refused(body):
            errors["text"] = gaps
        is_mail = self.channel is LetterChannel.EMAIL
        if is_mail and _ADDRESS.fullmatch(person.email) is None:
            errors["weg"] = Phrase("Im Fall ist keine gültige E-Mail-Adresse eingetragen.")
        if not is_mail and not (person.street and person.city):
            errors["weg"] = Phrase("Im Fall ist keine Anschrift eingetragen.")
        if errors:
            raise ValuesRefused(errors)
        lines = (person.full_name, person.street, f"{person.postal_code} {person.city}".strip())
        letter = Letter(
            case_id=case.id,
            channel=self.channel,
            template=self.template,
            recipient=person.email if is_mail else "\n".join(lines),
            subject=subject,
            body=body,
            state=LetterState.SENDING if is_mail else LetterState.MADE,
            made_at=context.now,
            made_by=context.actor.name,
        )
        context.session.add(letter)
        context.session.flush()
        context.record("letter.made", business_key=case.case_number, data={"letter": letter.id})
        if is_mail:
            payload = {"fall": case.case_number, "schreiben": str(letter.id)}
            correlate(context, "Schreiben beauftragt", str(letter.id), payload, business_key=case.case_number)
        return letter.id
