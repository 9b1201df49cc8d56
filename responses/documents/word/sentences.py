"""What the form itself says: on its first page, and over each place to write. None of it is ever part of an answer."""

from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

DRAFT = gettext_noop("Draft, not an official position")
RESPONSE_OF = gettext_noop("Response of %(state)s")
AS_OF = gettext_noop("With the answers as they stood on %(moment)s.")
NAME_OF_STATE = gettext_noop("Name of the Member State:")
HOW_TO = gettext_noop("How to fill in this questionnaire")
WRITE_HERE = gettext_noop("Please write the answer in the box below. It grows with the text.")
CHANGE_HERE = gettext_noop("The answer so far is in the box below. Please change it there, or add to it.")
NO_INFORMATION = gettext_noop("No information is provided on this question.")
PAGES = gettext_noop("Page %(page)s of %(pages)s")

IN_THE_BOXES = gettext_noop(
    "Please write each answer in the box under its question. "
    "There is no limit to its length, and it can be in any language."
)
KEEP_THE_QUESTIONS = gettext_noop(
    "Please leave the questions as they are: by them the answers are recognised when the file is uploaded."
)
WHAT_IS_TAKEN = gettext_noop(
    "Lists, tables, footnotes and links are taken as plain text. Tracked changes and comments are understood. "
    "Images are not taken; they can be sent as annexes."
)
EXTRACT = gettext_noop(
    "This file holds only some of the questions, for the ministry or office that was asked for them."
)
UPLOAD = gettext_noop(
    "When it is ready, please send it back to the colleague from whom you have it, or upload it on the page of the "
    "response. Every change is shown there first, and nothing is stored before it is confirmed."
)
PASS_ON = gettext_noop(
    "Responses are transmitted by the focal point of the Member State, who can upload this file on the site."
)
BY = gettext_noop("The secretariat would be grateful to receive the response by %(deadline)s.")
CONTACT = gettext_noop("For any question: %(contact)s.")
EARLIER = (
    gettext_noop(
        "When it is ready, it can be uploaded on the page of the response. "
        "Every change is shown there first, and nothing is stored before it is confirmed."
    ),
    gettext_noop("For any question, please write to %(contact)s."),
)
"""What files said that were downloaded before: they still come back."""

OVER_ANSWERS = (WRITE_HERE, CHANGE_HERE, NO_INFORMATION)
"""What can stand between a question and its box."""
ON_THE_FIRST_PAGE = (
    DRAFT, RESPONSE_OF, AS_OF, NAME_OF_STATE, HOW_TO, IN_THE_BOXES, KEEP_THE_QUESTIONS, WHAT_IS_TAKEN, EXTRACT,
    UPLOAD, PASS_ON, BY, CONTACT, *EARLIER,
)  # fmt: skip
"""What can stand before the questions."""


def first_page(given):
    """The sentences that say how to fill in a :class:`~.shapes.Questionnaire` and by when, in the active language."""
    said = [_(EXTRACT)] if given.is_extract else []
    said += [
        _(IN_THE_BOXES),
        _(KEEP_THE_QUESTIONS),
        _(WHAT_IS_TAKEN),
        _(UPLOAD) if given.state_code else _(PASS_ON),
    ]
    said += [_(BY) % {"deadline": given.deadline}] if given.deadline else []
    return said + ([_(CONTACT) % {"contact": given.contact}] if given.contact else [])


def in_all_languages(messages):
    """The sentences in every language of the site, each once."""
    return _translated(tuple(messages), tuple(code for code, _name in settings.LANGUAGES))


@lru_cache(maxsize=8)
def _translated(messages, languages):
    found = {}
    for language in languages:
        with override(language):
            found |= dict.fromkeys(_(message) for message in messages)
    return tuple(found)
