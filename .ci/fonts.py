"""Makes the fonts of the receipt anew from those of Debian: python .ci/fonts.py FOLDER_OF_TRUETYPE FOLDER_OF_OPENTYPE.

Everything that a page needs to draw a letter is kept; what only screens need (hints) is left out, and of the Chinese,
Japanese and Korean characters those of the usual national character sets are kept. README.md beside the fonts says
which versions these are and under which licence.
"""

import json
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "responses" / "documents" / "receipt" / "fonts"
WHOLE = """
    NotoSans-Regular NotoSans-Bold NotoSerif-Regular NotoSerifArmenian-Regular NotoSerifGeorgian-Regular
    NotoSerifHebrew-Regular NotoNaskhArabic-Regular NotoSerifBengali-Regular NotoSerifDevanagari-Regular
    NotoSerifEthiopic-Regular NotoSerifGujarati-Regular NotoSerifGurmukhi-Regular NotoSerifKannada-Regular
    NotoSerifKhmer-Regular NotoSerifLao-Regular NotoSerifMalayalam-Regular NotoSerifMyanmar-Regular
    NotoSerifSinhala-Regular NotoSerifTamil-Regular NotoSerifTelugu-Regular NotoSerifThai-Regular
    NotoSerifTibetan-Regular NotoSansMath-Regular NotoSansSymbols-Regular NotoSansSymbols2-Regular
""".split()
HAN = "NotoSerifCJK-Regular.ttc"
SIMPLIFIED_CHINESE = 2
"""The place of that font in the collection."""
CHARACTER_SETS = ("gbk", "big5", "euc_jp", "euc_kr")


def national_characters():
    """The characters beyond Latin, Greek and Cyrillic of the usual Chinese, Japanese and Korean sets."""

    def exists(code):
        for name in CHARACTER_SETS:
            try:
                # In three bytes and more come rare characters, and syllables of Korean that hardly occur.
                if len(chr(code).encode(name)) == 2:
                    return True
            except UnicodeEncodeError:
                pass
        return False

    return {code for code in range(0x2E80, 0x10000) if not 0xD800 <= code < 0xF900 and exists(code)}


def options(features):
    """What is kept and left out."""
    kept = subset.Options()
    kept.layout_features = features
    kept.hinting = False
    kept.name_IDs = ["*"]
    kept.notdef_outline = True
    kept.drop_tables += ["DSIG", "BASE", "VORG", "vhea", "vmtx"]
    return kept


def make(font, codes, path, features=("*",)):
    """Writes the part of a font that draws these characters; returns the characters."""
    maker = subset.Subsetter(options(list(features)))
    maker.populate(unicodes=codes)
    maker.subset(font)
    # The same bytes whenever it is made.
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(path)
    return sorted(font.getBestCmap())


def ranges(codes):
    """Numbers in order as [first, last] of each run."""
    runs = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return runs


def main(truetype, opentype):
    """Writes all fonts, and beside them which characters each can draw."""
    covered = {}
    for name in WHOLE:
        font = TTFont(Path(truetype) / f"{name}.ttf")
        covered[name] = make(font, set(font.getBestCmap()), FONTS / f"{name}.ttf")
    font = TTFont(Path(opentype) / HAN, fontNumber=SIMPLIFIED_CHINESE)
    name = "NotoSerifCJKsc-Regular"
    covered[name] = make(font, national_characters(), FONTS / f"{name}.otf", ["ccmp"])
    lines = [f"{json.dumps(name)}: {json.dumps(ranges(codes))}" for name, codes in covered.items()]
    (FONTS / "coverage.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
