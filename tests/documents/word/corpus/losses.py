"""What becomes of the form itself: questions moved, lost, doubled; marks that programs drop; text outside."""

import io
from copy import deepcopy

import docx
from docx.oxml.ns import qn

from responses.documents.word.marks import FIRST_PAGE
from responses.documents.word.shapes import FoundBy
from tests.documents.word.drafts import BY, element, p, packed, unpacked
from tests.documents.word.rounds import ANSWERS, QUESTIONS, in_french

from .case import Case, expect

_EVERYTHING = ("Guiding question", "Answer", "Question", "Form")
_ALL_BY = dict.fromkeys(ANSWERS, FoundBy.LIKENESS)
_ALL_LIKENESS = tuple(f"likeness {number}" for number in ANSWERS)
REWORDED = "Please list several examples of achievements, promising practices or lessons learned."
OVER_THE_DAY = "The secretariat would be grateful to receive the response by Friday: we need a week more."
_FRENCH = tuple(in_french(question) for question in QUESTIONS)


def _reordered(draft):
    for paragraph in draft.section(2):
        draft.body[-1].addprevious(paragraph)
    first = draft.heading(1)
    for paragraph in draft.section(5):
        first.addprevious(paragraph)


def _without(draft):
    for paragraph in draft.section(4):
        draft.body.remove(paragraph)


def _heading_deleted(draft):
    draft.body.remove(draft.heading(2))


def _heading_and_wording_deleted(draft):
    for paragraph in draft.section(2):
        if paragraph not in draft.box(2):
            draft.body.remove(paragraph)
    for mark in [*draft.box(2)[0].iter(qn("w:bookmarkStart"))]:
        mark.getparent().remove(mark)


def _doubled(draft):
    for paragraph in draft.section(1):
        copy = deepcopy(paragraph)
        for mark in [*copy.iter(qn("w:bookmarkStart")), *copy.iter(qn("w:bookmarkEnd"))]:
            mark.getparent().remove(mark)
        draft.body[-1].addprevious(copy)
    again = draft.body.findall(qn("w:p"))[-3:]
    draft.put(again[0], "Second time.")
    for paragraph in again[1:]:
        draft.body.remove(paragraph)


def _outside(draft):
    draft.after(draft.body[2], p("To the Permanent Mission: please transmit."), p("With thanks."))
    head = draft.document.sections[0].header
    head._element.append(element(p("Ministry of the Interior")))


def _empty_name_written(draft):
    line = next(found for found in draft.styled("Form guidance"))
    draft.say(line, " Ruritania")


def _unknown(draft):
    section = [deepcopy(paragraph) for paragraph in draft.section(5)]
    for paragraph in section:
        for mark in paragraph.iter(qn("w:bookmarkStart")):
            mark.set(qn("w:name"), "question_9")
        draft.body[-1].addprevious(paragraph)
    draft.put(section[0], "9. A question of another round")
    draft.put(section[1], "What else?")
    draft.put(section[-1], "Nothing else.")


def _strict(draft):
    transitional, strict = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    parts = unpacked(draft.save())
    for old, new in (
        (b"wordprocessingml/2006/main", b"wordprocessingml/main"),
        (b"officeDocument/2006/relationships", b"officeDocument/relationships"),
    ):
        parts = {name: content.replace(transitional + old, strict + new) for name, content in parts.items()}
    return packed(parts)


def _other_names(draft):
    """As Word on the web names its parts."""
    parts = unpacked(draft.save())
    for old, new in (("document.xml", "document2.xml"), ("styles.xml", "styles2.xml")):
        parts = {
            name.replace(old, new): content.replace(old.encode(), new.encode())
            for name, content in parts.items()
        }
    return packed(parts)


def _joined(first, second):
    """The second paragraph goes on in the first, as when the mark between them is deleted."""
    for piece in list(second):
        if piece.tag != qn("w:pPr"):
            first.append(piece)
    second.getparent().remove(second)


def _heading_joined(draft):
    _joined(draft.box(2)[-1], draft.heading(3))


def _heading_joined_with_tracking(draft):
    properties = draft.box(2)[-1].find(qn("w:pPr"))
    properties.append(element(f"<w:rPr><w:del {BY}/></w:rPr>"))


def _form_joined(draft):
    _joined(draft.form_line(3, "Question wording"), draft.form_line(3, "Answer hint"))
    _joined(draft.heading(4), draft.form_line(4, "Question wording"))


def _named_alike(draft):
    """Words of the form that are a person's own where they stand."""
    draft.put(draft.form_line(3, "Answer hint"), f"{QUESTIONS[2].title} are many.")
    normal = '<w:pStyle w:val="Normal"/>'
    cells = "".join(f"<w:tc><w:tcPr/>{p(text)}</w:tc>" for text in (QUESTIONS[3].title, "none"))
    draft.fill(
        5,
        p(QUESTIONS[4].title, properties=normal),
        f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr>{cells}</w:tr></w:tbl>",
        p(QUESTIONS[0].wording, properties=normal),
    )


def _copied(draft):
    """One box copied into another, with its styles."""
    draft.fill(3, p(ANSWERS[2], properties='<w:pStyle w:val="Answer2"/>'))


