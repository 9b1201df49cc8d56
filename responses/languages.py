"""The languages in which an answer can be written: any."""

from functools import cache

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

UNITED_NATIONS = ("ar", "zh", "en", "fr", "ru", "es")

# Django names the languages it is translated into; these are spoken in administrations besides.
_MORE = {
    "cnr": ("Montenegrin", "Crnogorski"),
    "fo": ("Faroese", "Føroyskt"),
    "kl": ("Greenlandic", "Kalaallisut"),
    "lo": ("Lao", "ລາວ"),
    "mt": ("Maltese", "Malti"),
    "rm": ("Romansh", "Rumantsch"),
    "se": ("Northern Sami", "Davvisámegiella"),
    "si": ("Sinhala", "සිංහල"),
    "am": ("Amharic", "አማርኛ"),
    "ps": ("Pashto", "پښتو"),
    "dz": ("Dzongkha", "རྫོང་ཁ"),
}
# Variants that differ in spelling conventions only would make the list long without helping anyone.
_LEFT_OUT = {"zh-cn", "zh-hans", "zh-hant", "zh-hk", "zh-mo", "zh-my", "zh-sg", "zh-tw", "en-au", "en-gb"}
_LEFT_OUT |= {code for code in LANG_INFO if code.startswith("es-")} | {"ar-dz", "io", "ia", "eo", "no"}


def _names():
    names = {"zh": ("Chinese", "中文")}
    for code, about in LANG_INFO.items():
        if code not in _LEFT_OUT and "name" in about:
            names[code] = (about["name"], about["name_local"])
    return names | _MORE


NAMES = _names()
"""Code (BCP 47) to the name in English and in the language itself."""

UNKNOWN = "und"


def name(code):
    """The English name of a language, or its code where none is known."""
    return NAMES[code][0] if code in NAMES else (_("Another language") if code == UNKNOWN else code)


@cache
def choices():
    """What a select shows: the six languages of the United Nations first, then all others by name."""

    def shown(code):
        english, own = NAMES[code]
        return code, english if english == own else f"{english} · {own}"

    others = sorted((code for code in NAMES if code not in UNITED_NATIONS), key=lambda code: NAMES[code][0])
    return [
        (_("Languages of the United Nations"), [shown(code) for code in UNITED_NATIONS]),
        (_("Other languages"), [shown(code) for code in others] + [(UNKNOWN, _("Another language"))]),
    ]
