"""The pages of invitations and members: what each visitor finds, and that opening a link accepts nothing."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from responses.models import Invitation, Letter, Membership, User
from responses.rules import handing_over, inviting, members
from responses.status import Role
from tests import factories
from tests.accounts.conftest import code_in, sent
from tests.record import snapshot

pytestmark = pytest.mark.django_db

HERE = "/ece-2024-s3/XRU/"
TEAM = f"{HERE}delegation/"
NEW = "nadia@example.org"


@pytest.fixture
def link(response, focal_point):
    """Invite somebody to one question; returns the address in the mail."""

    def invite(email=NEW, **more):
        chosen = tuple(response.session.questions.filter(number=2))
        part = members.Part(Role.CONTRIBUTOR, "Ministry of Labour", chosen)
        inviting.invite(response, part, email=email, by=focal_point, **{"name": "Nadia New"} | more)
        letter = Letter.objects.filter(kind="delegation_invited").latest("pk")
        return re.search(r"/invitations/[\w-]+/", letter.body)[0]

    return invite


def sign_in(client, email, following):
    """Ask for a code as the page of an invitation does, and give it."""
    client.post("/account/sign-in/", {"email": email, "next": following})
    return client.post(
        "/account/sign-in/code/", {"code": code_in(sent()[-1]), "next": following}, follow=True
    )


def test_somebody_new_signs_in_with_the_invited_address_accepts_and_finds_one_question(client, link):
    where = link()
    page = client.get(where)
    assert (page.status_code, f'name="email" value="{NEW}"' in page.content.decode()) == (200, True)
    page = sign_in(client, NEW, where)
    assert page.redirect_chain[-1][0] == where
    assert not Membership.objects.filter(user__email=NEW).exists()
    shown = page.content.decode()
    assert ("Ministry of Labour" in shown, "2. Title 2" in shown, "1. Title 1" in shown) == (
        True,
        True,
        False,
    )
    page = client.post(where, follow=True)
    assert page.redirect_chain == [(HERE, 302)]
    shown = page.content.decode()
    assert ("Welcome, Nadia New" in shown, "questions/2/" in shown, "questions/1/" in shown) == (
        True,
        True,
        False,
    )
    assert "used already" in client.get(where).content.decode()


@pytest.mark.parametrize("person", ["anonymous", "stranger", "contributor", "focal_point", "coordinator"])
def test_opening_the_link_changes_nothing_and_tells_no_more_than_the_mail(
    enter, response, focal_point, contributor, observer, stranger, coordinator, link, person
):
    factories.write_all(response, focal_point, text="CANARY {number}")
    where = link()
    client = enter(person)
    before = snapshot()
    page = client.get(where)
    assert (page.status_code, snapshot() == before) == (200, True)
    shown = page.content.decode()
    own = {"contributor": "Fritz Tarlenheim"}.get(person, "")
    colleagues = {"Fritz Tarlenheim", "Michael Strelsau", "CANARY", "Ministry of Labour", "Title 2"} - {own}
    assert {name for name in colleagues if name in shown} == set()
    posted = client.post(where)
    assert posted.status_code == (302 if person == "anonymous" else 403)
    assert snapshot() == before


def test_an_unknown_link_is_not_found(client, link):
    assert client.get(link()[:-2] + "/").status_code == 404


def test_an_earlier_link_says_where_the_invitation_waits(client, response, focal_point, stranger, link):
    where = link()
    Invitation.objects.update(sent_at=timezone.now() - inviting.AGAIN_AFTER)
    inviting.send_again(Invitation.objects.get(), response, by=focal_point)
    for way in ("/account/sign-in/", "/home/"):
        page = client.get(where)
        assert (page.status_code, f'btn-primary" href="{way}"' in page.content.decode()) == (404, True)
        assert "only the link in the latest mail is valid" in page.content.decode()
        client.force_login(stranger)


def test_signing_out_leads_back_to_the_invitation(client, stranger, link):
    where = link()
    client.force_login(stranger)
    assert client.post("/account/sign-out/", {"next": where}).url == where


def test_nobody_but_the_invited_gets_an_account_by_asking_for_a_code(client, link):
    link()
    client.post("/account/sign-in/", {"email": "nobody@example.org"})
    assert (sent(), User.objects.filter(email="nobody@example.org").exists()) == (sent(), False)
    assert [mail.to for mail in sent() if "code" in mail.subject] == []


def test_who_signs_in_without_the_link_finds_the_invitation_at_home(client, link):
    link()
    page = sign_in(client, NEW, "")
    where = re.search(r"/invitations/\d+/", page.content.decode())[0]
    assert client.get(where).status_code == 200
    assert client.post(where, follow=True).redirect_chain == [(HERE, 302)]
    assert client.get(where).status_code == 404


def test_nobody_reaches_a_waiting_invitation_of_another_address(client, stranger, link):
    link()
    client.force_login(stranger)
    assert client.get(f"/invitations/{Invitation.objects.get().pk}/").status_code == 404


def test_a_member_of_another_state_chooses_at_home_between_the_response_and_the_invitation(
    client, stranger, link
):
    link(stranger.email)
    client.force_login(stranger)
    shown = client.get("/home/").content.decode()
    assert ("/ece-2024-s3/XSY/" in shown, "/invitations/" in shown) == (True, True)


def test_whoever_is_part_of_nothing_is_told_to_whom_to_write(client, response, stranger):
    stranger.memberships.all().delete()
    client.force_login(stranger)
    shown = client.get("/home/").content.decode()
    contact = response.session.review.contact_email
    assert ("not part of a delegation" in shown, f'href="mailto:{contact}"' in shown) == (True, bool(contact))


def test_an_expired_invitation_says_who_can_send_it_again(client, link):
    where = link()
    Invitation.objects.update(expires_at=timezone.now())
    assert "send it again" in client.get(where).content.decode()


def test_a_mailbox_that_was_invited_as_shared_is_asked_for_a_name(client, link):
    where = link(is_shared=True)
    sign_in(client, NEW, where)
    page = client.post(where, follow=True)
    assert page.redirect_chain[-1][0].startswith("/account/who/")


NAMES = {
    "as it was given": ({}, None, "Nadia New"),
    "confirmed": ({}, "Nadia New", "Nadia New"),
    "put right": ({}, "  Nádia  New ", "Nádia New"),
    "none was given": ({"name": ""}, "Nadia", "Nadia"),
    "a shared mailbox": ({"is_shared": True}, "Nadia", "Nadia New"),
}


@pytest.mark.parametrize("case", NAMES)
def test_who_accepts_says_under_which_name(client, link, focal_point, case):
    more, typed, expected = NAMES[case]
    where = link(**more)
    page = sign_in(client, NEW, where)
    form = page.context["form"]
    offered = form["name"].value() if form else None
    assert offered == {"none was given": "", "a shared mailbox": None}.get(case, "Nadia New")
    client.post(where, {} if typed is None else {"name": typed})
    assert User.objects.get(email=NEW).name == expected
    told = Letter.objects.filter(kind="delegation_accepted").get()
    assert (told.to, f"{expected} ({NEW}) has accepted" in told.body) == (focal_point, True)


@pytest.mark.parametrize("typed", ["", "   ", "n" * 151])
def test_a_name_that_is_none_accepts_nothing(client, link, typed):
    where = link()
    sign_in(client, NEW, where)
    page = client.post(where, {"name": typed})
    assert (page.status_code, "id_name" in page.content.decode()) == (422, True)
    assert not Membership.objects.filter(user__email=NEW).exists()


def test_a_successor_is_told_whose_part_it_is(client, response, focal_point):
    handing_over.hand_over_to_new(
        focal_point.memberships.get(), response, email=NEW, name="Nadia New", capacity="", becomes="", by=focal_point
    )  # fmt: skip
    where = re.search(r"/invitations/[\w-]+/", Letter.objects.latest("pk").body)[0]
    sentence = "you take the part of focal point over from Flavia Strelsau"
    assert sentence not in client.get(where).content.decode()
    assert sentence in sign_in(client, NEW, where).content.decode()


# --- the page of the delegation -------------------------------------------------------------------------


def test_focal_points_see_addresses_and_invitations_others_see_whom_to_ask(
    enter, focal_point, contributor, limited, link
):
    link()
    assert NEW in enter("focal_point").get(TEAM).content.decode()
    for person in ("contributor", "limited"):
        shown = enter(person).get(TEAM).content.decode()
        assert [word for word in (NEW, "Nadia", contributor.email, "/invite/") if word in shown] == []
        assert "ask a focal point of your State: Flavia Strelsau" in shown
        assert ("only question 2" in shown) == (person == "contributor")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_few_queries(
    client, response, focal_point, link, count, django_assert_max_num_queries
):
    for number in range(count):
        factories.member(response, Role.OBSERVER)
        link(f"person-{number}@example.com")
    client.force_login(focal_point)
    with django_assert_max_num_queries(9):
        assert client.get(TEAM).status_code == 200


def test_the_only_focal_point_is_told_what_to_do_first(client, focal_point):
    client.force_login(focal_point)
    page = client.post(f"{TEAM}{focal_point.public_id}/end/")
    assert (page.status_code, "Hand the part over first" in page.content.decode()) == (409, True)


def test_ticked_questions_are_not_passed_over(client, response, focal_point):
    client.force_login(focal_point)
    question = str(response.session.questions.first().pk)
    typed = {"email": NEW, "role": "observer", "scope": "all", "questions": [question]}
    assert client.post(f"{TEAM}invite/", typed).status_code == 422
    assert client.post(f"{TEAM}invite/", typed | {"scope": "some"}).status_code == 302
    assert [one.number for one in Invitation.objects.get().questions.all()] == [1]


def test_what_an_invitation_lacks_is_said_at_its_place(client, focal_point):
    client.force_login(focal_point)
    page = client.post(f"{TEAM}invite/", {"scope": "some"})
    assert (page.status_code, page.context["form"].errors) == (
        422,
        {
            "email": ["Give the address to which the invitation goes."],
            "role": ["Choose one of the three."],
            "questions": ["Tick one question or more, or choose “All questions”."],
        },
    )
    shown = page.content.decode()
    assert [at for at in ("email", "role_0", "questions_0") if f'href="#id_{at}"' in shown] == [
        "email", "role_0", "questions_0",
    ]  # fmt: skip


@pytest.mark.parametrize("person", ["contributor", "observer", "limited"])
def test_who_may_not_invite_is_told_by_name_whom_to_ask(enter, focal_point, person):
    page = enter(person).get(f"{TEAM}invite/")
    sentence = "This step is for the focal points of your State: Flavia Strelsau."
    assert (page.status_code, sentence in page.content.decode()) == (403, True)


@pytest.mark.parametrize("page", ["", "end/", "hand-over/"])
def test_of_a_colleague_who_left_a_moment_ago_the_list_says_so(client, focal_point, contributor, page):
    members.end_membership(contributor.memberships.get(), by=focal_point)
    client.force_login(focal_point)
    for act in (client.get, client.post):
        shown = act(f"{TEAM}{contributor.public_id}/{page}", follow=True)
        assert shown.redirect_chain == [(TEAM, 302)]
        assert "Fritz Tarlenheim is not part of the delegation any more." in shown.content.decode()


def test_a_colleague_of_another_state_is_not_there(client, focal_point, stranger):
    client.force_login(focal_point)
    for page in ("", "end/", "hand-over/"):
        assert client.get(f"{TEAM}{stranger.public_id}/{page}").status_code == 404


def test_an_open_page_hears_at_once_that_access_has_ended_and_keeps_the_text(
    response, focal_point, contributor
):
    browser = Client()
    browser.force_login(contributor)
    address = f"{HERE}questions/1/"
    form = browser.get(address).context["form"]
    fields = {name: form[name].value() for name in ("base", "key", "page", "language")}
    assert browser.post(f"{address}here/", {"version": 0}).json()["writes"] is True
    members.end_membership(contributor.memberships.get(), by=focal_point)
    assert browser.post(f"{address}here/", {"version": 0}).status_code == 404
    said = browser.post(f"{address}save/", fields | {"text": "An hour's work"})
    assert (said.status_code, said.json()["outcome"]) == (423, "closed")
    assert response.answers.get(question__number=1).versions.get().text == "An hour's work"
