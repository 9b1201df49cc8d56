"""The words in which the desk speaks of a response."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from responses.languages import UNITED_NATIONS
from responses.status import Status


def status_of(response):
    """Where a response stands, in words; needs ``complete`` of ``with_progress``.

    Of a draft the secretariat learns that it exists and how many answers are complete, nothing else.
    """
    if response.status == Status.DRAFTING and not response.complete:
        return _("No response received yet")
    return str(response.label)


def progress_of(response):
    """How many answers are complete, as "3 of 5"; needs ``with_progress``."""
    return _("%(complete)s of %(questions)s") % {
        "complete": response.complete,
        "questions": response.questions,
    }


def name_of(state):
    """The name of a State; an invented one says so."""
    return _("%(name)s (invented)") % {"name": state} if state.is_invented else str(state)


def sort_key_field(prefix=""):
    """The field by which States stand in the alphabetical order of the page's language."""
    code = (get_language() or "en").split("-")[0]
    return f"{prefix}sort_key_{code if code in UNITED_NATIONS else 'en'}"
