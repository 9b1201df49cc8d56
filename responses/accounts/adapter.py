"""What django-allauth is told about this house: who comes in how, and where to."""

from io import BytesIO

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import clean_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from . import post
from .throttled import too_many

TOO_OFTEN = _("That was tried too often. Please wait some minutes before you try again.")


class AccountAdapter(DefaultAccountAdapter):
    """Signing in and out."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This address and this password do not belong together."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": TOO_OFTEN,
        "rate_limited": TOO_OFTEN,
    }

    def is_open_for_signup(self, request):
        """Nobody signs up: the secretariat enters people."""
        return False

    def is_safe_url(self, url):
        """Whether somebody may be led there after signing in: to pages of this site only."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_client_ip(self, request):
        """The address a request comes from, for counting attempts.

        Behind a proxy it is the last that X-Forwarded-For names: the one our own proxy has written. Without a
        proxy the header is whatever a visitor likes to write, and is not read.
        """
        forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
        candidates = (forwarded.rpartition(",")[2], request.META.get("REMOTE_ADDR", ""))
        return next(filter(None, map(clean_client_ip, candidates)), "unknown")

    def pre_authenticate(self, request, **credentials):
        """Counts an attempt with a password; too many end on a page that says so."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(too_many(request)) from error

    def respond_user_inactive(self, request, user):
        """Where an account leads that may not sign in any more: to the beginning."""
        return redirect("account_login")

    def send_mail(self, template_prefix, email, context):
        """Sends a mail of the sign-in beside the page, so that its way and its failure tell nothing."""
        post.send_soon(self.render_mail(template_prefix, email, context))


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor of staff."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not valid, or not any more. Wait for the next one and try again."),
    }

    def build_totp_svg(self, url):
        """The QR code of an address as SVG, on a white ground so that it can be read on dark pages too."""
        picture = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(picture)
        return picture.getvalue().decode()
