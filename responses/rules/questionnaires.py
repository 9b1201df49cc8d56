"""The questionnaire of a session as a Word file: empty for everyone, with a delegation's answers, or as submitted."""

from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from responses import languages, moments
from responses.documents.word import sentences
from responses.documents.word.shapes import Question, Questionnaire, Wording
from responses.documents.word.writing import questionnaire
from responses.status import Completeness

from . import deadlines

INSTRUMENT = "en"
"""The language in which the questions are put; in any other they are a translation for information."""


class Document(NamedTuple):
    """A file that was made: its bytes, and a name that sorts."""

    content: bytes
    name: str


def languages_of(questions):
    """The codes of the languages in which every one of these questions exists, English first."""
    there = [
        code
        for code in languages.UNITED_NATIONS
        if all(getattr(question, f"wording_{code}", None) for question in questions)
    ]
    return sorted(there, key=lambda code: code != INSTRUMENT) or [INSTRUMENT]


def is_translation(language):
    """Whether the questions in this language are an unofficial translation."""
    return language != INSTRUMENT


def voice_of(language):
    """In which language the form itself speaks: a sentence in English with its date in Arabic would be nobody's."""
    return language if language in dict(settings.LANGUAGES) else INSTRUMENT


def known(questions):
    """All questions of a session with their translations, by which a file that comes back is read."""
    return tuple(_question(question, INSTRUMENT) for question in questions)


def blank(session, language):
    """The empty questionnaire for everyone; the same bytes all day."""
    made_at = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    questions = tuple(_question(question, language) for question in session.questions.all())
    about = _about(session, language, made_at) | {"deadline": _moment(session.deadline, session, language)}
    return Document(
        _written(Questionnaire(questions=questions, **about)), _name(session, "questionnaire", language)
    )


def of_draft(response, answers, language):
    """Some or all answers of a response as they stand, headed as a draft.

    ``answers`` are those that the person may read, with their questions whole; the caller has chosen them.
    """
    session, now = response.session, timezone.now()
    with override(voice_of(language)):
        questions = tuple(_answered(answer, language) for answer in answers)
    is_extract = len(answers) < session.questions.count()
    numbers = [f"Q{answer.question.number}" for answer in answers] if is_extract else []
    given = Questionnaire(
        questions=questions,
        as_of=_moment(now, session, language),
        is_extract=is_extract,
        deadline=_moment(deadlines.deadline_for(response), session, language),
        **_about(session, language, now, response.member_state),
    )
    day = now.astimezone(session.review.tzinfo).strftime("%Y-%m-%d")
    parts = [response.member_state.alpha3, "draft", day, *numbers]
    return Document(questionnaire(given), _name(session, *parts, language))


def of_submission(submission):
    """The text of a submission exactly as it is on record, with its reference."""
    response, language = submission.response, INSTRUMENT
    session = response.session
    with override(language):
        facts = {"day": moments.receipt(submission, session.review), "reference": submission.reference}
        notice = _("As submitted on %(day)s, %(reference)s") % facts
        if submission.came_by_other_means:
            notice = _("As received on %(day)s, %(reference)s") % facts
        if not submission.counts:
            notice = f"{notice} ({_('recalled') if submission.recalled_at else _('withdrawn')})"
        questions = tuple(_submitted(answer) for answer in submission.answers.order_by("number"))
    about = _about(session, language, submission.received_at, response.member_state)
    about["heading_notice"] = notice
    given = Questionnaire(questions=questions, is_submitted=True, **about)
    return Document(questionnaire(given), f"{submission.reference}.docx")


# --- from the record to what stands in a file ----------------------------------------------------


def _said(row, field, language):
    """A translated text and the language in which it stands: the one that is asked for, or English."""
    if text := getattr(row, f"{field}_{language}", None):
        return text, language
    return getattr(row, f"{field}_{INSTRUMENT}") or "", INSTRUMENT


def _wordings(question):
    for code in languages.UNITED_NATIONS:
        if wording := getattr(question, f"wording_{code}", None):
            yield Wording(
                language=code,
                title=getattr(question, f"title_{code}") or "",
                wording=wording,
                points=getattr(question, f"points_{code}") or "",
            )


def _question(question, language, **more):
    wording, spoken = _said(question, "wording", language)
    return Question(
        number=question.number,
        title=_said(question, "title", spoken)[0],
        wording=wording,
        points=_said(question, "points", spoken)[0],
        language=spoken,
        translations=tuple(_wordings(question)),
        **more,
    )


def _answered(answer, language):
    silent = answer.completeness == Completeness.NO_INFORMATION
    return _question(
        answer.question,
        language,
        text=answer.text,
        answer_language=answer.language if answer.version else "",
        version=answer.version,
        remark=_("No information is provided on this question.") if silent else "",
    )


def _submitted(answer):
    return Question(
        number=answer.number,
        title=answer.title,
        wording=answer.wording,
        language=INSTRUMENT,
        text=answer.text,
        answer_language=answer.language,
        remark=_("No information is provided on this question.") if answer.no_information else "",
    )


def _about(session, language, made_at, state=None):
    review = session.review
    contact = ", ".join(part for part in (review.contact_name, review.contact_email) if part)
    about = {
        "session_slug": session.slug,
        "session_title": _said(session, "title", language)[0],
        "review_title": _said(review, "title", language)[0],
        "made_at": made_at,
        "language": language,
        "voice": voice_of(language),
        "contact": contact,
        "heading_notice": _notice(language, state is not None),
    }
    if state is not None:
        about |= {"state_code": state.alpha3, "state_name": _said(state, "name", voice_of(language))[0]}
    return about


def _notice(language, is_draft):
    """What stands at the head of each page; "" for what the form says of itself."""
    if not is_translation(language):
        return ""
    with override(voice_of(language)):
        said = [_(sentences.DRAFT)] if is_draft else []
        return " · ".join([*said, _("Unofficial translation of the questions")])


def _moment(moment, session, language):
    with override(voice_of(language)):
        return moments.in_round(moment, session.review)


def _name(session, *parts):
    """A name that sorts, as ECE-2024-S3-XRU-draft-2026-11-25.docx; the language is left out where it is English."""
    said = [part for part in (session.slug.upper(), *parts) if part != INSTRUMENT]
    return f"{'-'.join(said)}.docx"


@lru_cache(maxsize=2 * len(settings.UN_LANGUAGES))
def _written(given):
    """The empty form is the same for everyone who asks: it is written once a day."""
    return questionnaire(given)
