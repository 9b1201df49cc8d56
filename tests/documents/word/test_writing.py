"""The questionnaire as a Word file: what it says, and in which languages and directions."""

import io

import docx
import pytest
from docx.oxml.ns import qn

from responses.documents.word.writing import questionnaire

from .drafts import unpacked
from .rounds import QUESTIONS, given, in_french, replace


def opened(**otherwise):
    """The questionnaire, opened by the library."""
    return docx.Document(io.BytesIO(questionnaire(given(**otherwise))))


def lines(document, style):
    """What the paragraphs of a style say."""
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def languages(paragraph):
    """The languages of a paragraph's words: (attribute, code)."""
    return {
        (name.rpartition("}")[2], code)
        for said in paragraph._element.iter(qn("w:lang"))
        for name, code in said.attrib.items()
    }


def test_the_properties_say_what_it_is():
    properties = opened(language="fr").core_properties
    assert (properties.title, properties.subject) == (
        "Session 3, Ruritania",
        "Regional Review of the Compact",
    )
    assert (properties.language, properties.author) == ("fr", "")
    assert properties.identifier.startswith("GCM1/ece-2026-s3/XRU/fr/20261125T130005Z/1.3-2.3-3.0-4.3-5.0")
    assert len(properties.identifier) <= 255


def test_the_form_may_speak_another_language_than_its_questions():
    document = opened(language="fr", voice="en", questions=[in_french(QUESTIONS[0])])
    said = {p.style.name: languages(p) for p in document.paragraphs}
    assert (said["Form guidance"], said["List Bullet"]) == ({("val", "en-GB")}, {("val", "en-GB")})
    assert said["Question wording"] == {("val", "fr-FR")}
    assert "/XRU/fr/" in document.core_properties.identifier


def test_each_question_is_a_heading():
    document = opened()
    headings = [
        p for p in document.paragraphs if p.style.base_style and p.style.base_style.name == "Heading 1"
    ]
    assert [p.text for p in headings] == [f"{q.number}. {q.title}" for q in QUESTIONS]
    assert all(p.style.element.find(f".//{qn('w:outlineLvl')}").get(qn("w:val")) == "0" for p in headings)


def test_the_first_page_says_how_and_by_when():
    said = lines(opened(), "List Bullet")
    assert (
        "The secretariat would be grateful to receive the response by 14 December 2026, 18:00 Geneva time."
        in said
    )
    assert "For any question: the contact point, review@example.org." in said
    assert any("send it back to the colleague from whom you have it" in sentence for sentence in said)
    assert not any("%" in sentence for sentence in said)


def test_without_deadline_or_contact_nothing_is_said_of_them():
    said = lines(opened(deadline="", contact=""), "List Bullet")
    assert not any("by" in sentence.split() and "receive" in sentence for sentence in said)
    assert len(said) == 4


@pytest.mark.parametrize(
    ("facts", "notice"),
    [
        ({}, "Draft, not an official position"),
        (
            {"heading_notice": "As submitted on 3 March, X-01", "is_submitted": True},
            "As submitted on 3 March, X-01",
        ),
    ],
)
def test_each_page_is_headed_by_what_the_text_is(facts, notice):
    document = opened(**facts)
    assert [p.text for p in document.sections[0].header.paragraphs] == [notice]
    assert notice in lines(document, "Form notice")
    assert bool(lines(document, "List Bullet")) is not facts.get("is_submitted", False)


def test_the_foot_of_each_page_has_its_number_and_what_the_file_is():
    document = opened()
    foot = document.sections[0].footer._element
    assert [field.get(qn("w:instr")) for field in foot.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    assert "GCM1/ece-2026-s3/XRU/" in "".join(foot.itertext())


def test_a_page_is_a4():
    section = opened().sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_every_paragraph_says_its_language():
    arabic = replace(QUESTIONS[0], text="نعم.\nYes.", answer_language="ar")
    chinese = replace(QUESTIONS[1], text="是。", answer_language="zh")
    document = opened(questions=(arabic, chinese), language="fr")
    box = [p for p in document.paragraphs if p.style.name == "Answer 1"]
    assert [languages(p) for p in box] == [{("bidi", "ar-SA")}] * 2
    assert [p._element.find(f".//{qn('w:bidi')}").get(qn("w:val")) for p in box] == ["1", "0"]
    assert [languages(p) for p in document.paragraphs if p.style.name == "Answer 2"] == [
        {("eastAsia", "zh-CN")}
    ]
    assert {
        code for p in document.paragraphs if p.style.name == "Question wording" for _a, code in languages(p)
    } == {"en-GB"}
    assert languages(document.paragraphs[0]) == {("val", "fr-FR")}


def test_an_arabic_questionnaire_runs_from_right_to_left():
    document = opened(
        language="ar",
        questions=[replace(q, language="ar", title="سؤال", wording="ما هو؟") for q in QUESTIONS],
    )
    assert document.sections[0]._sectPr.find(qn("w:bidi")) is not None
    heading = next(p for p in document.paragraphs if p.style.name == "Guiding question 1")
    assert heading._element.find(f"{qn('w:pPr')}/{qn('w:bidi')}").get(qn("w:val")) == "1"
    # The empty box, too: whoever writes there begins at the right.
    style = document.styles["Answer 3"].element
    assert style.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None


def test_a_remark_stands_above_the_box():
    document = opened(questions=[replace(QUESTIONS[2], remark="No information is provided.")])
    texts = [p.text for p in document.paragraphs]
    assert texts.index("No information is provided.") < len(texts) - 1 - texts[::-1].index("")


def test_nothing_of_the_template_of_the_library_is_left():
    names = set(unpacked(questionnaire(given())))
    assert not any("thumbnail" in name or "customXml" in name for name in names)
    assert len(questionnaire(given())) < 25_000


def test_no_table_lays_out_the_page():
    assert opened().tables == []
