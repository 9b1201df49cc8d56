"""Invitations, parts and their end, handing over: who may, what is stored, who is told, who stays."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from responses.models import Chain, Event, Invitation, Letter, Membership, User
from responses.models.event import broken_links, sha256
from responses.rules import accepting, drafting, handing_over, inviting, members, people, permissions
from responses.rules.refused import Refused
from responses.status import Role
from tests import factories
from tests.record import snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

CONTRIBUTOR = members.Part(Role.CONTRIBUTOR, "Ministry of Labour")
NEW = "nadia@example.org"


def happened(response):
    """What stands in the delegation's own chain, first to last."""
    rows = Event.objects.filter(chain__delegation=response.member_state_id).order_by("number")
    return list(rows.values_list("name", "role"))


def letters():
    """The letters among the delegation so far: (kind, address)."""
    return sorted((row.kind, row.recipient) for row in Letter.objects.filter(is_delegation=True))


def token_in(letter):
    """The token of the link in a mail."""
    return re.search(r"/invitations/([\w-]+)/", letter.body)[1]


@pytest.fixture
def invite(response, focal_point):
    """Invite somebody as the focal point; returns (the invitation, its token)."""

    def call(email=NEW, part=CONTRIBUTOR, **more):
        invitation = inviting.invite(response, part, email=email, by=focal_point, **more)
        return invitation, token_in(Letter.objects.filter(kind="delegation_invited").latest("pk"))

    return call


@pytest.fixture
def newcomer_at(db):
    """The account of somebody who is invited, as it is made when a code is asked for."""

    def made(email=NEW):
        inviting.make_account_for(email)
        return User.objects.get(email=email)

    return made


def refused(call, *, status):
    """Call what must be refused with this status; nothing is stored then."""
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        call()
    assert (refusal.value.status, snapshot() == before) == (status, True)
    return str(refusal.value)


# --- inviting -------------------------------------------------------------------------------------------


def test_an_invitation_is_a_letter_with_a_link_of_which_the_site_keeps_the_hash(
    response, focal_point, invite
):
    factories.write_all(response, focal_point, text="CANARY {number}")
    invitation, token = invite(" Nadia@Example.org ", name="Nadia New")
    letter = Letter.objects.get(kind="delegation_invited")
    assert (invitation.email, invitation.code, len(token) > 40) == (NEW, sha256(token), True)
    assert (letter.recipient, letter.to_id, letter.is_delegation) == (NEW, None, True)
    for said in (
        "Flavia Strelsau",
        "Ruritania",
        "Dear Nadia New",
        "You would be a contributor",
        f"code that is sent to {NEW}",
    ):
        assert said in letter.body
    assert "CANARY" not in letter.body
    assert happened(response) == [("invite_colleague", "focal_point")]
    assert inviting.find(token) == invitation
    assert inviting.find(token[:-1]) is None
    chain = Chain.objects.get(delegation=response.member_state)
    assert broken_links(chain) == []
    assert not re.search("Nadia|nadia", "".join(chain.events.values_list("data", flat=True)))


WHO_INVITES = {
    "focal_point": None, "contributor": 403, "observer": 403, "stranger": 404, "reviewer": 404, "coordinator": 404,
    "superuser": 404, "inactive": 404, "former": 404, "turncoat": 404, "anonymous": 404,
}  # fmt: skip


@pytest.mark.parametrize(("person", "status"), WHO_INVITES.items(), ids=WHO_INVITES)
def test_focal_points_invite_and_nobody_else(response, cast, person, status):
    def call():
        return inviting.invite(response, CONTRIBUTOR, email=NEW, by=cast[person])

    if status is None:
        assert call().email == NEW
    else:
        refused(call, status=status)


def parts(response, other_response):
    questions = tuple(response.session.questions.all())
    elsewhere = factories.SessionFactory(number=4).questions.first()
    return {
        "no such part": members.Part("king"),
        "a focal point with limits": members.Part(Role.FOCAL_POINT, questions=questions[:1]),
        "limited to nothing": members.Part(Role.CONTRIBUTOR, questions=()),
        "a question that the State was not asked": members.Part(Role.OBSERVER, questions=(elsewhere,)),
    }


@pytest.mark.parametrize(
    "what",
    [
        "no such part",
        "a focal point with limits",
        "limited to nothing",
        "a question that the State was not asked",
    ],
)
def test_nobody_is_invited_to_a_part_that_nobody_can_have(
    response, other_response, focal_point, invite, what
):
    part = parts(response, other_response)[what]
    refused(lambda: inviting.invite(response, part, email=NEW, by=focal_point), status=422)


