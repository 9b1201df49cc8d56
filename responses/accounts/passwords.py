"""How staff of the secretariat come to a password: by a link that a coordinator has sent to them."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from responses.models import User
from responses.models.event import record
from responses.rules import permissions

from .forms import helper
from .staff import for_staff

DAYS = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)


def may_send_link(user, person):
    """Whether ``user`` may have a link sent to a member of staff: coordinators, and operators to operators."""
    return user.is_superuser or (permissions.may_set_up(user) and not person.is_superuser)


def link_for(person):
    """The mail with which somebody sets a password, once, within some days; unsent."""
    token = default_token_generator.make_token(person)
    path = reverse("account_password_link", args=[person.public_id, token])
    facts = {"person": person, "address": settings.SITE_URL.rstrip("/") + path, "days": DAYS}
    text = get_template("account/email/password_link.txt").template.render(Context(facts, autoescape=False))
    subject, _empty, body = text.strip().partition("\n")
    return EmailMessage(subject, body.strip() + "\n", to=[person.email])


@never_cache
@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def send_link(request, public_id):
    """Asks whether a link should go to a member of staff, and sends it."""
    person = get_object_or_404(User, public_id=public_id, is_staff=True, is_active=True)
    if not may_send_link(request.user, person):
        raise PermissionDenied(_("Links to set a password are sent by a coordinator."))
    if request.method != "POST":
        return render(request, "account/send_link.html", {"person": person, "days": DAYS})
    try:
        link_for(person).send()
    except OSError:  # SMTP errors are OSErrors too
        messages.error(request, _("The mail could not be sent. Try again in some minutes."))
        return render(request, "account/send_link.html", {"person": person, "days": DAYS}, status=503)
    with transaction.atomic():
        part = next(iter(sorted(permissions.desks_of(request.user))), "")
        record("send_password_link", by=request.user, role=part, data={"person": str(person.public_id)})
    messages.success(request, _("A link to set a password was sent to %(person)s.") % {"person": person})
    return redirect("admin:index")


class SetPassword(PasswordResetConfirmView):
    """The page behind the link. Setting the password ends all sessions of the account; the second factor stays."""

    template_name = "account/set_password.html"
    success_url = reverse_lazy("account_staff_login")

    def get_user(self, uidb64):
        """The member of staff whose link this is (the address names the random id), or None."""
        return User.objects.filter(public_id=uidb64, is_staff=True, is_active=True).first()

    def get_form(self, form_class=None):
        """Django's own form with our fields around it."""
        form = super().get_form(form_class)
        form.helper = helper()
        return form

    def form_valid(self, form):
        """Sets the password and leads to the staff's page."""
        response = super().form_valid(form)
        messages.success(self.request, _("Your password is set. Sign in with it now."))
        return HttpResponseRedirect(response.url)
