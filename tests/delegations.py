"""A delegation whose people come and go: an invitation that waits, and a part that was handed over."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from responses.models import Handover
from responses.rules import filing, inviting, members
from responses.status import Role


def come_and_go(response, focal_point, canary):
    """Somebody is invited, and a part was handed over; names, note and letter say the canary."""
    state = response.member_state
    part = members.Part(Role.OBSERVER, canary)
    inviting.invite(response, part, email="invited@example.org", name=canary, by=focal_point)
    letter = SimpleUploadedFile(f"{canary}.pdf", b"%PDF-1.7 " + canary.encode())
    own = focal_point.memberships.active().get(member_state=state)
    Handover(
        member_state=state, outgoing=own, incoming=own, becomes=Role.FOCAL_POINT, note=canary, by=focal_point,
        letter=filing.keep(letter, member_state=state, by=focal_point), at=timezone.now(),
    ).save()  # fmt: skip
