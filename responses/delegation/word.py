"""Working in Word: questionnaires to download, filled-in files to upload, and those that came before."""

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from responses import downloads
from responses.models import Response
from responses.rules import deadlines, drafting, filing, permissions, questionnaires, word_files
from responses.rules.refused import Refused
from responses.status import Pen

from .access import for_members
from .files import handed_out
from .standing import why_not

SHOWN = 20
"""How many files the page lists."""


class UploadForm(forms.Form):
    """A filled-in questionnaire."""

    file = forms.FileField(
        label=gettext_lazy("The Word file (.docx)"),
        help_text=gettext_lazy("At most 10 MB. Nothing is stored in the answers before you have chosen."),
        error_messages={"required": gettext_lazy("Choose the file first.")},
        widget=forms.FileInput(attrs={"accept": ".docx", "class": "form-control"}),
        allow_empty_file=True,
    )


def whole(response):
    """The response with everything that stands in a file: names and titles in all languages."""
    related = ("session__review__commission", "member_state")
    return Response.objects.select_related(*related).get(pk=response.pk)


def answers_for(user, response):
    """The answers of a response that a person may read, each with its question in all languages."""
    rows = permissions.answers_readable_by(user).filter(response=response)
    return rows.select_related("question").order_by("question__number")


def languages_in(questions):
    """The languages in which the questions exist, and whether each is a translation for information."""
    return [(code, questionnaires.is_translation(code)) for code in questionnaires.languages_of(questions)]


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def word(request, response):
    """Everything that a delegation does with Word, on one page; a POST brings a file."""
    if request.method != "POST":
        return show(request, response, UploadForm())
    if not permissions.may_draft(request.user, response):
        raise PermissionDenied(str(drafting.may_not_write()))
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, response, form, status=422)
    try:
        file = form.cleaned_data["file"]
        found = word_files.take(response, file, by=request.user)
    except Refused as refusal:
        sentence = f"{filing.safe_name(file.name)}: {refusal}"
        return show(request, response, form, status=refusal.status, sentence=sentence)
    return redirect("word_file", response.session.slug, response.member_state.alpha3, found.number)


def show(request, response, form, *, status=200, sentence="", chosen=()):
    """The page with a form for a file."""
    answers = list(answers_for(request.user, response))
    files = (
        permissions.word_files_readable_by(request.user).filter(response=response).defer("reading", "choices")
    )
    context = {
        "response": response,
        "session": response.session,
        "review": response.session.review,
        "answers": answers,
        "chosen": chosen,
        "languages": languages_in([answer.question for answer in answers]),
        "is_limited": not permissions.reads_everything(request.user, response),
        "submission": response.standing_submission_id and standing_of(request.user, response),
        "files": files.select_related("file__by", "applied_by").order_by("-number")[:SHOWN],
        "form": form,
        "may_draft": permissions.may_draft(request.user, response),
        "is_open": word_files.is_open(request.user, response),
        "drafting": response.pen == Pen.DELEGATION,
        "closed": deadlines.is_closed(response, timezone.now()),
        "sentence": sentence,
    }
    return render(request, "delegation/word.html", context, status=status)


def standing_of(user, response):
    """The submission that stands, for those who may read it; without its record."""
    readable = permissions.submissions_readable_by(user).defer("record", "search_text")
    return readable.filter(pk=response.standing_submission_id).first()


@for_members
@require_safe
def download(request, response):
    """The questionnaire with the current answers, or with those to chosen questions only."""
    answers = list(answers_for(request.user, response))
    language = request.GET.get("language") or questionnaires.INSTRUMENT
    if language not in questionnaires.languages_of([answer.question for answer in answers]):
        raise Http404
    if "chosen" in request.GET:
        wanted = request.GET.getlist("question")
        answers = [answer for answer in answers if str(answer.question.number) in wanted]
        if not answers:
            sentence = _("Choose at least one question for the extract.")
            return show(request, response, UploadForm(), status=400, sentence=sentence)
    response = whole(response)
    for answer in answers:
        answer.response = response
    made = questionnaires.of_draft(response, answers, language)
    return downloads.download(made.content, made.name, downloads.DOCX)


def file_at(request, response, number):
    """The uploaded file with this number, for who may read it. Raises Http404."""
    rows = permissions.word_files_readable_by(request.user).filter(response=response)
    found = get_object_or_404(rows.select_related("file__by", "applied_by"), number=number)
    found.response = response
    return found


@for_members
@require_safe
def original(request, response, number):
    """An uploaded file as it came."""
    return handed_out(file_at(request, response, number).file)


@require_safe
def submitted(request, reference):
    """The text of a submission as a Word file, for whoever may read the submission."""
    related = ("response__session__review__commission", "response__member_state")
    found = (
        permissions.submissions_readable_by(request.user)
        .select_related(*related)
        .defer("record", "search_text")
    )
    shown = found.filter(reference=reference).first()
    if shown is None:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise why_not(request.user, reference)
    made = questionnaires.of_submission(shown)
    return downloads.download(made.content, made.name, downloads.DOCX)
