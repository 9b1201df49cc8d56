"""Shared mailboxes: several people sign in with one address, and each says who they are."""

from django.utils.translation import gettext as _

from responses.models import AnswerVersion, Presence

from .refused import Refused

LONGEST = 150
"""The most characters of a name."""


def must_say_who(user):
    """Whether somebody came in by a shared mailbox and has not said who they are."""
    return user.is_authenticated and user.is_shared and not user.said_name


def checked(name):
    """A name as it is kept. Raises :class:`Refused` (422) when it says nothing or is too long."""
    name = " ".join("".join(sign for sign in name if sign.isprintable() or sign.isspace()).split())
    if not name:
        raise Refused(_("Give your name, so that your colleagues know who wrote what."), status=422)
    if len(name) > LONGEST:
        raise Refused(_("Give a shorter name: it can have up to 150 characters."), status=422)
    return name


def names_used(user):
    """The names that people at this mailbox have given before, in their order."""
    wrote = AnswerVersion.objects.filter(by=user).exclude(as_name="").order_by()
    read = Presence.objects.filter(user=user).exclude(as_name="")
    return sorted({*wrote.values_list("as_name", flat=True), *read.values_list("as_name", flat=True)})
