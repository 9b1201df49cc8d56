"""Fills in forms as a browser would: what a page holds already is sent along with what a person types."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

WITHOUT_VALUE = {"submit", "button", "file", "image", "reset"}


@dataclass
class Form:
    """One form of a page."""

    method: str
    action: str
    fields: dict = field(default_factory=dict)
    """What would be sent if somebody pressed the button now: ``{name: value or [values]}``."""
    names: set = field(default_factory=set)
    """All names that the form can send."""


class _Forms(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self):
        super().__init__()
        self.forms, self._text, self._select = [], None, None

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form":
            self.forms.append(Form(said.get("method", "get").lower(), said.get("action", "")))
        elif self.forms and said.get("name"):
            self.forms[-1].names.add(said["name"])
            self._field(tag, said)
        elif tag == "option" and self._select:
            self._option(said)

    def _field(self, tag, said):
        if tag == "input":
            self._input(said)
        elif tag == "textarea":
            self._text = (said["name"], [])
        elif tag == "select":
            self._select = (said["name"], "multiple" in said)

    def _input(self, said):
        kind = said.get("type", "text")
        unchecked = kind in {"checkbox", "radio"} and "checked" not in said
        if kind not in WITHOUT_VALUE and not unchecked:
            value = said.get("value", "on" if kind == "checkbox" else "") or ""
            self._add(said["name"], value, several=kind == "checkbox")

    def _option(self, said):
        name, several = self._select
        is_first = not several and name not in self.forms[-1].fields
        if "selected" in said or is_first:
            self._add(name, said.get("value", ""), several=several)

    def _add(self, name, value, *, several=False):
        fields = self.forms[-1].fields
        fields[name] = [*fields.get(name, []), value] if several else value

    def handle_data(self, data):
        if self._text:
            self._text[1].append(data)

    def handle_endtag(self, tag):
        if tag == "textarea" and self._text:
            name, parts = self._text
            self._add(name, "".join(parts).removeprefix("\n"))
            self._text = None
        elif tag == "select":
            self._select = None


def form_in(page, containing=""):
    """The first form of a page that is sent by POST, changes something, and has a field of this name."""
    parser = _Forms()
    parser.feed(page.content.decode())
    for form in parser.forms:
        if form.method == "post" and "sign-out" not in form.action:
            form.fields.pop("csrfmiddlewaretoken", None)
            if not containing or containing in form.names:
                return form
    raise AssertionError(f"There is no form with {containing or 'a button'} on this page.")
