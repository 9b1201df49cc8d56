"""The yardstick: the least that a Django page with one answer, a session and a form can be."""

from functools import cache

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template import engines
from django.urls import path
from django.utils import timezone

from gcmreview.urls import urlpatterns as ours
from responses.models import Answer, AnswerVersion
from responses.text import count_words

PAGE = """<!doctype html><html lang="en"><head><title>{{ question.title }}</title></head><body>
<h1>{{ question.title }}</h1>
<p>{{ question.wording }}</p><form method="post">{% csrf_token %}<textarea name="text">
{{ answer.text }}</textarea><button>Save</button></form></body></html>"""


@login_required
def question(request, pk):
    """Shows one answer in a textarea; a POST stores its text as a version and as the answer."""
    rows = Answer.objects.select_related("question", "response__session", "response__member_state")
    answer = get_object_or_404(rows, pk=pk, response__member_state__memberships__user=request.user)
    if request.method == "POST":
        _store(answer, request.POST["text"], str(answer.last_number + 1), request.user)
        return redirect("bare", pk)
    return HttpResponse(template().render({"answer": answer, "question": answer.question}, request))


@login_required
def save(request, pk):
    """Stores a text as a version and as the answer, in one transaction, and says so."""
    text = request.POST["text"]
    with transaction.atomic():
        mine = Answer.objects.filter(response__member_state__memberships__user=request.user)
        answer = get_object_or_404(mine.select_for_update(of=("self",)), pk=pk)
        _store(answer, text, request.POST["key"], request.user)
    return JsonResponse({"outcome": "saved", "version": answer.version})


def _store(answer, text, key, user):
    answer.last_number += 1
    AnswerVersion(
        answer=answer, number=answer.last_number, text=text, language="en", words=count_words(text), kind="typed",
        outcome="saved", base=answer.version, key=key, page="bare", by=user, at=timezone.now(),
    ).save()  # fmt: skip
    answer.text, answer.version = text, answer.last_number
    answer.save()


@cache
def template():
    """The page, compiled once, as Django's own loader keeps its templates."""
    return engines["django"].from_string(PAGE)


urlpatterns = [
    path("bare/<int:pk>/", question, name="bare"),
    path("bare/<int:pk>/save/", save),
    *ours,
]
