"""Responses: the list with its filters and search, the page to read one, and the buttons."""

from functools import partial

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Q
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from responses import addresses, languages, moments  # noqa: F401 (the addresses' words stand in the patterns below)
from responses.models import Response
from responses.models.states import MemberState
from responses.rules import permissions

from . import acts, documents, filters, moves, reading, searching
from .exporting import ExportingMixin
from .rights import DeskAdmin
from .wording import name_of, progress_of, status_of


class ResponseList(ChangeList):
    """One page of the list; knows of each row whether its reader may read the words."""

    def get_results(self, request):
        """The rows of the page, and how many Member States and invented States they are of."""
        super().get_results(request)
        for response in self.result_list:
            submission = response.standing_submission
            if submission:
                submission.response = response
            response.is_readable = bool(submission) and permissions.may_read_submission(
                request.user, submission
            )
        invented = Q(member_state__in=MemberState.objects.invented())
        self.counts = self.queryset.order_by().aggregate(
            real=Count("pk", filter=~invented, distinct=True),
            invented=Count("pk", filter=invented, distinct=True),
        )


@admin.register(Response)
class ResponseAdmin(ExportingMixin, DeskAdmin):
    """What the secretariat sees of the responses. Nothing is typed here: the moves have pages of their own."""

    about = _("What Member States have submitted, and where each response stands.")
    sees = staticmethod(
        lambda user, response: (
            permissions.is_secretariat(user)
            if response is None
            else permissions.may_see_response(user, response)
        )
    )
    change_list_template = "admin/responses/response/change_list.html"
    list_display = (
        "state", "status_words", "progress", "languages", "words", "number_of_annexes", "received", "reader"
    )  # fmt: skip
    list_display_links = ("state",)
    list_filter = filters.ALL
    search_fields = ("member_state__name",)
    search_help_text = _(
        "State names in six languages, references, and submitted text. “Quotation marks” keep words together."
    )
    sortable_by = ("state", "status_words", "progress", "words", "received", "reader")

    # --- the list -----------------------------------------------------------------------------

    def get_queryset(self, request):
        """The responses that the person may know of."""
        return reading.with_annexes(reading.rows(request.user))

    def get_ordering(self, request):
        """By session, then in the alphabetical order of the page's language."""
        return ("session", "state_key", "member_state__alpha3")

    def get_changelist(self, request, **kwargs):
        """The list with its counts."""
        return ResponseList

    def get_search_results(self, request, queryset, search_term):
        """States by name, and submitted text where the person may read it."""
        return searching.responses_matching(queryset, search_term, request.user), False

    def get_list_display(self, request):
        """Languages, words and annexes are for those who may read submissions; the session when there are several."""
        shown = list(self.list_display)
        if not permissions.may_export_answers(request.user):
            shown = [name for name in shown if name not in {"languages", "words", "number_of_annexes"}]
        several = "session" not in request.GET and Response.objects.values("session").distinct().count() > 1
        return [shown[0], "session", *shown[1:]] if several else shown

    @admin.display(description=_("Member State"), ordering="state_key")
    def state(self, response):
        """The name of the State."""
        return name_of(response.member_state)

    @admin.display(description=_("status"), ordering="status")
    def status_words(self, response):
        """Where the response stands, in words, and whether something of it is public."""
        kind = response.returned_for or response.status
        mark = format_html('<span class="state-mark {}">{}</span>', kind, status_of(response))
        if response.published_submission_id is None:
            return mark
        return format_html("{}<br><small>{}</small>", mark, _("Published"))

    @admin.display(description=_("complete"), ordering="complete")
    def progress(self, response):
        """How many answers are complete."""
        return progress_of(response)

    @admin.display(description=_("languages"))
    def languages(self, response):
        """The languages of the submitted answers."""
        codes = response.standing_submission.languages.split() if response.is_readable else ()
        return ", ".join(str(languages.name(code)) for code in codes)

    @admin.display(description=_("words"), ordering="standing_submission__words")
    def words(self, response):
        """How many words were submitted."""
        return f"{response.standing_submission.words:,}" if response.is_readable else ""

    @admin.display(description=_("annexes"))
    def number_of_annexes(self, response):
        """How many annexes were submitted."""
        return (response.annex_count or "") if response.is_readable else ""

    @admin.display(description=_("received"), ordering="receipt")
    def received(self, response):
        """When the standing submission was received, in the round's zone."""
        submission, review = response.standing_submission, response.session.review
        if submission is None:
            return ""
        when = moments.receipt(submission, review)
        if not submission.is_after_deadline:
            return when
        after = _("Received after %(day)s") % {"day": moments.day(submission.deadline, review)}
        return format_html("{}<br><small>{}</small>", when, after)

    @admin.display(description=_("reviewer"), ordering="reviewer__name")
    def reader(self, response):
        """Who reads the response."""
        return str(response.reviewer or "")

    # --- the pages of one response ------------------------------------------------------------

    def get_urls(self):
        """The pages of the buttons, of earlier submissions and of documents, before Django's own."""

        def page(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=f"responses_response_{name}")

        move = require_http_methods(["GET", "HEAD", "POST"])(partial(moves.move_view, self))
        return [
            page("<int:key>/moves/<str:name>/", move, "move"),
            page(
                "<int:key>/submissions/<reference:reference>/",
                require_safe(self.submission_view),
                "submission",
            ),
            page("<int:key>/documents/<int:document>/", require_safe(self.document_view), "document"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def change_view(self, request, object_id, form_url="", extra_context=None):
        """One response, to be read."""
        return self.read(request, object_id)

    def submission_view(self, request, key, reference):
        """An earlier submission of a response, to be read."""
        return self.read(request, key, reference)

    def read(self, request, key, reference=None):
        """The page of a response. Raises Http404 for what is not there for the person."""
        response = reading.response_or_404(request.user, key)
        context = reading.page(request.user, response, reference)
        buttons = [(act, act.label_for(response)) for act in acts.open_to(request.user, response)]
        context |= {"buttons": buttons, "title": str(response), "object_id": key}
        return TemplateResponse(request, "admin/responses/response/read.html", self.frame(request, **context))

    def document_view(self, request, key, document):
        """A document of the State, as a download for whoever may read it."""
        response = reading.response_or_404(request.user, key)
        for found in reading.documents_of(request.user, response):
            if found.pk == document:
                return documents.handed_out(found)
        raise Http404

    def history_view(self, request, object_id, extra_context=None):
        """The history of a response is its chain of events."""
        response = reading.response_or_404(request.user, object_id)
        return HttpResponseRedirect(self.address("change", response.pk) + "#events")
