"""How languages and directions of writing are told to Word."""

import unicodedata

RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he iw ks ku-arab ps sd ug ur yi".split())
"""Languages written from right to left."""

_EAST_ASIAN = frozenset(("zh", "ja", "ko"))
# Word looks for a country with most languages; where none is named here the code itself is given.
_COUNTRIES = {
    "ar": "ar-SA", "az": "az-Latn-AZ", "be": "be-BY", "bg": "bg-BG", "bs": "bs-Latn-BA",
    "ca": "ca-ES", "cs": "cs-CZ", "da": "da-DK", "de": "de-DE", "el": "el-GR", "en": "en-GB",
    "es": "es-ES", "et": "et-EE", "fi": "fi-FI", "fr": "fr-FR", "he": "he-IL", "hr": "hr-HR",
    "hu": "hu-HU", "hy": "hy-AM", "is": "is-IS", "it": "it-IT", "ka": "ka-GE", "kk": "kk-KZ",
    "ky": "ky-KG", "lt": "lt-LT", "lv": "lv-LV", "mk": "mk-MK", "mt": "mt-MT", "nb": "nb-NO",
    "nl": "nl-NL", "nn": "nn-NO", "pl": "pl-PL", "pt": "pt-PT", "ro": "ro-RO", "ru": "ru-RU",
    "sk": "sk-SK", "sl": "sl-SI", "sq": "sq-AL", "sr": "sr-Cyrl-RS", "sr-latn": "sr-Latn-RS",
    "sv": "sv-SE", "tg": "tg-Cyrl-TJ", "tk": "tk-TM", "tr": "tr-TR", "uk": "uk-UA",
    "uz": "uz-Latn-UZ", "zh": "zh-CN", "zh-hans": "zh-CN", "zh-hant": "zh-TW",
}  # fmt: skip


def is_right_to_left(language):
    """Whether a language is written from right to left."""
    return language in RIGHT_TO_LEFT or language.partition("-")[0] in RIGHT_TO_LEFT


def runs_right_to_left(line, language=""):
    """The direction of one line: that of its first letter that has one, or else that of its language."""
    for character in line:
        direction = unicodedata.bidirectional(character)
        if direction == "L":
            return False
        if direction in ("R", "AL"):
            return True
    return is_right_to_left(language)


def word_language(language):
    """The attribute of ``w:lang`` and its value for a language; None where the language is not known."""
    if not language or language == "und":
        return None
    if is_right_to_left(language):
        attribute = "w:bidi"
    else:
        attribute = "w:eastAsia" if language.partition("-")[0] in _EAST_ASIAN else "w:val"
    return attribute, _COUNTRIES.get(language, language)
