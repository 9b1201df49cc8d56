"""Inviting States to a session: choose them, see how many letters go out, and to whom none can go; then invite."""

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from responses import letters
from responses.models import Commission, MemberState, Response
from responses.rules import newcomers, rounds
from responses.rules.refused import Refused
from responses.status import Role

from .deadline import session_or_404
from .wording import name_of, sort_key_field

LEADING = Q(
    memberships__ended_at__isnull=True,
    memberships__role=Role.FOCAL_POINT,
    memberships__user__is_active=True,
    memberships__user__is_staff=False,
)


def states_of(commission, session):
    """The States of a commission (all when there is none), with their focal points, and whether they are invited."""
    states = MemberState.objects.filter(commissions=commission) if commission else MemberState.objects.all()
    states = list(
        states.annotate(leading=Count("memberships", filter=LEADING, distinct=True)).order_by(
            sort_key_field(), "alpha3"
        )
    )
    invited = set(session.responses.values_list("member_state_id", flat=True))
    for state in states:
        state.shown, state.is_invited = name_of(state), state.pk in invited
    return states


class StatesForm(forms.Form):
    """The codes of the chosen States."""

    states = forms.MultipleChoiceField(error_messages={"required": ""})

    def __init__(self, offered, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["states"].choices = [(state.alpha3, state.shown) for state in offered]


def commission_of(request, session):
    """The commission whose States are shown: the one asked for, "all", or the session's own."""
    code = request.GET.get("commission") or request.POST.get("commission") or session.review.commission.code
    return (
        None if code == "all" else Commission.objects.filter(code=code).first() or session.review.commission
    )


def sample_of(session, state):
    """The letter that one of the States would get."""
    return letters.compose(
        "invitation", Response(session=session, member_state=state), deadline=session.deadline
    )


class InvitePage:
    """One request to the page; its steps are its methods."""

    template = "admin/responses/session/invite.html"

    def __init__(self, admin, request, session):
        self.admin, self.request, self.session = admin, request, session
        self.commission = commission_of(request, session)
        self.states = states_of(self.commission, session)
        self.offered = [state for state in self.states if not state.is_invited]

    def show(self, *, chosen=None, sentence="", status=200, **more):
        """The States to choose from; at first all that are not invited yet are ticked."""
        chosen = {state.alpha3 for state in self.offered} if chosen is None else set(chosen)
        for state in self.offered:
            state.is_chosen = state.alpha3 in chosen
        context = self.admin.frame(
            self.request,
            title=_("Invite States"),
            session=self.session,
            review=self.session.review,
            commission=self.commission,
            commissions=Commission.objects.all(),
            states=self.states,
            offered=self.offered,
            invited=len(self.states) - len(self.offered),
            waiting=len(newcomers.waiting(self.session)),
            back=self.admin.address("change", self.session.pk),
            sentence=sentence,
            **more,
        )
        return TemplateResponse(self.request, self.template, context, status=status)

    def confirm(self, chosen):
        """What would go out, before it does."""
        silent = [state for state in chosen if not state.leading]
        subject, body = sample_of(self.session, next((state for state in chosen if state.leading), chosen[0]))
        return self.show(
            chosen=[state.alpha3 for state in chosen],
            confirming=chosen,
            silent=silent,
            letters_out=sum(state.leading for state in chosen),
            subject=subject,
            body=body,
        )

    def post(self):
        """One step further: choose, look, invite."""
        form = StatesForm(self.offered, self.request.POST)
        codes = self.request.POST.getlist("states")
        step = self.request.POST.get("step", "")
        if step == "choose":
            return self.show(chosen=codes)
        if not form.is_valid():
            return self.show(
                chosen=codes, sentence=_("Choose one State or more that is not invited yet."), status=422
            )
        chosen = [state for state in self.offered if state.alpha3 in form.cleaned_data["states"]]
        if step != "send":
            return self.confirm(chosen)
        try:
            invited = rounds.invite(self.session, chosen, by=self.request.user)
        except Refused as refusal:
            return self.show(chosen=codes, sentence=str(refusal), status=refusal.status)
        text = ngettext("%(count)s State invited.", "%(count)s States invited.", len(invited))
        messages.success(self.request, text % {"count": len(invited)})
        return redirect(self.admin.address("change", self.session.pk))


def invite_view(admin, request, key):
    """The page of a session on which States are invited."""
    page = InvitePage(admin, request, session_or_404(request.user, key))
    return page.post() if request.method == "POST" else page.show()


def newcomers_view(admin, request, key):
    """Writes the invitation to focal points who were named after their State was invited; asks before."""
    session = session_or_404(request.user, key)
    back = admin.address("invite", session.pk)
    if request.method == "POST":
        try:
            written = newcomers.write_to(session, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            text = ngettext("%(count)s letter goes out.", "%(count)s letters go out.", len(written))
            messages.success(request, text % {"count": len(written)})
        return redirect(back)
    waiting = newcomers.waiting(session)
    first = Response.objects.filter(pk__in={key for key, _person in waiting}).order_by("pk").first()
    subject, body = letters.compose("invitation", first, deadline=session.deadline) if first else ("", "")
    context = admin.frame(
        request,
        title=_("Write to focal points"),
        session=session,
        review=session.review,
        waiting=len(waiting),
        subject=subject,
        body=body,
        back=back,
    )
    return TemplateResponse(request, "admin/responses/session/newcomers.html", context)
