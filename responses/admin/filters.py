"""By what the list of responses can be narrowed down."""

from django.contrib.admin import SimpleListFilter
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from responses import languages
from responses.models import MemberState, Session, User
from responses.models.submission import OTHER_MEANS
from responses.rules import permissions
from responses.status import ReturnedFor, Status, label_of

NOTHING_YET = "not_started"


class SessionFilter(SimpleListFilter):
    """One session; offered when there are several."""

    title = _("session")
    parameter_name = "session"

    def lookups(self, request, model_admin):
        sessions = Session.objects.filter(opened_at__isnull=False).select_related("review__commission")
        choices = [(session.slug, str(session)) for session in sessions]
        return choices if len(choices) > 1 else []

    def queryset(self, request, queryset):
        return queryset.filter(session__slug=self.value()) if self.value() else queryset


class StatusFilter(SimpleListFilter):
    """Where a response stands, in the words of the list."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        shown = [(NOTHING_YET, _("No response received yet"))]
        for status in Status:
            if status == Status.RETURNED:
                shown += [(why, label_of(status, why)) for why in ReturnedFor]
            else:
                shown.append((status, status.label))
        return shown

    def queryset(self, request, queryset):
        value = self.value()
        if value in ReturnedFor.values:
            return queryset.filter(returned_for=value)
        if value == NOTHING_YET:
            return queryset.filter(status=Status.DRAFTING, complete=0)
        if value == Status.DRAFTING:
            return queryset.filter(status=value, complete__gt=0)
        return queryset.filter(status=value) if value in Status.values else queryset


class ReceiptFilter(SimpleListFilter):
    """Whether a response was received, and whether the date of the round had passed by then."""

    title = _("receipt")
    parameter_name = "received"

    def lookups(self, request, model_admin):
        return [
            ("yes", _("Received")),
            ("late", _("Received after the deadline")),
            ("otherwise", _("Received by other means than this site")),
            ("no", _("Not received yet")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "late":
            return queryset.filter(standing_submission__is_after_deadline=True)
        if self.value() == "otherwise":
            return queryset.filter(standing_submission__channel__in=OTHER_MEANS)
        if self.value() in {"yes", "no"}:
            return queryset.filter(standing_submission__isnull=self.value() == "no")
        return queryset


class PublicationFilter(SimpleListFilter):
    """Whether something of a response is public."""

    title = _("publication")
    parameter_name = "published"

    def lookups(self, request, model_admin):
        return [("yes", _("Published")), ("no", _("Not published"))]

    def queryset(self, request, queryset):
        if self.value() in {"yes", "no"}:
            return queryset.filter(published_submission__isnull=self.value() == "no")
        return queryset


class LanguageFilter(SimpleListFilter):
    """In which language answers were submitted; for those who may read them."""

    title = _("language of the answers")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        readable = permissions.submissions_readable_by(request.user).values_list("languages", flat=True)
        codes = {code for found in readable.order_by().distinct() for code in found.split()}
        return sorted(((code, languages.name(code)) for code in codes), key=lambda choice: str(choice[1]))

    def has_output(self):
        """Whether the filter is shown and counts: what an address asks for holds where nothing can be chosen yet."""
        return super().has_output() or bool(self.value())

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        spaced = Concat(Value(" "), F("languages"), Value(" "))
        found = permissions.submissions_readable_by(request.user).annotate(spaced=spaced)
        return queryset.filter(standing_submission__in=found.filter(spaced__contains=f" {self.value()} "))


class ReviewerFilter(SimpleListFilter):
    """Who reads a response."""

    title = _("reviewer")
    parameter_name = "reviewer"

    def lookups(self, request, model_admin):
        readers = User.objects.filter(responses_read__isnull=False).order_by("name").distinct()
        return [(str(reader.public_id), str(reader)) for reader in readers]

    def queryset(self, request, queryset):
        chosen = {str(key) for key, _name in self.lookup_choices} & {self.value()}
        return queryset.filter(reviewer__public_id__in=chosen) if chosen else queryset


class SubregionFilter(SimpleListFilter):
    """The statistical sub-region of a State, from the United Nations' own list."""

    title = _("M49 sub-region")
    parameter_name = "subregion"

    def lookups(self, request, model_admin):
        among = MemberState.objects.filter(responses__isnull=False).exclude(m49_subregion="")
        names = among.order_by("m49_subregion").values_list("m49_subregion", flat=True).distinct()
        return [(name, name) for name in names]

    def queryset(self, request, queryset):
        return queryset.filter(member_state__m49_subregion=self.value()) if self.value() else queryset


ALL = (
    SessionFilter, StatusFilter, ReceiptFilter, PublicationFilter, LanguageFilter, ReviewerFilter, SubregionFilter,
)  # fmt: skip
