"""Who may open which page of the desk, and what no page of it may hold."""

import re

import pytest

from responses.models import Objective
from responses.rules import workflow
from responses.rules.moves import Requests
from responses.status import Status
from tests import factories

from .pages import ELSEWHERE, ROUTES, address, routes_of_the_desk
from .worlds import WRITER, build

pytestmark = pytest.mark.django_db

XSS = "<script>alert('X')</script><img src=x onerror=alert(1)>\"'><b>"

NEVER = {
    "an inline script": r"<script(?![^>]*\ssrc=)[^>]*>\s*\S",
    "an inline handler": r"<[^>]*\son[a-z]+\s*=",
    "an inline style": r"<style|<[^>]*\sstyle\s*=",
    "an image in the page": r"\bdata:image",
    "a script address": r"javascript:",
}


@pytest.fixture
def world(response, cast, bring_to, media):
    """A response that is being read, with drafts, replies and texts around it that staff must never see."""
    return build(Status.UNDER_REVIEW, response, cast, bring_to)


def test_every_route_of_the_desk_has_a_policy():
    assert set(routes_of_the_desk()) - ELSEWHERE == set(ROUTES)


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("", "Desk"), ("responses/response/", "Responses"), ("responses/response/export/", "Responses"),
        ("responses/", "Set-up"), ("responses/letter/", "Set-up"), ("responses/user/add/", "Set-up"),
    ],
)  # fmt: skip
def test_each_page_marks_the_part_of_the_desk_that_it_belongs_to(enter, world, path, marked):
    page = enter("coordinator").get(f"/admin/{path}").content.decode()
    assert re.findall(
        r'<a href="[^"]+" aria-current="(?:page|true)">([^<]+)</a>', page.partition("<main")[0]
    ) == [marked]


def test_what_is_only_read_offers_no_history_of_changes(enter, response):
    client = enter("coordinator")
    objective = Objective.objects.first() or Objective.objects.create(
        number=1, paragraph=17, title="Data", short_label="Data"
    )
    pages = [client.get(f"/admin/responses/{noun}/{key}/change/") for noun, key in (
        ("objective", objective.pk), ("session", response.session.pk))]  # fmt: skip
    assert ["historylink" in page.content.decode() for page in pages] == [False, True]


@pytest.mark.parametrize("person", ["reviewer", "publisher", "coordinator"])
def test_the_page_of_a_response_names_no_contributor(enter, world, person):
    client = enter(person)
    for name in ("responses_response_change", "responses_response_changelist", "index"):
        assert WRITER not in client.get(address(name, world)).content.decode()


def test_what_a_state_and_people_type_stays_text(
    enter, response, reviewer, coordinator, bring_to, focal_point
):
    """The same markup through every text that comes from outside."""
    response.member_state.name_en = XSS[:100]
    response.member_state.save()
    focal_point.name = XSS[:100]
    focal_point.save()
    factories.write_all(response, focal_point, text=XSS)
    bring_to_submitted(response, focal_point)
    workflow.perform("start_review", response, by=reviewer)
    asked = Requests({1: XSS}, response.session.deadline)
    workflow.perform("return", response, by=reviewer, data=asked)
    for person in ("reviewer", "coordinator"):
        client = enter(person)
        for address_ in (
            "/admin/",
            "/admin/responses/response/",
            f"/admin/responses/response/{response.pk}/change/",
            "/admin/responses/user/",
            "/admin/responses/membership/",
            "/admin/responses/memberstate/",
            "/admin/responses/letter/",
            f"/admin/responses/response/{response.pk}/moves/close_clarification/",
        ):
            text = client.get(address_).content.decode()
            assert "<script>alert" not in text, address_
            assert "<img src=x" not in text, address_


def bring_to_submitted(response, by):
    declared = workflow.moves.Declaration(
        XSS, XSS, XSS, XSS, XSS, "full", "attributed", no_information_confirmed=True
    )
    workflow.perform("submit", response, by=by, data=declared)


def snapshot(response):
    response.refresh_from_db()
    return (
        response.status,
        response.chain.last_hash,
        response.letters.count(),
        list(response.answers.values_list("text", "last_number", "is_open")),
    )


@pytest.mark.parametrize("person", ["newcomer", "publisher", "coordinator", "operator"])
def test_a_move_of_others_is_refused_and_changes_nothing(enter, world, person):
    before = snapshot(world.response)
    page = enter(person).post(
        f"/admin/responses/response/{world.response.pk}/moves/accept/", {"step": "send"}
    )
    assert (page.status_code, snapshot(world.response)) == (
        404 if person in {"newcomer", "operator"} else 403,
        before,
    )


def test_a_form_without_its_protection_mark_is_refused(world, reviewer):
    from django.test import Client  # noqa: PLC0415

    client = Client(enforce_csrf_checks=True)
    client.force_login(reviewer)
    page = client.post(f"/admin/responses/response/{world.response.pk}/moves/accept/", {"step": "send"})
    assert (page.status_code, snapshot(world.response)[0]) == (403, Status.UNDER_REVIEW)


def test_the_page_of_a_response_takes_no_post(enter, world):
    page = enter("reviewer").post(
        f"/admin/responses/response/{world.response.pk}/change/", {"status": "accepted"}
    )
    assert (page.status_code, snapshot(world.response)[0]) == (405, Status.UNDER_REVIEW)
