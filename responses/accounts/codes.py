"""How delegates sign in: with their address and a code that is sent to it."""

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.account.utils import (
    get_login_redirect_url,
    get_next_redirect_url,
    passthrough_next_redirect_url,
)
from allauth.core import ratelimit
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from responses.models import Session, User
from responses.rules import inviting

from .forms import AddressForm, CodeForm
from .throttled import too_many


def delegate_with(email):
    """The account that may sign in with a code at this address, or None: staff and closed accounts may not."""
    return User.objects.filter(email=email, is_active=True, is_staff=False).first()


def with_next(request, name):
    """The address of a page of this room, which remembers where the person wanted to go."""
    return passthrough_next_redirect_url(request, reverse(name), REDIRECT_FIELD_NAME)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """Takes an address and goes on to the code. The page is the same for every address; mail goes to delegates."""
    if request.user.is_authenticated:
        return redirect(get_login_redirect_url(request))
    form = AddressForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        if not ratelimit.consume(request, action="request_login_code", key=email):
            return too_many(request)
        user = delegate_with(email)
        if user is None:  # somebody who is invited gets an account now; everybody else none, and no mail
            inviting.make_account_for(email)
            user = delegate_with(email)
        LoginCodeVerificationProcess.initiate(request=request, user=user, email=email)
        return redirect(with_next(request, "account_confirm_login_code"))
    return render(request, "account/sign_in.html", _context(request, form=form))


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request):
    """Takes the code. Wrong, expired, used up or from elsewhere: one sentence, and a button for a new one."""
    if request.user.is_authenticated:
        return redirect(get_login_redirect_url(request))
    process = _under_way(request)
    # The page names the address itself, so that a new code can be sent to it when nothing else is left to know it.
    address = AddressForm({"email": process.state["email"]} if process else request.POST)
    if not address.is_valid():
        return redirect(with_next(request, "account_login"))
    email = address.cleaned_data["email"]
    # Whoever was a delegate when the code was sent must still be one, at the same address.
    valid = process.code if process and process.user == delegate_with(email) else ""
    form = CodeForm(request.POST or None, expected=valid)
    if request.method == "POST":
        if form.is_valid():
            return process.finish(get_next_redirect_url(request))
        if process:
            process.record_invalid_attempt()
    return render(request, "account/code.html", _context(request, form=form, email=email))


def _under_way(request):
    """The sign-in that waits for its code in this browser, or None when there is none or its time is over."""
    stage = LoginStageController.enter(request, LoginByCodeStage.key)
    return LoginCodeVerificationProcess.resume(stage) if stage else None


def _context(request, **more):
    """What the pages need besides: where to go afterwards, and whom to ask for help."""
    session = Session.objects.filter(opened_at__isnull=False).select_related("review__commission").first()
    return {"next": get_next_redirect_url(request), "session": session} | more
