"""How provider data are compared and what the mask refuses (Fachkonzept D). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from engine.phrases import Phrase

#: Country prefix and the bracketed zero people write after it.
_COUNTRY = re.compile(r"^\s*(\+\s*49|0049)\s*(\(0\))?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?[\d ()/.-]{4,60}")
#: A code of the economic classification: section letter, division, group, class or subclass.
WZ_CODE = re.compile(r"[A-U]|\d{2}(\.\d{1,2}(\.\d)?)?")
_FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


def fold(text: str) -> str:
    """A text for comparing: case and umlauts do not count (DIN 5007-1), blanks are single."""
    return " ".join(text.lower().translate(_FOLDED).split())


def phone_key(number: str) -> str:
    """The digits that identify a telephone number: "+49 (0) 202 / 123-45" and "0202 12345" are the same."""
    national = _COUNTRY.sub("0", number)
    digits = re.sub(r"\D", "", national)
    return re.sub(r"^00+", "0", digits) if national != number else digits


def number_is_valid(establishment_no: str) -> bool:
    """A Betriebsnummer has eight digits."""
    return re.fullmatch(r"\d{8}", establishment_no) is not None


def mask_errors(values: Mapping[str, str], today: date, deactivated_on: date | None) -> dict[str, str]:
    """What speaks against the entries of the edit mask, by field; known classes are checked by the command."""
    errors: dict[str, str] = {}
    if not values["designation"]:
        errors["designation"] = Phrase("Geben Sie die Bezeichnung ein.")
    if not values["name"]:
        errors["name"] = Phrase("Geben Sie den Namen ein.")
    if values["postal_code"] and not re.fullmatch(r"\d{5}", values["postal_code"]):
        errors["postal_code"] = Phrase("Die Postleitzahl hat fünf Ziffern.")
    if values["establishment_no"] and not number_is_valid(values["establishment_no"]):
        errors["establishment_no"] = Phrase("Die Betriebsnummer hat acht Ziffern.")
    for field in ("landline", "mobile"):
        if values[field] and not _PHONE.fullmatch(values[field]):
            errors[field] = Phrase("Eine Telefonnummer besteht aus Ziffern, wie 0202 123456.")
    if values["email"] and not _EMAIL.fullmatch(values["email"]):
        errors["email"] = Phrase("Eine E-Mail-Adresse sieht aus wie name@beispiel.de.")
    if values["wz_code"] and not WZ_CODE.fullmatch(values["wz_code"]):
        errors["wz_code"] = Phrase("Eine Wirtschaftsklasse sieht aus wie 78.20.")
    if values["status"] == "DEACTIVATED" and deactivated_on is None:
        errors["deactivated_on"] = Phrase("Geben Sie das Datum der Deaktivierung ein.")
    if values["status"] != "DEACTIVATED" and deactivated_on is not None:
        errors["status"] = Phrase("Ein Datum der Deaktivierung gehört zum Status „deaktiviert“.")
    if deactivated_on is not None and deactivated_on > today:
        errors["deactivated_on"] = Phrase("Das Datum der Deaktivierung liegt in der Zukunft.")
    return errors
