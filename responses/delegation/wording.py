"""Sentences that say what became of a text."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from responses.moments import DAY
from responses.rules import permissions


def words_for_loss(user, answer):
    """Why somebody's text is kept for the delegation and not shown: what ended while it was being written."""
    if permissions.is_member(user, answer.response):
        return _(
            "This question is no longer among those chosen for you. What you were writing is kept for the delegation."
        )
    return _("Your part in this delegation has ended. What you were writing is kept for the delegation.")


def words_for_merge(saved):
    """What colleagues' changes were put together with the writer's own text, in a sentence."""
    names = ", ".join(saved.colleagues) or _("a colleague")
    numbers = [str(number) for number in saved.merge.theirs if number] if saved.merge else []
    if not numbers:
        return _("Changes of %(names)s were put together with yours.") % {"names": names}
    text = ngettext(
        "A change of %(names)s to paragraph %(numbers)s was added.",
        "Changes of %(names)s to paragraphs %(numbers)s were added.",
        len(numbers),
    )
    return text % {"names": names, "numbers": ", ".join(numbers)}


_SEE_ANNEX = {
    "ar": "انظر المرفق %(number)s: %(title)s",
    "en": "See annex %(number)s: %(title)s",
    "es": "Véase el anexo %(number)s: %(title)s",
    "fr": "Voir l’annexe %(number)s : %(title)s",
    "ru": "См. приложение %(number)s: %(title)s",
    "zh": "见附件%(number)s：%(title)s",
}


def before_submission(user, response):
    """What the list of what is still missing is called for a person, and what stands there once nothing is.

    A limited member is told nothing of the other questions, so not that they are finished either.
    """
    if permissions.is_focal_point(user, response):
        return _("Before you can submit"), _(
            "Nothing is missing. Check your answers, then declare and submit."
        )
    if permissions.reads_everything(user, response):
        nothing = _("Nothing is missing. A focal point of your State can submit the response.")
        return _("Before a focal point can submit"), nothing
    nothing = _(
        "Your questions are finished. A focal point of your State sees the others, and submits the response."
    )
    return _("Your questions"), nothing


def see_annex(annex, language):
    """A sentence that refers to an annex, in the language of the answer that it is to stand in, or else in English.

    It becomes part of a State's own words, so the language of the page has no say in it.
    """
    return _SEE_ANNEX.get(language, _SEE_ANNEX["en"]) % {"number": annex.number, "title": annex.title}


def with_whom(rows, user):
    """With whom a question is, "Yours, by 3 December 2026; also with Fritz Tarlenheim"; "" for nobody.

    ``rows``: memberships, each with ``due_on``.
    """
    own = [row for row in rows if row.user_id == user.pk]
    others = [_with_day(_named(row), row.due_on) for row in rows if row.user_id != user.pk]
    said = []
    if own:
        said.append(_with_day(_("Yours"), own[0].due_on))
    if others:
        also = _("also with %(names)s") if own else _("With %(names)s")
        said.append(also % {"names": "; ".join(others)})
    return "; ".join(said)


def _named(row):
    return ", ".join(part for part in (str(row.user), row.capacity) if part)


def _with_day(words, day):
    return _("%(who)s, by %(day)s") % {"who": words, "day": date_format(day, DAY)} if day else words
