"""What everyone sees without signing in."""

from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from responses import downloads
from responses.models import Response, Session
from responses.rules import questionnaires


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
    questions = list(session.questions.all())
    context = {
        "session": session,
        "review": session.review,
        "questions": questions,
        "languages": [
            (code, questionnaires.is_translation(code)) for code in questionnaires.languages_of(questions)
        ],
        "agenda": session.agenda.all(),
        "objectives": session.objectives.all(),
        "any_published": session.responses.filter(published_submission__isnull=False).exists(),
    }
    return render(request, "public/session.html", context)


@require_safe
def questionnaire(request, slug):
    """The empty questionnaire as a Word file, in one of the languages in which the questions exist."""
    session = get_object_or_404(_open_sessions(), slug=slug)
    language = request.GET.get("language") or questionnaires.INSTRUMENT
    if language not in questionnaires.languages_of(session.questions.all()):
        raise Http404
    made = questionnaires.blank(session, language)
    return downloads.download(made.content, made.name, downloads.DOCX)


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
