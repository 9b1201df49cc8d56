"""Symbols of old fonts (Symbol, Wingdings) as the characters that they show."""

# Adobe's encoding of Symbol, from 0x20 to 0x7e and from 0xa0 to 0xfe; "\ufffd" where it shows nothing that has a name.
_SYMBOL_LOW = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_\u203eαβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOL_HIGH = (
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\ufffd〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
)
_WINGDINGS = {
    0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x3F: "✍", 0x45: "☜", 0x46: "☞", 0x4A: "☺", 0x4C: "☹", 0x4E: "☠",
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "◻", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫",
    0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x78: "⌧", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA4: "◉", 0xA7: "▪",
    0xA8: "◻", 0xAB: "★", 0xD8: "➢", 0xDC: "➲", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔",
    0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xF3: "⬄", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗",
    0x50: "✓",
    0x51: "☒",
    0x52: "☑",
    0x53: "☒",
    0x54: "☒",
    0x97: "•",
    0x98: "●",
    0xA3: "□",
}
_WINGDINGS_3 = {0x22: "←", 0x24: "↑", 0x66: "←", 0x67: "→", 0x68: "↑", 0x69: "↓", 0x7D: "▶", 0x84: "◀"}

_FONTS = {
    "symbol": {0x20 + place: character for place, character in enumerate(_SYMBOL_LOW)}
    | {0xA0 + place: character for place, character in enumerate(_SYMBOL_HIGH)},
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
}
_PRIVATE = range(0xF020, 0xF100)
"""Where Word keeps the characters of such fonts."""


def is_symbol_font(font):
    """Whether a font shows other characters than those that are written."""
    return font.strip().lower() in _FONTS


def plain_symbol(character, font, otherwise=None):
    """The character that a symbol shows; ``otherwise`` (or else the character itself) where it is not known here."""
    code = ord(character)
    if code not in _PRIVATE and not is_symbol_font(font):
        return character
    code = code - 0xF000 if code in _PRIVATE else code
    found = _FONTS.get(font.strip().lower(), _FONTS["symbol"] if not font else {}).get(code, "\ufffd")
    if found == "\ufffd":
        return character if otherwise is None else otherwise
    return found


_DIGITS = "0123456789+-−=()"
_RAISED = {
    "superscript": str.maketrans(_DIGITS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾"),
    "subscript": str.maketrans(_DIGITS, "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"),
}


def with_raised_digits(parts, how):
    """Pieces of text with their digits raised or lowered, where there are only digits: 10⁶ is not 106."""
    if how in _RAISED and all(character in _DIGITS for part in parts for character in part):
        return [part.translate(_RAISED[how]) for part in parts]
    return parts
