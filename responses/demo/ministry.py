"""A ministry fills in a Word file in the demonstration: it waits for somebody to choose what is taken from it."""

import io

from django.core.files.base import ContentFile
from docx import Document

from responses.models import Response
from responses.rules import questionnaires, word_files

NAME = "ECE-2024-S3-XRU Ministry of Labour.docx"
ADDED = (
    "The Labour Inspectorate has had sixty-four inspectors since January 2024, nineteen more than when the plan "
    "was adopted."
)
OUTSIDE = "Sent by the Ministry of Labour, Directorate for Employment, with its compliments."
COMMENT = "Please confirm with the Statistical Office that the figure for Wadiya is that of the end of 2023."


def download(delegation):
    """The questionnaire with the answers as they stand at this moment of the story."""
    related = ("session__review__commission", "member_state")
    response = Response.objects.select_related(*related).get(pk=delegation.response.pk)
    answers = list(response.answers.select_related("question").order_by("question__number"))
    for answer in answers:
        answer.response = response
    return questionnaires.of_draft(response, answers, questionnaires.INSTRUMENT).content


def fill_in(content, delegation):
    """The file as the ministry sends it back: two answers changed, one begun, a comment, and a line of courtesy."""
    document = Document(io.BytesIO(content))
    boxes = {number: _box(document, number) for number in (1, 2, 4)}
    _add(document, boxes[1][-1], f"\n{ADDED}")
    boxes[2][0].runs[0].text = boxes[2][0].text.replace("thirty-one actions", "thirty-two actions")
    _add(document, boxes[4][0], "\n\n".join(delegation.paragraphs(4)[:2]), instead=True)
    document.add_comment(_box(document, 4)[-1].runs, text=COMMENT, author="Ministry of Labour", initials="ML")
    first = next(one for one in document.paragraphs if one.style.name.startswith("Guiding question"))
    first.insert_paragraph_before(OUTSIDE)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def send(delegation, content, *, by):
    """The file is uploaded."""
    return word_files.take(delegation.response, ContentFile(content, NAME), by=by)


def _box(document, number):
    """The paragraphs of an answer."""
    return [one for one in document.paragraphs if one.style.name == f"Answer {number}"]


def _add(document, last, text, *, instead=False):
    """Lines after a paragraph, in its style; or in its place."""
    for line in text.split("\n"):
        added = document.add_paragraph(line, style=last.style)
        last._element.addnext(added._element)
        if instead:
            last._element.getparent().remove(last._element)
            instead = False
        last = added
