"""What a delegation is told about a file that it sent: what was taken from it, and what was left out."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class Kind(TextChoices):
    """What a notice is about; the label is its heading."""

    INSERTIONS = "insertions", _("Tracked insertions")
    DELETIONS = "deletions", _("Tracked deletions")
    MOVES = "moves", _("Tracked moves")
    IMAGE = "image", _("Images")
    DRAWING = "drawing", _("Drawings")
    EMBEDDED = "embedded", _("Embedded documents")
    EQUATION = "equation", _("Formulas")
    HIDDEN = "hidden", _("Hidden text")
    SYMBOL = "symbol", _("Symbols")
    TABLE = "table", _("Tables")
    TEXT_BOX = "text_box", _("Text boxes")
    FOOTNOTES = "footnotes", _("Footnotes and endnotes")
    REMOVED = "removed", _("Characters removed")
    ALTERED = "altered", _("The form's own text")
    LIKENESS = "likeness", _("Recognised by its wording")
    REPEATED = "repeated", _("Found more than once")
    MISSING = "missing", _("Not in the file")
    UNKNOWN = "unknown", _("Not a question of this round")


_SENTENCES = {
    Kind.INSERTIONS: ngettext_lazy(
        "%(count)d tracked insertion was taken as part of the text.",
        "%(count)d tracked insertions were taken as part of the text.",
        "count",
    ),
    Kind.DELETIONS: ngettext_lazy(
        "%(count)d passage marked as deleted was left out.",
        "%(count)d passages marked as deleted were left out.",
        "count",
    ),
    Kind.MOVES: ngettext_lazy(
        "%(count)d passage marked as moved is taken at its new place.",
        "%(count)d passages marked as moved are taken at their new places.",
        "count",
    ),
    Kind.IMAGE: ngettext_lazy(
        "%(count)d image was not taken. Please upload it as an annex if it belongs to the response.",
        "%(count)d images were not taken. Please upload them as annexes if they belong to the response.",
        "count",
    ),
    Kind.DRAWING: ngettext_lazy(
        "%(count)d drawing or chart was not taken. Please upload it as an annex if it belongs to the response.",
        "%(count)d drawings or charts were not taken. Please upload them as annexes if they belong to the response.",
        "count",
    ),
    Kind.EMBEDDED: ngettext_lazy(
        "%(count)d embedded document was not taken. Please upload it as an annex if it belongs to the response.",
        "%(count)d embedded documents were not taken. Please upload them as annexes if they belong to the response.",
        "count",
    ),
    Kind.EQUATION: ngettext_lazy(
        "%(count)d formula was taken as plain characters. Please check it.",
        "%(count)d formulas were taken as plain characters. Please check them.",
        "count",
    ),
    Kind.HIDDEN: ngettext_lazy(
        "%(count)d passage is hidden in the file and was not taken.",
        "%(count)d passages are hidden in the file and were not taken.",
        "count",
    ),
    Kind.SYMBOL: ngettext_lazy(
        "%(count)d symbol of a special font may look different. Please check it.",
        "%(count)d symbols of special fonts may look different. Please check them.",
        "count",
    ),
    Kind.TABLE: ngettext_lazy(
        "%(count)d table was taken as plain text, with a tab between cells.",
        "%(count)d tables were taken as plain text, with a tab between cells.",
        "count",
    ),
    Kind.TEXT_BOX: ngettext_lazy(
        "The text of %(count)d text box stands after the paragraph to which it is attached.",
        "The text of %(count)d text boxes stands after the paragraphs to which they are attached.",
        "count",
    ),
    Kind.FOOTNOTES: ngettext_lazy(
        "%(count)d footnote or endnote stands at the end of the text, with its number.",
        "%(count)d footnotes or endnotes stand at the end of the text, with their numbers.",
        "count",
    ),
    Kind.REMOVED: ngettext_lazy(
        "%(count)d character that cannot be stored was removed.",
        "%(count)d characters that cannot be stored were removed.",
        "count",
    ),
    Kind.ALTERED: ngettext_lazy(
        "%(count)d line of the form itself was changed in the file. The line is shown as text outside all questions.",
        "%(count)d lines of the form itself were changed in the file. "
        "The lines are shown as text outside all questions.",
        "count",
    ),
    Kind.LIKENESS: ngettext_lazy(
        "This question was recognised by its wording only. Please check that the text stands where it belongs.",
        "This question was recognised by its wording only. Please check that the text stands where it belongs.",
        "count",
    ),
    Kind.REPEATED: ngettext_lazy(
        "This question stands in the file %(count)d time. The texts are put together.",
        "This question stands in the file %(count)d times. The texts are put together.",
        "count",
    ),
    Kind.MISSING: ngettext_lazy(
        "This question is not in the file. Its answer stays as it is.",
        "This question is not in the file. Its answer stays as it is.",
        "count",
    ),
    Kind.UNKNOWN: ngettext_lazy(
        "The file has a question with this number, and the round has none. Its text is shown outside all questions.",
        "The file has a question with this number, and the round has none. Its text is shown outside all questions.",
        "count",
    ),
}


@dataclass(frozen=True)
class Notice:
    """One thing that a delegation should know about a file before anything of it is applied."""

    kind: Kind
    number: int | None
    """The question concerned; None for text outside all questions."""
    detail: str = ""
    """The words left out, the names of images. It is text of the file: to be escaped like an answer."""
    count: int = 1
    """How many there are of the kind in this question."""

    @property
    def sentence(self):
        """The notice in words, without its detail."""
        return str(_SENTENCES[self.kind] % {"count": self.count})
