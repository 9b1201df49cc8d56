"""The look of our Word files: a page and its styles.

Everything here knows about paper and nothing about questions: the questionnaire and the receipt are made of it.
"""

from datetime import UTC

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from .elements import element, language_of
from .tongues import is_right_to_left

INK, QUIET, BLUE, RULE = "1F2328", "4A5560", "00689D", "7A8791"
"""Colours as six hexadecimal digits: text, small print, headings, lines; all at least 4.5:1 on white but the last."""

SANS, SERIF = "Calibri", "Cambria"
"""The interface speaks in sans; a State's own words are set in serif."""

_WIDTH, _MARGIN = Mm(160), Mm(25)
_TABLES = ("TableNormal", "TableGrid")
_COMPLEX = {SANS: "Arial", SERIF: "Times New Roman"}
_EAST_ASIAN_FONT = {SANS: "Microsoft YaHei", SERIF: "SimSun"}


def new_document(*, title, language, made_at, subject="", identifier=""):
    """An empty A4 document with its language, its properties and the styles that every file of ours has."""
    document = docx.Document()
    _leave_out_what_nobody_needs(document)
    properties = document.core_properties
    properties.title, properties.subject = title[:255], subject[:255]
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.language = language
    properties.created = properties.modified = made_at.astimezone(UTC).replace(tzinfo=None)
    properties.revision = 1
    # Set on the element: the library stops at 255 characters, which the standard does not.
    properties._element._get_or_add("identifier").text = identifier
    _tell_language(document, language)
    _set_page(document.sections[0], language)
    _set_base_styles(document)
    return document


def add_style(document, name, *, base="Normal", following=None, language="", font=SANS, size=11, color=INK, bold=False,
              before=0, after=6, keep_with_next=False, level=None):  # fmt: skip
    """A paragraph style; sizes in points. ``level`` 1 to 9 makes it a heading. Returns it."""
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles[base]
    style.quick_style = True
    dress(style, font=font, size=size, color=color, bold=bold, before=before, after=after)
    style.paragraph_format.keep_with_next = keep_with_next
    if level:
        style.element.get_or_add_pPr().append(element("w:outlineLvl", val=level - 1))
    if language and (said := language_of(language)) is not None:
        style.element.get_or_add_rPr().append(said)
    if following:
        style.next_paragraph_style = document.styles[following]
    return style


def dress(style, *, font=SANS, size=11, color=INK, bold=False, before=0, after=6):
    """Sets font, size in points, colour and the space around on a style, for all scripts alike."""
    style.font.name, style.font.size, style.font.bold = font, Pt(size), bold
    style.font.italic = False
    for spaced in style.element.get_or_add_rPr().findall(qn("w:spacing")):
        spaced.getparent().remove(spaced)
    style.font.color.rgb = RGBColor.from_string(color)
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for attribute, name in (
        ("ascii", font), ("hAnsi", font), ("cs", _COMPLEX[font]), ("eastAsia", _EAST_ASIAN_FONT[font])
    ):  # fmt: skip
        fonts.set(qn(f"w:{attribute}"), name)
    for name in ("w:szCs", "w:bCs"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    properties.find(qn("w:sz")).addnext(element("w:szCs", val=size * 2))
    properties.find(qn("w:b")).addnext(element("w:bCs", val=int(bold)))
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def box(style, *, color=RULE, space=6):
    """A line around all paragraphs of a style that follow one another."""
    borders = element("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        borders.append(element(f"w:{side}", val="single", sz=6, space=space, color=color))
    _insert(style.element.get_or_add_pPr(), borders)
    # The line stands outside of the text: both are moved in, so that the box is as wide as the page's text.
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Pt(space + 1)


def turn(style):
    """Lets what is written in a style run from right to left."""
    properties = style.element.get_or_add_pPr()
    spacing = properties.find(qn("w:spacing"))
    spacing.addprevious(element("w:bidi"))
    letters = style.element.get_or_add_rPr()
    said = letters.find(qn("w:lang"))
    said.addprevious(element("w:rtl")) if said is not None else letters.append(element("w:rtl"))


def _leave_out_what_nobody_needs(document):
    """The library's own template brings a picture of another page and the looks of a hundred kinds of tables."""
    for part in (document.part, document.part.package):
        for name, relation in list(part.rels.items()):
            if relation.reltype.rpartition("/")[2] in ("thumbnail", "customXml", "stylesWithEffects"):
                part.rels.pop(name)
    for style in document.styles.element.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:styleId")) not in _TABLES:
            document.styles.element.remove(style)


def _tell_language(document, language):
    """The language of all that says nothing else, and a document that Word need not open as an older one."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(
        language_of(language) if language_of(language) is not None else element("w:lang", val="en-GB")
    )
    settings = document.settings.element
    for name in ("w:proofState", "w:savePreviewPicture", "w:rsids", "w:themeFontLang"):
        for old in settings.findall(qn(name)):
            settings.remove(old)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _set_page(section, language):
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = _MARGIN
    section.bottom_margin = Mm(22)
    section.header_distance = section.footer_distance = Mm(11)
    if is_right_to_left(language):
        section._sectPr.find(qn("w:docGrid")).addprevious(element("w:bidi"))


def _insert(properties, borders):
    """Puts borders where the order of a paragraph's properties wants them."""
    later = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")
    for child in properties:
        if child.tag in {qn(name) for name in later}:
            child.addprevious(borders)
            return
    properties.append(borders)


def _set_base_styles(document):
    styles = document.styles
    dress(styles["Normal"], after=6)
    dress(styles["Title"], size=22, color=BLUE, bold=True, after=4)
    borders = styles["Title"].element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        borders.getparent().remove(borders)
    dress(styles["Heading 1"], size=15, color=BLUE, bold=True, before=18, after=6)
    dress(styles["Heading 2"], size=13, color=BLUE, bold=True, before=12, after=4)
    dress(styles["Subtitle"], size=13, color=QUIET, after=12)
    dress(styles["List Bullet"], after=6)
    for name, size in (("Header", 9), ("Footer", 8)):
        dress(styles[name], size=size, color=QUIET, after=0)
        stops = styles[name].paragraph_format.tab_stops
        stops.clear_all()
        stops.add_tab_stop(_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
