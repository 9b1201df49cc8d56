"""With whom a question is: the page on which colleagues are asked to write an answer, or somebody takes it up."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from responses import moments
from responses.rules import assigning as rules
from responses.rules import deadlines
from responses.rules.refused import Refused
from responses.rules.team import team_at
from responses.status import Pen

from .access import for_members_at_answer
from .forms import AssignForm
from .history import around


def choices(user, answer, team):
    """The memberships among which the person may choose: focal points all who write it, others themselves."""
    if rules.may_assign(user, answer):
        return team.writers
    return [row for row in team.writers if row.user_id == user.pk]


@for_members_at_answer
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request, answer):
    """Who writes this answer: asked, taken up, ended."""
    team = team_at(answer)
    form = AssignForm(request.POST or None, colleagues=choices(request.user, answer, team))
    if request.method != "POST":
        return show(request, answer, team, form)
    try:
        if "end" in request.POST:
            return end(request, answer, team)
        if not form.is_valid():
            return show(request, answer, team, form, status=422)
        new = rules.assign(answer, form.chosen(), by=request.user, due_on=form.cleaned_data["due_on"])
    except Refused as refusal:
        return show(request, answer, team, form, sentence=str(refusal), status=refusal.status)
    tell(request, answer, new, form.cleaned_data["due_on"])
    return redirect("assign", *where(answer))


def where(answer):
    """The parts of the addresses of a question."""
    return answer.response.session.slug, answer.response.member_state.alpha3, answer.question.number


def show(request, answer, team, form, *, sentence="", status=200):
    """The page."""
    context = around(
        request,
        answer,
        form=form,
        sentence=sentence,
        assigned=team.assigned,
        is_own=any(row.user_id == request.user.pk for row in team.assigned),
        may_assign=rules.may_assign(request.user, answer),
        drafting=answer.response.pen == Pen.DELEGATION,
        deadline=deadlines.deadline_for(answer.response),
    )
    return render(request, "delegation/assign.html", context, status=status)


def tell(request, answer, new, due_on):
    """Says who was told, and when a day lies behind the deadline."""
    others = [str(row.user) for row in new if row.user_id != request.user.pk]
    if others:
        messages.success(request, _("Asked by mail: %(names)s.") % {"names": ", ".join(others)})
    elif new:
        number = {"number": answer.question.number}
        messages.success(request, _("Question %(number)s is with you now; your colleagues see it.") % number)
    else:
        messages.success(request, _("Nothing has changed: it was put down like this before."))
    review = answer.response.session.review
    deadline = deadlines.deadline_for(answer.response)
    if due_on and deadline and due_on > deadline.astimezone(review.tzinfo).date():
        sentence = _("That day is after the deadline of your response, %(day)s.")
        messages.warning(request, sentence % {"day": moments.day(deadline, review)})


def end(request, answer, team):
    """A question is not with somebody any more. Raises :class:`Refused`."""
    for row in team.chosen([request.POST["end"]], team.rows)[:1]:
        if rules.end(answer, row.user, by=request.user):
            own = row.user_id == request.user.pk
            text = _("Question %(number)s is not with %(name)s any more.")
            text = _("Question %(number)s is not with you any more.") if own else text
            messages.success(request, text % {"number": answer.question.number, "name": row.user})
    return redirect("assign", *where(answer))
