"""A questionnaire in the hands of people: their changes to it, made as Word makes them."""

import io
import re
import zipfile
from functools import cache

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from responses.documents.word.writing import questionnaire

from .rounds import given

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
}
_DECLARED = " ".join(f'xmlns:{name}="{address}"' for name, address in NAMESPACES.items())
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
BY = 'w:id="901" w:author="A colleague" w:date="2026-11-26T09:00:00Z"'


def t(text, properties=""):
    """A run."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    made = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{made}<w:t xml:space="preserve">{escaped}</w:t></w:r>'


def p(*inner, properties=""):
    """A paragraph of runs; plain text becomes one."""
    runs = "".join(piece if piece.startswith("<") else t(piece) for piece in inner)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def element(xml):
    """The element of a piece of XML."""
    return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {_DECLARED}", xml, count=1))


class Draft:
    """A downloaded questionnaire, open in a word processor."""

    def __init__(self, content):
        self.document = docx.Document(io.BytesIO(content))
        self.body = self.document.element.body

    def styled(self, name):
        """The paragraphs of a style, by its name."""
        style = self.document.styles[name].style_id
        return [found for found in self.body.iter(qn("w:p")) if found.style == style]

    def heading(self, number):
        """The heading of a question."""
        return self.styled(f"Guiding question {number}")[0]

    def section(self, number):
        """Everything of a question, its heading first."""
        found = [self.heading(number)]
        while (following := found[-1].getnext()) is not None and following.tag == qn("w:p"):
            if (following.style or "").startswith("Guidingquestion"):
                break
            found.append(following)
        return found

    def box(self, number):
        """The paragraphs in which a question is answered."""
        return self.styled(f"Answer {number}")

    def form_line(self, number, style):
        """The first line of the form in a question that has a style."""
        style_id = self.document.styles[style].style_id
        return next(found for found in self.section(number) if found.style == style_id)

    def fill(self, number, *xml):
        """Puts these instead of what is in the box of a question; paragraphs take on its style."""
        box = self.box(number)
        style = box[0].style
        for piece in xml:
            made = element(piece)
            for paragraph in [made] if made.tag == qn("w:p") else []:
                if paragraph.style is None:
                    paragraph.style = style
            box[0].addprevious(made)
        for old in box:
            for mark in [*old.iter(qn("w:bookmarkStart")), *old.iter(qn("w:bookmarkEnd"))]:
                old.getprevious().append(mark)
            old.getparent().remove(old)

    def say(self, paragraph, text, *, before=False):
        """Types into a paragraph, at its end or at its beginning."""
        run = element(t(text))
        if before:
            paragraph.find(qn("w:pPr")).addnext(run)
        else:
            paragraph.append(run)

    def put(self, paragraph, text):
        """Types over all that a paragraph says."""
        for run in paragraph.findall(qn("w:r")):
            paragraph.remove(run)
        self.say(paragraph, text)

    def after(self, place, *xml):
        """Puts elements behind another."""
        for piece in reversed(xml):
            place.addnext(element(piece))

    def forget(self, *, bookmarks=False, styles=(), identifier=False, foot=False):
        """What programs lose: bookmarks, styles (by the beginnings of their names), property, foot of the page."""
        if bookmarks:
            for mark in [*self.body.iter(qn("w:bookmarkStart")), *self.body.iter(qn("w:bookmarkEnd"))]:
                mark.getparent().remove(mark)
        names = {s.style_id: s.name for s in self.document.styles}
        for paragraph in list(self.body.iter(qn("w:p"))):
            if names.get(paragraph.style, "").startswith(tuple(styles) or ("\0",)):
                paragraph.style = None
        if identifier:
            self.document.core_properties.identifier = ""
        if foot:
            for paragraph in self.document.sections[0].footer.paragraphs:
                paragraph._element.getparent().remove(paragraph._element)
            self.document.sections[0].footer.add_paragraph()

    def link(self, address):
        """The id by which the body refers to an address."""
        return self.document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    def part(self, kind, xml):
        """Adds a part that the library does not know, as footnotes; returns its id."""
        content = re.sub(r"^<([\w:]+)", rf"<\1 {_DECLARED}", xml, count=1).encode()
        made = Part(PackURI(f"/word/{kind}.xml"), f"{_MAIN}.{kind}+xml", content, self.document.part.package)
        return self.document.part.relate_to(made, f"{NAMESPACES['r']}/{kind}")

    def image(self):
        """The id of an image in the file."""
        return self.document.part.get_or_add_image(io.BytesIO(_PNG))[0]

    def lists(self, *xml):
        """Describes lists of their own: ``abstractNum`` and ``num`` elements."""
        numbering = self.document.part.numbering_part.element
        first = numbering.find(qn("w:num"))
        for piece in xml:
            made = element(piece)
            first.addprevious(made) if made.tag == qn("w:abstractNum") else numbering.append(made)

    def save(self):
        """The file as bytes."""
        file = io.BytesIO()
        self.document.save(file)
        return file.getvalue()


@cache
def downloaded(**otherwise):
    """The questionnaire as downloaded, as bytes."""
    return questionnaire(given(**otherwise))


def unpacked(content):
    """The parts of a file, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts):
    """A file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b8"
    "0000000049454e44ae426082"
)
