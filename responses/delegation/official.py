"""The pages of an official who was asked to clear texts: a link, a code by mail, the texts, the decision.

No account, no sign-in: who gave the code holds a sealed cookie that opens this one request, in this browser, for an
hour, and ends with the decision. It shows the texts as they were asked and nothing else of the response.
"""

from functools import wraps

from allauth.core import ratelimit
from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from responses.rules import officials
from responses.rules.officials import Stands
from responses.rules.refused import Refused

from .clearance_forms import DecisionForm
from .clearance_rows import with_versions
from .forms import put

COOKIE, HOUR = "clearing", 60 * 60
READING, DECIDED = "responses.clearing.reading", "responses.clearing.decided"
"""What the cookie opens: the texts, or, after the decision, its confirmation."""
RETRY_AFTER = 15 * 60


def with_link(view):
    """Gives the view the request that a link belongs to; 404, the same for all, where it belongs to none.

    Nothing of these pages is kept by a browser, and no search engine lists them.
    """

    @never_cache
    @wraps(view)
    def inner(request, token):
        asked = officials.find(token)
        if asked is None:
            raise Http404
        asked.token = token
        page = view(request, asked)
        page["Cache-Control"] = "no-store, private"
        page["X-Robots-Tag"] = "noindex, nofollow"
        return page

    return inner


def context_of(asked, **more):
    """What each of these pages says: for which State and session, until when, and how the request stands.

    Not "session": the foot of a page would name the secretariat's contact point, which has no part in this.
    """
    response = asked.response
    return {
        "asked": asked,
        "token": asked.token,
        "response": response,
        "review": response.session.review,
        "stands": officials.stands(asked),
        "hidden_address": hidden(asked.email),
        "minutes": RETRY_AFTER // 60,
    } | more


def hidden(address):
    """An address of which its owner knows which it is: "r•••@example.org"."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:1]}•••@{domain}"


def closed(request, asked, context, status=200):
    """What is said when nothing can be decided any more.

    Leads whoever has just decided to the confirmation; a remark that was sent all the same is shown again.
    """
    context |= {"confirms": is_in(request, asked, DECIDED), "kept": request.POST.get("remark", "")}
    return render(request, "delegation/clearances/closed.html", context, status=status)


def _signer(salt, asked):
    # Bound to the link: a link that was sent again ends what an earlier one had opened.
    return TimestampSigner(salt=f"{salt}.{asked.link}")


def let_in(page, asked, salt):
    """Set the cookie that opens this request for an hour."""
    page.set_cookie(
        COOKIE,
        _signer(salt, asked).sign(str(asked.public_id)),
        max_age=HOUR,
        path=reverse("clear", args=[asked.token]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return page


def is_in(request, asked, salt):
    """Whether this browser has given the code within the hour (or has just decided)."""
    try:
        said = _signer(salt, asked).unsign(request.COOKIES.get(COOKIE, ""), max_age=HOUR)
    except BadSignature:
        return False
    return said == str(asked.public_id)


@with_link
@require_http_methods(["GET", "HEAD", "POST"])
def link(request, asked):
    """Says what is asked and by whom, and sends a code on a button: opening the link alone does nothing."""
    context = context_of(asked)
    if context["stands"] != Stands.OPEN:
        return closed(request, asked, context)
    if request.method != "POST":
        if is_in(request, asked, READING):
            return redirect("clear_texts", asked.token)
        return render(request, "delegation/clearances/link.html", context)
    if not ratelimit.consume(request, action="clearance_code", key=str(asked.public_id)):
        page = render(request, "delegation/clearances/link.html", context | {"too_many": True}, status=429)
        page["Retry-After"] = str(RETRY_AFTER)
        return page
    try:
        officials.send_code(asked)
    except Refused as refusal:
        context["sentence"] = str(refusal)
        return render(request, "delegation/clearances/link.html", context, status=refusal.status)
    return redirect("clear_code", asked.token)


@with_link
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request, asked):
    """Takes the code. Wrong, expired or used up: one sentence, and a button for a new one."""
    context = context_of(asked)
    if context["stands"] != Stands.OPEN:
        return closed(request, asked, context)
    if request.method != "POST":
        return render(request, "delegation/clearances/code.html", context)
    if not officials.enter(asked, request.POST.get("code", "")[:200]):
        context["sentence"] = _("This code is not valid, or not any more. Check it, or have a new one sent.")
        return render(request, "delegation/clearances/code.html", context, status=422)
    return let_in(redirect("clear_texts", asked.token), asked, READING)


@with_link
@sensitive_post_parameters("remark")
@require_http_methods(["GET", "HEAD", "POST"])
def texts(request, asked):
    """The texts as they were asked, and the decision on them."""
    context = context_of(asked)
    if context["stands"] != Stands.OPEN:
        return closed(request, asked, context, 409 if request.POST else 200)
    if not is_in(request, asked, READING):
        if request.method != "POST":
            return redirect("clear", asked.token)
        context["kept"] = request.POST.get("remark", "")
        return render(request, "delegation/clearances/link.html", context, status=401)
    form = DecisionForm(request.POST or None)
    context |= {"form": form, "texts": with_versions(asked, asked.texts.all())}
    if request.method != "POST":
        return render(request, "delegation/clearances/texts.html", context)
    status = 422
    if form.is_valid():
        try:
            officials.decide(asked, **form.cleaned_data)
        except Refused as refusal:
            context["sentence"], status = put(form, refusal), refusal.status
        else:
            return let_in(redirect("clear_done", asked.token), asked, DECIDED)
    return render(request, "delegation/clearances/texts.html", context, status=status)


@with_link
@require_safe
def done(request, asked):
    """The confirmation, to be printed: what was decided, of which texts. The texts themselves are closed again."""
    context = context_of(asked)
    if context["stands"] != Stands.DECIDED or not is_in(request, asked, DECIDED):
        return redirect("clear", asked.token)
    context |= {"clearance": asked.clearance, "texts": with_versions(asked, asked.texts.all())}
    return render(request, "delegation/clearances/done.html", context)
