"""Responses by the thousand, received: what the exports are measured with."""

from django.db import transaction
from django.utils import timezone

from responses.models import Consent, Response, Submission, SubmittedAnswer
from responses.status import Attribution, Publication, Status
from tests import factories

from .prose import prose

CHARACTERS = 4_000
STATES = 100
"""How many States answer each session; a session has five questions."""
_TEXTS = 200


def receive(sessions, by):
    """Store a response of each State to each of these sessions (numbers), with its answers, as if it were received.

    Written directly: so many moves would take longer than everything that is measured afterwards.
    """
    states = [factories.MemberStateFactory() for _ in range(STATES)] if Response.objects.count() == 0 else []
    states = states or [response.member_state for response in Response.objects.all()[:STATES]]
    texts = [prose(CHARACTERS, seed) for seed in range(_TEXTS)]
    for number in sessions:
        with transaction.atomic():
            _receive(factories.SessionFactory(number=number), states, texts, by)


def _receive(session, states, texts, by):
    now = timezone.now()
    responses = Response.objects.bulk_create(
        Response(session=session, member_state=state) for state in states
    )
    submissions = Submission.objects.bulk_create(
        Submission(
            response=response, number=1, reference=f"GCM-{session.number}-{response.pk}", record="{}", sha256="0" * 64,
            words=5, languages="en", received_at=now, received_on=now.date(), transmitted_by=by,
            came_from=Status.DRAFTING,
        )
        for response in responses
    )  # fmt: skip
    SubmittedAnswer.objects.bulk_create(
        SubmittedAnswer(
            submission=submission, question=question, number=question.number, title=question.title_en,
            wording=question.wording_en, language="en", words=5,
            text=f"{submission.pk} {texts[(submission.pk * 5 + question.number) % len(texts)]}"[:CHARACTERS],
        )
        for submission in submissions for question in session.questions.all()
    )  # fmt: skip
    Consent.objects.bulk_create(
        Consent(
            submission=submission,
            publication=Publication.FULL,
            attribution=Attribution.ATTRIBUTED,
            by=by,
            at=now,
        )
        for submission in submissions
    )
    for response, submission in zip(responses, submissions, strict=True):
        response.status, response.standing_submission = Status.SUBMITTED, submission
    Response.objects.bulk_update(responses, ["status", "standing_submission"])
