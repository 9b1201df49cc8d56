"""Nobody sees or changes what is not theirs: every route, every member of the cast, every status."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver

from responses.models import Answer, AnswerVersion, Presence, Submission
from responses.rules import annexing
from responses.status import Status
from tests import clearances, delegations, factories, files, word
from tests.annexes import attach, translate
from tests.record import snapshot

pytestmark = pytest.mark.django_db

DRAFT, SENT, REPLY, NOTE = "CANARY-DRAFT-41", "CANARY-SENT-42", "CANARY-REPLY-43", "CANARY-NOTE-44"
MARKED = "Marked as ready"
INVITED = "CANARY-INVITED-46"
SHOWS_INVITED = {"delegation", "nomination"}
"""An invitation, a note and a letter of nomination are for focal points, on these pages."""
CAST = (
    "anonymous",
    "focal_point",
    "contributor",
    "observer",
    "limited",
    "stranger",
    "reviewer",
    "publisher",
    "coordinator",
)
WHOLE, OUTSIDE = (
    ("focal_point", "contributor", "observer"),
    ("stranger", "reviewer", "publisher", "coordinator"),
)
TEAM = (*WHOLE, "limited")
"""The limited member reads question 2 alone; the pages of one question are asked for question 1."""
STATUSES = (
    Status.DRAFTING,
    Status.SUBMITTED,
    Status.UNDER_REVIEW,
    Status.RETURNED,
    Status.ACCEPTED,
    Status.WITHDRAWN,
)


def everyone(status):
    return dict.fromkeys(CAST, status)


TO_SIGN_IN = {"anonymous": 302}
FOR_TEAM = TO_SIGN_IN | dict.fromkeys(TEAM, 200) | dict.fromkeys(OUTSIDE, 404)
FOR_LEADERS = FOR_TEAM | {"contributor": 403, "observer": 403, "limited": 403}
AT_QUESTION = FOR_TEAM | {"limited": 404}
FOR_WHOLE = FOR_TEAM | {"limited": 403}
FOR_READERS = FOR_WHOLE | {"reviewer": 200, "publisher": 200}
FOR_WRITERS = FOR_TEAM | {"observer": 403}

POLICIES = {
    "start": everyone(302),  # one open session: straight to it
    "session_start": everyone(200),
    "published": everyone(200),
    "verify": everyone(200),
    "privacy": everyone(200),
    "accessibility": everyone(200),
    "health": everyone(200),
    "home": everyone(302),
    "task_list": FOR_TEAM,
    "question": AT_QUESTION,
    "reply": TO_SIGN_IN | dict.fromkeys(TEAM, 405) | dict.fromkeys(OUTSIDE, 404),
    "autosave": everyone(405),
    "here": everyone(405),
    "seen": TO_SIGN_IN | dict.fromkeys(TEAM, 405) | dict.fromkeys(OUTSIDE, 404),
    "notes": AT_QUESTION,
    "settle_note": TO_SIGN_IN | dict.fromkeys(WHOLE, 405) | dict.fromkeys(("limited", *OUTSIDE), 404),
    "assign": AT_QUESTION,
    "two_texts": AT_QUESTION,
    "versions": AT_QUESTION,
    "version": AT_QUESTION,
    "compare": AT_QUESTION,
    "annexes": FOR_TEAM,
    "annex": AT_QUESTION,
    "change_annex": AT_QUESTION,
    "remove_annex": TO_SIGN_IN | dict.fromkeys(TEAM, 405) | dict.fromkeys(OUTSIDE, 404),
    "restore_annex": TO_SIGN_IN | dict.fromkeys(TEAM, 405) | dict.fromkeys(OUTSIDE, 404),
    "translations": AT_QUESTION,
    "translation": AT_QUESTION,
    "check": FOR_TEAM,
    "declare": FOR_LEADERS,
    "ready": FOR_LEADERS,
    "consent": FOR_LEADERS,
    "recall": FOR_LEADERS,
    "withdraw": FOR_LEADERS,
    "resume": FOR_LEADERS,
    "word": FOR_TEAM,
    "word_download": FOR_TEAM,
    "word_file": AT_QUESTION,
    "word_original": AT_QUESTION,
    "word_text": AT_QUESTION,
    "word_outside": AT_QUESTION,
    "questionnaire": everyone(200),
    "submission_word": FOR_READERS,
    "submission": FOR_READERS,
    "receipt_pdf": FOR_READERS,
    "receipt_word": FOR_READERS,
    "record": FOR_READERS,
    "submitted_annex": FOR_READERS,
    "delegation": FOR_TEAM,
    "invite_colleague": FOR_LEADERS,
    "send_invitation_again": FOR_LEADERS | {"focal_point": 405},
    "withdraw_invitation": FOR_LEADERS | {"focal_point": 405},
    "nomination": FOR_LEADERS,
    "member": FOR_LEADERS,
    "end_member": FOR_LEADERS,
    "hand_over": FOR_LEADERS,
    "accept_invitation": everyone(404),  # nobody's link; tests/delegation/test_accepting.py has a real one
    "waiting_invitation": everyone(404) | TO_SIGN_IN,
    "clearances": FOR_TEAM,
    "ask_clearance": FOR_WRITERS,
    "record_clearance": FOR_WRITERS,
    "clearance_sheet": FOR_TEAM,
    "require_clearances": FOR_LEADERS | {"focal_point": 405},
    "clearance_request": AT_QUESTION,
    "clearance": AT_QUESTION,
    "clearance_scan": AT_QUESTION,
    "clear": everyone(404),  # nobody's link; tests/delegation/test_official.py has a real one
    "clear_code": everyone(404),
    "clear_texts": everyone(404),
    "clear_done": everyone(404),
}
"""What a GET answers to whom, where the page exists; a State's words are looked for besides."""

