"""Who may open which page of the desk, and what no page of it may hold."""

import re
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from responses.models import AgendaItem, Answer, AnswerVersion, Instruction, Objective, ReplyVersion
from responses.rules import deadlines, workflow
from responses.rules.moves import Requests
from responses.status import Completeness, Status
from tests import factories

from .pages import ELSEWHERE, OUTSIDE, ROUTES, STAFF, address, routes_of_the_desk

pytestmark = pytest.mark.django_db

DRAFT, NOTE, LATER, RESCUED = "CANARY-DRAFT", "CANARY-REPLY-DRAFT", "CANARY-LATER", "CANARY-RESCUED"
WRITER = "Fritz Tarlenheim"
XSS = "<script>alert('X')</script><img src=x onerror=alert(1)>\"'><b>"

NEVER = {
    "an inline script": r"<script(?![^>]*\ssrc=)[^>]*>\s*\S",
    "an inline handler": r"<[^>]*\son[a-z]+\s*=",
    "an inline style": r"<style|<[^>]*\sstyle\s*=",
    "an image in the page": r"\bdata:image",
    "a script address": r"javascript:",
}


@pytest.fixture
def world(response, focal_point, contributor, observer, stranger, coordinator, reviewer, bring_to, media):
    """A response that is being read, with drafts, replies and texts around it that staff must never see."""
    factories.write_all(response, contributor, text=DRAFT + " {number}", completeness=Completeness.NOT_YET)
    bring_to(response, Status.RETURNED, 1)
    answer = response.answers.get(question__number=1)
    clarification = answer.clarifications.get()
    ReplyVersion(
        clarification=clarification, number=1, text=NOTE, stands=True, by=contributor, at=timezone.now()
    ).save()
    clarification.draft_reply, clarification.draft_number = NOTE, 1
    clarification.save(update_fields=["draft_reply", "draft_number"])
    deadlines.set_deadline(response.session, response.session.deadline, by=coordinator, reason="As agreed")
    AgendaItem.objects.create(session=response.session, position=1, title_en="Introduction")
    Objective.objects.create(number=1, paragraph=17, title_en="Data")
    workflow.perform("close_clarification", response, by=reviewer, data=workflow.moves.Reason("Not needed"))
    keep(answer, contributor, LATER, "conflict", "stale_version")
    keep(answer, contributor, RESCUED, "rescued", "closed")
    document = Instruction.objects.create(
        response=response,
        document=ContentFile(b"%PDF-1.7", "note.pdf"),
        name="note.pdf",
        sha256="0" * 64,
        by=coordinator,
    )
    response.refresh_from_db()
    return SimpleNamespace(
        response=response,
        reviewer=reviewer,
        reference=response.standing_submission.reference,
        document=document.pk,
    )


def keep(answer, by, text, kind, outcome):
    answer.refresh_from_db()
    number = answer.last_number + 1
    AnswerVersion(
        answer=answer, number=number, text=text, language="en", words=1, kind=kind, outcome=outcome, base=1,
        key=f"{kind}-{number}", page="canary", by=by, at=timezone.now(),
    ).save()  # fmt: skip
    Answer.objects.filter(pk=answer.pk).update(last_number=number)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_every_route_of_the_desk_has_a_policy():
    assert set(routes_of_the_desk()) - ELSEWHERE == set(ROUTES)


def visit(client, world):
    """Every page of the desk, opened once: ``{name: (status, text, headers)}``; files count as text too."""
    seen = {}
    for name in ROUTES:
        page = client.get(address(name, world))
        body = b"".join(page.streaming_content) if page.streaming else page.content
        seen[name] = (page.status_code, body.decode("utf-8", "replace"), page.headers)
    return seen


@pytest.mark.parametrize("person", OUTSIDE)
def test_delegates_and_strangers_find_the_door_only(enter, world, person):
    seen = visit(enter(person), world)
    assert {name: status for name, (status, _text, _headers) in seen.items()} == dict.fromkeys(ROUTES, 302)


@pytest.mark.parametrize("person", STAFF)
def test_staff_find_what_their_groups_open_and_nothing_that_must_not_be_there(enter, world, person):
    """A superuser finds the accounts of staff and no response; drafts, and markup that runs, are on no page at all."""
    before = snapshot(world.response)
    seen = visit(enter(person), world)
    assert {name: page[0] for name, page in seen.items()} == {
        n: r.expected(person) for n, r in ROUTES.items()
    }
    for name, (_status, text, headers) in seen.items():
        assert [canary for canary in (DRAFT, NOTE, LATER, RESCUED) if canary in text] == [], name
        assert "default-src 'self'" in headers["Content-Security-Policy"], name
        assert "no-store" in headers["Cache-Control"], name
        if "html" in headers.get("Content-Type", ""):
            assert [what for what, pattern in NEVER.items() if re.search(pattern, text)] == [], name
        if person != "coordinator":
            assert WRITER not in text, name
    assert snapshot(world.response) == before


@pytest.mark.parametrize("person", ["reviewer", "publisher", "coordinator"])
def test_the_page_of_a_response_names_no_contributor(enter, world, person):
    client = enter(person)
    for name in ("responses_response_change", "responses_response_changelist", "index"):
        assert WRITER not in client.get(address(name, world)).content.decode()


@pytest.mark.parametrize("person", ["reviewer", "publisher", "coordinator"])
def test_no_search_finds_what_belongs_to_the_delegation(enter, world, person):
    client = enter(person)
    for canary in (DRAFT, NOTE, LATER, RESCUED, WRITER):
        page = client.get("/admin/responses/response/", {"q": canary})
        assert (canary, page.context["cl"].result_count) == (canary, 0)


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
