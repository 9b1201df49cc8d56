"""What a State agreed to show, and the publisher's act of showing it. Publishing is no status of a response."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from responses import letters
from responses.models import Consent
from responses.models.event import record
from responses.status import Attribution, Desk, Publication, Role

from . import annex_rights, permissions, post
from .refused import Refused
from .workflow import lock


@transaction.atomic
def publish(response, *, by):
    """Show the standing submission to everyone, as far as its State agreed; returns the response.

    Raises :class:`Refused` unless the person is a publisher, the reading is completed and the State consents.
    """
    response, by = lock(response), permissions.as_stored(by)
    if not permissions.is_publisher(by):
        raise Refused(_("Responses are published by a publisher."), status=403)
    if not permissions.may_be_published(response):
        raise Refused(
            _("A response can be published when its reading is completed and its State has agreed.")
        )
    if not annex_rights.has_more_to_publish(response):
        raise Refused(_("This submission is published already."))
    response.published_submission = response.standing_submission
    response.annexes_published = annex_rights.has_annexes_to_publish(response)
    response.save(update_fields=["published_submission", "annexes_published"])
    data = {"reference": response.published_submission.reference}
    if response.annexes_published:
        data["annexes"] = True
    record("publish", by=by, role=Desk.PUBLISHER, response=response, data=data)
    post.owe(letters.published(response))
    return response


@transaction.atomic
def unpublish(response, *, by, reason):
    """Take a published text away; returns the response.

    Raises :class:`Refused` unless the person is a publisher, something is published and a reason is given.
    """
    response, by = lock(response), permissions.as_stored(by)
    if not permissions.is_publisher(by):
        raise Refused(_("Responses are published by a publisher."), status=403)
    if response.published_submission is None:
        raise Refused(_("Nothing of this response is published."))
    if not reason.strip():
        raise Refused(_("Give a reason: it is kept on record."), status=422)
    _unpublish(response, by=by, role=Desk.PUBLISHER, reason=reason.strip())
    return response


def _unpublish(response, *, by, role, reason):
    data = {"reference": response.published_submission.reference, "reason": reason}
    response.published_submission, response.annexes_published = None, False
    response.save(update_fields=["published_submission", "annexes_published"])
    record("unpublish", by=by, role=role, response=response, data=data)
    post.owe(letters.unpublished(response))


@transaction.atomic
def change_consent(response, *, publication, attribution, by):
    """Record what the State agrees to from now on for its standing submission; returns the :class:`Consent`.

    Narrowing works at once: what may no longer be shown is taken away here. Widening waits for the publisher.
    Raises :class:`Refused` unless a focal point asks and a submission stands.
    """
    response, by = lock(response), permissions.as_stored(by)
    if not permissions.is_focal_point(by, response):
        raise Refused(_("Consent is given and changed by a focal point."), status=403)
    submission = response.standing_submission
    if submission is None:
        raise Refused(_("There is no submission for which consent could be given."))
    if publication not in Publication.values:
        raise Refused(_("Choose what may be published."), status=422)
    if attribution not in Attribution.values:
        raise Refused(_("Choose whether the synthesis may name your State."), status=422)
    consent = Consent(
        submission=submission, publication=publication, attribution=attribution, by=by, at=timezone.now()
    )
    consent.save()
    data = {"reference": submission.reference, "publication": publication, "attribution": attribution}
    record("consent", by=by, role=Role.FOCAL_POINT, response=response, data=data)
    if publication == Publication.NO and response.published_submission is not None:
        _unpublish(response, by=by, role=Role.FOCAL_POINT, reason="consent")
    elif publication == Publication.WITHOUT_ANNEXES and response.annexes_published:
        response.annexes_published = False
        response.save(update_fields=["annexes_published"])
    return consent
