"""Every form of the site: where the response is, who opens which page, and what is typed into it."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.tokens import default_token_generator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from responses.accounts import post
from responses.models import AgendaItem, Commission, Invitation, Letter, Membership
from responses.rules import annexing, inviting, members, workflow
from responses.status import Status
from tests import word
from tests.admin.worlds import PUBLISHED, RECALLED
from tests.annexes import attach
from tests.clearances import ADDRESS, code_in_mail, token_in
from tests.files import upload

PASSWORD, NEW_PASSWORD = "correct horse battery", "another long phrase of words"
DECLARED = {
    "authorized_name": "Rudolf Elphberg", "authorized_title": "Deputy Minister",
    "authorized_authority": "Ministry", "publication": "full", "attribution": "attributed",
}  # fmt: skip
FROM_THE_MAIL = "from the mail"
CONSENT = {"publication": "no", "attribution": "not_attributed"}
REPLY_BY = {"reply_by_0": "2027-01-31", "reply_by_1": "18:00"}
SEND = {"step": "send"}
OFFICIAL = {"name": "Rupert Rassendyll", "title": "Director General", "authority": "Ministry of Labour"}
REGISTRATION = {
    "channel": "note_verbale", "received_on": f"{timezone.now():%Y-%m-%d}", "language": "fr",
    "authorized_authority": "Ministry", "transmitted_capacity": "Permanent Mission", "publication": "full",
    "attribution": "attributed", **{f"text_{number}": f"Text {number}" for number in range(1, 6)},
}  # fmt: skip


def delegation(path):
    return lambda world: f"/ece-2024-s3/XRU/{path}"


def button(name):
    return lambda world: reverse("admin:responses_response_move", args=[world.response.pk, name])


def desk(name, key=None):
    return lambda world: reverse(f"admin:responses_{name}", args=[key(world)] if key else [])


def session(world):
    return world.response.session_id


def question(world):
    return world.response.session.questions.first().pk


def link(world):
    token = default_token_generator.make_token(world.reviewer)
    return reverse("account_password_link", args=[world.reviewer.public_id, token])


@dataclass(frozen=True)
class Form:
    """A form of the site: where the response is, who opens which page, and what is typed into it."""

    place: str
    person: str
    address: object
    typed: dict = field(default_factory=dict)
    containing: str = ""
    """A field by which the form is told from others of the page."""
    before: object = None
    """Something that happens first: ``(world, client) -> None``."""

    def said(self, world):
        """What is typed, with the keys that only the world knows."""
        return {name: value(world) if callable(value) else value for name, value in self.typed.items()}


def instruction():
    return {"instruction": SimpleUploadedFile("note.pdf", b"%PDF-1.7")}


def note():
    return {"document": SimpleUploadedFile("Note verbale 12.pdf", b"%PDF-1.7")}


def report():
    return upload("Report.pdf")


def attached(world, client):
    attach(world.response, world.focal_point)


def removed(world, client):
    annexing.remove(attach(world.response, world.focal_point), by=world.focal_point)


def came(world, client):
    word.kept(world.response, world.focal_point, {1: "New words"}, outside="With compliments")


def registered(world, client):
    client.post(button("register")(world), SEND | REGISTRATION | note())


def begun(world, client):
    workflow.perform("start_review", world.response, by=world.reviewer)


def code_sent(world, client):
    client.post("/account/sign-in/", {"email": "flavia@example.org"})
    post.wait_until_sent()


def sheet():
    return upload("Sheet.pdf")


def entry(world):
    return world.response.clearances.get(struck_at=None).get_absolute_url()


def request(world):
    return world.response.clearance_requests.get().get_absolute_url()


def official(path):
    """A page behind the link that an official was sent."""
    return lambda world: f"/clearance/{token_in(Letter.objects.get(kind='clearance_requested'))}/{path}"


def asked_for_a_code(world, client):
    client.post(official("")(world))


def let_in(world, client):
    asked_for_a_code(world, client)
    client.post(official("code/")(world), {"code": code_in_mail()})


def part_of(name):
    return lambda world: Membership.objects.get(user__name=name).pk


def member_page(name, page=""):
    def address(world):
        person = Membership.objects.get(user__name=name).user.public_id
        return f"/ece-2024-s3/XRU/delegation/{person}/{page}"

    return address


def invited(world, client):
    inviting.invite(
        world.response,
        members.Part("observer", "Ministry"),
        email="invited@example.org",
        by=world.focal_point,
    )
    Invitation.objects.update(sent_at=timezone.now() - timedelta(hours=1))


def invited_myself(world, client):
    Membership.objects.filter(user=world.contributor).update(ended_at=timezone.now())
    inviting.invite(
        world.response, members.Part("observer", "Ministry"), email="fritz@example.org", by=world.focal_point
    )


FORMS = {
    # a delegation
    "an answer": Form(
        Status.DRAFTING, "focal_point", delegation("questions/1/"),
        {"text": "New words", "completeness": "complete", "key": "key", "page": "page"}, "text",
    ),
    "an annex": Form(
        Status.DRAFTING, "focal_point", delegation("annexes/"), {"publishable": "yes", "files": report()}, "files"
    ),
    "what is said of an annex": Form(
        Status.DRAFTING, "contributor", delegation("annexes/1/change/"), {"title": "New words"}, "title", attached
    ),
    "an annex that is removed": Form(
        Status.DRAFTING, "contributor", delegation("annexes/"), before=attached
    ),
    "an annex that is put back": Form(
        Status.DRAFTING, "contributor", delegation("annexes/"), before=removed
    ),
    "a courtesy translation": Form(
        Status.DRAFTING, "contributor", delegation("questions/1/translations/fr/"),
        {"text": "New words", "key": "key"}, "text",
    ),
    "a reply": Form(Status.RETURNED, "contributor", delegation("questions/1/"), {"reply": "New words"}, "reply"),
    "a Word file": Form(
        Status.DRAFTING, "focal_point", delegation("word/"),
        {"file": SimpleUploadedFile("From a ministry.docx", word.plain({1: "New words"}))}, "file",
    ),
    "choices from a Word file": Form(
        Status.DRAFTING, "contributor", delegation("word/2/"), {"act": "apply", "choice_1": "take"}, "choice_1",
        came,
    ),
    "setting a Word file aside": Form(
        Status.DRAFTING, "focal_point", delegation("word/2/"), {"act": "set_aside"}, "choice_1", came
    ),
    "a note": Form(
        Status.DRAFTING, "observer", delegation("questions/1/"), {"note": "New words", "key": "key"}, "note"
    ),
    "a note on the page of all notes": Form(
        Status.SUBMITTED, "contributor", delegation("questions/1/notes/"), {"note": "New words", "key": "key"}, "note"
    ),
    "resolving a note": Form(Status.DRAFTING, "observer", delegation("questions/1/"), {}, "which"),
    "taking up a question": Form(
        Status.DRAFTING, "contributor", delegation("questions/2/assign/"), {"due_on": "2031-01-31"}, "people"
    ),
    "ending an assignment": Form(Status.DRAFTING, "focal_point", delegation("questions/1/assign/"), {}, "end"),
    "marking as ready": Form(RECALLED, "focal_point", delegation("ready/"), {"note": "New words"}, "note"),
    "taking the mark back": Form(Status.DRAFTING, "focal_point", delegation("ready/"), {}, "take_back"),
    "the declaration": Form(RECALLED, "focal_point", delegation("declare/"), DECLARED),
    "consent": Form(Status.SUBMITTED, "focal_point", delegation("consent/"), CONSENT),
    "recalling": Form(Status.SUBMITTED, "focal_point", delegation("recall/")),
    "withdrawing": Form(Status.SUBMITTED, "focal_point", delegation("withdraw/"), {"reason": "A decision"}),
    "taking up again": Form(Status.WITHDRAWN, "focal_point", delegation("resume/")),
    # clearances
    "asking for a clearance": Form(
        Status.DRAFTING, "contributor", delegation("clearances/ask/?question=2"), OFFICIAL | {"email": ADDRESS}
    ),
    "recording a clearance": Form(
        Status.DRAFTING, "focal_point", delegation("clearances/record/?question=2"),
        OFFICIAL | {"given_on": "2026-11-20", "outcome": "no_objection", "scan": sheet()},
    ),
    "requiring clearances": Form(Status.DRAFTING, "focal_point", delegation("clearances/"), containing="wanted"),
    "striking out an entry": Form(Status.DRAFTING, "focal_point", entry, {"reason": "Typed twice"}, "reason"),
    "sending a link again": Form(Status.DRAFTING, "focal_point", request, {"step": "send"}),
    "withdrawing a request": Form(Status.DRAFTING, "focal_point", request, {"step": "withdraw"}),
    "a code for an official": Form(Status.DRAFTING, None, official("")),
    "the code of an official": Form(
        Status.DRAFTING, None, official("code/"), {"code": FROM_THE_MAIL}, "code", asked_for_a_code
    ),
    "an official's decision": Form(
        Status.DRAFTING, None, official("texts/"), {"outcome": "not_cleared", "remark": "Not yet"}, before=let_in
    ),
    # colleagues
    "inviting a colleague": Form(
        Status.DRAFTING, "focal_point", delegation("delegation/invite/"),
        {"email": "nadia@example.org", "name": "Nadia New", "capacity": "Ministry", "role": "observer"}, "email",
    ),
    "an invitation sent again": Form(
        Status.DRAFTING, "focal_point", delegation("delegation/"), containing="invitation", before=invited
    ),
    "accepting": Form(
        Status.DRAFTING, "contributor", lambda world: f"/invitations/{Invitation.objects.get().pk}/",
        before=invited_myself,
    ),
    "a colleague’s part": Form(
        Status.DRAFTING, "focal_point", member_page("Fritz Tarlenheim"),
        {"role": "observer"}, "role",
    ),
    "the end of a colleague’s access": Form(
        Status.DRAFTING, "focal_point", member_page("Fritz Tarlenheim", "end/")
    ),
    "handing over": Form(
        Status.DRAFTING, "focal_point", member_page("Flavia Strelsau", "hand-over/"),
        {"to": "new", "email": "nadia@example.org", "becomes": "contributor", "note": "A note"}, "becomes",
    ),
    # a response on the desk
    "starting to read": Form(Status.SUBMITTED, "reviewer", button("start_review"), SEND),
    "putting back unread": Form(Status.SUBMITTED, "reviewer", button("release"), SEND, before=begun),
    "completing the reading": Form(Status.UNDER_REVIEW, "reviewer", button("accept"), SEND),
    "asking for clarification": Form(
        Status.UNDER_REVIEW, "reviewer", button("return"),
        SEND | REPLY_BY | {"choose_1": "on", "request_1": "Figures"},
    ),
    "closing a clarification": Form(
        Status.RETURNED, "reviewer", button("close_clarification"), SEND | {"reason": "As agreed"}
    ),
    "opening for revision": Form(
        Status.ACCEPTED, "reviewer", button("open_for_revision"), SEND | {"choose_2": "on", "wish": "A correction"}
    ),
    "reading again": Form(Status.ACCEPTED, "reviewer", button("reopen"), SEND | {"reason": "Figures"}),
    "publishing": Form(Status.ACCEPTED, "publisher", button("publish"), SEND),
    "ending a publication": Form(PUBLISHED, "publisher", button("unpublish"), SEND | {"reason": "A wish"}),
    "extending": Form(
        Status.DRAFTING, "coordinator", button("extend"),
        SEND | {"reason": "Elections", "until_0": "2027-01-31", "until_1": "18:00"},
    ),
    "withdrawing for a State": Form(
        Status.SUBMITTED, "coordinator", button("withdraw"), SEND | {"reason": "Note verbale", **instruction()}
    ),
    "registering": Form(
        Status.DRAFTING, "coordinator", button("register"), SEND | REGISTRATION | note(), "channel"
    ),
    "taking a registration back": Form(
        Status.DRAFTING, "coordinator", button("unregister"), SEND | {"reason": "A mistake"}, before=registered
    ),
    # the set-up
    "a deadline": Form(
        Status.DRAFTING, "coordinator", desk("session_deadline", session),
        {"deadline_0": "2027-01-31", "deadline_1": "18:00", "reason": "Agreed"},
    ),
    "inviting": Form(Status.DRAFTING, "coordinator", desk("session_invite", session), SEND | {"states": ["XNE"]}),
    "a commission": Form(
        Status.DRAFTING, "coordinator", desk("commission_change", lambda world: Commission.objects.get().pk),
        {"name": "Another name"},
    ),
    "a new commission": Form(
        Status.DRAFTING, "coordinator", desk("commission_add"), {"code": "ECA", "name": "Africa", "region": "ECA"}
    ),
    "a review": Form(
        Status.DRAFTING, "coordinator", desk("review_change", lambda world: world.response.session.review_id),
        {"title_en": "Another title"},
    ),
    "a session that is open": Form(
        Status.DRAFTING, "coordinator", desk("session_change", session),
        {"introduction_en": "Welcome", "questions-0-points_en": "Points"},
    ),
    "a question of an open session": Form(
        Status.DRAFTING, "coordinator", desk("guidingquestion_change", question), {"points_en": "Points"}
    ),
    "an item of the agenda": Form(
        Status.DRAFTING, "coordinator", desk("agendaitem_change", lambda world: AgendaItem.objects.get().pk),
        {"title_en": "Another title"},
    ),
    "a State": Form(
        Status.DRAFTING, "coordinator", desk("memberstate_change", lambda world: world.response.member_state_id),
        {"name_fr": "Ruritanie"},
    ),
    "a new State": Form(
        Status.DRAFTING, "coordinator", desk("memberstate_add"), {"name_en": "Zubrowka", "alpha3": "XZU"}
    ),
    "a member of a delegation": Form(
        Status.DRAFTING, "coordinator",
        lambda world: f"/admin/responses/membership/add/?state={world.response.member_state_id}",
        {"email": "new@example.org", "name": "Nadia New", "role": "observer"},
    ),
    "the end of a membership": Form(
        Status.DRAFTING, "coordinator",
        desk("membership_end", lambda world: Membership.objects.get(user__name="Fritz Tarlenheim").pk),
    ),
    "another part for a member": Form(
        Status.DRAFTING, "coordinator", desk("membership_part", part_of("Fritz Tarlenheim")), {"role": "observer"}
    ),
    "a part that is handed over": Form(
        Status.DRAFTING, "coordinator", desk("membership_hand_over", part_of("Flavia Strelsau")),
        {"successor": part_of("Fritz Tarlenheim"), "note": "A note"}, "successor",
    ),
    "a letter that is sent again": Form(
        Status.DRAFTING, "coordinator", desk("letter_change", lambda world: world.letter)
    ),
    # people
    "a new delegate": Form(
        Status.DRAFTING, "coordinator", desk("user_add"), {"name": "Nadia New", "email": "new@example.org"}
    ),
    "new staff": Form(
        Status.DRAFTING, "operator", desk("user_add"),
        {"name": "Nadia New", "email": "new@example.org", "desks": ["reviewer"]},
    ),
    "a delegate": Form(
        Status.DRAFTING, "coordinator", desk("user_change", lambda world: world.contributor.pk),
        {"name": "Another name"},
    ),
    "a member of staff": Form(
        Status.DRAFTING, "coordinator", desk("user_change", lambda world: world.reviewer.pk),
        {"name": "Another name"},
    ),
    "one's own account": Form(
        Status.DRAFTING, "coordinator", desk("user_change", lambda world: world.coordinator.pk),
        {"name": "Another name"},
    ),
    "a password": Form(
        Status.DRAFTING, "reviewer", lambda world: "/admin/password_change/",
        {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}, "old_password",
    ),
    # signing in
    "a code": Form(
        Status.DRAFTING, None, lambda world: "/account/sign-in/code/", {"code": FROM_THE_MAIL}, "code", code_sent
    ),
    "address and password": Form(
        Status.DRAFTING, None, lambda world: "/account/sign-in/secretariat/",
        {"login": "reviewer@example.org", "password": PASSWORD}, "login",
    ),
    "a link to set a password": Form(
        Status.DRAFTING, "coordinator",
        lambda world: reverse("account_send_password_link", args=[world.reviewer.public_id]),
    ),
    "a first password": Form(
        Status.DRAFTING, None, link, {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}, "new_password1"
    ),
}  # fmt: skip

BY_PLACE = {
    place: {name: form for name, form in FORMS.items() if form.place == place}
    for place in dict.fromkeys(form.place for form in FORMS.values())
}
"""``{place: {name: form}}``: what surrounds a response is built once for all forms of a place."""


@contextmanager
def undone(world):
    """What happens inside is undone afterwards, in the database and in the response and the people at hand."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for one in vars(world).values():
        if isinstance(one, Model):
            one.refresh_from_db()


def rewind(data):
    """Files that are sent once more are read from their beginning again."""
    for one in data.values():
        if isinstance(one, SimpleUploadedFile):
            one.seek(0)
