"""A registration that the secretariat made by mistake is taken back, as long as its reading has not begun."""

from responses import letters
from responses.models import AnswerVersion
from responses.status import Completeness

from . import drafting, submitting
from .moves import Done, take_back
from .registering import key_of


def unregister(response, by, data, now):
    """Carries out the move ``unregister``: the response is where it was, and the drafts are the delegation's again."""
    submission = take_back(response, now)
    for answer in submitting.answers_of(response):
        entered = answer.versions.filter(key=key_of(submission), number=answer.version).first()
        if entered is None:
            continue
        before = answer.versions.filter(number=entered.base).first()
        drafting.put(
            answer,
            text=before.text if before else "",
            language=before.language if before else answer.language,
            completeness=Completeness.NOT_YET,
            kind=AnswerVersion.Kind.RESTORED, key=f"restored-{submission.number}", by=by, at=now,
        )  # fmt: skip
    details = {"reference": submission.reference, "reason": data.reason.strip()}
    return Done(details, letters.unregistered(response, submission))
