"""Numbers of lists in the ways in which Word can write them."""

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_ARABIC_ALPHABET = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ARABIC_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
_CHINESE = "〇一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LARGEST = 3_999


def write_number(count, kind):
    """A number as ``kind`` (Word's ``numFmt``) wants it; in digits where the kind is not known here."""
    if kind in _WAYS and 0 < count <= _LARGEST:
        return _WAYS[kind](count)
    return str(count)


def roman(count):
    """A number in small Roman numerals."""
    written = ""
    for value, letters in _ROMAN:
        times, count = divmod(count, value)
        written += letters * times
    return written


def _letters(alphabet):
    """As Word counts by letters: a to z, then aa and bb."""

    def write(count):
        times, place = divmod(count - 1, len(alphabet))
        return alphabet[place] * (times + 1)

    return write


def _chinese(count):
    if count >= 100:
        return "".join(_CHINESE[int(digit)] for digit in str(count))
    tens, ones = divmod(count, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_CHINESE[tens]}十") + (
        _CHINESE[ones] if ones else ""
    )


def _circled(count):
    return _CIRCLED[count - 1] if count <= len(_CIRCLED) else str(count)


_WAYS = {
    "decimalZero": lambda count: f"{count:02d}",
    "lowerRoman": roman,
    "upperRoman": lambda count: roman(count).upper(),
    "lowerLetter": _letters(_LATIN),
    "upperLetter": _letters(_LATIN.upper()),
    "russianLower": _letters(_RUSSIAN),
    "russianUpper": _letters(_RUSSIAN.upper()),
    "arabicAlpha": _letters(_ARABIC_ALPHABET),
    "arabicAbjad": _letters(_ARABIC_ABJAD),
    "hebrew2": _letters(_HEBREW),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "ideographDigital": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "numberInDash": lambda count: f"- {count} -",
}
