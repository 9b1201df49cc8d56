"""How staff of the secretariat sign in: with a password, and with a second factor if they set one up."""

from functools import wraps

from allauth.account.utils import get_login_redirect_url, get_next_redirect_url
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from .codes import with_next
from .forms import StaffForm


def for_staff(view):
    """Signs people in first; for delegates there is nothing at this address."""

    @login_required(login_url="account_staff_login")
    @wraps(view)
    def inner(request, *args, **kwargs):
        if not request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return inner


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    """Takes address and password of a member of staff; whatever does not fit gets one sentence."""
    if request.user.is_authenticated:
        return redirect(get_login_redirect_url(request))
    form = StaffForm(request.POST or None, request=request)
    destination = get_next_redirect_url(request)
    if form.is_valid():
        return form.login(request, redirect_url=destination)
    return render(request, "account/staff.html", {"form": form, "next": destination})


@never_cache
@require_safe
def admin_door(request):
    """The door of the desk: staff go in, everyone else signs in with a password, delegates are told."""
    if not request.user.is_authenticated:
        return redirect(with_next(request, "account_staff_login"))
    if not request.user.is_staff:
        raise PermissionDenied(_("This is the secretariat’s desk. Your account is that of a delegation."))
    return redirect(get_next_redirect_url(request) or "admin:index")


@never_cache
@for_staff
@require_safe
def qr_code(request):
    """The picture to scan while a second factor is being set up; nothing at any other time."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return HttpResponse(picture, content_type="image/svg+xml")
