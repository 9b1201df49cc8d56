"""The pages of an import: choose a file, see row by row what would change, then let it happen.

Nothing is stored between the two steps: the checked rows travel with the page, signed for one person and one hour.
"""

import io
from functools import partial, wraps

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.styles import Font
from tablib import Dataset

from responses.downloads import download
from responses.models.event import record
from responses.rules import permissions
from responses.status import Desk

from .uploads import Table, Unreadable, read_table

ONE_HOUR = 60 * 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OUTCOMES = {
    "new": gettext_lazy("New"),
    "update": gettext_lazy("Changes"),
    "skip": gettext_lazy("No change"),
    "invalid": gettext_lazy("Not possible"),
    "error": gettext_lazy("Not possible"),
}


class FileForm(forms.Form):
    """The file to be imported."""

    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "XLSX or CSV, up to 10 MB. Nothing is changed before you have seen what would change."
        ),
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".xlsx,.csv"}),
    )


def header_problems(table, resource):
    """What is wrong with the names of the columns, in sentences."""
    unknown = [name for name in table.columns if name not in resource.columns]
    lacking = [name for name in resource.required if name not in table.columns]
    problems = []
    if unknown:
        problems.append(_("Columns that are not known: %(names)s.") % {"names": ", ".join(unknown)})
    if lacking:
        problems.append(_("Columns that are missing: %(names)s.") % {"names": ", ".join(lacking)})
    return problems


def run(resource, table, *, dry_run):
    """Import a table, or try it: with a row that is not possible nothing is written. Returns the result."""
    dataset = Dataset(*table.rows, headers=table.columns)
    return resource.import_data(
        dataset,
        dry_run=dry_run,
        use_transactions=True,
        rollback_on_validation_errors=True,
        retain_instance_in_row_result=True,
    )


def is_possible(result):
    """Whether every row can be imported."""
    return not (result.has_errors() or result.has_validation_errors() or result.base_errors)


def rows_of(table, result):
    """The rows as they are shown: number in the file, outcome, who or what, changes, and sentences about problems."""
    problems = {row.number: row.error.messages for row in result.invalid_rows}
    problems |= {row.number: [_("This row cannot be read.")] for row in result.error_rows}
    shown = []
    for number, (texts, outcome) in enumerate(zip(table.rows, result.rows, strict=True), start=1):
        shown.append(
            {
                "number": number + 1,
                "outcome": outcome.import_type,
                "words": OUTCOMES[outcome.import_type],
                "what": getattr(outcome, "what", "") or " · ".join(text for text in texts[:3] if text),
                "changes": getattr(outcome, "changes", []),
                "problems": problems.get(number, []),
            }
        )
    return shown


class ImportPage:
    """One request to the import page of a noun."""

    template = "admin/importing/import.html"

    def __init__(self, admin, request):
        self.admin, self.request = admin, request
        self.salt = f"import.{admin.opts.model_name}.{request.user.pk}"

    def resource(self):
        """A fresh resource: it remembers the rows of one run."""
        return self.admin.resource_class(by=self.request.user)

    def show(self, form=None, *, status=200, problems=(), **more):
        """The page; with the rows once a file was read."""
        context = self.admin.frame(
            self.request,
            title=_("Import: %(name)s") % {"name": self.admin.opts.verbose_name_plural},
            form=form or FileForm(),
            problems=list(problems),
            columns=self.admin.resource_class.columns,
            required=self.admin.resource_class.required,
            back=self.admin.address("changelist"),
            **more,
        )
        return TemplateResponse(self.request, self.template, context, status=status)

    def tried(self, table):
        """What each row would do."""
        result = run(self.resource(), table, dry_run=True)
        rows = rows_of(table, result)
        counts = {name: sum(row["outcome"] == name for row in rows) for name in ("new", "update", "skip")}
        counts["impossible"] = len(rows) - sum(counts.values())
        ready = is_possible(result) and bool(counts["new"] or counts["update"])
        payload = signing.dumps([table.columns, table.rows], salt=self.salt, compress=True) if ready else ""
        status = 200 if is_possible(result) else 422
        return self.show(status=status, rows=rows, counts=counts, payload=payload, tried=True)

    def check(self):
        """The first step: read the file and try it."""
        form = FileForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            table = read_table(form.cleaned_data["file"])
        except Unreadable as problem:
            return self.show(form, status=422, problems=[str(problem)])
        if problems := header_problems(table, self.admin.resource_class):
            return self.show(form, status=422, problems=problems)
        return self.tried(table)

    def write(self):
        """The second step: import what was shown, unless a row has become impossible meanwhile."""
        try:
            table = Table(*signing.loads(self.request.POST["rows"], salt=self.salt, max_age=ONE_HOUR))
        except signing.BadSignature:
            return self.show(
                status=409, problems=[_("The check was made more than an hour ago. Choose the file again.")]
            )
        with transaction.atomic():
            result = run(self.resource(), table, dry_run=False)
            done = {name: result.totals[name] for name in ("new", "update")}
            if is_possible(result):
                data = {"what": self.admin.opts.model_name, "new": done["new"], "changed": done["update"]}
                record("import", by=self.request.user, role=Desk.COORDINATOR, data=data)
        if not is_possible(result):
            return self.tried(table)
        text = _("Imported: %(new)s new, %(update)s changed.")
        messages.success(self.request, text % done)
        return redirect(self.admin.address("changelist"))


def for_coordinators(view):
    """A view of an admin that only coordinators reach; others are told so."""

    @wraps(view)
    def inner(admin, request, **kwargs):
        if not permissions.may_set_up(request.user):
            raise PermissionDenied
        return view(admin, request, **kwargs)

    return inner


@for_coordinators
def import_view(admin, request):
    """The page of an import: GET asks for a file, POST checks it or imports what was checked."""
    page = ImportPage(admin, request)
    if request.method != "POST":
        return page.show()
    return page.write() if "rows" in request.POST else page.check()


@for_coordinators
def template_view(admin, request, kind):
    """A file to fill in: the names of the columns, and one line as an example."""
    resource = admin.resource_class
    line = [resource.example.get(name, "") for name in resource.columns]
    name = f"{admin.opts.model_name}.{kind}"
    if kind == "csv":
        body, content_type = (
            Dataset(line, headers=resource.columns).export("csv").encode("utf-8-sig"),
            "text/csv",
        )
    elif kind == "xlsx":
        body, content_type = _workbook(resource.columns, line), XLSX
    else:
        raise Http404
    return download(body, name, content_type)


def _workbook(columns, line):
    book = Workbook()
    sheet = book.active
    sheet.append(columns)
    sheet.append(line)
    sheet.freeze_panes = "A2"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 24
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


class ImportingMixin:
    """Adds the import of ``resource_class`` to a noun of the desk, for coordinators."""

    resource_class = None
    change_list_template = "admin/importing/change_list.html"

    def get_urls(self):
        """The import and its template file, before Django's own pages."""

        def page(route, view, name):
            full = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
            return path(route, self.admin_site.admin_view(partial(view, self)), name=full)

        return [
            page("import/", import_view, "import"),
            page("import/template.<str:kind>", template_view, "import_template"),
            *super().get_urls(),
        ]
