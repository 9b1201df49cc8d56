"""The receipt of a submission and its full record, as downloads for those who read the submission in full."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from responses.documents.receipt import pdf as receipt
from responses.documents.receipt.word import word_of
from responses.downloads import DOCX, download
from responses.models import Submission
from responses.rules import permissions

from .standing import why_not

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
            raise why_not(request.user, reference)
        return view(request, submission)

    return inner


def _download(content, submission, ending, content_type):
    return download(content, f"{submission.reference}{ending}", content_type)


@_for_readers
def record(request, submission):
    """The stored record, byte for byte."""
    return _download(submission.record.encode(), submission, ".json", "application/json")


@_for_readers
def pdf(request, submission):
    """The receipt as PDF."""
    try:
        made = receipt.pdf_of(submission)
    except receipt.NotMade:
        return render(request, "delegation/no_receipt.html", {"submission": submission}, status=503)
    return _download(made, submission, "-receipt.pdf", "application/pdf")


@_for_readers
def word(request, submission):
    """The receipt as a Word file."""
    return _download(word_of(submission), submission, "-receipt.docx", DOCX)
