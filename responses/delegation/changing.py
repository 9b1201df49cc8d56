"""What focal points do about colleagues: invite them, change or end their parts, hand over their own."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from responses.models import Invitation, Membership
from responses.rules import clearing, handing_over, inviting, members, permissions
from responses.rules.refused import Refused
from responses.status import Role

from .access import for_focal_points
from .team_forms import NEW, HandOverForm, InviteForm, PartForm, filled


def capacities():
    """Examples of capacities, in the language of the page."""
    mission, foreign = _("Permanent Mission, Geneva"), _("Ministry of Foreign Affairs")
    return [mission, foreign, _("Ministry of Labour"), _("Ministry of the Interior"), _("Statistical Office")]


def around(response, **more):
    """What these pages have in common."""
    session = response.session
    return {
        "response": response, "session": session, "review": session.review, "capacities": capacities(),
    } | more  # fmt: skip


def back_to_list(response):
    """To the page of the delegation."""
    return redirect("delegation", response.session.slug, response.member_state.alpha3)


def at_member(view):
    """A page about a member, with the membership; where a colleague ended it a moment ago, the list says so.

    Raises Http404 for whoever was never of this delegation.
    """

    @for_focal_points
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def inner(request, response, person):
        rows = Membership.objects.filter(member_state=response.member_state_id, user__public_id=person)
        found = list(rows.select_related("user", "member_state").order_by("started_at", "pk"))
        if not found:
            raise Http404
        if present := [row for row in found if row.ended_at is None]:
            return view(request, response, present[0])
        messages.info(request, is_gone(found[-1]))
        return back_to_list(response)

    return inner


def is_gone(membership):
    """Says that somebody takes no part any more."""
    return _("%(name)s is not part of the delegation any more.") % {"name": membership.user}


@for_focal_points
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request, response):
    """Invites a colleague; what the rules refuse is said, and nothing typed is lost."""
    questions = response.session.questions.all()
    form = InviteForm(request.POST or None, questions=questions, initial={"scope": "all"})
    sentence, status = "", 422 if form.is_bound else 200
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("email", "name", "is_shared")}
        try:
            invitation = inviting.invite(response, form.part(), by=request.user, **said)
        except Refused as refusal:
            sentence, status = str(refusal), refusal.status
        else:
            text = _("An invitation is on its way to %(email)s. It is valid for 14 days.")
            messages.success(request, text % {"email": invitation.email})
            return back_to_list(response)
    context = around(response, form=form, sentence=sentence)
    return render(request, "delegation/invite.html", context, status=status)


def _at_invitation(request, response, act, told):
    """Do something about one invitation of the State, and say what became of it."""
    key = request.POST.get("invitation", "")
    rows = Invitation.objects.filter(member_state=response.member_state_id)
    found = get_object_or_404(rows, pk=int(key) if key.isdecimal() and len(key) < 10 else 0)
    try:
        act(found, response, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told % {"email": found.email})
    return back_to_list(response)


@for_focal_points
@require_POST
def send_again(request, response):
    """Sends an invitation once more."""
    told = _(
        "The invitation is on its way to %(email)s again. The link in the earlier mail is no longer valid."
    )
    return _at_invitation(request, response, inviting.send_again, told)


@for_focal_points
@require_POST
def withdraw_invitation(request, response):
    """Withdraws an invitation that was not accepted yet."""
    told = _("The invitation to %(email)s is withdrawn; its link opens nothing any more.")
    return _at_invitation(request, response, inviting.withdraw, told)


@at_member
def member(request, response, membership):
    """Changes the part of a member."""
    standing = members.part_of(membership)
    own = response.session.questions.all()
    form = PartForm(request.POST or None, questions=own, initial=filled(standing))
    sentence, status = "", 422 if form.is_bound else 200
    if form.is_valid():
        others = [one for one in standing.questions or () if one.session_id != response.session_id]
        try:
            members.change_member(membership, form.part(others=others), by=request.user)
        except Refused as refusal:
            sentence, status = str(refusal), refusal.status
        else:
            messages.success(
                request, _("Saved. The new part of %(name)s holds at once.") % {"name": membership.user}
            )
            return back_to_list(response)
    facts = {"membership": membership, "is_oneself": membership.user_id == request.user.pk}
    facts["is_focal_point"] = membership.role == Role.FOCAL_POINT
    context = around(response, form=form, sentence=sentence, **facts)
    return render(request, "delegation/member.html", context, status=status)


@at_member
def end_member(request, response, membership):
    """Asks whether the part of a member should end, and ends it."""
    is_oneself = membership.user_id == request.user.pk
    sentence, status = "", 200
    if request.method == "POST":
        try:
            members.end_membership(membership, by=request.user)
        except Refused as refusal:
            sentence, status = str(refusal), refusal.status
        else:
            messages.success(request, is_gone(membership))
            return redirect("home") if is_oneself else back_to_list(response)
    context = around(response, membership=membership, is_oneself=is_oneself, sentence=sentence)
    context["asked"] = clearing.open_of(membership.user, response).count()
    return render(request, "delegation/end_member.html", context, status=status)


@at_member
def hand_over(request, response, outgoing):
    """Hands the part of a focal point over to a colleague, or to somebody who is invited with it."""
    there = {"user__is_active": True, "user__is_staff": False}
    rows = Membership.objects.active().filter(member_state=response.member_state_id, **there)
    colleagues = list(rows.exclude(pk=outgoing.pk).select_related("user").order_by("user__name"))
    form = HandOverForm(
        request.POST or None, request.FILES or None, colleagues=colleagues, outgoing=outgoing.user
    )
    sentence, status = "", 422 if form.is_bound else 200
    if form.is_valid():
        try:
            told = _hand_over(form.cleaned_data, outgoing, response, colleagues, request.user)
        except Refused as refusal:
            sentence, status = str(refusal), refusal.status
        else:
            messages.success(request, told)
            still_here = permissions.is_member(request.user, response)
            return back_to_list(response) if still_here else redirect("home")
    context = around(response, form=form, membership=outgoing, sentence=sentence)
    return render(request, "delegation/hand_over.html", context, status=status)


def _hand_over(said, outgoing, response, colleagues, by):
    """What was chosen, through the rules; returns the sentence that says what became of it."""
    becomes = "" if said["becomes"] == "ended" else said["becomes"]
    more = {"becomes": becomes, "note": said["note"], "letter": said["letter"], "by": by}
    if said["to"] == NEW:
        whom = {name: said[name] for name in ("email", "name", "capacity")}
        handing_over.hand_over_to_new(outgoing, response, **whom, **more)
        text = _("An invitation is on its way to %(email)s. The part changes hands when it is accepted.")
        return text % {"email": said["email"]}
    incoming = next(one for one in colleagues if str(one.user.public_id) == said["to"])
    handing_over.hand_over(outgoing, incoming, **more)
    permissions.refresh(by)
    return _("%(name)s is a focal point of your State now.") % {"name": incoming.user}
