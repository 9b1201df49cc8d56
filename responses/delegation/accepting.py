"""Answering an invitation: what it is for, who may accept it, and the acceptance itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from responses.models import Handover
from responses.rules import accepting, deadlines, inviting, permissions
from responses.rules.refused import Refused

from .team_forms import OwnNameForm, what_each_part_is


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request, token):
    """The page behind the link in the mail. Opening it accepts nothing: scanners of mail open links too."""
    invitation = inviting.find(token)
    if invitation is None:  # the site keeps hashes alone: an earlier link and a made-up one look the same
        return render(request, "delegation/no_invitation.html", status=404)
    return answer(request, invitation)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def waiting_invitation(request, number):
    """The same page for somebody who signed in without the link: the address of the account is the proof."""
    invitation = inviting.waiting_for(request.user.email).filter(pk=number).first()
    if invitation is None:
        raise Http404
    return answer(request, invitation)


def answer(request, invitation):
    """Shows an invitation, and takes its acceptance from the person whom it is for."""
    is_for = accepting.is_for(invitation, request.user)
    form = form_for(request, invitation) if is_for else None
    if request.method != "POST":
        return show(request, invitation, form)
    if not request.user.is_authenticated:
        return redirect(request.path)
    if not is_for:
        return show(request, invitation, form, status=403)
    if form and form.is_bound and not form.is_valid():
        return show(request, invitation, form, status=422)
    name = form.cleaned_data["name"] if form and form.is_bound else ""
    try:
        membership = accepting.accept(invitation, by=request.user, name=name)
    except Refused as refusal:
        return show(request, invitation, form, status=refusal.status)
    text = _("Welcome, %(name)s. You are part of the delegation of %(state)s: %(part)s.")
    facts = {"name": membership.user, "state": invitation.member_state, "part": membership.get_role_display()}
    messages.success(request, text % facts)
    return redirect(accepting.response_for(invitation))


def form_for(request, invitation):
    """In which somebody confirms their name, or gives it; None at a shared mailbox."""
    if not accepting.gives_name(invitation, request.user):
        return None
    initial = {"name": accepting.name_to_confirm(invitation, request.user)}
    return OwnNameForm(request.POST if "name" in request.POST else None, initial=initial)


def show(request, invitation, form, *, status=200):
    """The page of an invitation. It tells nobody more than the mail did, but the person whom it is for."""
    user, state = request.user, inviting.state_of(invitation)
    response, is_for = accepting.response_for(invitation), accepting.is_for(invitation, user)
    is_member = user.is_authenticated and permissions.is_member(user, response)
    context = {
        "invitation": invitation,
        "inviter": invitation.as_name or invitation.invited_by,
        "session": invitation.session,
        "review": invitation.session.review,
        "is_for": is_for,
        "is_waiting": state == inviting.WAITING,
        "sentence": accepting.why_not(invitation, user) if is_for else accepting.words_for(invitation),
        "task_list": response.get_absolute_url() if is_for and is_member else "",
        "here": reverse("home") if state != inviting.WAITING else request.path,
        "what_it_is": what_each_part_is(invitation.role),
        "deadline": deadlines.deadline_for(response),
        "form": form,
    }
    if is_for and state == inviting.WAITING:
        context["chosen"] = invitation.questions.order_by("number") if invitation.is_limited else ()
        context["handover"] = (
            Handover.objects.filter(invitation=invitation).select_related("outgoing__user").first()
        )
    return render(request, "delegation/accept.html", context, status=status)
