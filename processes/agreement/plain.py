"""The agreement in short, plain German (level B1): a document of its own that people can read alone.

It is made from the content of the agreement, so it says nothing else; the caseworker may reword it before signing.
Fachkonzept A.4.1; it never replaces the agreement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.casework import Agreement, AgreementDuty, Case, DutySide
from processes.agreement.sections import kept
from processes.catalogues import agreement_type
from processes.wording import day_text

#: Words of a sentence beyond which it is hard to read at level B1.
LONGEST_SENTENCE = 15
#: Letters of a word beyond which it is hard to read.
LONGEST_WORD = 26
#: Words of offices that people need not know.
OFFICE_WORDS = (
    "gemäß",
    "bezüglich",
    "hinsichtlich",
    "zwecks",
    "unverzüglich",
    "Eigenbemühungen",
    "Inanspruchnahme",
    "Obliegenheit",
)
_GOALS = {
    "G1_LOCAL": "Sie finden eine Arbeit in Ihrer Nähe.",
    "G1_SUPRA": "Sie finden eine Arbeit, auch weiter weg von hier.",
    "G1_INTL": "Sie finden eine Arbeit, auch in einem anderen Land.",
    "G1_MINI": "Sie finden einen Mini-Job oder Midi-Job.",
    "G1_SELF": "Sie machen sich selbstständig.",
    "G2_BEYOND": "Sie fangen mit einer Tätigkeit an, die auf Arbeit vorbereitet.",
    "G3_DUAL_LOCAL": "Sie finden eine Ausbildung in Ihrer Nähe.",
    "G3_DUAL_SUPRA": "Sie finden eine Ausbildung, auch weiter weg von hier.",
    "G3_SCHOOL": "Sie beginnen eine schulische Ausbildung oder ein Studium.",
    "G4_STABILISE": "Sie behalten Ihre Arbeit und verdienen genug zum Leben.",
}
_SIDES = (
    ("Das machen wir:", DutySide.PROVIDER),
    ("Das machen Sie:", DutySide.CLIENT),
    ("Das machen andere:", DutySide.THIRD_PARTY),
)


def plain_text(agreement: Agreement, case: Case) -> str:
    """Paragraphs with an empty line between them; lists have a line per item that begins with "- "."""
    return "\n\n".join(_paragraphs(agreement, case))


def _paragraphs(agreement: Agreement, case: Case) -> Iterator[str]:
    label = agreement_type(agreement.type).label
    yield f"Hier steht kurz, was wir vereinbart haben. Der genaue Text steht in dem Papier „{label}“. Nur er gilt."
    if agreement.goal is not None:
        aim = _GOALS.get(agreement.goal.option, "")
        yield f"Ihr Ziel: {aim} Das wollen wir bis zum {day_text(agreement.goal.target_date)} schaffen."
    for title, side in _SIDES:
        items = [f"- {_duty(duty)}" for duty in agreement.duties if duty.side is side]
        if items:
            yield "\n".join([title, *items])
    question = kept(agreement, "CLARIFICATION")
    if question:
        yield f"Ihr Beruf ist noch offen. Das klären Sie: {_sentence(question)}"
    if agreement.review_due is not None:
        yield f"Wir sprechen spätestens am {day_text(agreement.review_due)} wieder darüber."
    yield (
        "Schaffen Sie etwas nicht? Oder hat sich etwas geändert? Sagen Sie uns schnell Bescheid."
        f" Ihre Ansprechperson ist {case.caseworker.display_name}."
    )


def _duty(duty: AgreementDuty) -> str:
    parts = [_sentence(duty.what)]
    if duty.count is not None:
        how_often = {"Woche": "jede Woche", "Monat": "jeden Monat"}.get(duty.period, "insgesamt")
        parts.append(f"{duty.count}-mal {how_often}.")
    if duty.due_on is not None:
        parts.append(f"Bis zum {day_text(duty.due_on)}.")
    if duty.proof_form:
        parts.append(f"Das zeigen Sie uns so: {_sentence(duty.proof_form)}")
    return " ".join(parts)


def _sentence(text: str) -> str:
    words = " ".join(text.split())
    return words if words.endswith((".", "!", "?")) else f"{words}."


def hard_to_read(text: str) -> list[str]:
    """What makes a text harder than level B1, as German hints; empty when nothing was found.

    Measured: length of sentences and words, words of offices, paragraph signs. It is a hint: nothing is refused.
    """
    found = []
    for sentence in re.split(r"(?<=[.!?:])\s+|\n+", text):
        words = re.findall(r"[\wäöüÄÖÜß-]+", sentence)
        if len(words) > LONGEST_SENTENCE:
            found.append(f"Langer Satz ({len(words)} Wörter): „{sentence.strip()}“")
    found += [f"Langes Wort: „{word}“" for word in re.findall(rf"\w{{{LONGEST_WORD + 1},}}", text)]
    found += [f"Amtswort: „{word}“" for word in OFFICE_WORDS if word.lower() in text.lower()]
    if "§" in text:
        found.append("Paragrafen gehören in die Belehrung, nicht in den kurzen Text.")
    return found
