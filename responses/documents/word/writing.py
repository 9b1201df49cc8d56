"""Writes the questionnaire as a Word file, with marks by which its answers are found when it comes back.

Three marks carry each question through Word and LibreOffice: a bookmark on its heading, paragraph styles with its
number, and the line of identity (see :mod:`.identity`).
"""

import io

from django.utils.translation import gettext as _
from django.utils.translation import override

from . import elements, sentences, styling
from .identity import line, with_digests
from .marks import ANSWER, ANSWER_MARK, FIRST_PAGE, HEADING, HINT, NOTICE, POINTS, QUESTION_MARK, WORDING
from .tongues import is_right_to_left

_MANY_LINES, _LINES_TOGETHER = 5_000, 50
"""Beyond so many lines in an answer, so many of them stand in one paragraph, with line breaks between."""


def questionnaire(given):
    """A :class:`~.shapes.Questionnaire` as the bytes of a .docx file."""
    with override(given.spoken):
        document = _document(given)
        _write_first_page(document, given)
        for place, question in enumerate(given.questions):
            _write_question(document, given, question, place)
        file = io.BytesIO()
        document.save(file)
    return file.getvalue()


def title_of(given):
    """The title of a questionnaire, as Word and screen readers announce it."""
    return f"{given.session_title}, {given.state_name}" if given.state_name else given.session_title


def notice_of(given):
    """What stands at the head of each page, in the active language."""
    return given.heading_notice or _(sentences.DRAFT)


def heading_of(question):
    """A question's heading."""
    return f"{question.number}. {question.title}"


def _document(given):
    said = line(given)
    document = styling.new_document(
        title=title_of(given),
        subject=given.review_title,
        language=given.spoken,
        made_at=given.made_at,
        identifier=with_digests(said, own_texts(given)),
    )
    _add_styles(document, given)
    section = document.sections[0]
    for part, style in ((section.header, "Header"), (section.footer, "Footer")):
        for empty in part.paragraphs:
            empty._element.getparent().remove(empty._element)
        text = notice_of(given) if style == "Header" else f"{said}\t"
        made = elements.add_paragraph(part, document.styles[style], text, language=given.spoken)
        if style == "Footer":
            elements.number_pages(made, _(sentences.PAGES))
    return document


def own_texts(given):
    """The texts of the form itself; those first that are neither the round's questions nor sentences of the site."""
    texts = [given.review_title, given.session_title, notice_of(given)]
    texts += [_(sentences.RESPONSE_OF) % {"state": given.state_name}] if given.state_name else []
    texts += [_(sentences.AS_OF) % {"moment": given.as_of}] if given.as_of else []
    texts += sentences.first_page(given)
    texts += [question.remark for question in given.questions if question.remark]
    for question in given.questions:
        texts += [heading_of(question), *question.wording.split("\n"), *question.points.split("\n")]
    return texts


def _add_styles(document, given):
    add = styling.add_style
    add(document, NOTICE, size=11, bold=True, after=12)
    add(document, FIRST_PAGE, size=11, after=6)
    add(document, WORDING, size=11, keep_with_next=True)
    add(document, POINTS, size=10, color=styling.QUIET, after=3, keep_with_next=True)
    add(document, HINT, size=9, color=styling.QUIET, before=6, after=9, keep_with_next=True)
    for question in given.questions:
        language = question.answer_language or given.language
        answer = add(
            document, f"{ANSWER} {question.number}", language=language, font=styling.SERIF, size=11, after=0
        )
        styling.box(answer)
        if is_right_to_left(language):
            styling.turn(answer)
        add(document, f"{HEADING} {question.number}", base="Heading 1", following=answer.name, level=1,
            size=15, color=styling.BLUE, bold=True, before=24, keep_with_next=True)  # fmt: skip


def _write_first_page(document, given):
    def add(style, text):
        elements.add_paragraph(document, document.styles[style], text, language=given.spoken)

    add("Title", given.session_title)
    add("Subtitle", given.review_title)
    if given.state_name:
        add(FIRST_PAGE, _(sentences.RESPONSE_OF) % {"state": given.state_name})
    elif not given.is_submitted:
        add(FIRST_PAGE, _(sentences.NAME_OF_STATE))
    if given.as_of:
        add(FIRST_PAGE, _(sentences.AS_OF) % {"moment": given.as_of})
    add(NOTICE, notice_of(given))
    if not given.is_submitted:
        add("Heading 1", _(sentences.HOW_TO))
        for sentence in sentences.first_page(given):
            add("List Bullet", sentence)


def _write_question(document, given, question, place):
    def add(style, text, language=question.language, **more):
        return elements.add_paragraph(document, document.styles[style], text, language=language, **more)

    number = question.number
    made = add(f"{HEADING} {number}", heading_of(question), page_break=not place)
    elements.bookmark(made, f"{QUESTION_MARK}{number}", 2 * place + 1)
    for part in question.wording.split("\n"):
        add(WORDING, part)
    for point in question.points.split("\n") if question.points else ():
        add(POINTS, point)
    if question.remark:
        add(NOTICE, question.remark, given.spoken)
    if not given.is_submitted:
        add(HINT, _(sentences.CHANGE_HERE if question.text else sentences.WRITE_HERE), given.spoken)
    _write_answer(document, given, question, 2 * place + 2)


def _write_answer(document, given, question, mark):
    language = question.answer_language or ("" if question.text else given.language)
    first = None
    for paragraph in _paragraphs(question.text):
        made = elements.add_paragraph(
            document, document.styles[f"{ANSWER} {question.number}"], paragraph, language=language
        )
        first = made if first is None else first
    elements.bookmark(first, f"{ANSWER_MARK}{question.number}", mark)


def _paragraphs(text):
    """The paragraphs of an answer: its lines; in a text of very many lines, some of them together."""
    lines = text.split("\n")
    together = 1 if len(lines) <= _MANY_LINES else _LINES_TOGETHER
    return ("\n".join(lines[at : at + together]) for at in range(0, len(lines), together))
