"""Who may have which annex: of a draft, of a submission, and of what is published.

Predicates and the querysets that agree with them, as in ``permissions``.
"""

from django.db.models import F, Q

from responses.models import Annex, SubmittedAnnex
from responses.status import Publication

from . import permissions


def may_give_annex(user, response, answer=None):
    """Whether the person attaches files to an answer, or to the response as a whole (while that is open)."""
    if answer is not None:
        return permissions.may_draft_answer(user, answer)
    return permissions.may_draft(user, response) and permissions.reads_everything(user, response)


def may_read_annex(user, annex):
    """A draft's annexes are for the national team; one of the whole response is not for limited members."""
    if annex.answer_id is None:
        return permissions.reads_everything(user, annex.response)
    return permissions.may_read_answer(user, annex.answer)


def annexes_readable_by(user):
    """The annexes of drafts that a person may read: :func:`may_read_annex` as a query."""
    whole = set(permissions.roles_of(user)) - set(permissions.limits_of(user))
    return Annex.objects.filter(
        Q(answer__in=permissions.answers_readable_by(user)) | Q(answer=None, response__member_state__in=whole)
    )


def shows_annexes(submission):
    """Whether everyone may have the publishable annexes of a submission: it is published, and they with it."""
    response = submission.response
    return response.published_submission_id == submission.pk and response.annexes_published


def may_read_submitted_annex(user, annex):
    """Who reads a submission from within has all its annexes; everyone else what was published of them."""
    submission = annex.submission
    if permissions.reads_everything(user, submission.response):
        return True
    if permissions.desks_of(user) & permissions.READS_SUBMISSIONS and submission.counts:
        return True
    return annex.is_publishable and shows_annexes(submission)


def submitted_annexes_readable_by(user):
    """The annexes of submissions that a person may read: :func:`may_read_submitted_annex` as a query."""
    readable = Q(
        is_publishable=True,
        submission=F("submission__response__published_submission"),
        submission__response__annexes_published=True,
    )
    if whole := set(permissions.roles_of(user)) - set(permissions.limits_of(user)):
        readable |= Q(submission__response__member_state__in=whole)
    if permissions.desks_of(user) & permissions.READS_SUBMISSIONS:
        readable |= Q(submission__recalled_at__isnull=True, submission__withdrawn_at__isnull=True)
    return SubmittedAnnex.objects.filter(readable)


def annexes_to_publish(response):
    """The annexes of the standing submission that its State agrees to publish, as does its last word."""
    given = (permissions.consent_of(response.standing_submission), permissions.last_word(response))
    agreed = all(consent and consent.publication == Publication.FULL for consent in given)
    annexes = response.standing_submission.annexes.filter(is_publishable=True)
    return annexes.order_by("number") if agreed else annexes.none()


def has_annexes_to_publish(response):
    """Whether the standing submission has any of :func:`annexes_to_publish`."""
    return annexes_to_publish(response).exists()


def has_more_to_publish(response):
    """Whether publishing would show more than is public now: a later text, or the annexes of the same one.

    The State's consent to annexes may have come after its text was published.
    """
    if response.published_submission_id != response.standing_submission_id:
        return True
    return not response.annexes_published and has_annexes_to_publish(response)
