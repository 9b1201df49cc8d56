"""Who comes in: members of the delegation; strangers find nothing here."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from responses.rules import members, naming, permissions

from . import reading
from .unsent import gone, signed_out, words_in


def response_of(user, slug, alpha3):
    """The response at this address. Raises Http404 for whoever is not of its delegation."""
    response = get_object_or_404(reading.responses(), session__slug=slug, member_state__alpha3=alpha3)
    if not permissions.is_member(user, response):
        raise Http404
    return response


def answer_at(user, slug, alpha3, number):
    """The answer at this address, with its response. Raises Http404 for whoever is not of the delegation."""
    answer = reading.answer_at(slug, alpha3, number)
    if answer is None or not permissions.may_read_answer(user, answer):
        raise Http404
    return answer


def _let_in(view, find):
    """The view, with what ``find`` finds at its address for somebody who is signed in and has said who they are.

    Words that cannot be taken there are shown again: nothing else on the page says that they were not stored.
    """

    @wraps(view)
    def inner(request, slug, alpha3, *args, **kwargs):
        if not request.user.is_authenticated:
            if request.method == "POST":
                return signed_out(request)
            return redirect_to_login(request.get_full_path())
        if naming.must_say_who(request.user) and request.method in {
            "GET",
            "HEAD",
        }:  # a redirect would lose a text
            return redirect_to_login(request.get_full_path(), reverse("account_who"))
        try:
            return find(request, slug, alpha3, *args, **kwargs)
        except Http404:  # the part ended, or was limited, while somebody was writing
            if not words_in(request):
                raise
            return gone(request)

    return inner


def for_members(view):
    """Gives the view the response instead of its address; signs people in first.

    What somebody sends after their sign-in has ended is shown again: a redirect would swallow it.
    """

    def find(request, slug, alpha3, *args, **kwargs):
        return view(request, response_of(request.user, slug, alpha3), *args, **kwargs)

    return _let_in(view, find)


def for_members_at_answer(view):
    """Like :func:`for_members`; gives the view the answer, with its response, for one query."""

    def find(request, slug, alpha3, number, *args, **kwargs):
        return view(request, answer_at(request.user, slug, alpha3, number), *args, **kwargs)

    return _let_in(view, find)


def whom_to_ask(response):
    """Who may do what other members may not, by name."""
    leading = members.leaders(response.member_state_id).select_related("user").order_by("user__name")
    if names := ", ".join(str(row.user) for row in leading):
        return _("This step is for the focal points of your State: %(names)s.") % {"names": names}
    return _("This step is for the focal points of your State. Write to the secretariat, which can name one.")


def for_focal_points(view):
    """Like :func:`for_members`, with the standing submission; other members are told who may do this."""

    @for_members
    @wraps(view)
    def inner(request, response, *args, **kwargs):
        if not permissions.is_focal_point(request.user, response):
            raise PermissionDenied(whom_to_ask(response))
        return view(request, reading.with_standing(response), *args, **kwargs)

    return inner


def answer_of(user, response, number, *unread):
    """The answer to one question of a response, without what the page leaves unread.

    Raises Http404 for no question, and for one that the person does not read.
    """
    rows = reading.answers().defer(*unread)
    answer = get_object_or_404(rows, response=response, question__number=number)
    answer.response = response
    if not permissions.may_read_answer(user, answer):
        raise Http404
    return answer
