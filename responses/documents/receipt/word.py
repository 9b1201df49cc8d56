"""The receipt of a submission as a Word file: the same words, for whoever works on with them."""

import io

from django.utils.translation import gettext as _
from django.utils.translation import override
from docx.shared import Mm

from responses.documents.word import elements, sentences, styling

from .facts import LANGUAGE, facts_of

ABOVE, FACT, ASKED, REMARK, STATED = "Above", "Fact", "Question", "Remark", "Stated"
WORDS = "Words of the State"
_BESIDE = Mm(42)
"""Where what is said begins, beside its label."""
_MANY_LINES, _LINES_TOGETHER = 5_000, 50
"""Beyond so many lines in an answer, so many of them stand in one paragraph, with line breaks between."""


def word_of(submission):
    """The receipt as the bytes of a .docx file. It carries no record: the PDF is what can be verified."""
    facts = facts_of(submission)
    with override(LANGUAGE):
        document = _document(facts, submission)
        _write(document, facts)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _document(facts, submission):
    """An empty file with its styles, its head and its foot."""
    document = styling.new_document(
        title=f"{facts.title}, {facts.reference}",
        subject=facts.session,
        language=LANGUAGE,
        made_at=submission.received_at,
        identifier=facts.reference,
    )
    add = styling.add_style
    add(document, ABOVE, size=9, color=styling.QUIET, after=2)
    fact = add(document, FACT, size=10, after=4)
    fact.paragraph_format.left_indent, fact.paragraph_format.first_line_indent = _BESIDE, -_BESIDE
    add(document, ASKED, size=10, color=styling.QUIET, after=8, keep_with_next=True)
    add(document, REMARK, size=9, color=styling.QUIET, after=6, keep_with_next=True)
    add(document, STATED, size=11, bold=True)
    add(document, WORDS, font=styling.SERIF, size=11, after=0)
    section = document.sections[0]
    for part, style, text in (
        (section.header, "Header", f"{facts.state}\t{facts.reference}"),
        (section.footer, "Footer", "\t"),
    ):
        for empty in part.paragraphs:
            empty._element.getparent().remove(empty._element)
        made = elements.add_paragraph(part, document.styles[style], text, language=LANGUAGE)
        if style == "Footer":
            elements.number_pages(made, _(sentences.PAGES))
    return document


def _write(document, facts):
    """The pages, in the same order as in the PDF."""

    def add(style, text, language=LANGUAGE, **more):
        elements.add_paragraph(document, document.styles[style], text, language=language, **more)

    add(ABOVE, facts.above)
    add("Title", facts.title)
    add("Subtitle", facts.session)
    _write_facts(add, facts.rows)
    for sentence in (facts.about, facts.to_check_copy):
        add(REMARK, sentence)
    for place, part in enumerate([*facts.answers, *facts.clarifications]):
        _write_part(add, part, page_break=not place)
    if facts.annexes:
        add("Heading 1", facts.annexes_heading)
    for annex in facts.annexes:
        _write_part(add, annex, level="Heading 2")


def _write_facts(add, rows):
    for row in rows:
        add(FACT, f"{row.label}\t" + "\n".join(row.lines))


def _write_part(add, part, *, level="Heading 1", page_break=False):
    add(level, part.heading, page_break=page_break)
    if part.asked:
        add(ASKED, part.asked.text, part.asked.language)
    if part.remark:
        add(REMARK if part.words else STATED, part.remark)
    if part.words:
        _write_words(add, part.words)
    for sentence, translation in part.translations:
        add(REMARK, "")
        add(REMARK, sentence)
        _write_words(add, translation)
    _write_facts(add, part.facts)


def _write_words(add, words):
    """Every line a paragraph, empty ones too; in a text of very many lines, some of them together."""
    lines = words.text.split("\n")
    together = 1 if len(lines) <= _MANY_LINES else _LINES_TOGETHER
    for at in range(0, len(lines), together):
        add(WORDS, "\n".join(lines[at : at + together]), words.language)
