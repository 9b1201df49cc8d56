"""Accounts on the desk: who adds whom, with which groups."""

import pytest

from responses.models import User
from tests.files import upload

pytestmark = pytest.mark.django_db

ADD = "/admin/responses/user/add/"
NEW = {"name": "Nadia New", "email": "nadia@example.org", "desks": ["reviewer", "publisher"]}


@pytest.mark.parametrize(("person", "more"), [("operator", {}), ("coordinator", {"is_staff": "on"})])
def test_staff_are_added_with_their_groups_and_get_a_link_next(enter, person, more):
    """Operators keep the accounts of staff alone, so that they are not asked which kind it is."""
    page = enter(person).post(ADD, NEW | more)
    added = User.objects.get(email=NEW["email"])
    assert (page.status_code, page.url) == (302, f"/account/password/{added.public_id}/send/")
    groups = set(added.groups.values_list("name", flat=True))
    assert (added.is_staff, added.is_superuser, groups) == (True, False, {"reviewer", "publisher"})


def test_a_delegate_gets_no_group(enter):
    page = enter("coordinator").post(ADD, NEW)
    assert "Groups are for staff of the secretariat." in page.content.decode()
    assert not User.objects.filter(email=NEW["email"]).exists()


def test_one_s_own_name_can_be_changed_and_one_s_own_groups_cannot(enter, coordinator):
    page = enter("coordinator").post(
        f"/admin/responses/user/{coordinator.pk}/change/",
        {"name": "Cora Coordinator-Keller", "email": coordinator.email, "desks": ["reviewer"]},
    )
    coordinator.refresh_from_db()
    assert (page.status_code, coordinator.name) == (302, "Cora Coordinator-Keller")
    assert [group.name for group in coordinator.groups.all()] == ["coordinator"]


@pytest.mark.parametrize("is_staff", [False, True])
def test_a_mailbox_of_several_people_is_a_delegation_s(enter, is_staff):
    more = {"is_shared": "on"} | ({"is_staff": "on"} if is_staff else {"desks": []})
    enter("coordinator").post(ADD, NEW | more)
    assert User.objects.get(email=NEW["email"]).is_shared is not is_staff


def test_a_coordinator_says_that_several_people_use_a_mailbox(enter, contributor):
    typed = {"name": contributor.name, "email": contributor.email, "is_active": "on", "is_shared": "on"}
    parts = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    page = enter("coordinator").post(f"/admin/responses/user/{contributor.pk}/change/", typed | parts)
    contributor.refresh_from_db()
    assert (page.status_code, contributor.is_shared) == (302, True)


def test_a_coordinator_changes_a_part_and_sees_the_limit_on_its_page(
    client, response, coordinator, contributor
):
    membership = contributor.memberships.get()
    question = response.session.questions.get(number=2)
    address = f"/admin/responses/membership/{membership.pk}/part/"
    client.force_login(coordinator)
    typed = {"role": "observer", "capacity": "Ministry of Labour", "questions": [question.pk]}
    assert client.post(address, typed).status_code == 422
    assert client.post(address, {"role": "observer", "is_limited": "on"}).status_code == 422
    page = client.post(address, typed | {"is_limited": "on"}, follow=True)
    assert "Session 3, 2. Title 2" in page.content.decode()
    membership.refresh_from_db()
    assert (membership.role, membership.capacity, membership.is_limited) == (
        "observer",
        "Ministry of Labour",
        True,
    )


def test_a_coordinator_hands_the_part_of_a_focal_point_over(
    client, response, coordinator, focal_point, contributor, media
):
    outgoing, successor = focal_point.memberships.get(), contributor.memberships.get()
    address = f"/admin/responses/membership/{outgoing.pk}/hand-over/"
    client.force_login(coordinator)
    assert address in client.get(f"/admin/responses/membership/{outgoing.pk}/change/").content.decode()
    assert client.post(address, {"note": "As the note verbale says."}).status_code == 422
    page = client.post(address, {"successor": successor.pk, "letter": upload("letter.exe", b"MZ")})
    assert (page.status_code, page.context["reasons"]) == (
        422,
        ["Choose a file of one of these kinds: .pdf, .png, .jpg."],
    )
    typed = {"successor": successor.pk, "becomes": "observer", "note": "As the note verbale says."}
    page = client.post(address, typed | {"letter": upload("nomination.pdf")}, follow=True)
    assert "The part of Flavia Strelsau was handed over." in page.content.decode()
    parts = response.member_state.memberships.order_by("pk").values_list("user__name", "role")
    assert dict(parts) == {"Flavia Strelsau": "observer", "Fritz Tarlenheim": "focal_point"}
    kept = response.member_state.handovers.get()
    assert (kept.note, kept.letter.name, kept.by) == (
        "As the note verbale says.",
        "nomination.pdf",
        coordinator,
    )
    assert address not in client.get(f"/admin/responses/membership/{outgoing.pk}/change/").content.decode()


def test_where_nobody_else_is_there_the_successor_is_added_first(client, response, coordinator, focal_point):
    client.force_login(coordinator)
    page = client.get(f"/admin/responses/membership/{focal_point.memberships.get().pk}/hand-over/")
    assert f"/admin/responses/membership/add/?state={response.member_state_id}" in page.content.decode()


def test_a_successor_of_another_state_is_none(client, coordinator, focal_point, stranger):
    client.force_login(coordinator)
    address = f"/admin/responses/membership/{focal_point.memberships.get().pk}/hand-over/"
    page = client.post(address, {"successor": stranger.memberships.get().pk})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["successor"])
