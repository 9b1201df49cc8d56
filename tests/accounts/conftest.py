"""How the tests sign in."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail

from responses.accounts import post

ASK, CODE, STAFF = "/account/sign-in/", "/account/sign-in/code/", "/account/sign-in/secretariat/"
PASSWORD = "correct horse battery"


def sent():
    """The mails sent so far; sign-in codes leave in a thread of their own."""
    post.wait_until_sent()
    return mail.outbox


def code_in(message):
    """The code that a mail holds, as it stands there."""
    return re.search(r"^\d{3}-\d{3}-\d{3}$", message.body, re.MULTILINE)[0]


def code_of_app(secret):
    """What an authenticator app with this key shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def is_signed_in(client):
    """Whether somebody is signed in in this browser."""
    return "_auth_user_id" in client.session


@pytest.fixture
def asked(client, focal_point):
    """A browser in which the focal point has asked for a code; returns the code."""
    client.post(ASK, {"email": focal_point.email})
    return code_in(sent()[0])
