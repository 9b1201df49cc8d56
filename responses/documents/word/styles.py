"""The names of a file's paragraph styles, and which lists they belong to."""

from .tags import child, children, local, number, path, value


class Styles:
    """A file's styles: the name behind an id, and the list that a style, or one that it is based on, belongs to."""

    def __init__(self, root):
        self._by_id, self._names, self.default = {}, {}, ""
        for style in root if root is not None else ():
            if local(style) == "style":
                self._by_id[value(style, "styleId")] = style
                if value(style, "type") == "paragraph" and value(style, "default") in ("1", "true", "on"):
                    self.default = value(style, "styleId")

    def names(self, style_id):
        """The names of a style and of all that it is based on, nearest first; in small letters, as Word compares."""
        if style_id not in self._names:
            said = (value(child(style, "name")).strip().lower() for style in self._chain(style_id))
            self._names[style_id] = tuple(said) or (style_id.lower(),)
        return self._names[style_id]

    def list_of(self, style_id):
        """The number of the list that a style belongs to and the level (None where only the list says it)."""
        level = None
        for style in self._chain(style_id):
            properties = path(style, "pPr", "numPr")
            if properties is None:
                continue
            if level is None and child(properties, "ilvl") is not None:
                level = number(child(properties, "ilvl"))
            if child(properties, "numId") is not None:
                return value(child(properties, "numId")), level
        return "", None

    def is_hidden(self, style_id):
        """Whether a style hides its text."""
        return any(children(child(style, "rPr"), "vanish") for style in self._chain(style_id))

    def _chain(self, style_id):
        seen = set()
        while style_id in self._by_id and style_id not in seen:
            seen.add(style_id)
            yield self._by_id[style_id]
            style_id = value(child(self._by_id[style_id], "basedOn"))
