"""Letters: what the site wrote to delegations, what has not left yet, and the button that sends it again."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from responses import moments
from responses.models import Letter
from responses.rules import permissions, post

from .rights import DeskAdmin

KINDS = {
    "invitation": gettext_lazy("Invitation"),
    "deadline_extended": gettext_lazy("Deadline extended"),
    "received": gettext_lazy("Response received"),
    "registered": gettext_lazy("Response registered"),
    "unregistered": gettext_lazy("Registration taken back"),
    "recalled": gettext_lazy("Response recalled"),
    "clarification_requested": gettext_lazy("Clarification requested"),
    "clarification_closed": gettext_lazy("Clarification closed"),
    "reading_completed": gettext_lazy("Reading completed"),
    "open_for_revision": gettext_lazy("Open for revision"),
    "withdrawn": gettext_lazy("Response withdrawn"),
    "published": gettext_lazy("Published"),
    "unpublished": gettext_lazy("Publication ended"),
}


class SentFilter(admin.SimpleListFilter):
    """What has left and what has not."""

    title = gettext_lazy("sending")
    parameter_name = "sent"

    def lookups(self, request, model_admin):
        return [("no", _("Not sent yet")), ("yes", _("Sent"))]

    def queryset(self, request, queryset):
        return queryset.filter(sent_at__isnull=self.value() == "no") if self.value() else queryset


class KindFilter(admin.SimpleListFilter):
    """What a letter tells of."""

    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return list(KINDS.items())

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


def tell(request, sent, failed):
    """Says what became of the letters."""
    if sent:
        messages.success(request, ngettext("%(n)s letter sent.", "%(n)s letters sent.", sent) % {"n": sent})
    if failed:
        text = ngettext(
            "%(n)s letter could not be sent; it stays here.",
            "%(n)s letters could not be sent; they stay here.",
            failed,
        )
        messages.error(request, text % {"n": failed})
    if not sent and not failed:
        messages.info(request, _("There was nothing to send: these letters have left, or are being sent."))


@admin.register(Letter)
class LetterAdmin(DeskAdmin):
    """The outbox, to be read; unsent letters can be sent again."""

    about = gettext_lazy("What the site wrote to delegations, and what has not left yet.")
    change_form_template = "admin/responses/letter/change_form.html"
    list_display = ("subject", "addressee", "kind_words", "written", "sending")
    list_select_related = ("to",)
    list_filter = (SentFilter, KindFilter)
    search_fields = ("subject", "to__name", "to__email")
    search_help_text = gettext_lazy("Subjects, in which the State is named; names and addresses of people.")
    fields = ("addressee", "subject", "kind_words", "written", "sending", "text")
    readonly_fields = fields
    actions = ("send_again",)
    ordering = ("-written_at", "-pk")

    def get_queryset(self, request):
        """What the site wrote for the secretariat; what members of a delegation write to each other is theirs."""
        return super().get_queryset(request).of_the_secretariat()

    @admin.display(description=gettext_lazy("to"), ordering="to__name")
    def addressee(self, letter):
        """The person and the address."""
        return f"{letter.to} <{letter.to.email}>"

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def kind_words(self, letter):
        """What the letter tells of."""
        return KINDS.get(letter.kind, letter.kind)

    @admin.display(description=gettext_lazy("written"), ordering="written_at")
    def written(self, letter):
        """When it was written."""
        return moments.in_utc(letter.written_at)

    @admin.display(description=gettext_lazy("sending"), ordering="sent_at")
    def sending(self, letter):
        """When it left, or why it did not yet."""
        if letter.sent_at:
            return moments.in_utc(letter.sent_at)
        if not letter.attempts:
            return _("Not sent yet")
        tried = ngettext("Tried %(n)s time", "Tried %(n)s times", letter.attempts) % {"n": letter.attempts}
        return format_html("{}<br><small>{}</small>", tried, letter.error)

    @admin.display(description=gettext_lazy("text"))
    def text(self, letter):
        """The letter as it was written."""
        return format_html('<div class="letter">{}</div>', letter.body)

    @admin.action(description=gettext_lazy("Send the unsent ones again"), permissions=["view"])
    def send_again(self, request, queryset):
        """Sends what has not left of the chosen letters."""
        tell(request, *post.send_now(queryset))

    def get_urls(self):
        """The button of one letter, before Django's own pages."""
        view = require_POST(partial(send_view, self))
        own = path("<int:key>/send/", self.admin_site.admin_view(view), name="responses_letter_send")
        return [own, *super().get_urls()]


def send_view(admin, request, key):
    """Sends one letter that has not left yet."""
    if not permissions.may_set_up(request.user):
        raise PermissionDenied
    letter = get_object_or_404(Letter.objects.of_the_secretariat(), pk=key)
    tell(request, *post.send_now(Letter.objects.filter(pk=letter.pk)))
    return redirect(admin.address("change", letter.pk))
