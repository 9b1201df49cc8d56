"""The receipt of a submission and its full record, as downloads for those who read the submission in full."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from responses.documents.receipt import pdf as receipt
from responses.models import Submission
from responses.rules import permissions

AROUND = ("response__session__review__commission", "response__member_state")


def _for_readers(view):
    """Gives the view the submission instead of its reference; strangers find nothing, published or not."""

    @never_cache
    @require_safe
    @wraps(view)
    def inner(request, reference):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        submission = Submission.objects.select_related(*AROUND).filter(reference=reference).first()
        if submission is None or not permissions.may_take_record(request.user, submission):
            if submission is not None and permissions.is_member(request.user, submission.response):
                raise PermissionDenied(
                    _("The receipt is of the whole response, and you take part in certain questions of it.")
                )
            raise Http404
        return view(request, submission)

    return inner


def _download(content, name, content_type):
    """Bytes as a file to be kept, never shown in the browser."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@_for_readers
def record(request, submission):
    """The stored record, byte for byte."""
    return _download(submission.record.encode(), f"{submission.reference}.json", "application/json")


@_for_readers
def pdf(request, submission):
    """The receipt as PDF."""
    try:
        made = receipt.pdf_of(submission)
    except receipt.NotMade:
        return render(request, "delegation/no_receipt.html", {"submission": submission}, status=503)
    return _download(made, f"{submission.reference}.pdf", "application/pdf")
