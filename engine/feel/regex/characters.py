"""Sets of characters: escapes, categories and blocks (XML Schema 1.1 part 2, appendix G.4.2)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

Test = Callable[[str], bool]

_SUBCATEGORIES = {"L": "ultmo", "M": "nce", "N": "dlo", "P": "cdseifo", "Z": "slp", "S": "mcko", "C": "cfon"}
_CATEGORIES = frozenset(_SUBCATEGORIES) | {major + minor for major, all_ in _SUBCATEGORIES.items() for minor in all_}
_BLOCKS: dict[str, tuple[int, int]] = {
    "BasicLatin": (0x0000, 0x007F),
    "Latin-1Supplement": (0x0080, 0x00FF),
    "LatinExtended-A": (0x0100, 0x017F),
    "LatinExtended-B": (0x0180, 0x024F),
    "IPAExtensions": (0x0250, 0x02AF),
    "SpacingModifierLetters": (0x02B0, 0x02FF),
    "CombiningDiacriticalMarks": (0x0300, 0x036F),
    "Greek": (0x0370, 0x03FF),
    "GreekandCoptic": (0x0370, 0x03FF),
    "Cyrillic": (0x0400, 0x04FF),
    "Armenian": (0x0530, 0x058F),
    "Hebrew": (0x0590, 0x05FF),
    "Arabic": (0x0600, 0x06FF),
    "Syriac": (0x0700, 0x074F),
    "Thaana": (0x0780, 0x07BF),
    "Devanagari": (0x0900, 0x097F),
    "Bengali": (0x0980, 0x09FF),
    "Gurmukhi": (0x0A00, 0x0A7F),
    "Gujarati": (0x0A80, 0x0AFF),
    "Oriya": (0x0B00, 0x0B7F),
    "Tamil": (0x0B80, 0x0BFF),
    "Telugu": (0x0C00, 0x0C7F),
    "Kannada": (0x0C80, 0x0CFF),
    "Malayalam": (0x0D00, 0x0D7F),
    "Sinhala": (0x0D80, 0x0DFF),
    "Thai": (0x0E00, 0x0E7F),
    "Lao": (0x0E80, 0x0EFF),
    "Tibetan": (0x0F00, 0x0FFF),
    "Myanmar": (0x1000, 0x109F),
    "Georgian": (0x10A0, 0x10FF),
    "HangulJamo": (0x1100, 0x11FF),
    "Ethiopic": (0x1200, 0x137F),
    "Cherokee": (0x13A0, 0x13FF),
    "UnifiedCanadianAboriginalSyllabics": (0x1400, 0x167F),
    "Ogham": (0x1680, 0x169F),
    "Runic": (0x16A0, 0x16FF),
    "Khmer": (0x1780, 0x17FF),
    "Mongolian": (0x1800, 0x18AF),
    "LatinExtendedAdditional": (0x1E00, 0x1EFF),
    "GreekExtended": (0x1F00, 0x1FFF),
    "GeneralPunctuation": (0x2000, 0x206F),
    "SuperscriptsandSubscripts": (0x2070, 0x209F),
    "CurrencySymbols": (0x20A0, 0x20CF),
    "CombiningMarksforSymbols": (0x20D0, 0x20FF),
    "LetterlikeSymbols": (0x2100, 0x214F),
    "NumberForms": (0x2150, 0x218F),
    "Arrows": (0x2190, 0x21FF),
    "MathematicalOperators": (0x2200, 0x22FF),
    "MiscellaneousTechnical": (0x2300, 0x23FF),
    "ControlPictures": (0x2400, 0x243F),
    "OpticalCharacterRecognition": (0x2440, 0x245F),
    "EnclosedAlphanumerics": (0x2460, 0x24FF),
    "BoxDrawing": (0x2500, 0x257F),
    "BlockElements": (0x2580, 0x259F),
    "GeometricShapes": (0x25A0, 0x25FF),
    "MiscellaneousSymbols": (0x2600, 0x26FF),
    "Dingbats": (0x2700, 0x27BF),
    "BraillePatterns": (0x2800, 0x28FF),
    "CJKRadicalsSupplement": (0x2E80, 0x2EFF),
    "KangxiRadicals": (0x2F00, 0x2FDF),
    "CJKSymbolsandPunctuation": (0x3000, 0x303F),
    "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF),
    "Bopomofo": (0x3100, 0x312F),
    "HangulCompatibilityJamo": (0x3130, 0x318F),
    "EnclosedCJKLettersandMonths": (0x3200, 0x32FF),
    "CJKCompatibility": (0x3300, 0x33FF),
    "CJKUnifiedIdeographsExtensionA": (0x3400, 0x4DBF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "YiSyllables": (0xA000, 0xA48F),
    "YiRadicals": (0xA490, 0xA4CF),
    "HangulSyllables": (0xAC00, 0xD7AF),
    "PrivateUse": (0xE000, 0xF8FF),
    "CJKCompatibilityIdeographs": (0xF900, 0xFAFF),
    "AlphabeticPresentationForms": (0xFB00, 0xFB4F),
    "ArabicPresentationForms-A": (0xFB50, 0xFDFF),
    "CombiningHalfMarks": (0xFE20, 0xFE2F),
    "CJKCompatibilityForms": (0xFE30, 0xFE4F),
    "SmallFormVariants": (0xFE50, 0xFE6F),
    "ArabicPresentationForms-B": (0xFE70, 0xFEFF),
    "HalfwidthandFullwidthForms": (0xFF00, 0xFFEF),
    "Specials": (0xFFF0, 0xFFFF),
}


def property_test(name: str) -> Test | None:
    """The test for `\\p{name}`, `None` if there is no such category or block."""
    if name.startswith("Is"):
        block = _BLOCKS.get(name[2:])
        if block is None:
            return None
        first, last = block
        return lambda char: first <= ord(char) <= last
    if name not in _CATEGORIES:
        return None
    if len(name) == 1:
        return lambda char: unicodedata.category(char)[0] == name
    return lambda char: unicodedata.category(char) == name


def negated(test: Test) -> Test:
    """All characters that do not pass."""
    return lambda char: not test(char)


def is_digit(char: str) -> bool:
    """`\\d`"""
    return unicodedata.category(char) == "Nd"


def is_space(char: str) -> bool:
    """`\\s`"""
    return char in " \t\n\r"


def is_word(char: str) -> bool:
    """`\\w`: everything but punctuation, separators and control characters."""
    return unicodedata.category(char)[0] not in "PZC"


def is_name_start(char: str) -> bool:
    """`\\i`: what may begin an XML name."""
    return char in "_:" or unicodedata.category(char) in ("Ll", "Lu", "Lo", "Lt", "Lm", "Nl")


def is_name_char(char: str) -> bool:
    """`\\c`: what may stand in an XML name."""
    return is_name_start(char) or char in "-.·" or unicodedata.category(char) in ("Mc", "Me", "Mn", "Nd")


CLASS_ESCAPES: dict[str, Test] = {
    "d": is_digit,
    "D": negated(is_digit),
    "s": is_space,
    "S": negated(is_space),
    "w": is_word,
    "W": negated(is_word),
    "i": is_name_start,
    "I": negated(is_name_start),
    "c": is_name_char,
    "C": negated(is_name_char),
}
SINGLE_ESCAPES: dict[str, str] = {"n": "\n", "r": "\r", "t": "\t"} | {char: char for char in "\\|.?*+(){}-[]^$"}


def variants(char: str) -> frozenset[str]:
    """The character and what it becomes in other cases, for the flag `i`."""
    found = {char}
    for other in (char.lower(), char.upper(), char.casefold()):
        if len(other) == 1:
            found |= {other, *(again for again in (other.lower(), other.upper()) if len(again) == 1)}
    # The Kelvin and Angstrom signs fold onto letters that do not fold back.
    return frozenset(found | _FOLDED.get(char.lower(), frozenset()))


_FOLDED = {"k": frozenset("\u212a"), "\u00e5": frozenset("\u212b"), "s": frozenset("\u017f")}


def caseless(test: Test) -> Test:
    """The test, passed also by a character whose other case passes."""
    return lambda char: any(test(variant) for variant in variants(char))


def member_of(chars: frozenset[str], ranges: tuple[tuple[str, str], ...], classes: tuple[Test, ...]) -> Test:
    """The test for one of several characters, ranges and classes."""
    if not ranges and not classes:
        return chars.__contains__
    return lambda char: (
        char in chars or any(first <= char <= last for first, last in ranges) or any(inner(char) for inner in classes)
    )
