"""The page on which anyone can have a record or a receipt checked; nothing of what is sent is kept."""

from allauth.core import ratelimit
from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from responses.rules import permissions, verifying

RETRY_AFTER = 15 * 60
"""Seconds; the window of the limit in the settings."""


class VerifyForm(forms.Form):
    """A file, or the text of a record."""

    file = forms.FileField(
        label=_("Receipt (PDF) or record (JSON)"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.json"}),
    )
    text = forms.CharField(
        label=_("Or the text of the record"),
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"class": "short", "rows": 4, "spellcheck": "false", "autocomplete": "off"}
        ),
    )

    def clean(self):
        """The bytes to be checked, as ``content``."""
        file, text = self.cleaned_data.get("file"), self.cleaned_data.get("text", "")
        if file is not None and not file.size:
            raise forms.ValidationError(_("This file is empty: choose it again, once it is saved."))
        if bool(file) == bool(text.strip()) and not self.errors:
            raise forms.ValidationError(_("Choose a file, or paste the text of a record: one of the two."))
        if file and file.size > verifying.LARGEST:
            raise forms.ValidationError(
                _("The file is larger than 40 MB: no receipt or record of this site is.")
            )
        if not self.errors:
            self.cleaned_data["content"] = file.read() if file else text.encode("utf-8", "surrogatepass")
        return self.cleaned_data


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request):
    """Says whether what was sent is a record of this site. Altered and unknown get the same answer."""
    if request.method != "POST":
        return render(request, "public/verify.html", {"form": VerifyForm()})
    if not ratelimit.consume(request, action="verify"):
        page = render(request, "429.html", status=429)
        page["Retry-After"] = str(RETRY_AFTER)
        return page
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "public/verify.html", {"form": form}, status=422)
    finding = verifying.verify(form.cleaned_data["content"])
    context = {"form": VerifyForm(), "finding": finding} | _about(finding, request.user)
    return render(request, "public/verify.html", context)


def _about(finding, user):
    """What the page says of a record that was recognised, and of the one after it where the reader may read that."""
    if finding.submission is None:
        return {}
    response = finding.submission.response
    later = response.standing_submission
    is_told = finding.outcome == verifying.Outcome.SUPERSEDED and permissions.may_read_submission(user, later)
    return {
        "submission": finding.submission,
        "pages_differ": finding.is_pdf and not finding.is_sealed,
        "state": response.member_state,
        "round": response.session.review,
        "of": response.session,
        "later": later if is_told else None,
    }