def test_one_address_is_invited_once_and_members_are_not(response, focal_point, contributor, invite):
    invite()
    refused(lambda: invite(NEW.upper()), status=422)
    refused(lambda: invite(contributor.email), status=422)


def test_invitations_are_bounded_for_each_state_and_day(response, focal_point, invite, monkeypatch):
    monkeypatch.setattr(inviting, "MOST_A_DAY", 2)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first, _token = invite("one@example.org")
        invite("two@example.org")
        refused(lambda: invite("three@example.org"), status=429)
        refused(lambda: inviting.send_again(first, response, by=focal_point), status=429)
        clock.shift(timedelta(days=1, seconds=1))
        invite("three@example.org")


def test_an_invitation_is_sent_again_with_another_link_and_the_old_one_opens_nothing(
    response, focal_point, invite
):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        invitation, old = invite()
        refused(lambda: inviting.send_again(invitation, response, by=focal_point), status=429)
        clock.shift(timedelta(days=15))
        assert inviting.state_of(invitation) == inviting.EXPIRED
        inviting.send_again(invitation, response, by=focal_point)
        new = token_in(Letter.objects.filter(kind="delegation_invited").latest("pk"))
        assert (inviting.find(old), inviting.state_of(inviting.find(new))) == (None, inviting.WAITING)
    assert happened(response)[-1] == ("send_invitation_again", "focal_point")


@pytest.mark.parametrize("act", [inviting.send_again, inviting.withdraw], ids=["again", "withdraw"])
@pytest.mark.parametrize(
    ("person", "status"), [("contributor", 403), ("stranger", 404), ("coordinator", 404)]
)
def test_invitations_are_the_focal_points_affair(response, cast, invite, act, person, status):
    invitation, _token = invite()
    refused(lambda: act(invitation, response, by=cast[person]), status=status)


def test_a_focal_point_of_another_state_does_not_reach_an_invitation(
    response, other_response, stranger, invite
):
    invitation, _token = invite()
    refused(lambda: inviting.withdraw(invitation, other_response, by=stranger), status=404)


# --- accepting ------------------------------------------------------------------------------------------


def test_the_mail_says_what_the_part_is_and_which_questions_alone_are_read(response, invite):
    two = tuple(response.session.questions.filter(number__in=(2, 4)))
    invite(part=members.Part(Role.CONTRIBUTOR, "Ministry of Labour", two))
    body = Letter.objects.latest("pk").body
    assert "You would be a contributor: you write and complete answers" in body
    assert "these questions, and no others:\n- 2. Title 2\n- 4. Title 4\n\nThis is your personal link" in body


def test_no_account_comes_into_being_without_an_invitation(response, invite):
    inviting.make_account_for("nobody@example.org")
    assert not User.objects.filter(email="nobody@example.org").exists()
    invite(name="Nadia New")
    inviting.make_account_for(NEW)
    inviting.make_account_for(NEW)
    assert User.objects.get(email=NEW).name == "Nadia New"
    assert happened(response)[-1] == ("make_account", "")


def test_whoever_accepts_has_the_part_that_was_offered(response, focal_point, invite, newcomer_at):
    two = tuple(response.session.questions.filter(number=2))
    invitation, token = invite(part=members.Part(Role.CONTRIBUTOR, "Ministry of Labour", two))
    person = newcomer_at()
    membership = accepting.accept(inviting.find(token), by=person)
    assert (membership.user, membership.role, membership.capacity) == (
        person,
        "contributor",
        "Ministry of Labour",
    )
    assert [one.number for one in membership.questions.all()] == [2]
    assert permissions.may_draft_answer(person, response.answers.get(question__number=2))
    assert not permissions.may_read_answer(person, response.answers.get(question__number=1))
    assert happened(response)[-1] == ("accept_invitation", "contributor")
    assert letters()[0] == ("delegation_accepted", focal_point.email)
    assert accepting.accept(invitation, by=person) == membership
    assert len(letters()) == 2


def test_an_acceptance_is_for_the_invited_address_alone(response, cast, invite):
    invitation, _token = invite()
    for person in ("focal_point", "contributor", "stranger", "coordinator", "anonymous"):
        refused(lambda person=person: accepting.accept(invitation, by=cast[person]), status=404)


def expired(invitation, focal_point, response):
    Invitation.objects.update(expires_at=timezone.now())


def withdrawn(invitation, focal_point, response):
    inviting.withdraw(invitation, response, by=focal_point)


def closed(invitation, focal_point, response):
    User.objects.filter(email=NEW).update(is_active=False)


def of_staff(invitation, focal_point, response):
    User.objects.filter(email=NEW).update(is_staff=True)


def already_in(invitation, focal_point, response):
    person = User.objects.get(email=NEW)
    Membership.objects.create(user=person, member_state=response.member_state, role=Role.OBSERVER)


