"""Passwords of the local sign-in: argon2id, verified in constant work whether or not the name exists."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.phrases import Phrase

#: OWASP's minimum for argon2id: 19 MiB, two passes, one lane; about 20 ms on the reference machine.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    """The argon2id hash to store, with its parameters and salt."""
    return _HASHER.hash(password)


def verify_password(stored: str | None, password: str) -> bool:
    """Whether the password fits. Without a stored hash the same work is done, so that time tells nothing."""
    try:
        return _HASHER.verify(stored or _nobody(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


#: Letters of a new password (ASVS 6.2.1: at least 8, 15 recommended; the office asks for 12).
SHORTEST, LONGEST = 12, 128

#: Passwords that stand at the top of every list of stolen ones, and what people here would think of first.
_COMMON = ("passwort", "password", "kennwort", "qwertz", "qwerty", "jobcenter", "phasenwerk", "willkommen", "12345678")


def password_errors(password: str, names: tuple[str, ...]) -> str | None:
    """What speaks against a new password, in German; None if nothing does. `names` are those of the person."""
    if len(password) < SHORTEST:
        return Phrase("Mindestens {shortest} Zeichen. Ein ganzer Satz ist leicht zu merken.", shortest=SHORTEST)
    if len(password) > LONGEST:
        return Phrase("Höchstens {longest} Zeichen.", longest=LONGEST)
    plain = password.lower()
    if len(set(plain)) < 5:
        return Phrase("Das Kennwort besteht aus zu wenigen verschiedenen Zeichen.")
    rest = plain
    for word in (*_COMMON, *(part.lower() for name in names for part in name.replace(".", " ").split())):
        rest = rest.replace(word, "") if len(word) > 2 else rest
    if len(rest) < SHORTEST // 2:
        return Phrase("Das Kennwort besteht fast nur aus einem bekannten Wort oder Ihrem Namen.")
    return None


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody has this password")
