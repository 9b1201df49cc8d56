"""Texts that arrived when nobody could be let in: shown again, so that nothing typed is lost."""

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse

from responses.models import Answer
from responses.rules import pages

TEXTS = ("text", "reply", "remark", "note")
"""The fields whose words are shown again."""

CARRIED = ("language", "completeness", "base", "key", "page", "clarification", "go_on", "colleague")
"""What belongs to such a text and is sent again with it."""


def form_expired(request, reason=""):
    """The answer to a form whose protection mark does not fit any more: after a new sign-in, or from elsewhere."""
    return _shown_again(request, 403)


def signed_out(request):
    """The answer to a form of somebody who is not signed in any more."""
    return _shown_again(request, 401)


def words_in(request):
    """The words that somebody sent: ``{field: text}``."""
    return {name: text for name in TEXTS if (text := request.POST.get(name, ""))}


def gone(request):
    """The answer to words that nobody may write here (any more): the same whether there is such a question or not."""
    context = {"texts": words_in(request), "gone": True}
    return render(request, "errors/unsent.html", context, status=404)


def _shown_again(request, status):
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"outcome": "signed_out"}, status=401)
    posted = request.POST
    context = {
        "texts": {name: posted[name] for name in TEXTS if name in posted},
        "here": request.path,
        "sign_in": f"{reverse('account_login')}?next={reverse('home')}",
        "signed_in": request.user.is_authenticated,
    }
    if _may_be_sent_again(request):
        context["carried"] = {name: posted[name] for name in CARRIED if name in posted}
    return render(request, "errors/unsent.html", context, status=status)


def _may_be_sent_again(request):
    """Whether the form came from a page of this site: a form made elsewhere gets no button that would send it on."""
    try:
        where = resolve(request.path).kwargs
        answer = Answer.objects.get(
            response__session__slug=where["slug"],
            response__member_state__alpha3=where["alpha3"],
            question__number=where["number"],
        )
    except (Resolver404, KeyError, Answer.DoesNotExist):
        return False
    return pages.is_ours(request.POST.get("page", ""), answer)
