"""How a response becomes a record: frozen texts, one canonical form, one hash, one reference."""

from django.utils.translation import gettext as _

from responses.models import Clarification, Consent, Submission, SubmittedAnswer
from responses.models.event import canonical, sha256
from responses.status import Completeness
from responses.text import fold

from . import cleared, enclosing
from .deadlines import deadline_for, has_passed
from .recording import Receipt, entry, record_of, reference_for


def standing_answers(response, *also):
    """The answers of the standing submission by number; none before the first. ``also``: what comes with each."""
    standing = response.standing_submission
    return {row.number: row for row in standing.answers.prefetch_related(*also)} if standing else {}


def _says(answer, stands):
    """What a submission says now as one answer: text, language, whether no information is provided.

    A question that is closed says again what stands, whatever was drafted while it was open.
    """
    if stands and not answer.is_open:
        return stands.text, stands.language, stands.no_information
    silent = answer.completeness == Completeness.NO_INFORMATION
    return "" if silent else answer.text, answer.language, silent


def answers_of(response):
    """The answers of a response in the order of their questions."""
    return list(response.answers.select_related("question").order_by("question__number"))


def silent_questions(response):
    """The numbers of the questions on which a submission would provide no information now."""
    standing = standing_answers(response)
    answers = {answer.question.number: answer for answer in answers_of(response)}
    return [number for number, answer in answers.items() if _says(answer, standing.get(number))[2]]


def texts_of(response):
    """The answers as they would be submitted now, as the record has them; for checking before and for freezing."""
    standing = standing_answers(response, "translations")
    drafted = enclosing.translations_of(response)

    def translations(answer, stands):
        if stands and not answer.is_open:
            return stands.translations.all()
        return drafted.get(answer.question.number, ())

    return [
        entry(
            answer.question,
            *_says(answer, stands := standing.get(answer.question.number)),
            enclosing.in_record(translations(answer, stands)),
        )
        for answer in answers_of(response)
    ]


def from_site(response, now):
    """The :class:`Receipt` of the answers as they would be submitted now, on this site."""
    return Receipt(
        texts=texts_of(response),
        replies={item.answer.question.number: item.draft_reply for item in _asked(response)},
        received_on=now.astimezone(response.session.review.tzinfo).date(),
        is_after_deadline=has_passed(deadline_for(response), now),
        annexes=tuple(enclosing.annexes_of(response, answers_of(response))),
    )


def _asked(response):
    return list(open_clarifications(response).select_related("answer__question"))


def freeze(response, declaration, receipt, *, by, now):
    """Write the :class:`Submission` of what a :class:`Receipt` says, with its answers and its consent; returns it.

    Runs inside ``perform``, with the response locked. ``now`` is the server's time.
    """
    now = now.replace(microsecond=0)
    texts, clarifications = receipt.texts, _asked(response)
    number = response.submissions.count() + 1
    submission = Submission(
        response=response,
        number=number,
        reference=reference_for(response, number),
        received_at=now,
        received_on=receipt.received_on,
        deadline=deadline_for(response),
        is_after_deadline=receipt.is_after_deadline,
        channel=receipt.channel,
        document=receipt.document,
        transmitted_by=by,
        came_from=response.status,
        came_for=response.returned_for,
    )
    record = record_of(submission, receipt, clarifications, declaration, by)
    submission.record = canonical(record)
    submission.sha256 = sha256(submission.record)
    submission.words = sum(answer["words"] for answer in texts)
    submission.languages = " ".join(sorted({answer["language"] for answer in texts if answer["text"]}))
    replies = [item["reply"] for item in record["clarifications"]]
    submission.search_text = fold("\n".join([answer["text"] for answer in texts] + replies))
    submission.save()
    rows, changed = _store_answers(submission, texts, earlier=standing_answers(response))
    enclosing.store(submission, rows, receipt.annexes, texts)
    Consent(submission=submission, by=by, at=now, **declaration.consent()).save()
    for item in clarifications:
        item.answered_in, item.reply = submission, receipt.reply_to(item)
        item.state = Clarification.State.ANSWERED
        if not item.reply.strip() and item.answer.question.number not in changed:
            # A document may say nothing about it; on this site that is not possible.
            item.state, item.closed_at = Clarification.State.CLOSED, now
        item.save(update_fields=["state", "answered_in", "reply", "closed_at"])
    return submission


def _store_answers(submission, texts, earlier):
    """Write the answers as rows; returns them by number, and the numbers of those that differ from what stood."""
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
    return {row.number: row for row in rows}, {row.number for row in rows if row.is_changed}


def reopen_clarifications(submission):
    """When a response is recalled, the clarifications it had answered are open again, their replies drafts again."""
    for item in submission.answered_clarifications.all():
        item.state, item.answered_in, item.reply = Clarification.State.OPEN, None, ""
        item.closed_at = None
        item.save(update_fields=["state", "answered_in", "reply", "closed_at"])


def open_clarifications(response):
    """The clarifications of a response that wait for a reply."""
    return Clarification.objects.filter(answer__response=response, state=Clarification.State.OPEN)


def asked_of(response):
    """``{pk of an answer: its open clarification}``."""
    return {item.answer_id: item for item in open_clarifications(response)}


def close_clarifications(response, now):
    """Close what is open of the clarifications; the delegation's draft replies stay where they are, unseen."""
    return open_clarifications(response).update(state=Clarification.State.CLOSED, closed_at=now)


# --- what stands between a response and its submission ----------------------------------------


def _is_changed(answer, stands):
    text, _language, silent = _says(answer, stands)
    return stands is None or (text, silent) != (stands.text, stands.no_information)


def missing(response, answers=None, asked=None):
    """What still stands between a response and its submission: sentences for people; empty when nothing does.

    Who has read the answers already, and what is asked of them, hands both over: ``asked`` is
    ``{pk of the answer: its open clarification}``.
    """
    if answers is None:
        answers = answers_of(response)
    if asked is None:
        asked = asked_of(response)
    standing = standing_answers(response) if asked else {}
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
    return reasons + cleared.lacking(response, answers)
