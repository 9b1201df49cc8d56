"""What people type stays text: markup through every field, to every page, every mail and every file.

Each field gets a marker of its own, so that a page that lets one through says which.
"""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from responses.models import AgendaItem, Commission, Letter, Membership, Objective
from responses.rules import (
    clearance_records,
    deadlines,
    drafting,
    moves,
    noting,
    people,
    post,
    publishing,
    readying,
    replying,
    workflow,
)
from responses.status import Completeness
from tests import clearances, factories, files, word
from tests.admin.worlds import build
from tests.annexes import attach, translate
from tests.exports.reading import rows_of
from tests.filling import form_in
from tests.forms import BY_PLACE, code_sent, rewind, undone

pytestmark = pytest.mark.django_db

FIELDS = (
    "state state_fr title wording points introduction session_title schedule agenda speaker capacity_of_speaker review "
    "contact commission region zone person delegate capacity answer reply draft_reply authorized_name "
    "authorized_title authority transmitted_name transmitted_capacity reason wish request instruction deadline_reason "
    "annex_title annex_name translation extension_reason withdrawal_reason objective letter_error imported_person "
    "imported_state file_name file_text file_outside comment comment_author "
    "official official_title official_authority on_behalf_of remark clearance_note struck_because scan "
    "note about ready_note said_name"
).split()


def marker(field):
    """Markup that would run, with the name of its field; 60 characters, so that it fits every column."""
    return f"<img src=x onerror=alert({FIELDS.index(field)})><script>1</script>\"'&"


ESCAPED = re.compile(r"&lt;img src=x onerror=alert\((\d+)\)&gt;")
RAW = re.compile(r"<img src=x onerror=alert\((\d+)\)|<script>1")
"""A marker as a browser would run it."""


def let_through(text):
    """The names of the fields whose markers stand in a page as markup."""
    return sorted({FIELDS[int(found)] if found else "?" for found in RAW.findall(text)})


@pytest.fixture
def corpus(response, focal_point, contributor, reviewer, publisher, coordinator, settings, tmp_path):
    """One response that has been through everything, each text in it a marker; and what surrounds it."""
    settings.MEDIA_ROOT = tmp_path
    session = response.session
    _set_up(session, response.member_state)
    for person, field in ((focal_point, "delegate"), (reviewer, "person"), (coordinator, "person")):
        person.name = marker(field)
        person.save()
    Membership.objects.update(capacity=marker("capacity"))
    _write(response, focal_point, marker("answer"))
    _enclose(response, focal_point)
    _declare(response, focal_point)
    workflow.perform("start_review", response, by=reviewer)
    soon = timezone.now() + timedelta(weeks=2)
    workflow.perform(
        "return", response, by=reviewer, data=moves.Requests({1: marker("request"), 2: "Why?"}, soon)
    )
    asked = response.answers.get(question__number=1).clarifications.get()
    replying.save_reply(asked, text=marker("reply"), base=0, by=contributor)
    second = response.answers.get(question__number=2).clarifications.get()
    replying.save_reply(second, text=marker("reply"), base=0, by=contributor)
    _declare(response, focal_point)
    workflow.perform("start_review", response, by=reviewer)
    workflow.perform("accept", response, by=reviewer)
    publishing.publish(response, by=publisher)
    workflow.perform("reopen", response, by=reviewer, data=moves.Reason(marker("reason")))
    wish = moves.Revision(marker("wish"), (1, 2), soon)
    workflow.perform("open_for_revision", response, by=reviewer, data=wish)
    workflow.perform("close_clarification", response, by=reviewer, data=moves.Reason(marker("reason")))
    workflow.perform("return", response, by=reviewer, data=moves.Requests({3: marker("request")}, soon))
    third = response.answers.get(question__number=3).clarifications.get()
    replying.save_reply(third, text=marker("draft_reply"), base=0, by=contributor)
    contributor.said_name = marker("said_name")
    noting.write(third.answer, marker("note"), by=contributor, about=marker("about"), for_user=focal_point)
    focal_point.said_name = marker("said_name")
    readying.mark(response, by=focal_point, note=marker("ready_note"))
    deadlines.set_deadline(session, session.deadline, by=coordinator, reason=marker("deadline_reason"))
    _others(session, coordinator)
    word.kept(
        response, focal_point, {1: marker("file_text"), 3: marker("file_text")}, name=marker("file_name"),
        outside=marker("file_outside"), comments=[(3, marker("comment_author"), marker("comment"))],
    )  # fmt: skip
    _clearances(response, focal_point)
    Letter.objects.filter(pk=Letter.objects.of_the_secretariat().first().pk).update(
        sent_at=None, attempts=1, error=marker("letter_error")
    )
    response.refresh_from_db()
    return response


