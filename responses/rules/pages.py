"""Names for opened pages: each says, under the site's seal, which answer it was opened for and when."""

import re
import secrets
from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner

_KEY = re.compile(r"[\w.:=~-]{1,64}", re.ASCII)


def _seal(answer):
    return TimestampSigner(salt=f"responses.page.{answer.pk}")


def name_page(answer):
    """A new name for a page on which this answer is written: at most 64 characters."""
    return _seal(answer).sign(secrets.token_urlsafe(9))


def fresh_key():
    """A new key for one text to be saved."""
    return secrets.token_urlsafe(12)


def key_in(sent):
    """A key or a name of a page as a form sent it back; a fresh one for what can be none."""
    return sent if _KEY.fullmatch(sent) else fresh_key()


def is_ours(name, answer, *, opened_within=None):
    """Whether a name was given out here for a page of this answer; at most so long ago, where a timedelta says so."""
    try:
        _seal(answer).unsign(name, max_age=opened_within)
    except BadSignature:
        return False
    return True


def was_opened_before(name, answer, moment, now):
    """Whether a page of this answer was opened before a moment in the past; False for a name that is not ours."""
    return is_ours(name, answer) and not is_ours(name, answer, opened_within=max(now - moment, timedelta()))
