"""Everything that happened, by whom and when: an append-only chain in which no link can be changed unseen."""

import hashlib
import json

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .kept import WrittenOnce
from .response import Response
from .states import MemberState

START = "0" * 64


def canonical(value):
    """A JSON text that is the same, byte for byte, wherever it is made: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text):
    """The SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


class Chain(models.Model):
    """The head of one chain of events: one for each response, one for each delegation, and one for the set-up.

    What a delegation does among its members stands in a chain of its own: in the response's, numbers alone would
    tell the secretariat that something had happened.
    """

    response = models.OneToOneField(Response, models.PROTECT, related_name="chain", null=True, blank=True)
    delegation = models.OneToOneField(
        MemberState, models.PROTECT, related_name="chain", null=True, blank=True
    )
    last_number = models.PositiveIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default=START)

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(response__isnull=True, delegation__isnull=True),
                name="one_chain_for_the_set_up",
            ),
            models.CheckConstraint(
                condition=models.Q(response__isnull=True) | models.Q(delegation__isnull=True),
                name="chain_of_a_response_or_a_delegation",
            ),
        )

    def __str__(self):
        if self.delegation_id:
            return str(_("Delegation of %(state)s") % {"state": self.delegation})
        return str(self.response or _("Set-up"))


class Event(WrittenOnce):
    """One thing that happened. ``data`` and the hash hold random ids and roles, never names or addresses."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("what happened"), max_length=40)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("by"),
    )
    role = models.CharField(_("in the part of"), max_length=20, blank=True)
    data = models.TextField(_("details"), help_text=_("Canonical JSON."))
    previous = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("chain", "-number")
        default_permissions = ("view",)
        constraints = (models.UniqueConstraint(fields=("chain", "number"), name="one_event_per_number"),)

    def __str__(self):
        return f"{self.chain}, {self.number}: {self.name}"

    @property
    def details(self):
        """The details as a dictionary."""
        return json.loads(self.data)

    def hashed(self):
        """What the hash of this event must be, from what the event says."""
        actor = str(self.by.public_id) if self.by_id else ""
        said = [self.previous, self.number, self.name, self.at.isoformat(), actor, self.role, self.data]
        return sha256(canonical(said))


def record(name, *, by, role="", response=None, delegation=None, data=None, at=None):
    """Append one event to the chain of a response, of a delegation (a Member State), or of the set-up; returns it.

    Runs inside the transaction of what it records. Raises ``TransactionManagementError`` outside of one:
    an event without its deed, or a deed without its event, must not exist.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An event is recorded together with what happened.")
    Chain.objects.get_or_create(response=response, delegation=delegation)
    chain = Chain.objects.select_for_update(no_key=True).get(response=response, delegation=delegation)
    event = Event(
        chain=chain,
        number=chain.last_number + 1,
        name=name,
        at=at or timezone.now(),
        by=by,
        role=role,
        data=canonical(data or {}),
        previous=chain.last_hash,
    )
    event.sha256 = event.hashed()
    event.save()
    chain.last_number, chain.last_hash = event.number, event.sha256
    chain.save(update_fields=["last_number", "last_hash"])
    return event


def broken_links(chain):
    """The numbers of the events at which a chain does not hold; empty when nothing was changed."""
    broken, number, previous = [], 0, START
    for event in chain.events.select_related("by").order_by("number").iterator():
        number += 1
        if event.number != number or event.previous != previous or event.sha256 != event.hashed():
            broken.append(event.number)
        number, previous = event.number, event.sha256
    if (chain.last_number, chain.last_hash) != (number, previous):
        broken.append(chain.last_number)
    return broken
