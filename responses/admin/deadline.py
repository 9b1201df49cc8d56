"""The page on which a session gets a (new) deadline, with the reason for it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from responses import moments
from responses.models import Session
from responses.rules import deadlines, permissions
from responses.rules.refused import Refused
from responses.text import clean

from .move_forms import MomentField, note


class DeadlineForm(forms.Form):
    """The moment in the round's zone, and why."""

    use_required_attribute = False
    reason = note(
        label=gettext_lazy("Reason"), help_text=gettext_lazy("Kept on record. The first date needs none.")
    )

    def __init__(self, session, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["deadline"] = MomentField(session.review, label=_("Deadline"))
        self.initial.setdefault("deadline", session.deadline)
        self.order_fields(["deadline", "reason"])


def session_or_404(user, key):
    """A session to be set up. Raises PermissionDenied for others than coordinators, Http404 when there is none."""
    if not permissions.may_set_up(user):
        raise PermissionDenied
    return get_object_or_404(Session.objects.select_related("review__commission"), pk=key)


def deadline_view(admin, request, key):
    """Shows the deadline in force and takes a new one."""
    session = session_or_404(request.user, key)
    form = DeadlineForm(session, request.POST or None)
    reasons, status = [], 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                reason = clean(form.cleaned_data["reason"]).text
                session = deadlines.set_deadline(
                    session, form.cleaned_data["deadline"], by=request.user, reason=reason
                )
            except Refused as refusal:
                reasons, status = [str(refusal)], refusal.status
            else:
                when = moments.in_round(session.deadline, session.review)
                messages.success(request, _("The deadline is now %(when)s.") % {"when": when})
                return redirect(admin.address("change", session.pk))
    context = admin.frame(
        request,
        title=_("Deadline"),
        session=session,
        review=session.review,
        form=form,
        reasons=reasons,
        back=admin.address("change", session.pk),
        extended=session.responses.filter(extensions__isnull=False).distinct().count(),
    )
    return TemplateResponse(request, "admin/responses/session/deadline.html", context, status=status)