WHY_NOT = {
    expired: "expired", withdrawn: "withdrawn", closed: "closed", of_staff: "secretariat", already_in: "already",
}  # fmt: skip


@pytest.mark.parametrize("what", WHY_NOT, ids=lambda what: what.__name__)
def test_what_stands_in_the_way_of_an_acceptance_is_said(response, focal_point, invite, newcomer_at, what):
    invitation, _token = invite()
    person = newcomer_at()
    what(invitation, focal_point, response)
    assert WHY_NOT[what] in refused(lambda: accepting.accept(invitation, by=person), status=409)


def test_a_mailbox_that_is_invited_as_shared_asks_for_names(response, invite, newcomer_at):
    _invitation, token = invite(is_shared=True)
    accepting.accept(inviting.find(token), by=newcomer_at())
    assert User.objects.get(email=NEW).is_shared


# --- changing and ending --------------------------------------------------------------------------------


def part_of(user):
    return user.memberships.get()


def test_a_part_changes_at_once_in_the_chain_of_whoever_changes_it(
    response, focal_point, contributor, coordinator
):
    permissions.roles_of(contributor)
    one = tuple(response.session.questions.filter(number=1))
    part = members.Part(Role.OBSERVER, "Ministry", one)
    members.change_member(part_of(contributor), part, by=focal_point)
    assert members.part_of(part_of(contributor)) == part
    members.change_member(part_of(contributor), part, by=focal_point)
    assert happened(response) == [("change_member", "focal_point")]
    assert letters() == [("delegation_changed", contributor.email)]
    members.change_member(part_of(contributor), CONTRIBUTOR, by=coordinator)
    assert len(happened(response)) == 1
    event = Event.objects.filter(chain__response=None, chain__delegation=None).latest("number")
    assert (event.name, event.role, event.details["role"]) == ("change_member", "coordinator", "contributor")


@pytest.mark.parametrize(
    ("person", "status"),
    [("contributor", 403), ("observer", 403), ("stranger", 404), ("reviewer", 404), ("superuser", 404)],
)
def test_parts_are_changed_and_ended_by_focal_points_and_coordinators_alone(cast, person, status):
    target = part_of(cast["observer"])
    refused(lambda: members.change_member(target, CONTRIBUTOR, by=cast[person]), status=status)
    refused(lambda: members.end_membership(target, by=cast[person]), status=status)


def test_the_only_focal_point_does_not_go_without_a_successor(
    response, focal_point, contributor, coordinator
):
    own = part_of(focal_point)
    refused(lambda: members.change_member(own, CONTRIBUTOR, by=focal_point), status=409)
    assert "only focal point" in refused(lambda: members.end_membership(own, by=focal_point), status=409)
    members.change_member(part_of(contributor), members.Part(Role.FOCAL_POINT), by=focal_point)
    members.end_membership(own, by=focal_point)
    assert not permissions.is_member(User.objects.get(pk=focal_point.pk), response)
    members.end_membership(part_of(contributor), by=coordinator)
    assert not members.leaders(response.member_state).exists()


def test_a_focal_point_whose_account_is_closed_leads_nobody(response, focal_point, cast):
    refused(lambda: members.end_membership(part_of(focal_point), by=focal_point), status=409)


def test_who_is_ended_hears_it_and_saves_nothing_more(response, focal_point, contributor):
    members.end_membership(part_of(contributor), by=focal_point)
    assert letters() == [("delegation_ended", contributor.email)]
    assert happened(response) == [("end_membership", "focal_point")]
    with pytest.raises(Refused):
        drafting.save_answer(
            response.answers.first(), text="Words", base=0, key="k", page="p", by=contributor
        )


def test_a_person_who_left_is_invited_again(response, focal_point, contributor, invite):
    members.end_membership(part_of(contributor), by=focal_point)
    _invitation, token = invite(contributor.email)
    accepting.accept(inviting.find(token), by=contributor)
    assert contributor.memberships.active().count() == 1


def test_an_invitation_does_not_bring_back_whose_part_has_ended(response, focal_point, newcomer_at):
    invitation = inviting.invite(response, members.Part(Role.OBSERVER), email=NEW, by=focal_point)
    person = newcomer_at()
    assert accepting.accept(invitation, by=person) == accepting.accept(invitation, by=person)
    members.end_membership(part_of(person), by=focal_point)
    refused(lambda: accepting.accept(invitation, by=person), status=409)


