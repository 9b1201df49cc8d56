"""Which files are not taken, each with a sentence that says what to do instead."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Why(TextChoices):
    """Why a file is not taken; the label is what the person who sent it reads."""

    EMPTY = "empty", _("This file is empty. Please choose it again; it may not have been saved yet.")
    OLD_WORD = (
        "doc",
        _(
            "This is a file of an older Word (.doc). "
            "Please open it, save it as “Word Document (.docx)” and upload that."
        ),
    )
    OPEN_DOCUMENT = (
        "odt",
        _("This is an OpenDocument file (.odt). Please open it, save it as “Word (.docx)” and upload that."),
    )
    PDF = (
        "pdf",
        _(
            "This is a PDF, from which answers cannot be taken. Please upload the Word file (.docx) it was made from."
        ),
    )
    RICH_TEXT = (
        "rtf",
        _(
            "This is a file in Rich Text Format (.rtf). "
            "Please open it, save it as “Word Document (.docx)” and upload that."
        ),
    )
    MACROS = (
        "macros",
        _(
            "This file contains macros, and for safety it was not opened. "
            "Please save it as “Word Document (.docx)”, without macros, and upload that."
        ),
    )
    ENCRYPTED = (
        "encrypted",
        _(
            "This file is protected by a password. "
            "Please remove the password in Word, save the file and upload it again."
        ),
    )
    TOO_LARGE = (
        "too_large",
        _(
            "This file is larger than 10 MB. Please remove its images, save it and upload it again; "
            "images can be sent as annexes."
        ),
    )
    UNPACKS_TOO_LARGE = (
        "unpacks_too_large",
        _(
            "What this file contains is larger than what can be read here. "
            "Please copy its text into the questionnaire as downloaded, and upload that."
        ),
    )
    TOO_LONG = (
        "too_long",
        _(
            "Reading this file would take too long. "
            "Please copy its text into the questionnaire as downloaded, without formatting, and upload that."
        ),
    )
    BROKEN = (
        "broken",
        _(
            "This file is damaged or was not uploaded completely. "
            "Please open it in Word, save it anew and upload it again."
        ),
    )
    NOT_WORD = (
        "not_word",
        _("This is not a Word file. Please upload the questionnaire as a Word file (.docx)."),
    )


class Unreadable(Exception):
    """A file that is not taken. ``kind`` is a :class:`Why`; ``str()`` is a sentence that says what to do."""

    def __init__(self, kind):
        super().__init__(kind)
        self.kind = Why(kind)

    def __str__(self):
        return str(self.kind.label)
