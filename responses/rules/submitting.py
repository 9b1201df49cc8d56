"""How a response becomes a record: frozen texts, one canonical form, one hash, one reference."""

from datetime import UTC

from django.utils.translation import gettext as _

from responses import languages
from responses.models import Clarification, Consent, Submission, SubmittedAnswer
from responses.models.event import canonical, sha256
from responses.status import Completeness
from responses.text import count_words, fold

from .deadlines import deadline_for, has_passed

FORMAT = 1
"""The version of the record's form; docs/explanation/record.md describes it."""


def reference_for(response, number):
    """The reference of a submission, as ``GCM-ECE-2024-S3-ALB-02``: commission, year, session, State, number."""
    session = response.session
    review = session.review
    return f"GCM-{review.commission.code}-{review.year}-S{session.number}-{response.member_state.alpha3}-{number:02d}"


def in_utc(moment):
    """A moment as it stands in the record: ISO 8601, UTC, to the second, with a Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def _wording(question, field):
    """The texts of a question in the languages it exists in."""
    texts = {code: getattr(question, f"{field}_{code}") for code in languages.UNITED_NATIONS}
    return {code: text for code, text in sorted(texts.items()) if text}


def _standing(response):
    """The answers of the standing submission by number; none before the first."""
    standing = response.standing_submission
    return {row.number: row for row in standing.answers.all()} if standing else {}


def _says(answer, stands):
    """What a submission says now as one answer: text, language, whether no information is provided.

    A question that is closed says again what stands, whatever was drafted while it was open.
    """
    if stands and not answer.is_open:
        return stands.text, stands.language, stands.no_information
    silent = answer.completeness == Completeness.NO_INFORMATION
    return "" if silent else answer.text, answer.language, silent


def _answer(answer, stands):
    text, language, silent = _says(answer, stands)
    return {
        "number": answer.question.number,
        "title": _wording(answer.question, "title"),
        "question": _wording(answer.question, "wording"),
        "no_information": silent,
        "language": language,
        "text": text,
        "words": count_words(text),
    }


def _questions(response):
    return list(response.answers.select_related("question").order_by("question__number"))


def silent_questions(response):
    """The numbers of the questions on which a submission would provide no information now."""
    standing = _standing(response)
    answers = {answer.question.number: answer for answer in _questions(response)}
    return [number for number, answer in answers.items() if _says(answer, standing.get(number))[2]]


def texts_of(response):
    """The answers as they would be submitted now, as the record has them; for checking before and for freezing."""
    standing = _standing(response)
    return [_answer(answer, standing.get(answer.question.number)) for answer in _questions(response)]


def _record(response, submission, texts, clarifications, declaration, by):
    session, state = response.session, response.member_state
    return {
        "format": FORMAT,
        "reference": submission.reference,
        "review": {"commission": session.review.commission.code, "year": session.review.year},
        "session": {"number": session.number, "title": session.title_en},
        "member_state": {"alpha3": state.alpha3, "name": state.name_en},
        "received_at": in_utc(submission.received_at),
        "deadline": in_utc(submission.deadline),
        "channel": submission.channel,
        "transmitted_by": {
            "name": declaration.transmitted_name,
            "capacity": declaration.transmitted_capacity,
            "account": str(by.public_id),
        },
        "authorized_by": {
            "name": declaration.authorized_name,
            "title": declaration.authorized_title,
            "authority": declaration.authorized_authority,
        },
        "consent": {"publication": declaration.publication, "attribution": declaration.attribution},
        "answers": texts,
        "clarifications": [
            {"question": item.answer.question.number, "request": item.request, "reply": item.draft_reply}
            for item in clarifications
        ],
        "annexes": [],
    }


def freeze(response, declaration, *, by, now):
    """Write the :class:`Submission` of a response as it stands, with its answers and its consent; returns it.

    Runs inside ``perform``, with the response locked. ``now`` is the server's time of receipt.
    """
    now = now.replace(microsecond=0)
    texts = texts_of(response)
    clarifications = list(open_clarifications(response).select_related("answer__question"))
    number = response.submissions.count() + 1
    deadline = deadline_for(response)
    submission = Submission(
        response=response,
        number=number,
        reference=reference_for(response, number),
        received_at=now,
        deadline=deadline,
        is_after_deadline=has_passed(deadline, now),
        transmitted_by=by,
        came_from=response.status,
        came_for=response.returned_for,
    )
    record = _record(response, submission, texts, clarifications, declaration, by)
    submission.record = canonical(record)
    submission.sha256 = sha256(submission.record)
    submission.words = sum(answer["words"] for answer in texts)
    submission.languages = " ".join(sorted({answer["language"] for answer in texts if answer["text"]}))
    replies = [item["reply"] for item in record["clarifications"]]
    submission.search_text = fold("\n".join([answer["text"] for answer in texts] + replies))
    submission.save()
    _store_answers(submission, texts, earlier=_standing(response))
    Consent(
        submission=submission,
        publication=declaration.publication,
        attribution=declaration.attribution,
        by=by,
        at=now,
    ).save()
    for item in clarifications:
        item.state, item.answered_in, item.reply = Clarification.State.ANSWERED, submission, item.draft_reply
        item.save(update_fields=["state", "answered_in", "reply"])
    return submission


def _store_answers(submission, texts, earlier):
    questions = {question.number: question for question in submission.response.session.questions.all()}
    rows = []
    for said in texts:
        question = questions[said["number"]]
        row = SubmittedAnswer(
            submission=submission,
            question=question,
            number=said["number"],
            title=question.title_en,
            wording=question.wording_en,
            text=said["text"],
            language=said["language"],
            no_information=said["no_information"],
            words=said["words"],
        )
        old = earlier.get(row.number)
        row.is_changed = old is None or (old.text, old.no_information) != (row.text, row.no_information)
        rows.append(row)
    SubmittedAnswer.objects.bulk_create(rows)


def reopen_clarifications(submission):
    """When a response is recalled, the clarifications it had answered are open again, their replies drafts again."""
    for item in submission.answered_clarifications.all():
        item.state, item.answered_in, item.reply = Clarification.State.OPEN, None, ""
        item.save(update_fields=["state", "answered_in", "reply"])


def open_clarifications(response):
    """The clarifications of a response that wait for a reply."""
    return Clarification.objects.filter(answer__response=response, state=Clarification.State.OPEN)


def close_clarifications(response, now):
    """Close what is open of the clarifications; the delegation's draft replies stay where they are, unseen."""
    return open_clarifications(response).update(state=Clarification.State.CLOSED, closed_at=now)


# --- what stands between a response and its submission ----------------------------------------


def _is_changed(answer, stands):
    text, _language, silent = _says(answer, stands)
    return stands is None or (text, silent) != (stands.text, stands.no_information)


def missing(response, answers=None):
    """What still stands between a response and its submission: sentences for people; empty when nothing does."""
    if answers is None:
        answers = _questions(response)
    asked = {item.answer_id: item for item in open_clarifications(response)}
    standing = _standing(response) if asked else {}
    reasons = []
    for answer in answers:
        number = answer.question.number
        if answer.is_open and answer.completeness == Completeness.NOT_YET:
            reasons.append(
                _("Question %(number)s: mark it complete, or say that no information is provided.")
                % {"number": number}
            )
        elif answer.is_open and answer.completeness == Completeness.COMPLETE and not answer.text.strip():
            reasons.append(
                _(
                    "Question %(number)s is marked complete but has no text: write the answer, or say that "
                    "no information is provided."
                )
                % {"number": number}
            )
        item = asked.get(answer.pk)
        if item and not item.draft_reply.strip() and not _is_changed(answer, standing.get(number)):
            reasons.append(
                _("Question %(number)s: reply to the clarification, or change the answer.")
                % {"number": number}
            )
    return reasons
