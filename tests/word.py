"""Word files for the tests: questionnaires of the site, filled in as a ministry would with Word."""

import io
import zipfile
from datetime import UTC, datetime

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from responses.documents.word.shapes import (
    Answered,
    Comment,
    FoundBy,
    Identity,
    Question,
    Questionnaire,
    Reading,
)
from responses.documents.word.writing import questionnaire
from responses.downloads import DOCX
from responses.models import Answer, Response, StoredFile, WordFile
from responses.models.event import sha256
from responses.rules import drafting, questionnaires, word_files
from responses.rules.word_readings import stored


def draft_of(response):
    """The questionnaire with the answers as they stand, as the delegation downloads it."""
    response = Response.objects.select_related("session__review__commission", "member_state").get(
        pk=response.pk
    )
    rows = Answer.objects.filter(response=response).select_related("question").order_by("question__number")
    return questionnaires.of_draft(response, list(rows), "en").content


def plain(texts):
    """A questionnaire of this session for everyone with answers in it, made without a database."""
    questions = tuple(
        Question(number, f"Title {number}", f"Wording of question {number}?", text=text)
        for number, text in texts.items()
    )
    return questionnaire(
        Questionnaire("ece-2024-s3", "Session 3", "Review", questions, datetime(2026, 11, 1, tzinfo=UTC))
    )


def filled(content, texts, outside="", comments=()):
    """A questionnaire with other answers in it: ``{number: text}``; the text in ``outside`` goes before the questions.

    ``comments`` are ``[(number, author, text)]``.
    """
    document = Document(io.BytesIO(content))
    for number, text in texts.items():
        own = [p for p in document.paragraphs if p.style.name == f"Answer {number}"]
        lines = text.split("\n")
        for extra in own[1:]:
            extra._element.getparent().remove(extra._element)
        for run in own[0].runs:
            run._element.getparent().remove(run._element)
        own[0].add_run(lines[0])
        last = own[0]
        for line in lines[1:]:
            made = document.add_paragraph(line, style=own[0].style)
            last._element.addnext(made._element)
            last = made
    if outside:
        heading = next(p for p in document.paragraphs if p.style.name.startswith("Guiding question"))
        heading.insert_paragraph_before(outside)
    for number, author, text in comments:
        where = next(p for p in document.paragraphs if p.style.name == f"Answer {number}")
        document.add_comment(where.runs or [where.add_run()], text=text, author=author)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def upload(content, name="Ruritania from the ministry.docx"):
    """Bytes as a browser sends them."""
    return SimpleUploadedFile(name, content, content_type=DOCX)


def taken(response, by, texts, base=None, **more):
    """A file that somebody uploaded: filled in from what stands now, or from an earlier download."""
    return word_files.take(response, upload(filled(base or draft_of(response), texts, **more)), by=by)


def write(response, number, text, by, **more):
    """Save a text as the answer to a question, as from a page of its own; returns the answer."""
    answer = response.answers.select_related("question").get(question__number=number)
    key = f"{by.pk}-{answer.last_number}"
    return drafting.save_answer(
        answer, text=text, base=answer.version, key=key, page=key, by=by, **more
    ).answer


def kept(response, by, texts, *, name="From a ministry.docx", outside="", versions=None, comments=()):
    """A file that was uploaded and read, without the work: its content is the texts and no Word file."""
    content = "\n".join([*texts.values(), outside])
    file = StoredFile.objects.create(
        member_state=response.member_state, name=name, content_type=DOCX,
        file=ContentFile(content.encode(), "word.docx"),
        size=len(content), sha256=sha256(content), by=by,
    )  # fmt: skip
    versions = versions or dict.fromkeys(texts, 0)
    reading = Reading(
        identity=Identity(response.session.slug, response.member_state.alpha3, "en", versions, None),
        answers=tuple(Answered(number, text, FoundBy.BOOKMARK) for number, text in texts.items()),
        outside=(outside,) if outside else (),
        comments=tuple(Comment(number, author, text, "") for number, author, text in comments),
    )  # fmt: skip
    number = response.word_files.count() + 1
    return WordFile.objects.create(response=response, file=file, number=number, reading=stored(reading))


def unpacked(content):
    """All parts of a Word file in a row; other bytes as they are."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())
