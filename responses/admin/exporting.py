"""Exports from the list of responses: exactly what the list shows, as a file that is never held in memory."""

from tempfile import TemporaryFile

from django import forms
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from import_export.admin import ExportMixin

from responses.downloads import download
from responses.exports.exporting import export, how_many
from responses.exports.formats import FORMATS, ExportFailed
from responses.exports.shapes import ANSWERS_AND_PROGRESS, shapes_for
from responses.rules.refused import Refused

CONTACTS = ("contacts",)
RADIO = {"class": "form-check-input"}
_NOT_A_FILTER = {"p", "o", "all", "_changelist_filters", "_facets"}


class ExportForm(forms.Form):
    """What a row is to be, among what the person may export, and the kind of file."""

    shape = forms.ChoiceField(label=gettext_lazy("One row for each"), widget=forms.RadioSelect(RADIO))
    format = forms.ChoiceField(
        label=gettext_lazy("Kind of file"),
        widget=forms.RadioSelect(RADIO),
        choices=[
            ("xlsx", gettext_lazy("Excel workbook (XLSX)")),
            ("csv", gettext_lazy("CSV, for other programmes that read tables")),
            ("json", gettext_lazy("JSON, for programmers")),
        ],
    )

    def __init__(self, shapes, data=None):
        super().__init__(data, initial={"shape": next(iter(shapes)), "format": next(iter(FORMATS))})
        self.fields["shape"].label = _("What to export")
        self.fields["shape"].choices = [
            (name, f"{shape.label}. {shape.about}.") for name, shape in shapes.items()
        ]


class ExportingMixin(ExportMixin):
    """Adds exports to a list of responses: a link above it, and an action for those selected.

    The query string of the list travels along: the list's own filters and search decide again, each time, what
    the export holds.
    """

    export_template_name = "admin/export.html"

    def has_export_permission(self, request):
        """Whether there is something that the person may export."""
        return bool(shapes_for(request.user))

    def get_urls(self):
        """The page of the export, and one apart for contacts."""
        contacts = require_http_methods(["GET", "HEAD", "POST"])(self.export_contacts)
        name = "{}_{}_export_contacts".format(*self.get_model_info())
        return [
            path("export/contacts/", self.admin_site.admin_view(contacts), name=name),
            *super().get_urls(),
        ]

    def get_actions(self, request):
        """Adds the export of the selected rows."""
        actions = super().get_actions(request)
        if self.has_export_permission(request):
            name = "export_selected"
            actions[name] = (type(self).export_selected, name, _("Export selected responses"))
        return actions

    def export_selected(self, request, queryset):
        """Leads to the page of the export with the selected rows, or the list's filter when all were selected."""
        query = without_paging(request.GET)
        if request.POST.get("select_across") != "1":
            keys = queryset.order_by("pk").values_list("pk", flat=True)
            query[self._selection] = ",".join(str(key) for key in keys)
        return HttpResponseRedirect(f"{self.address('export')}?{query.urlencode()}")

    def export_action(self, request):
        """Answers or progress: the page with the choices, or the file."""
        return self._export(request, ANSWERS_AND_PROGRESS)

    def export_contacts(self, request):
        """Contacts, apart from everything else."""
        return self._export(request, CONTACTS)

    def _export(self, request, names):
        shapes = shapes_for(request.user, names)
        if not shapes:
            raise PermissionDenied(_("This export is not among those you can make."))
        try:
            shown = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(self.address("changelist"))
        form, sentence = ExportForm(shapes, request.POST if request.method == "POST" else None), ""
        if form.is_valid():
            try:
                return self._do_file_export(form.cleaned_data["format"], request, shown, form)
            except (ExportFailed, Refused) as problem:
                if getattr(problem, "status", None) == 403:
                    raise PermissionDenied(str(problem)) from problem
                sentence = str(problem)
        context = self._page(request, shown, shapes) | {"form": form, "sentence": sentence}
        status = 422 if sentence or form.errors else 200
        return TemplateResponse(request, self.export_template_name, context, status=status)

    def _do_file_export(self, file_format, request, queryset, export_form=None):
        """The file, sent piece by piece from the disk; ``queryset`` is the list whose rows are exported."""
        file = TemporaryFile()  # noqa: SIM115 (Django closes it when it has been sent)
        try:
            done = export(
                request.user,
                export_form.cleaned_data["shape"],
                file_format,
                responses=queryset.get_queryset(request),
                filter_words=self._filter_words(queryset, request),
                filters=without_paging(request.GET),
                file=file,
            )
        except BaseException:
            file.close()
            raise
        return download(file, done.filename, done.content_type)

    @property
    def _selection(self):
        return f"{self.opts.pk.name}__in"

    def _filter_words(self, shown, request):
        """The search, the filters and the selection in words; "" when the list shows everything."""
        words = [_("Search: “%(query)s”") % {"query": shown.query}] if shown.query else []
        for spec in shown.filter_specs:
            if any(name in request.GET for name in spec.expected_parameters()):
                chosen = [str(choice["display"]) for choice in spec.choices(shown) if choice["selected"]]
                words.append(f"{spec.title}: {', '.join(chosen)}")
        if selection := request.GET.get(self._selection):
            number = selection.count(",") + 1
            words.append(
                ngettext("%(number)s selected response", "%(number)s selected responses", number)
                % {"number": number}
            )
        return "; ".join(words)

    def _page(self, request, shown, shapes):
        listed, query = shown.get_queryset(request), without_paging(request.GET).urlencode()
        return self.frame(
            request,
            title=_("Export contacts") if "contacts" in shapes else _("Export responses"),
            rows=[(shape.label, how_many(request.user, name, listed)) for name, shape in shapes.items()],
            leaves_out={shape.leaves_out for shape in shapes.values()} - {""},
            filter_words=self._filter_words(shown, request),
            query=query,
            list_address=self.address("changelist"),
            answers_address=self.address("export") if "contacts" in shapes else "",
            contacts_address=""
            if "contacts" in shapes or not shapes_for(request.user, CONTACTS)
            else self.address("export_contacts"),
        )


def without_paging(parameters):
    """The part of a list's query string that decides which rows it holds; a copy that can be changed."""
    kept = parameters.copy()
    for name in _NOT_A_FILTER & set(kept):
        del kept[name]
    return kept
