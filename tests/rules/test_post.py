"""The outbox: letters leave when what they tell of is stored, once each, and again until they have left."""

import smtplib
import socket
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from responses.models import Letter
from responses.rules import (
    accepting,
    assigning,
    handing_over,
    inviting,
    members,
    noting,
    officials,
    post,
    readying,
    workflow,
)
from responses.status import Status
from tests import factories
from tests.clearances import ask

pytestmark = pytest.mark.postgres

SMTP = "django.core.mail.backends.smtp.EmailBackend"
LATER = timedelta(minutes=6)


@pytest.fixture
def letters(response, focal_point):
    """Two letters that nobody has tried to send."""
    colleague = factories.member(response, name="Antoinette", email="antoinette@example.org")
    return [
        Letter.objects.create(
            kind="received", to=user, response=response, subject="Received", body="Thank you.\n"
        )
        for user in (focal_point, colleague)
    ]


@pytest.fixture
def away(settings):
    """A mail server that refuses: nobody listens on this port of this machine."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, "127.0.0.1"
        settings.EMAIL_PORT = taken.getsockname()[1]
        yield settings


class Fussy(BaseEmailBackend):
    """A mail server that refuses one address and hangs up when it does; counts the connections made to it."""

    connections = 0
    up = False

    def open(self):
        if not self.up:
            type(self).connections += 1
            self.up = True

    def close(self):
        self.up = False

    def send_messages(self, messages):
        if not self.up:
            raise smtplib.SMTPServerDisconnected("please run connect() first")
        for message in messages:
            if message.to == ["flavia@example.org"]:
                raise smtplib.SMTPRecipientsRefused({"flavia@example.org": (550, b"no such box")})
            mail.outbox.append(message)
        return len(messages)


def sent():
    """Who got a mail, in order."""
    return [address for message in mail.outbox for address in message.to]


def state(letter):
    stored = Letter.objects.get(pk=letter.pk)
    return bool(stored.sent_at), stored.attempts, bool(stored.error)


BOTH = ["flavia@example.org", "antoinette@example.org"]


def test_each_letter_leaves_once(letters):
    assert post.send() == (2, 0)
    assert post.send() == (0, 0)
    assert sent() == BOTH
    assert [state(letter) for letter in letters] == [(True, 1, False)] * 2


def test_a_mail_is_what_the_letter_says(letters, settings):
    post.send(keys=[letters[0].pk])
    message = mail.outbox[0]
    assert (message.subject, message.body, message.to, message.from_email) == (
        "Received", "Thank you.\n", ["flavia@example.org"], settings.DEFAULT_FROM_EMAIL,
    )  # fmt: skip


def test_only_the_given_letters(letters):
    assert post.send(keys=[letters[1].pk]) == (1, 0)
    assert sent() == ["antoinette@example.org"]


def test_letters_leave_when_the_move_is_stored(
    response, bring_to, focal_point, declaration, django_capture_on_commit_callbacks
):
    factories.write_all(response, focal_point)
    with django_capture_on_commit_callbacks(execute=True):
        workflow.perform("submit", response, by=focal_point, data=declaration)
        assert mail.outbox == []
    assert sent() == ["flavia@example.org"]


def test_a_move_that_is_undone_sends_nothing(
    response, focal_point, declaration, django_capture_on_commit_callbacks
):
    factories.write_all(response, focal_point)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        workflow.perform("submit", response, by=focal_point, data=declaration)
        transaction.set_rollback(True)
    assert (mail.outbox, Letter.objects.count()) == ([], 0)


def test_a_mail_server_that_is_away_makes_no_move_fail(
    response, focal_point, declaration, away, settings, django_capture_on_commit_callbacks, capsys
):
    """The letter stays in the outbox with what went wrong; send_letters sends it when the server is back."""
    factories.write_all(response, focal_point)
    with django_capture_on_commit_callbacks(execute=True):
        workflow.perform("submit", response, by=focal_point, data=declaration)
    response.refresh_from_db()
    letter = Letter.objects.get()
    assert (response.status, state(letter)) == (Status.SUBMITTED, (False, 1, True))
    assert "refused" in letter.error

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with time_machine.travel(timezone.now() + LATER):
        call_command("send_letters")
    assert capsys.readouterr().out == "1 sent, 0 not sent.\n"
    assert (state(letter), sent()) == ((True, 2, False), ["flavia@example.org"])


def test_a_server_that_is_away_is_asked_once(letters, away, monkeypatch):
    """Ten seconds of waiting for one letter are enough; all of them say why they are still here."""
    tried = []
    connect = socket.create_connection

    def counted(*args, **kwargs):
        tried.append(args)
        return connect(*args, **kwargs)

    monkeypatch.setattr(socket, "create_connection", counted)
    assert post.send() == (0, 2)
    assert (len(tried), [state(letter) for letter in letters]) == (1, [(False, 1, True)] * 2)


def test_one_letter_that_cannot_leave_holds_up_no_other(letters, settings):
    settings.EMAIL_BACKEND = "tests.rules.test_post.Fussy"
    Fussy.connections = 0
    assert post.send() == (1, 1)
    assert (sent(), Fussy.connections) == (["antoinette@example.org"], 2)
    assert [state(letter) for letter in letters] == [(False, 1, True), (True, 1, False)]


def test_a_letter_that_no_mail_can_carry_holds_up_no_other(letters):
    """However it came about: a header with two lines is refused before it reaches any server."""
    Letter.objects.filter(pk=letters[0].pk).update(subject="Received\nBcc: everyone@example.org")
    assert post.send() == (1, 1)
    assert sent() == ["antoinette@example.org"]
    assert state(letters[0]) == (False, 1, True)


def test_a_letter_just_tried_is_left_alone_for_a_while(letters, away, settings):
    """Another process may be sending it."""
    post.send()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert post.send() == (0, 0)
    with time_machine.travel(timezone.now() + LATER):
        assert post.send() == (2, 0)


def test_send_now_waits_for_nothing_once_a_try_has_failed(letters, away, settings):
    """The button in the admin."""
    post.send()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert post.send_now(Letter.objects.all()) == (2, 0)


def test_send_now_leaves_alone_what_is_being_sent(letters):
    """Claimed by another process a moment ago, neither sent nor failed."""
    Letter.objects.filter(pk=letters[0].pk).update(attempts=1, tried_at=timezone.now())
    assert post.send_now(Letter.objects.all()) == (1, 0)
    assert sent() == ["antoinette@example.org"]


def test_send_now_sends_no_letter_twice(letters):
    post.send()
    assert post.send_now(Letter.objects.all()) == (0, 0)


def test_nothing_to_send(db, capsys):
    call_command("send_letters")
    assert capsys.readouterr().out == "0 sent, 0 not sent.\n"


def test_unsent_letters(letters):
    post.send(keys=[letters[0].pk])
    assert list(Letter.objects.unsent()) == [letters[1]]


# --- where a reply goes -------------------------------------------------------------------------------

FLAVIA, FRITZ, RUPERT = "flavia@example.org", "fritz@example.org", "rupert@labour.example"
ANSWERED_TO = {
    "please_look": FRITZ, "assigned": FLAVIA, "ready_for_transmission": FLAVIA, "clearance_requested": FRITZ,
    "clearance_decided": RUPERT, "delegation_invited": FLAVIA, "delegation_accepted": "nadia@example.org",
    "delegation_changed": FLAVIA, "delegation_ended": FLAVIA, "handed_over": FLAVIA,
}  # fmt: skip
"""The letters among a delegation, and who hears a reply to them."""


@pytest.mark.django_db
def test_a_reply_to_a_letter_among_the_delegation_never_goes_to_the_secretariat(
    response, focal_point, contributor
):
    factories.write_all(response, focal_point)
    answer = response.answers.select_related("question", "response").get(question__number=1)
    noting.write(answer, "Please look.", by=contributor, for_user=focal_point)
    assigning.assign(answer, [contributor], by=focal_point)
    officials.decide(ask(response, contributor, 1), outcome="cleared")
    invitation, part = inviting.invite(
        response, members.Part("focal_point", "Ministry"), email="nadia@example.org", by=focal_point
    ), contributor.memberships.get()  # fmt: skip
    second = accepting.accept(invitation, by=factories.UserFactory(email="nadia@example.org")).user
    readying.mark(response, by=focal_point)
    members.change_member(part, members.Part("observer", "Ministry"), by=focal_point)
    members.end_membership(part, by=focal_point)
    own = focal_point.memberships.get()
    handing_over.hand_over(own, second.memberships.get(), becomes="contributor", by=focal_point)
    rows = Letter.objects.filter(is_delegation=True).values_list("kind", "reply_to")
    assert dict(rows) == ANSWERED_TO
    assert {reply for kind, reply in rows} == set(ANSWERED_TO.values())
    mail.outbox.clear()
    post.send_now(Letter.objects.all())
    assert sorted(sent.reply_to[0] for sent in mail.outbox) == sorted(reply for _kind, reply in rows)


@pytest.mark.django_db
def test_a_letter_of_the_secretariat_is_answered_to_the_secretariat(letters):
    post.send_now(Letter.objects.all())
    assert [(sent.reply_to, "Reply-To" in sent.message()) for sent in mail.outbox] == [([], False)] * 2


@pytest.mark.django_db
def test_what_a_coordinator_does_with_a_part_is_answered_to_the_secretariat(
    response, contributor, coordinator
):
    members.end_membership(contributor.memberships.get(), by=coordinator)
    assert Letter.objects.get(kind="delegation_ended").reply_to == ""