def _set_up(session, state):
    session.title_en, session.introduction_en = marker("session_title"), marker("introduction")
    session.schedule = marker("schedule")
    session.save()
    review = session.review
    review.title_en, review.contact_name, review.zone_name = (
        marker("review"),
        marker("contact"),
        marker("zone")[:50],
    )
    review.save()
    Commission.objects.update(name=marker("commission"), region=marker("region"))
    for question in session.questions.all():
        question.title_en, question.wording_en = marker("title"), marker("wording")
        question.points_en = marker("points")
        question.save()
    state.name_en, state.name_fr = marker("state"), marker("state_fr")
    state.save()
    AgendaItem.objects.create(
        session=session, position=1, title_en=marker("agenda"), speaker=marker("speaker"),
        capacity=marker("capacity_of_speaker"),
    )  # fmt: skip
    session.objectives.add(Objective.objects.create(number=1, paragraph=17, title_en=marker("objective")))


def _write(response, by, text):
    for answer in response.answers.select_related("question", "response"):
        drafting.save_answer(
            answer, text=text, base=answer.version, key=f"{answer.pk}-{answer.last_number}", page="p", by=by,
            completeness=Completeness.COMPLETE,
        )  # fmt: skip


def _enclose(response, by):
    name = marker("annex_name").replace("/", "") + ".pdf"
    attach(response, by, title=marker("annex_title"), name=name)
    answer = response.answers.select_related("question", "response").get(question__number=1)
    translate(answer, by, marker("translation"))


def _declare(response, by):
    declared = moves.Declaration(
        marker("authorized_name"), marker("authorized_title"), marker("authority"), marker("transmitted_name"),
        marker("transmitted_capacity"), "full", "attributed",
    )  # fmt: skip
    workflow.perform("submit", response, by=by, data=declared)


def _others(session, coordinator):
    """A State that is extended, and one that was withdrawn on a written instruction."""
    extended = factories.ResponseFactory(
        session=session, member_state__alpha3="XSY", member_state__name_en="Syldavia"
    )
    factories.member(extended, name="Lead", email="lead@example.org")
    until = session.deadline + timedelta(days=9)
    deadlines.extend(extended, until, by=coordinator, reason=marker("extension_reason"))
    gone = factories.ResponseFactory(
        session=session, member_state__alpha3="XZU", member_state__name_en="Zubrowka"
    )
    lead = factories.member(gone, name=marker("delegate"), email="gone@example.org")
    _write(gone, lead, marker("answer"))
    _declare(gone, lead)
    document = SimpleUploadedFile(marker("instruction").replace("/", "") + ".pdf", b"%PDF-1.7")
    data = moves.Withdrawal(marker("withdrawal_reason"), document)
    workflow.perform("withdraw", gone, by=coordinator, data=data)
    people.add_person(
        name=marker("person"), email="staff@example.org", by=coordinator, is_staff=True, desks=["reviewer"]
    )


def _clearances(response, by):
    """One asked for, one recorded with a scan, and one struck out."""
    official = clearances.Official(marker("official"), marker("official_title"), marker("official_authority"))
    clearances.ask(response, by, 1, official=official, note=marker("clearance_note"))
    scan = files.upload(marker("scan").replace("/", "") + ".pdf")
    said = {"official": official, "on_behalf_of": marker("on_behalf_of"), "remark": marker("remark")}
    clearances.record(response, by, 1, scan=scan, **said)
    entry = clearances.record(response, by, 2, **said)
    clearance_records.strike(entry, because=marker("struck_because"), by=by)


HREF = re.compile(r'href="([^"#]+)"')
AWAY = ("mailto:", "/static/", "http")