def _of_their_own(_draft):
    """A file of a ministry's own, with nothing of the form but numbers."""
    draft = docx.Document()
    for line in (
        "Ruritania",
        "Question 1",
        "We have a plan.",
        "",
        "Pregunta n° 2:",
        "By law.",
        "QUESTION 9",
        "Nothing.",
    ):
        draft.add_paragraph(line)
    draft.add_heading(f"Question 4 – {QUESTIONS[3].title}")
    draft.add_paragraph("Data.")
    file = io.BytesIO()
    draft.save(file)
    return file.getvalue()


def _reworded_without_marks(draft):
    wording = draft.form_line(3, "Question wording")
    draft.put(wording, REWORDED)
    draft.put(draft.box(3)[0], "Many.")
    draft.body.remove(draft.heading(3))
    draft.forget(bookmarks=True, styles=_EVERYTHING)


def _quoted(draft):
    """An answer that quotes its own question and the form's hint."""
    question = QUESTIONS[2]
    draft.fill(
        3,
        p(question.wording),
        p("Please write the answer in the box below. It grows with the text."),
        p("We do."),
    )


def _written_into_the_first_page(draft):
    """What a ministry adds to the form's own sentences: to the name of the State, and over the day."""
    draft.say(draft.styled(FIRST_PAGE)[0], " (returned by the Ministry of Health)")
    draft.put(draft.styled("List Bullet")[-2], OVER_THE_DAY)


CASES = (
    Case("an answer joined with the next heading", _heading_joined),
    Case("an answer joined with the next heading with tracking on", _heading_joined_with_tracking),
    Case("lines of the form joined with each other", _form_joined),
    Case(
        "words of the form in answers",
        _named_alike,
        expect(
            {
                3: f"{QUESTIONS[2].title} are many.",
                5: f"{QUESTIONS[4].title}\n{QUESTIONS[3].title}\tnone\n{QUESTIONS[0].wording}",
            },
            notices=("table 5",),
        ),
    ),
    Case(
        "a file of their own with numbers only",
        _of_their_own,
        expect(
            {1: "We have a plan.", 2: "By law.\nQUESTION 9\nNothing.", 3: None, 4: "Data.", 5: None},
            notices=("likeness 1", "likeness 2", "likeness 4", "missing 3", "missing 5"),
            found_by=dict.fromkeys((1, 2, 4), FoundBy.LIKENESS),
            outside=("Ruritania",),
            has_identity=False,
        ),
    ),
    Case(
        "a question reworded in a file without marks",
        _reworded_without_marks,
        expect(
            {3: "Many."},
            found_by=_ALL_BY,
            notices=(*_ALL_LIKENESS, "altered 3"),
            outside=(REWORDED,),
        ),
    ),
    Case("a box copied into another", _copied, expect({3: ANSWERS[2]})),
    Case("questions in another order", _reordered),
    Case("a question taken out", _without, expect({4: None}, notices=("missing 4",))),
    Case("a heading taken out", _heading_deleted, expect(found_by={2: FoundBy.BOOKMARK})),
    Case(
        "a question taken out but for its box",
        _heading_and_wording_deleted,
        expect(found_by={2: FoundBy.STYLE}),
    ),
    Case(
        "a question doubled",
        _doubled,
        expect({1: f"{ANSWERS[1]}\n\nSecond time."}, notices=("repeated 1",)),
    ),
    Case(
        "text outside all questions",
        _outside,
        expect(
            outside=("To the Permanent Mission: please transmit.\nWith thanks.", "Ministry of the Interior")
        ),
    ),
    Case(
        "words added to sentences of the first page",
        _written_into_the_first_page,
        expect(outside=(f"Response of Ruritania (returned by the Ministry of Health)\n• {OVER_THE_DAY}",)),
    ),
    Case(
        "the name of the State written on the form for everyone",
        _empty_name_written,
        expect(outside=("Name of the Member State: Ruritania",)),
        otherwise={"state_code": "", "state_name": ""},
    ),
    Case(
        "a question of another round",
        _unknown,
        expect(notices=("unknown",), outside=("9. A question of another round\nWhat else?\nNothing else.",)),
    ),
    Case(
        "the box quotes the form",
        _quoted,
        expect(
            {
                3: f"{QUESTIONS[2].wording}\nPlease write the answer in the box below. It grows with the text.\nWe do."
            }
        ),
    ),
    Case(
        "bookmarks lost",
        lambda draft: draft.forget(bookmarks=True),
        expect(found_by=dict.fromkeys(ANSWERS, FoundBy.STYLE)),
    ),
    Case(
        "bookmarks and the styles of headings lost",
        lambda draft: draft.forget(bookmarks=True, styles=("Guiding question",)),
        expect(found_by=dict.fromkeys(ANSWERS, FoundBy.STYLE)),
    ),
    Case(
        "bookmarks and all styles lost",
        lambda draft: draft.forget(bookmarks=True, styles=_EVERYTHING),
        expect(found_by=_ALL_BY, notices=_ALL_LIKENESS),
    ),
    Case(
        "all marks lost, in another language",
        lambda draft: draft.forget(bookmarks=True, styles=_EVERYTHING),
        expect(found_by=_ALL_BY, notices=_ALL_LIKENESS),
        otherwise={"questions": _FRENCH, "language": "fr"},
    ),
    Case(
        "the property lost",
        lambda draft: draft.forget(identifier=True),
        expect(outside=("Session 3\nRegional Review of the Compact",)),
    ),
    Case("the foot of the page lost", lambda draft: draft.forget(foot=True)),
    Case("a file of the strict standard", _strict),
    Case("a file whose parts have other names", _other_names),
)
