"""Events of the set-up: who invited, added, ended and changed what; with a check that nothing was altered since."""

import json
from datetime import datetime

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from responses import moments
from responses.exports.shapes import SHAPES
from responses.models import Chain, Event, User
from responses.models.event import broken_links
from responses.status import Role

from .rights import DeskAdmin

HAPPENED = {
    "set_deadline": gettext_lazy("Deadline set"),
    "add_member": gettext_lazy("Added to a delegation"),
    "end_membership": gettext_lazy("Membership ended"),
    "change_member": gettext_lazy("Part in a delegation changed"),
    "hand_over": gettext_lazy("Focal point’s part handed over"),
    "add_person": gettext_lazy("Account made"),
    "change_person": gettext_lazy("Account changed"),
    "send_password_link": gettext_lazy("Link for a password sent"),
    "write_to_newcomers": gettext_lazy("Invitations sent to new focal points"),
    "import": gettext_lazy("Imported"),
    "export": gettext_lazy("Exported"),
}


class EventList(ChangeList):
    """One page of events, with the names of the people they are about."""

    def get_results(self, request):
        """The rows; the record itself holds random ids alone, so that names can be taken away one day."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        name_people(self.result_list)


def name_people(events):
    """Gives each event the name of the person it is about, in one query."""
    ids = {event.details.get("person") for event in events} - {None}
    names = {str(person.public_id): str(person) for person in User.objects.filter(public_id__in=ids)}
    for event in events:
        event.person = names.get(event.details.get("person"), "")


WORDS = {
    "person": gettext_lazy("person"),
    "state": gettext_lazy("State"),
    "role": gettext_lazy("part"),
    "session": gettext_lazy("session"),
    "deadline": gettext_lazy("deadline"),
    "reason": gettext_lazy("reason"),
    "letters": gettext_lazy("letters"),
    "what": gettext_lazy("what"),
    "new": gettext_lazy("new"),
    "changed": gettext_lazy("changed"),
    "staff": gettext_lazy("staff"),
    "desks": gettext_lazy("groups"),
    "active": gettext_lazy("may sign in"),
    "limited": gettext_lazy("only certain questions"),
    "questions": gettext_lazy("questions"),
    "shape": gettext_lazy("what"),
    "format": gettext_lazy("file"),
    "filters": gettext_lazy("filters"),
    "rows": gettext_lazy("rows"),
    "answers": gettext_lazy("answers"),
    "characters": gettext_lazy("characters"),
    "not_for_distribution": gettext_lazy("rows not for distribution"),
}
IN_THE_RECORD = {"sha256"}
"""What machines compare; it stands in the record that each event shows on its page."""


def details_of(event):
    """The details of an event as "name: value", without ids."""
    said = event.details | {"person": getattr(event, "person", "")}
    names = [*(name for name in WORDS if name in said), *(name for name in said if name not in WORDS)]
    return [
        f"{WORDS.get(name, name)}: {_plain(name, said[name])}"
        for name in names
        if said[name] not in ("", None, []) and name not in IN_THE_RECORD
    ]


def _plain(name, value):
    if name == "deadline":
        return moments.in_utc(datetime.fromisoformat(value))
    if name == "role" and value in Role.values:
        return Role(value).label
    if name == "shape" and value in SHAPES:
        return SHAPES[value].label
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(map(str, value)) if isinstance(value, list) else value


@admin.register(Event)
class EventAdmin(DeskAdmin):
    """The chain of the set-up, to be read. The events of a response stand on its own page."""

    about = gettext_lazy("Who set up and changed what: a record in which nothing can be changed unseen.")
    change_list_template = "admin/responses/event/change_list.html"
    list_display = ("number", "when", "what", "who", "details")
    list_display_links = ("number",)
    list_select_related = ("by",)
    ordering = ("-number",)
    fields = ("number", "when", "what", "who", "details", "record", "code_before", "code")
    readonly_fields = fields

    def get_queryset(self, request):
        """The events of the set-up: those of a response stand on its page, those of a delegation are its own."""
        set_up = {"chain__response__isnull": True, "chain__delegation__isnull": True}
        return super().get_queryset(request).filter(**set_up).select_related("by")

    def get_changelist(self, request, **kwargs):
        """The list with names."""
        return EventList

    def get_object(self, request, object_id, from_field=None):
        """One event with the name of the person it is about."""
        event = super().get_object(request, object_id, from_field)
        if event is not None:
            name_people([event])
        return event

    def changelist_view(self, request, extra_context=None):
        """The list, and whether the chain holds."""
        set_up = Chain.objects.filter(response__isnull=True, delegation__isnull=True)
        chain = set_up.first() if self.has_view_permission(request) else None
        broken = broken_links(chain) if chain else []
        return super().changelist_view(request, {"chain": chain, "broken": broken} | (extra_context or {}))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """The page of an event under what happened."""
        page = super().render_change_form(request, context, *args, obj=obj, **kwargs)
        page.context_data["title"] = f"{obj.number}. {self.what(obj)}"
        return page

    @admin.display(description=gettext_lazy("integrity code (SHA-256) of the event before"))
    def code_before(self, event):
        """The link to the event before."""
        return event.previous

    @admin.display(description=gettext_lazy("integrity code (SHA-256)"))
    def code(self, event):
        """The hash of this event."""
        return event.sha256

    @admin.display(description=gettext_lazy("when"), ordering="at")
    def when(self, event):
        """When it happened, in UTC: the set-up belongs to no single round."""
        return moments.in_utc(event.at, seconds=True)

    @admin.display(description=gettext_lazy("what happened"))
    def what(self, event):
        """What happened, in words."""
        return HAPPENED.get(event.name, event.name)

    @admin.display(description=gettext_lazy("by"))
    def who(self, event):
        """Who did it."""
        return str(event.by) if event.by_id else _("the site’s operator")

    @admin.display(description=gettext_lazy("details"))
    def details(self, event):
        """What is remembered of it."""
        return "; ".join(details_of(event))

    @admin.display(description=gettext_lazy("record"))
    def record(self, event):
        """The details as they are hashed."""
        return json.dumps(event.details, ensure_ascii=False, sort_keys=True, indent=1)