def test_who_invited_and_has_left_since_learns_of_nobody_who_comes(response, focal_point, newcomer_at):
    invitation = inviting.invite(response, members.Part(Role.OBSERVER), email=NEW, by=focal_point)
    factories.member(response, Role.FOCAL_POINT)
    members.end_membership(part_of(focal_point), by=focal_point)
    Letter.objects.all().delete()
    accepting.accept(invitation, by=newcomer_at())
    assert letters() == []


# --- handing over ---------------------------------------------------------------------------------------

BECOMES = {"contributor": "contributor", "observer": "observer", "focal_point": "focal_point", "": None}


@pytest.mark.parametrize("becomes", BECOMES)
def test_the_part_goes_to_a_colleague_at_once(response, focal_point, contributor, observer, media, becomes):
    letter = SimpleUploadedFile("nomination.pdf", b"%PDF-1.7 nomination")
    handed = handing_over.hand_over(
        part_of(focal_point),
        part_of(contributor),
        becomes=becomes,
        note="CANARY",
        letter=letter,
        by=focal_point,
    )
    assert (handed.note, handed.letter.name, part_of(contributor).role) == (
        "CANARY",
        "nomination.pdf",
        "focal_point",
    )
    now = focal_point.memberships.active().values_list("role", flat=True).first()
    assert now == BECOMES[becomes]
    told = {address for kind, address in letters() if kind == "handed_over"}
    assert told == {focal_point.email, contributor.email}
    assert "CANARY" not in "".join(Letter.objects.values_list("body", flat=True))
    assert ("hand_over", "focal_point") in happened(response)


AFTERWARDS = {
    "contributor": ("in place of", "Flavia Strelsau is a contributor now, who writes and completes answers."),
    "observer": ("in place of", "Flavia Strelsau is an observer now, who reads."),
    "focal_point": ("beside", "Flavia Strelsau remains a focal point too."),
    "": ("in place of", "Flavia Strelsau is not part of the delegation any more."),
}


@pytest.mark.parametrize("becomes", AFTERWARDS)
def test_the_letter_says_truly_what_the_outgoing_focal_point_is_afterwards(
    response, focal_point, contributor, observer, becomes
):
    how, sentence = AFTERWARDS[becomes]
    handing_over.hand_over(part_of(focal_point), part_of(contributor), becomes=becomes, by=focal_point)
    written = Letter.objects.filter(kind="handed_over")
    assert {letter.subject for letter in written} == {
        f"Fritz Tarlenheim is a focal point of Ruritania {how} Flavia Strelsau"
    }
    assert all("Flavia Strelsau has handed over the part of focal point" in letter.body for letter in written)
    assert all(sentence in letter.body for letter in written)


def test_the_part_goes_to_somebody_new_when_the_invitation_is_accepted(response, focal_point, newcomer_at):
    handing_over.hand_over_to_new(
        part_of(focal_point), response, email=NEW, name="Nadia New", capacity="Mission", becomes="observer",
        by=focal_point,
    )  # fmt: skip
    assert part_of(focal_point).role == "focal_point"
    token = token_in(Letter.objects.get(kind="delegation_invited"))
    accepting.accept(inviting.find(token), by=newcomer_at())
    assert part_of(focal_point).role == "observer"
    assert part_of(User.objects.get(email=NEW)).role == "focal_point"
    assert [kind for kind, _address in letters()].count("handed_over") == 2


def test_another_focal_point_hands_over_for_a_colleague_who_is_gone(
    response, focal_point, contributor, observer
):
    members.change_member(part_of(observer), members.Part(Role.FOCAL_POINT), by=focal_point)
    observer = User.objects.get(pk=observer.pk)
    handing_over.hand_over(part_of(focal_point), part_of(contributor), becomes="", by=observer)
    assert not focal_point.memberships.active().exists()


def test_the_part_is_not_handed_to_a_colleague_who_works_for_the_secretariat_by_now(
    response, focal_point, contributor, media, tmp_path
):
    """Such an account leads nobody: the State would have no focal point. The letter is not kept either."""
    User.objects.filter(pk=contributor.pk).update(is_staff=True)
    letter = SimpleUploadedFile("nomination.pdf", b"%PDF-1.7 nomination")

    def call():
        whom = part_of(focal_point), part_of(contributor)
        handing_over.hand_over(*whom, becomes="", letter=letter, by=focal_point)

    refused(call, status=422)
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


def test_the_part_is_not_handed_to_a_member_of_another_state(response, focal_point, stranger):
    def call():
        handing_over.hand_over(part_of(focal_point), part_of(stranger), becomes="", by=focal_point)

    refused(call, status=422)


def test_coordinators_still_add_people_without_an_invitation(response, coordinator):
    person = people.add_delegate(
        email=NEW, name="Nadia", member_state=response.member_state, role=Role.OBSERVER, by=coordinator
    )
    assert person.role == "observer"
