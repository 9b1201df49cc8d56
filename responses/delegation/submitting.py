"""From the finished answers to the official submission: check, declare, submit."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from responses.models import Membership
from responses.rules import deadlines, enclosing, permissions, shown, submitting, workflow
from responses.rules.refused import Refused
from responses.status import Completeness, Pen

from . import waiting
from .access import for_focal_points, for_members
from .forms import DeclarationForm
from .reading import with_standing
from .tasks import tasks_of, waiting_files, what_you_may
from .wording import before_submission


def context_of(request, response):
    """The answers as they would be submitted, and what is still missing."""
    answers, finished, asked = tasks_of(response, request.user)
    enclosed = enclosed_for(request.user, response, answers)
    for answer in answers:
        answer.silent = answer.completeness == Completeness.NO_INFORMATION
        answer.clarification = asked.get(answer.pk)
    return {
        "response": response,
        "session": response.session,
        "review": response.session.review,
        "answers": answers,
        "finished": finished,
        "any_cleared": any(each.clearances or each.asked for each in answers) or response.requires_clearance,
        "silent": [answer for answer in answers if answer.silent],
        "annexes": enclosed,
        "missing": submitting.missing(response, answers, asked),
        "before": before_submission(request.user, response),
        "drafting": response.pen == Pen.DELEGATION,
        "deadline": deadlines.deadline_for(response),
        "passed": deadlines.has_passed(deadlines.deadline_for(response), timezone.now()),
        "reads_everything": permissions.reads_everything(request.user, response),
        "leads": permissions.is_focal_point(request.user, response),
        "role_sentence": what_you_may(request.user, response),
        "word_files": waiting_files(response, request.user) if response.pen == Pen.DELEGATION else (),
        "mark": waiting.mark_for(request.user, response, answers),
    }


def enclosed_for(user, response, answers):
    """The annexes as they would be submitted, as far as the person may read them; adds translations to the answers."""
    translations = enclosing.translations_of(response)
    readable = {None} if permissions.reads_everything(user, response) else set()
    for answer in answers:
        if permissions.may_read_answer(user, answer):
            readable.add(answer.question.number)
            answer.shown_translations = translations.get(answer.question.number, [])
            for row in answer.shown_translations:
                row.is_outdated = row.of_version != answer.version
    found = enclosing.annexes_of(response, answers)
    return [one.entry for one in found if one.entry["question"] in readable]


def standing_in(context):
    """What stands, as a page of somebody who reads the whole response shows it."""
    answers = context["answers"]
    replies = {answer.pk: answer.reply_number for answer in answers}
    translations = {answer.question.number: answer.shown_translations for answer in answers}
    return shown.as_it_stands(answers, replies, context["annexes"], translations)


@for_members
@require_safe
def check(request, response):
    """All answers at full width, as they would be submitted."""
    context = context_of(request, with_standing(response))
    if context["leads"]:
        context["checked"] = shown.code_of(standing_in(context))
    return render(request, "delegation/check.html", context)


def opened(request, response, silent):
    """The declaration as it opens: the person transmitting is known, everything else is for them to say."""
    membership = (
        Membership.objects.active().filter(user=request.user, member_state=response.member_state).first()
    )
    initial = {
        "transmitted_name": request.user.said_name or request.user.name,
        "transmitted_capacity": membership.capacity if membership else "",
    }
    return DeclarationForm(initial=initial, silent=silent)


@for_focal_points
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request, response):
    """Who authorized the text, who transmits it, what may be shown; then the response is submitted."""
    context = context_of(request, response)
    if not context["drafting"] or context["missing"]:
        if request.method == "POST" and not context["drafting"] and response.standing_submission:
            return redirect(response.standing_submission)
        return render(
            request, "delegation/check.html", context, status=409 if request.method == "POST" else 200
        )
    silent, stands = bool(context["silent"]), standing_in(context)
    if request.method != "POST":
        checked = request.GET.get("checked", "")
        context |= {"shown": stands, "form": opened(request, response, silent)}
        context["was_changed"] = bool(checked) and checked != shown.code_of(stands)
        return render(request, "delegation/declare.html", context)
    form = DeclarationForm(request.POST, silent=silent)
    then = request.POST.get("shown", "")[: shown.LONGEST]
    context |= {"form": form, "shown": then}
    if not form.is_valid():
        return render(request, "delegation/declare.html", context, status=422)
    try:
        submission = workflow.perform("submit", response, by=request.user, data=form.declaration(then))
    except Refused as refusal:
        context["sentence"] = str(refusal)
        if refusal.about == "shown":  # it is told now: whoever looked again submits with the same button
            context["shown"] = stands
        return render(request, "delegation/declare.html", context, status=refusal.status)
    return redirect(submission)
