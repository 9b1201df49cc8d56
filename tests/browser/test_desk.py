"""The secretariat's desk in a real browser: no barrier, no complaint, and room enough on a phone."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from responses.models import AgendaItem, Commission, Event, Instruction, Letter, Membership, Objective
from responses.rules import deadlines, moves, people, publishing, workflow
from responses.status import Role, Status
from tests import factories
from tests.browser.barriers import is_in_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROSE = (
    "The national strategy was adopted in 2023 after a broad consultation with municipalities, employers and trade "
    "unions. Its long title, Donaudampfschifffahrtsgesellschaftskapitänsausbildungsförderungsstrategie, is shortened."
)
NEIGHBOURS = {
    Status.DRAFTING: ("XBO", "Borduria"), Status.SUBMITTED: ("XGR", "Grand Fenwick"),
    Status.RETURNED: ("XKR", "Krakozhia"), Status.ACCEPTED: ("XWA", "Wadiya"), Status.WITHDRAWN: ("XZU", "Zubrowka"),
}  # fmt: skip
GOOD = "state,email,name,role\nXRU,new@example.org,Nadia New,observer\n"
BAD = "XRU,not an address,Nobody,observer\n"


@pytest.fixture
def desk(response, focal_point, contributor, reviewer, publisher, coordinator, bring_to, settings, tmp_path):
    """A round with a response in every status; Ruritania's is being read after a clarification was closed."""
    settings.MEDIA_ROOT = tmp_path
    session = response.session
    AgendaItem.objects.create(
        session=session, position=1, title_en="Introduction", minutes=5, speaker="The chair"
    )
    for number in (1, 3, 7):
        Objective.objects.create(number=number, paragraph=16 + number, title_en=f"Objective {number}")
    at = {status: _neighbour(session, status, bring_to) for status in NEIGHBOURS}
    publishing.publish(at[Status.ACCEPTED], by=publisher)
    bring_to(response, Status.RETURNED, 1)
    workflow.perform("close_clarification", response, by=reviewer, data=moves.Reason(PROSE))
    deadlines.set_deadline(session, session.deadline, by=coordinator, reason=PROSE)
    later = session.deadline + timedelta(weeks=2)
    deadlines.extend(at[Status.DRAFTING], later, by=coordinator, reason="Elections")
    people.add_person(
        name="Nora New", email="nora@example.org", by=coordinator, is_staff=True, desks=["reviewer"]
    )
    Instruction.objects.create(
        response=at[Status.WITHDRAWN], document=ContentFile(b"%PDF-1.7", "note.pdf"), name="note verbale 12.pdf",
        sha256="0" * 64, by=coordinator,
    )  # fmt: skip
    Letter.objects.filter(pk=Letter.objects.first().pk).update(
        sent_at=None, attempts=2, error="Connection refused"
    )
    factories.MemberStateFactory(alpha3="XNE", name_en="Nephelokokkygia").commissions.add(
        Commission.objects.get()
    )
    return at | {Status.UNDER_REVIEW: type(response).objects.get(pk=response.pk)}


def _neighbour(session, status, bring_to):
    code, name = NEIGHBOURS[status]
    made = factories.ResponseFactory(session=session, member_state__alpha3=code, member_state__name_en=name)
    lead = factories.member(
        made, Role.FOCAL_POINT, name=f"Lead of {name}", email=f"{code.lower()}@example.org"
    )
    return bring_to(made, status, by=lead)


def address(name, *args):
    return reverse(f"admin:responses_{name}", args=args)


def move(response, name):
    return address("response_move", response.pk, name)