def walk(client, *starts):
    """All pages that are reached by links from the starts: ``{address: page}``."""
    seen, waiting = {}, list(starts)
    while waiting:
        where = waiting.pop()
        page = seen[where] = client.get(where, follow=True)
        if page.streaming:
            list(page.streaming_content)  # a download: to its end, which closes the file
        if "html" in page["Content-Type"]:
            base = page.request["PATH_INFO"]
            links = {link.replace("&amp;", "&") for link in HREF.findall(page.content.decode())}
            targets = {
                link if link.startswith("/") else base + link for link in links if not link.startswith(AWAY)
            }
            waiting += [
                each
                for each in sorted(targets)
                if each not in seen and each not in waiting and leads_on(each)
            ]
    return seen


def leads_on(target):
    """Not by other orders and choices of a list, which hold the same rows, and not out."""
    parameters = target.partition("?")[2]
    return (not parameters or parameters.startswith("commission=")) and "sign-out" not in target


WALKS = {
    None: ("/", "/ece-2024-s3/published/", "/account/sign-in/"),
    "focal_point": ("/home/", *(f"/ece-2024-s3/XRU/{page}/" for page in ("check", "consent", "withdraw"))),
    "observer": ("/home/",),
    "reviewer": ("/admin/", "/home/", "/account/second-factor/"),
    "publisher": ("/admin/",),
    "coordinator": ("/admin/", "/admin/responses/event/", "/admin/responses/agendaitem/"),
}
"""Where somebody begins; the links lead on."""


def test_no_page_holds_what_somebody_typed_as_markup(client, request, corpus, observer):
    """And every text is shown on some page, so that it was looked at."""
    shown, pages = set(), 0
    for person, starts in WALKS.items():
        client.logout()
        if person:
            client.force_login(request.getfixturevalue(person))
        for where, page in walk(client, *starts).items():
            assert (person, where, page.status_code) == (person, where, 200)
            text = page.getvalue().decode("utf-8", "replace")
            if "html" in page["Content-Type"]:
                pages += 1
                assert (person, where, let_through(text)) == (person, where, [])
                shown |= {FIELDS[int(number)] for number in ESCAPED.findall(text)}
    assert set(FIELDS) - shown == NEVER_SHOWN
    assert pages > 150


NEVER_SHOWN = {"imported_person", "imported_state"}
"""What is looked at below."""


# --- what comes back from a form ------------------------------------------------------------------------


@pytest.mark.parametrize("place", BY_PLACE)
def test_what_is_typed_into_a_form_comes_back_as_text(place, response, cast, bring_to, media, operator):
    """With all that a form takes, and with markup in each of its fields: taken or not, it is text afterwards."""
    world = build(place, response, cast, bring_to)
    vars(world).update(vars(cast))
    people = vars(cast) | {"operator": operator}
    for name, form in BY_PLACE[place].items():
        with undone(world):
            for answer in answers_to_markup(form, world, people.get(form.person)):
                let = let_through(answer.content.decode())
                assert (name, answer.status_code < 500, let) == (name, True, [])


def answers_to_markup(form, world, person):
    """What comes back from a form: with markup in all its fields, and in those only that take any words."""
    client = Client()
    if person:
        client.force_login(person)
    if form.before:
        form.before(world, client)
    page = client.get(form.address(world), follow=True)
    shown = form_in(page, form.containing)
    address = shown.action or page.request["PATH_INFO"]
    plain = shown.fields | form.said(world)
    everywhere = {name: marker("answer") for name, value in plain.items() if isinstance(value, str)}
    everywhere |= {name: value for name, value in shown.fields.items() if name.endswith("_FORMS")}
    yield client.post(address, everywhere, follow=True)
    rewind(plain)
    yield client.post(address, plain | {name: marker("answer") for name in TEXTS & shown.names}, follow=True)


TEXTS = {
    "text", "reply", "note", "reason", "wish", "request_1", "name", "name_en", "name_fr", "title_en", "introduction_en",
    "points_en", "questions-0-points_en", "capacity", "region", "authorized_name", "authorized_title",
    "authorized_authority", "transmitted_name", "transmitted_capacity", "title", "authority", "on_behalf_of",
    "remark",
}  # fmt: skip
"""Fields in which any words will do, so that the form takes them."""


