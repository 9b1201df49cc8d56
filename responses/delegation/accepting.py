"""Answering an invitation: what it is for, who may accept it, and the acceptance itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from responses.rules import accepting, inviting, permissions
from responses.rules.refused import Refused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request, token):
    """The page behind the link in the mail. Opening it accepts nothing: scanners of mail open links too."""
    invitation = inviting.find(token)
    if invitation is None:
        raise Http404
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
    if request.method != "POST":
        return show(request, invitation, is_for)
    if not request.user.is_authenticated:
        return redirect(request.path)
    if not is_for:
        return show(request, invitation, is_for, status=403)
    try:
        membership = accepting.accept(invitation, by=request.user)
    except Refused as refusal:
        return show(request, invitation, is_for, status=refusal.status)
    text = _("Welcome, %(name)s. You are part of the delegation of %(state)s: %(part)s.")
    facts = {"name": request.user, "state": invitation.member_state, "part": membership.get_role_display()}
    messages.success(request, text % facts)
    return redirect(accepting.response_for(invitation))


def show(request, invitation, is_for, *, status=200):
    """The page of an invitation. It tells nobody more than the mail did."""
    user, state = request.user, inviting.state_of(invitation)
    response = accepting.response_for(invitation)
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
    }
    return render(request, "delegation/accept.html", context, status=status)
