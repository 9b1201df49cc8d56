"""Paragraphs and runs of our Word files, each of which says its language and its direction."""

import re

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from .tongues import is_right_to_left, runs_right_to_left, word_language

_TABS_AND_LINES = re.compile("([\t\n])")
_MARKS = {"\t": "w:tab", "\n": "w:br"}


def element(name, /, **attributes):
    """A new element of WordprocessingML: ``element("w:jc", val="center")``."""
    made = OxmlElement(name)
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), str(value))
    return made


def add_paragraph(parent, style, text="", *, language="", page_break=False):
    """A paragraph at the end of a document, header or footer; each LF in it is a line break. Returns its element.

    ``style`` is a style object. Tabs, spaces and soft hyphens come back as they went in.
    """
    made = paragraph(style.style_id, text, language=language, page_break=page_break)
    container = parent.element.body if hasattr(parent, "sections") else parent._element
    if container.tag == qn("w:body"):
        container[-1].addprevious(made)  # the last one is the layout of the page
    else:
        container.append(made)
    return made


def paragraph(style_id, text="", *, language="", page_break=False):
    """The element of a paragraph."""
    made = OxmlElement("w:p")
    properties = OxmlElement("w:pPr")
    made.append(properties)
    properties.append(element("w:pStyle", val=style_id))
    if page_break:
        properties.append(element("w:pageBreakBefore"))
    right_to_left = runs_right_to_left(text, language)
    if right_to_left or is_right_to_left(language):
        properties.append(element("w:bidi", val=int(right_to_left)))
    if text:
        made.append(run(text, language=language, right_to_left=right_to_left))
    return made


def run(text, *, language="", right_to_left=False):
    """The element of a stretch of text."""
    made = OxmlElement("w:r")
    said = language_of(language)
    turned = is_right_to_left(language)
    if right_to_left or turned or said is not None:
        properties = OxmlElement("w:rPr")
        made.append(properties)
        if right_to_left or turned:
            properties.append(element("w:rtl", val=int(right_to_left)))
        if said is not None:
            properties.append(said)
    for piece in _TABS_AND_LINES.split(text):
        if piece in _MARKS:
            made.append(OxmlElement(_MARKS[piece]))
        elif piece:
            written = OxmlElement("w:t")
            written.text = piece
            written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            made.append(written)
    return made


def field(instruction, shown="1"):
    """A run with a field that Word computes, as PAGE or NUMPAGES."""
    made = element("w:fldSimple", instr=instruction)
    made.append(run(shown))
    return made


def bookmark(made, name, number):
    """Marks all that a paragraph holds with a bookmark; numbers are unique in a document."""
    properties = made.find(qn("w:pPr"))
    properties.addnext(element("w:bookmarkStart", id=number, name=name))
    made.append(element("w:bookmarkEnd", id=number))


def number_pages(paragraph_element, words):
    """Puts "Page 1 of 3" at the end of a paragraph; ``words`` as "Page %(page)s of %(pages)s"."""
    for piece, instruction in _pieces(words):
        paragraph_element.append(run(piece) if instruction is None else field(instruction))


def _pieces(words):
    rest = words
    for mark, instruction in sorted(
        {"%(page)s": "PAGE", "%(pages)s": "NUMPAGES"}.items(), key=lambda pair: words.find(pair[0])
    ):
        before, _found, rest = rest.partition(mark)
        if before:
            yield before, None
        yield "", instruction
    if rest:
        yield rest, None


def language_of(language):
    said = word_language(language)
    return said and element("w:lang", **{said[0].removeprefix("w:"): said[1]})