SUBMITTED_WORDS = (
    "submission",
    "submitted_annex",
    "submission_word",
    "receipt_pdf",
    "receipt_word",
    "record",
)
EXISTS = {
    "consent": lambda response: response.standing_submission_id is not None,
} | dict.fromkeys(SUBMITTED_WORDS, lambda response: response.submissions.exists())
SUBMITTED_TO, HIDDEN_FROM_STAFF = {"reviewer", "publisher"}, {Status.WITHDRAWN}


def there(response):
    """Where each route is that there is for this response: ``{name: address}``."""
    return {
        name: address
        for name, address in addresses(response).items()
        if EXISTS.get(name, lambda _response: True)(response)
    }


def routes(patterns=None, prefix=""):
    """Every named route of the site: (its name, with its namespace; the pattern)."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from routes(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield prefix + pattern.name


def addresses(response):
    """Where each route is, for this response: ``{name: address}``; None where there is nothing to show yet."""
    here = f"/{response.session.slug}/{response.member_state.alpha3}/"
    standing = response.submissions.first()
    clearance, asked = response.clearances.first(), response.clearance_requests.first()
    nomination = response.member_state.handovers.first()
    first = response.member_state.memberships.order_by("pk").first()
    person = first and first.user.public_id
    plain = {"verify", "privacy", "accessibility", "health", "home"}
    own = {name: f"/{name}/" if name in plain else f"{here}{name}/" for name in POLICIES}
    return own | {
        "start": "/",
        "session_start": f"/{response.session.slug}/",
        "published": f"/{response.session.slug}/published/",
        "task_list": here,
        "question": f"{here}questions/1/",
        "reply": f"{here}questions/1/reply/",
        "autosave": f"{here}questions/1/save/",
        "here": f"{here}questions/1/here/",
        "notes": f"{here}questions/1/notes/",
        "settle_note": f"{here}questions/1/notes/settle/",
        "assign": f"{here}questions/1/assign/",
        "two_texts": f"{here}questions/1/versions/3/two/",
        "versions": f"{here}questions/1/versions/",
        "version": f"{here}questions/1/versions/1/",
        "compare": f"{here}questions/1/versions/compare/?from=1&to=1",
        "questionnaire": f"/{response.session.slug}/questionnaire/",
        "word_download": f"{here}word/questionnaire/",
        "word_file": f"{here}word/1/",
        "word_original": f"{here}word/1/file/",
        "word_text": f"{here}word/1/questions/1/",
        "word_outside": f"{here}word/1/outside/",
        "submission": standing.get_absolute_url() if standing else None,
        "receipt_pdf": f"{standing.get_absolute_url()}receipt.pdf" if standing else None,
        "receipt_word": f"{standing.get_absolute_url()}receipt.docx" if standing else None,
        "record": f"{standing.get_absolute_url()}record.json" if standing else None,
        "submitted_annex": f"{standing.get_absolute_url()}annexes/1/" if standing else None,
        "annex": f"{here}annexes/1/",
        "change_annex": f"{here}annexes/1/change/",
        "remove_annex": f"{here}annexes/1/remove/",
        "restore_annex": f"{here}annexes/2/restore/",
        "translations": f"{here}questions/1/translations/",
        "translation": f"{here}questions/1/translations/fr/",
        "submission_word": f"{standing.get_absolute_url()}word/" if standing else None,
        "clearances": f"{here}clearances/",
        "ask_clearance": f"{here}clearances/ask/",
        "record_clearance": f"{here}clearances/record/",
        "clearance_sheet": f"{here}clearances/sheet/",
        "require_clearances": f"{here}clearances/require/",
        "clearance_request": asked and asked.get_absolute_url(),
        "clearance": clearance and clearance.get_absolute_url(),
        "clearance_scan": clearance and f"{clearance.get_absolute_url()}scan/",
        "delegation": f"{here}delegation/",
        "invite_colleague": f"{here}delegation/invite/",
        "send_invitation_again": f"{here}delegation/invitations/again/",
        "withdraw_invitation": f"{here}delegation/invitations/withdraw/",
        "nomination": nomination and f"{here}delegation/nominations/{nomination.pk}/",
        "member": f"{here}delegation/{person}/",
        "end_member": f"{here}delegation/{person}/end/",
        "hand_over": f"{here}delegation/{person}/hand-over/",
        "accept_invitation": f"/invitations/{'A' * 43}/",
        "waiting_invitation": "/invitations/1/",
        "clear": f"/clearance/{'A' * 43}/",
        "clear_code": f"/clearance/{'A' * 43}/code/",
        "clear_texts": f"/clearance/{'A' * 43}/texts/",
        "clear_done": f"/clearance/{'A' * 43}/done/",
    }


@pytest.fixture
def at(response, focal_point, reviewer, bring_to, media):
    """The response at a status, with a text, a file, a translation and a clearance for each kind of reader."""

    def bring(status):
        enclose(response, focal_point, DRAFT if status == Status.DRAFTING else SENT)
        word.kept(response, focal_point, {1: DRAFT}, name=f"{DRAFT}.docx", outside=DRAFT)
        if status == Status.DRAFTING:
            factories.write_all(response, focal_point, text=DRAFT + " {number}")
        else:
            bring_to(response, status)
            Submission.objects.get()
        answer = response.answers.get(question__number=1)
        for number, outcome in ((2, "closed"), (3, "stale_version")):
            AnswerVersion.objects.create(
                answer=answer, number=number, text=DRAFT, language="en", words=1, kind="rescued", outcome=outcome,
                base=1, key=f"canary {number}", page="canary", by=focal_point, at=answer.changed_at,
            )  # fmt: skip
        Answer.objects.filter(pk=answer.pk).update(last_number=3)
        answer.clarifications.update(draft_reply=REPLY)
        clearances.put_on_record(response, focal_point)
        factories.talk(answer, focal_point, NOTE)
        delegations.come_and_go(response, focal_point, INVITED)
        return response

    return bring


def enclose(response, focal_point, canary):
    """An annex of question 1 and a translation with a canary in all that they hold; and an annex that was removed."""
    answer = response.answers.select_related("question", "response").get(question__number=1)
    for number, said in enumerate((canary, DRAFT)):
        content = files.PDF + said.encode() + str(number).encode()
        attach(response, focal_point, answer, content, name=f"{said} {number}.pdf", title=said)
    annexing.remove(response.annexes.get(number=2), by=focal_point)
    translate(answer, focal_point, canary)


def shown_by(page):
    """All that a page or a download says, headers included; a Word file is unpacked."""
    content = b"".join(page.streaming_content) if page.streaming else page.content
    return str(page.headers) + word.unpacked(content).decode(errors="replace")


def leaked(shown, person, name):
    """Which words of the delegation stand on a page of this name that somebody sees to whom they do not belong."""
    if person in WHOLE:
        return []
    own = "(?! 2)" if person == "limited" else ""
    words = [REPLY, NOTE, MARKED]
    if name not in SUBMITTED_WORDS:
        words += ["Answer to question 1.", SENT]
    found = [word for word in words if word in shown] + clearances.words_in(shown)
    return found + re.findall(re.escape(DRAFT) + own, shown)


def enter(client, request, person):
    if person != "anonymous":
        client.force_login(request.getfixturevalue(person))
    return client


def stored(person):
    """All that a request of theirs must leave as it is; members note where they are and what they have seen."""
    rows = snapshot()
    if person in TEAM:
        del rows[Presence._meta.db_table]
    return rows


def test_every_route_of_the_delegation_and_the_public_has_a_policy():
    known = {name for name in routes() if ":" not in name}
    others = ("account_", "mfa_", "staff_", "totp_", "demo_", "set_password", "sign_in")
    assert {name for name in known if not name.startswith(others)} == set(POLICIES)


@pytest.mark.parametrize("status", STATUSES)
def test_each_page_shows_itself_to_whom_it_should_and_words_to_nobody_else(
    request, at, stranger, limited, status
):
    response = at(status)
    for person in CAST:
        visited(enter(Client(), request, person), person, response)


def visited(client, person, response):
    """Asserts that somebody who opens every page sees what is theirs and changes nothing."""
    before = stored(person)
    for name, address in there(response).items():
        page = client.get(address)
        expected = POLICIES[name][person]
        if name in SUBMITTED_WORDS and person in SUBMITTED_TO and response.status in HIDDEN_FROM_STAFF:
            expected = 404
        assert (person, name, page.status_code) == (person, name, expected)
        shown = shown_by(page)
        invited = person == "focal_point" and name in SHOWS_INVITED
        assert (person, name, INVITED in shown) == (person, name, invited)
        assert (person, name, leaked(shown, person, name)) == (person, name, [])
        if person in WHOLE and name in {"question", "notes"}:
            assert NOTE in shown
    assert stored(person) == before


@pytest.mark.parametrize("status", STATUSES)
def test_a_post_from_someone_without_the_right_changes_nothing(request, at, stranger, status):
    response = at(status)
    for person in ("anonymous", "stranger", "observer", "reviewer", "coordinator"):
        refused(enter(Client(), request, person), person, response)


def refused(client, person, response):
    """Asserts that somebody who sends something everywhere is refused and changes nothing."""
    before = stored(person)
    everything = {
        "text": "INTRUSION", "reply": "INTRUSION", "base": "0", "key": "k", "page": "p", "language": "en",
        "completeness": "complete", "reason": "r", "publication": "full", "attribution": "attributed",
        "status": "accepted", "member_state": "1", "session": "1", "by": "1", "clarification": "1",
    }  # fmt: skip
    for name, address in there(response).items():
        # An observer's page may say that it is open; the scripts of signed-out pages hear 401. An observer
        # may write a note, but not an empty one.
        own = {"here": {200}, "notes": {422}} if person == "observer" else {}
        allowed = {302, 401, 403, 404, 405} | own.get(name, set())
        allowed |= {200} if name == "verify" else set()  # anyone may ask; nothing is kept
        status = client.post(address, everything).status_code
        assert (person, name, status in allowed or status) == (person, name, True)
    assert stored(person) == before


@pytest.mark.parametrize("name", ["question", "declare", "recall", "consent", "withdraw", "resume"])
def test_a_post_without_the_mark_of_its_form_is_refused_and_shows_the_text_again(response, focal_point, name):
    client = Client(enforce_csrf_checks=True)
    client.force_login(focal_point)
    page = client.post(addresses(response)[name], {"text": "What I wrote for an hour."})
    assert page.status_code == 403
    assert "What I wrote for an hour." in page.content.decode()


HEADERS = {
    "Content-Security-Policy": "base-uri 'none'; default-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize(
    "address", ["/ece-2024-s3/", "/nothing-here/", "/home/", "/ece-2024-s3/XRU/", "/admin/"]
)
@pytest.mark.parametrize("person", ["anonymous", "focal_point", "stranger"])
def test_every_answer_carries_its_headers(client, request, response, address, person):
    enter(client, request, person)
    page = client.get(address)
    policy = "; ".join(sorted(page["Content-Security-Policy"].split("; ")))
    assert {name: page[name] for name in HEADERS} | {"Content-Security-Policy": policy} == HEADERS
    if person != "anonymous":
        assert "no-store" in page["Cache-Control"]


XSS = "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7|add:7 }}"


def test_a_text_full_of_markup_stays_text_on_every_page(client, response, focal_point, reviewer, bring_to):
    factories.write_all(response, focal_point, text=XSS.replace("{", "{{").replace("}", "}}"))
    client.force_login(focal_point)
    factories.talk(response.answers.get(question__number=1), focal_point, XSS)
    for name in (
        "task_list", "question", "notes", "assign", "ready", "versions", "version", "compare", "check", "declare"
    ):  # fmt: skip
        shown = client.get(addresses(response)[name]).content.decode()
        assert not re.search(r"<script>alert|<img src=x", shown), name
