"""Who comes in: members of the delegation; strangers find nothing here."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from responses.models import Answer, Response
from responses.rules import permissions

from .unsent import signed_out


def response_of(user, slug, alpha3):
    """The response at this address. Raises Http404 for whoever is not of its delegation."""
    related = ("session__review__commission", "member_state", "standing_submission")
    # A record is as long as a response: pages that do not show it do not read it.
    rows = Response.objects.select_related(*related).defer(
        "standing_submission__record", "standing_submission__search_text"
    )
    response = get_object_or_404(rows, session__slug=slug, member_state__alpha3=alpha3)
    if not permissions.is_member(user, response):
        raise Http404
    return response


def for_members(view):
    """Gives the view the response instead of its address; signs people in first.

    What somebody sends after their sign-in has ended is shown again: a redirect would swallow it.
    """

    @wraps(view)
    def inner(request, slug, alpha3, *args, **kwargs):
        if not request.user.is_authenticated:
            if request.method == "POST":
                return signed_out(request)
            return redirect_to_login(request.get_full_path())
        return view(request, response_of(request.user, slug, alpha3), *args, **kwargs)

    return inner


def for_focal_points(view):
    """Like :func:`for_members`; other members are told who may do this."""

    @for_members
    @wraps(view)
    def inner(request, response, *args, **kwargs):
        if not permissions.is_focal_point(request.user, response):
            raise PermissionDenied(_("This step is for the focal points of your State. Ask one of them."))
        return view(request, response, *args, **kwargs)

    return inner


def answer_of(response, number, *unread):
    """The answer to one question of a response, without what the page leaves unread. Raises Http404 for no question."""
    rows = Answer.objects.select_related("question", "changed_by").defer(*unread)
    answer = get_object_or_404(rows, response=response, question__number=number)
    answer.response = response
    return answer
