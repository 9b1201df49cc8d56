"""The history of an answer: every text that was saved, and taking one of them up again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from responses.models import AnswerVersion
from responses.rules import drafting
from responses.rules.refused import Refused

from .access import answer_of, for_members
from .answering import context_of, fresh, opened, show_kept


@for_members
@require_safe
def versions(request, response, number):
    """Every text that was saved as this answer: who, when, and what became of it."""
    answer = answer_of(response, number)
    shown = answer.versions.select_related("by").defer("text").order_by("-number")
    context = context_of(request, answer, opened(answer), versions=shown)
    return render(request, "delegation/versions.html", context)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def version(request, response, number, version):
    """One saved text in full; it can be taken up again, which makes a new version."""
    answer = answer_of(response, number)
    shown = get_object_or_404(answer.versions.select_related("by"), number=version)
    context = context_of(request, answer, opened(answer), version=shown)
    if request.method != "POST":
        return render(request, "delegation/version.html", context)
    try:
        saved = drafting.save_answer(
            answer,
            text=shown.text,
            language=shown.language,
            base=answer.version,
            key=request.POST.get("key", "")[:64] or fresh(),
            page=fresh(),
            by=request.user,
            kind=AnswerVersion.Kind.RESTORED,
        )
    except Refused as refusal:
        context["sentence"] = str(refusal)
        return render(request, "delegation/version.html", context, status=refusal.status)
    if not saved.stands:
        return show_kept(request, saved)
    messages.success(request, _("Version %(number)s is the answer again.") % {"number": shown.number})
    return redirect("question", response.session.slug, response.member_state.alpha3, number)