@pytest.mark.parametrize("address", ["/admin/responses/response/", "/admin/responses/user/", "/admin/"])
def test_what_is_looked_for_comes_back_as_text(client, coordinator, response, address):
    client.force_login(coordinator)
    for name in ("q", "session", "status", "e", marker("answer")):
        page = client.get(address, {name: marker("answer")}, follow=True)
        assert (name, let_through(page.content.decode())) == (name, [])


def test_a_text_that_comes_without_the_mark_of_its_page_is_shown_as_text(response, focal_point):
    client = Client(enforce_csrf_checks=True)
    client.force_login(focal_point)
    page = client.post("/ece-2024-s3/XRU/questions/1/", {"text": marker("answer"), "reply": marker("reply")})
    text = page.content.decode()
    assert (page.status_code, let_through(text)) == (403, [])
    assert len(ESCAPED.findall(text)) == 2


IMPORTS = {
    "people": ("membership_import", "state,email,name,capacity\nXRU,new@example.org,{0},{0}\n"),
    "people, not possible": ("membership_import", "state,email,name\n{0},{0},{0}\n"),
    "States": ("memberstate_import", "alpha3,name_en\nXIN,{0}\n"),
    "States, not possible": ("memberstate_import", "alpha3,name_en,kind\n{0},{0},{0}\n"),
    "columns": ("memberstate_import", "alpha3,{0}\nXIN,1\n"),
}


@pytest.mark.parametrize(("page", "rows"), IMPORTS.values(), ids=IMPORTS)
def test_what_is_imported_is_shown_as_text(client, coordinator, response, page, rows):
    client.force_login(coordinator)
    address = reverse(f"admin:responses_{page}")
    cell = '"' + marker("imported_person").replace('"', '""') + '"'
    tried = client.post(address, {"file": SimpleUploadedFile("table.csv", rows.format(cell).encode())})
    text = tried.content.decode()
    assert (tried.status_code in {200, 422}, let_through(text), bool(ESCAPED.search(text))) == (
        True,
        [],
        True,
    )
    if tried.status_code == 200:
        done = client.post(address, form_in(tried, "rows").fields, follow=True)
        assert (done.status_code, let_through(done.content.decode())) == (200, [])


# --- what leaves the site -------------------------------------------------------------------------------


def test_letters_are_plain_text_and_repeat_what_was_typed_letter_by_letter(corpus):
    post.send_now(Letter.objects.all())
    kinds = {letter.kind for letter in Letter.objects.all()}
    assert kinds >= {
        "received",
        "clarification_requested",
        "clarification_closed",
        "open_for_revision",
        "published",
    }
    assert len(mail.outbox) == Letter.objects.count()
    for sent in mail.outbox:
        message = sent.message()
        assert (message.get_content_type(), message.is_multipart()) == ("text/plain", False)
        assert "\n" not in sent.subject
        assert "&lt;" not in sent.subject + sent.body
        assert marker("answer") not in sent.body
    said = "".join(sent.subject + sent.body for sent in mail.outbox)
    assert [
        field for field in ("state", "wish", "reason", "contact", "zone") if marker(field)[:50] not in said
    ] == []


def test_the_mail_with_a_link_for_a_password_is_plain_text(client, corpus, coordinator, reviewer):
    client.force_login(coordinator)
    client.post(reverse("account_send_password_link", args=[reviewer.public_id]))
    sent = mail.outbox[-1]
    assert (sent.message().get_content_type(), sent.message().is_multipart()) == ("text/plain", False)
    assert marker("person") in sent.body


def test_the_mail_with_a_code_is_plain_text(client, focal_point):
    code_sent(None, client)
    message = mail.outbox[-1].message()
    assert (message.get_content_type(), message.is_multipart()) == ("text/plain", False)


@pytest.mark.parametrize("name", ["xlsx", "csv", "json"])
def test_an_export_is_a_file_that_no_browser_shows_and_holds_the_text_as_it_was(
    client, corpus, reviewer, name
):
    client.force_login(reviewer)
    page = client.post(reverse("admin:responses_response_export"), {"shape": "long", "format": name})
    assert (page["Content-Disposition"].partition(";")[0], page["X-Content-Type-Options"]) == (
        "attachment",
        "nosniff",
    )
    assert "html" not in page["Content-Type"]
    texts = {row.get("text", row.get("Answer")) for row in rows_of(name, page.getvalue())}
    assert texts == {marker("answer")}
