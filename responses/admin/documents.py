"""Documents that come from a State: which are taken, and how they are handed out again."""

from django.core.exceptions import ValidationError

from responses.downloads import download
from responses.rules import filing
from responses.rules.refused import Refused


def validate_document(file):
    """Raises ValidationError unless the file is of a kind that is taken, is what it says, and is not too large."""
    try:
        filing.examine(file, kinds=filing.DOCUMENTS)
    except Refused as refusal:
        raise ValidationError(str(refusal)) from refusal


def handed_out(instruction):
    """A stored document as a download: never shown in the browser, whatever it holds."""
    return download(instruction.document.open("rb"), instruction.name)
