"""What an official does who was asked to clear texts: without an account, by a personal link and a code by mail.

The link alone shows nothing of the texts: mails are forwarded, and scanners open what is in them. The code goes to the
address that was asked, each time somebody presses the button for it.
"""

import secrets
import unicodedata
from datetime import timedelta
from enum import StrEnum

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from responses import letters
from responses.models import Clearance, ClearanceRequest, ClearedText
from responses.models.event import record, sha256
from responses.text import clean

from . import cleared, post
from .clearing import locked_request
from .moves import said
from .refused import Refused

DIGITS, ATTEMPTS, VALID = 9, 5, timedelta(minutes=15)
"""Of a code: how long it is, how often it may be tried, and for how long."""

LONGEST_REMARK = 20_000

Outcome = Clearance.Outcome
OFFERED = (Outcome.CLEARED, Outcome.SUBJECT_TO_CHANGES, Outcome.NOT_CLEARED)
"""What an official can decide. "No objection" is what a member of the delegation records, never the site by itself."""
WANTS_A_REMARK = {Outcome.SUBJECT_TO_CHANGES, Outcome.NOT_CLEARED}


class Stands(StrEnum):
    """What has become of a request."""

    OPEN = "open"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


def find(token):
    """The request that a link belongs to, or None: a wrong link and a guessed one are the same."""
    related = ("response__session__review__commission", "response__member_state", "clearance", "asked_by")
    return ClearanceRequest.objects.select_related(*related).filter(link=sha256(token)).first()


def stands(asked, now=None):
    """What has become of a request: one of :class:`Stands`."""
    if getattr(asked, "clearance", None) is not None:
        return Stands.DECIDED
    if asked.withdrawn_at is not None:
        return Stands.WITHDRAWN
    return Stands.OPEN if (now or timezone.now()) < asked.expires_at else Stands.EXPIRED


def _require_open(asked):
    if stands(asked) != Stands.OPEN:
        raise Refused(_("Nothing was changed: nothing can be decided here any more."))


def _hash(asked, digits):
    """Nine digits are soon guessed from a plain hash: this one needs the site's key, and the link, besides."""
    return salted_hmac("responses.clearance.code", f"{asked.link}:{digits}", algorithm="sha256").hexdigest()


def send_code(asked):
    """Send a new code to the address that was asked; earlier ones end. It never stands in the outbox.

    Raises :class:`Refused` when nothing is open any more, and (503) when the mail server is away.
    """
    digits = "".join(secrets.choice("0123456789") for _place in range(DIGITS))
    with transaction.atomic():
        asked = locked_request(asked)
        _require_open(asked)
        asked.code, asked.code_sent_at, asked.code_attempts = _hash(asked, digits), timezone.now(), 0
        asked.save(update_fields=["code", "code_sent_at", "code_attempts"])
    shown = "-".join(digits[at : at + 3] for at in range(0, DIGITS, 3))
    subject, body = letters.compose(
        "clearance_code", asked.response, code=shown, minutes=VALID // timedelta(minutes=1)
    )
    try:
        EmailMessage(subject, body, to=[asked.email]).send()
    except OSError as error:  # SMTP errors are OSErrors too
        raise Refused(_("The mail could not be sent. Try again in some minutes."), status=503) from error


def enter(asked, typed):
    """Whether what was typed is the code that was sent last. It serves once; each attempt counts, right or wrong."""
    digits = "".join(str(unicodedata.decimal(sign)) for sign in typed if sign.isdecimal())
    now = timezone.now()
    with transaction.atomic():
        asked = locked_request(asked)
        is_valid = bool(asked.code) and asked.code_attempts < ATTEMPTS and now < asked.code_sent_at + VALID
        asked.code_attempts = min(asked.code_attempts + 1, ATTEMPTS + 1)
        fits = secrets.compare_digest(_hash(asked, digits), asked.code) if is_valid else False
        if fits and stands(asked, now) == Stands.OPEN:
            asked.code, asked.opened_at = "", asked.opened_at or now
        else:
            fits = False
        asked.save(update_fields=["code", "code_attempts", "opened_at"])
    return fits


def remark_of(outcome, remark):
    """A remark ready to be stored. Raises :class:`Refused` where the outcome needs one and none is given."""
    if outcome in WANTS_A_REMARK and not said(remark):
        raise Refused(
            _("Say in a remark what should change, or what stands in the way."), status=422, about="remark"
        )
    if len(remark) > LONGEST_REMARK:
        raise Refused(
            _("A remark can be 20,000 characters long. Send the rest to the delegation."),
            status=422,
            about="remark",
        )
    return clean(remark).text.strip()


@transaction.atomic
def decide(asked, *, outcome, remark=""):
    """Record what the official decided of all the texts as they were asked; returns the :class:`Clearance`.

    The caller has checked the code. Raises :class:`Refused` when nothing is open any more, for an outcome that is not
    offered, and for a remark that is missing.
    """
    asked = locked_request(asked)
    _require_open(asked)
    if outcome not in OFFERED:
        raise Refused(_("Choose one of the decisions offered."), status=422, about="outcome")
    now, response = timezone.now(), asked.response
    given = Clearance.objects.create(
        response=response, outcome=outcome, remark=remark_of(outcome, remark), official_name=asked.official_name,
        official_title=asked.official_title, authority=asked.authority, way=Clearance.Way.LINK, request=asked, at=now,
        given_on=timezone.localdate(now, response.session.review.tzinfo), whole_response=asked.whole_response,
    )  # fmt: skip
    ClearedText.objects.bulk_create(
        ClearedText(
            clearance=given,
            answer_id=row.answer_id,
            version=row.version,
            no_information=row.no_information,
            says=row.says,
        )
        for row in asked.texts.all()
    )
    data = {"clearance": str(given.public_id), "request": str(asked.public_id), "outcome": str(outcome)}
    record("decide_clearance", by=None, role="official", delegation=response.member_state, data=data, at=now)
    # Who asked may be limited to other questions by now.
    post.owe(letter for letter in letters.clearance_decided(given) if cleared.reads_whole(letter.to, given))
    return given
