"""What everyone sees without signing in."""

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from responses.models import Response, Session


def _open_sessions():
    return Session.objects.filter(opened_at__isnull=False).select_related("review__commission")


@require_safe
def start(request):
    """The only open session, or a choice of them."""
    sessions = list(_open_sessions())
    if len(sessions) == 1:
        return redirect(sessions[0])
    return render(request, "public/start.html", {"sessions": sessions})


@require_safe
def session_start(request, slug):
    """What is asked, by when, who sees what, and the questions in full."""
    session = get_object_or_404(_open_sessions(), slug=slug)
    context = {
        "session": session,
        "review": session.review,
        "questions": session.questions.all(),
        "agenda": session.agenda.all(),
        "objectives": session.objectives.all(),
        "any_published": session.responses.filter(published_submission__isnull=False).exists(),
    }
    return render(request, "public/session.html", context)


@require_safe
def published(request, slug):
    """The responses that their States agreed to publish; it never says who has published nothing."""
    session = get_object_or_404(_open_sessions(), slug=slug)
    responses = (
        Response.objects.filter(session=session, published_submission__isnull=False)
        .select_related("member_state", "published_submission")
        .order_by("member_state__sort_key", "member_state__alpha3")
    )
    return render(
        request,
        "public/published.html",
        {"session": session, "review": session.review, "responses": responses},
    )


@require_safe
def privacy(request):
    return render(request, "public/privacy.html", {"session": _open_sessions().first()})


@require_safe
def accessibility(request):
    return render(request, "public/accessibility.html", {"session": _open_sessions().first()})


@require_safe
def health(request):
    """Says "ok" when the database answers; asked by machines."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
