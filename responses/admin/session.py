"""Sessions: their agenda and guiding questions, their deadline, and inviting States."""

from functools import partial

from django.contrib import admin
from django.forms import BaseInlineFormSet, CheckboxSelectMultiple
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from responses import moments
from responses.models import AgendaItem, GuidingQuestion, Session
from responses.rules import permissions

from . import deadline, inviting
from .rights import Rights, SetUpAdmin
from .translated import OTHERS, InEnglish, other_languages

WORDING = ("title", "wording")


def may_edit_questions(user, session):
    """Whether questions of this session may still be added, removed and reworded."""
    return permissions.may_change_wording(user, GuidingQuestion(session=session or Session()))


class SetUpInline(Rights, InEnglish):
    """Parts of a session that are set up on its page."""

    adds = staticmethod(permissions.may_set_up)
    changes = staticmethod(permissions.may_set_up)
    show_change_link = True

    def get_extra(self, request, obj=None, **kwargs):
        """Empty lines to fill in; a session that is set up needs none."""
        return 0 if obj and obj.is_open else self.extra


class QuestionInline(SetUpInline, admin.StackedInline):
    """The guiding questions in English. The wording stands once States were invited; the points stay editable."""

    model = GuidingQuestion
    needs_english = WORDING
    fields = ("number", "title_en", "wording_en", "points_en")
    extra = 2
    adds = staticmethod(may_edit_questions)

    def has_delete_permission(self, request, obj=None):
        """Before States were invited, a question can be taken out again."""
        return may_edit_questions(request.user, obj)

    def get_readonly_fields(self, request, obj=None):
        """Number, title and wording stand once the session is open."""
        return ("number", "title_en", "wording_en") if obj and obj.is_open else ()


class NamedInTable(BaseInlineFormSet):
    """Fields in a table: the heads of its columns do not name them to a screen reader, so each names itself."""

    def add_fields(self, form, index):
        """The fields of one row."""
        super().add_fields(form, index)
        for field in form.fields.values():
            if not field.widget.is_hidden:
                field.widget.attrs["aria-label"] = field.label


class AgendaInline(SetUpInline, admin.TabularInline):
    """The agenda as announced."""

    model = AgendaItem
    formset = NamedInTable
    needs_english = ("title",)
    fields = ("position", "title_en", "minutes", "speaker", "capacity")
    extra = 2

    def has_delete_permission(self, request, obj=None):
        """An agenda changes until the day itself."""
        return permissions.may_set_up(request.user)


@admin.register(Session)
class SessionAdmin(InEnglish, SetUpAdmin):
    """One session of a review."""

    about = _("Questions, agenda and deadline; inviting States.")
    needs_english = ("title",)
    change_form_template = "admin/responses/session/change_form.html"
    list_display = ("title", "review", "deadline_words", "states", "opened")
    list_select_related = ("review__commission",)
    inlines = (QuestionInline, AgendaInline)
    fieldsets = (
        (
            None,
            {"fields": ("review", "number", "slug", "title_en", "introduction_en", "schedule", "objectives")},
        ),
        (_("Deadline"), {"fields": ("deadline_words", "deadline_policy")}),
        other_languages("title", "introduction"),
    )

    def get_readonly_fields(self, request, obj=None):
        """What stands in references and in letters stays once States were invited."""
        return ("deadline_words", *(("review", "number", "slug") if obj and obj.is_open else ()))

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """The objectives as ticks: a list to be held with the Control key is hard to use."""
        return super().formfield_for_manytomany(db_field, request, widget=CheckboxSelectMultiple, **kwargs)

    @admin.display(description=_("deadline"), ordering="deadline")
    def deadline_words(self, session):
        """The deadline in the round's zone; it is changed on a page of its own, with a reason."""
        if session.pk is None or session.deadline is None:
            return _("No date is set yet.")
        return moments.in_round(session.deadline, session.review)

    @admin.display(description=_("States invited"))
    def states(self, session):
        """How many States were invited."""
        return session.responses.count()

    @admin.display(description=_("opened"), ordering="opened_at")
    def opened(self, session):
        """The day on which the first States were invited."""
        return moments.day(session.opened_at, session.review) or _("Not open yet")

    def get_urls(self):
        """The pages for deadline and invitations, before Django's own."""

        def page(route, view, name):
            view = require_http_methods(["GET", "HEAD", "POST"])(partial(view, self))
            return path(route, self.admin_site.admin_view(view), name=f"responses_session_{name}")

        return [
            page("<int:key>/deadline/", deadline.deadline_view, "deadline"),
            page("<int:key>/invite/", inviting.invite_view, "invite"),
            page("<int:key>/newcomers/", inviting.newcomers_view, "newcomers"),
            *super().get_urls(),
        ]


class Hidden:
    """Reached from the page of its session; not listed on the first page."""

    def has_module_permission(self, request):
        """Not listed."""
        return False


@admin.register(GuidingQuestion)
class QuestionAdmin(Hidden, InEnglish, SetUpAdmin):
    """One question in all languages. A translation that is there stands like the English wording."""

    needs_english = WORDING
    adds = staticmethod(lambda user, question: False)
    list_display = ("title", "session", "number")
    fieldsets = (
        (None, {"fields": ("session_link", "number", "title_en", "wording_en", "points_en")}),
        other_languages("title", "wording", "points"),
    )

    def get_readonly_fields(self, request, obj=None):
        """Once States were invited, texts that are there stand; missing translations can still be added."""
        if obj is None or permissions.may_change_wording(request.user, obj):
            return ("session_link", "number")
        codes = ("en", *OTHERS)
        names = [f"{name}_{code}" for name in WORDING for code in codes]
        return ("session_link", "number", *(name for name in names if getattr(obj, name)))

    @admin.display(description=_("session"))
    def session_link(self, question):
        """The session, to go back to."""
        address = SessionAdmin(Session, self.admin_site).address("change", question.session_id)
        return format_html('<a href="{}">{}</a>', address, question.session)


@admin.register(AgendaItem)
class AgendaItemAdmin(Hidden, InEnglish, SetUpAdmin):
    """One item of an agenda in all languages."""

    needs_english = ("title",)
    adds = staticmethod(lambda user, item: False)
    list_display = ("title", "session", "position")
    fieldsets = (
        (None, {"fields": ("position", "title_en", "minutes", "speaker", "capacity")}),
        other_languages("title"),
    )
