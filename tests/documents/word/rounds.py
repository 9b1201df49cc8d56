"""The round of these tests: five questions in two languages, and questionnaires made of them."""

from dataclasses import replace
from datetime import UTC, datetime

from responses.documents.word.shapes import Question, Questionnaire, Wording

MADE_AT = datetime(2026, 11, 25, 13, 0, 5, tzinfo=UTC)

_ENGLISH = (
    (
        "National implementation plan",
        "Has your government developed a national implementation plan, or made the Compact part of existing ones?",
    ),
    (
        "Whole-of-government approach",
        'How were the recommended actions integrated (e.g. "whole-of-society")?\nPlease say how they advanced.',
    ),
    (
        "Achievements and lessons learned",
        "Please list some examples of achievements, promising practices and lessons learned.",
    ),
    (
        "Gaps and challenges",
        "What are the main gaps and challenges to existing inter- and cross-regional collaboration?",
    ),
    (
        "Areas for strengthened cooperation",
        "Outline areas where the region would benefit from strengthened cooperation.",
    ),
)
_FRENCH = (
    (
        "Plan national de mise en œuvre",
        "Votre gouvernement a-t-il élaboré un plan national de mise en œuvre du Pacte ?",
    ),
    ("Approche pangouvernementale", "Comment votre gouvernement a-t-il intégré les mesures recommandées ?"),
    (
        "Réalisations et enseignements",
        "Veuillez citer quelques exemples de réalisations et de pratiques prometteuses.",
    ),
    (
        "Lacunes et difficultés",
        "Quelles sont les principales lacunes et difficultés de la collaboration régionale ?",
    ),
    (
        "Domaines de coopération",
        "Indiquez les domaines dans lesquels la région gagnerait à renforcer la coopération.",
    ),
)
_CHINESE = ("差距与挑战", "在区域间和跨区域合作方面, 主要的差距和挑战是什么?")

ANSWERS = {
    1: "Yes. A plan was adopted in 2023.\n\nIt has 5 chapters.",
    2: "The approach is laid down in law.",
    3: "",
    4: "Data remain a gap.",
    5: "",
}
"""The answers as stored when a questionnaire is downloaded; the third and the fifth are still to be written."""

QUESTIONS = tuple(
    Question(
        number=number,
        title=english[0],
        wording=english[1],
        points="Existing frameworks and plans\nPlans envisaged" if number == 1 else "",
        text=ANSWERS[number],
        answer_language="en" if ANSWERS[number] else "",
        version=3 if ANSWERS[number] else 0,
        translations=(Wording("en", *english), Wording("fr", *french))
        + ((Wording("zh", *_CHINESE),) if number == 4 else ()),
    )
    for number, (english, french) in enumerate(zip(_ENGLISH, _FRENCH, strict=True), start=1)
)


def in_french(question):
    """A question as a questionnaire in French puts it."""
    wording = question.translations[1]
    return replace(question, title=wording.title, wording=wording.wording, points="", language="fr")


def given(questions=QUESTIONS, **otherwise):
    """A questionnaire of Ruritania."""
    facts = {
        "session_slug": "ece-2026-s3",
        "session_title": "Session 3",
        "review_title": "Regional Review of the Compact",
        "made_at": MADE_AT,
        "state_code": "XRU",
        "state_name": "Ruritania",
        "deadline": "14 December 2026, 18:00 Geneva time",
        "contact": "the contact point, review@example.org",
    }
    return Questionnaire(questions=tuple(questions), **facts | otherwise)


def answering(texts, questions=QUESTIONS):
    """The questions with other answers."""
    return tuple(replace(q, text=texts.get(q.number, ""), version=1) for q in questions)