def pages_of(person, at):
    """The pages of the desk that somebody opens."""
    reading, drafting = at[Status.UNDER_REVIEW], at[Status.DRAFTING]
    shown = at if person == "reviewer" else (Status.WITHDRAWN, Status.ACCEPTED)
    one_by_one = [address("response_change", at[status].pk) for status in shown]
    listed = address("response_changelist")
    if person == "reviewer":
        buttons = {
            Status.SUBMITTED: ("start_review",), Status.RETURNED: ("close_clarification",),
            Status.ACCEPTED: ("reopen",), Status.UNDER_REVIEW: ("accept", "return", "open_for_revision", "release"),
        }  # fmt: skip
        asked = [move(at[status], name) for status, names in buttons.items() for name in names]
        return [
            "/admin/", listed, f"{listed}?status=submitted&q=Fenwick", f"{listed}?q=nowhere", *one_by_one, *asked,
            f"{address('response_export')}?status=submitted", "/admin/password_change/",
        ]  # fmt: skip
    if person == "publisher":
        return [*one_by_one, move(at[Status.ACCEPTED], "unpublish")]
    session, member, events = (
        reading.session,
        Membership.objects.first(),
        Event.objects.filter(chain__response=None),
    )
    return [
        "/admin/", "/admin/responses/", listed, *one_by_one, move(drafting, "extend"), move(drafting, "register"),
        move(at[Status.SUBMITTED], "withdraw"), address("response_export_contacts"),
        *(address(f"session_{page}", session.pk) for page in ("change", "deadline", "invite", "newcomers", "history")),
        *(address(f"{noun}_changelist") for noun in "session memberstate membership user letter event".split()),
        *(address(f"{noun}_add") for noun in ("review", "session", "memberstate", "user", "membership")),
        address("review_change", session.review_id), address("memberstate_change", reading.member_state_id),
        address("guidingquestion_change", session.questions.first().pk), address("membership_change", member.pk),
        address("membership_end", member.pk), address("membership_hand_over", member.pk), address("membership_import"),
        address("user_change", member.user_id), address("user_change", reading.reviewer_id),
        address("letter_change", Letter.objects.unsent().first().pk), address("event_change", events.first().pk),
    ]  # fmt: skip


@pytest.mark.parametrize("person", ["reviewer", "publisher", "coordinator"])
def test_no_page_of_the_desk_has_a_barrier_or_a_complaint(open_page, request, desk, person):
    page = open_page(request.getfixturevalue(person))
    for where in pages_of(person, desk):
        page.goto(where)
        is_in_order(page, where)


def test_asking_for_clarification_is_in_order_at_each_step(open_page, desk, reviewer):
    page = open_page(reviewer)
    page.goto(move(desk[Status.UNDER_REVIEW], "return"))
    page.get_by_role("button", name="Go on to the letter").click()
    page.get_by_text("Choose one question or more.").wait_for()
    page.complaints.clear()  # the status 422
    is_in_order(page, "what is missing")
    page.get_by_label("1. Title 1").check()
    page.get_by_label("Further information would be welcome on").first.fill(PROSE)
    page.get_by_role("button", name="Go on to the letter").click()
    page.get_by_role("heading", name="The letter, as it will go").wait_for()
    is_in_order(page, "the letter")
    page.get_by_role("button", name="Ask for clarification").click()
    page.get_by_text("1 letter goes out.").wait_for()
    is_in_order(page, "afterwards")


def test_an_import_is_in_order_at_each_step(open_page, desk, coordinator, tmp_path):
    page = open_page(coordinator)
    for name, rows in (("not possible", f"{GOOD}{BAD}"), ("possible", GOOD)):
        file = tmp_path / "people.csv"
        file.write_text(rows)
        page.goto(address("membership_import"))
        page.get_by_label("File").set_input_files(file)
        page.get_by_role("button", name="Check the file").click()
        page.get_by_role("heading", name="What would change").wait_for()
        page.complaints.clear()  # the status 422 of rows that are not possible
        is_in_order(page, name)
    page.get_by_role("button", name="Import these rows").click()
    page.get_by_text("Imported: 1 new, 0 changed.").wait_for()
    is_in_order(page, "afterwards")
