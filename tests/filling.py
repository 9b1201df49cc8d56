"""Fills in forms as a browser would: what a page holds already is sent along with what a person types."""

from html.parser import HTMLParser


class _Forms(HTMLParser):
    """Collects the forms of a page: ``[(method, action, {name: value or [values]})]``."""

    def __init__(self):
        super().__init__()
        self.forms, self._text, self._select, self._option = [], None, None, None

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form":
            self.forms.append((said.get("method", "get").lower(), said.get("action", ""), {}))
        elif not self.forms:
            return
        elif tag == "input":
            self._input(said)
        elif tag == "textarea" and said.get("name"):
            self._text = (said["name"], [])
        elif tag == "select" and said.get("name"):
            self._select = (said["name"], "multiple" in said)
        elif tag == "option" and self._select:
            name, several = self._select
            first = not several and name not in self.forms[-1][2]
            if "selected" in said or first:
                self._add(name, said.get("value", ""), several)

    def _input(self, said):
        kind, name = said.get("type", "text"), said.get("name")
        if not name or kind in {"submit", "button", "file", "image", "reset"}:
            return
        if kind in {"checkbox", "radio"} and "checked" not in said:
            return
        self._add(name, said.get("value", "on" if kind == "checkbox" else "") or "", kind == "checkbox")

    def _add(self, name, value, several=False):
        fields = self.forms[-1][2]
        fields[name] = [*fields.get(name, []), value] if several else value

    def handle_endtag(self, tag):
        if tag == "textarea" and self._text:
            name, parts = self._text
            self._add(name, "".join(parts).removeprefix("\n"))
            self._text = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data):
        if self._text:
            self._text[1].append(data)


def form_in(page, containing=""):
    """The fields of the first form of a page that is sent by POST and has a field of this name."""
    parser = _Forms()
    parser.feed(page.content.decode())
    for method, action, fields in parser.forms:
        own = {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"}
        if method == "post" and "sign-out" not in action and (not containing or containing in own):
            return own
    raise AssertionError(f"There is no form with {containing or 'fields'} on this page.")
