"""Small words for the templates: moments, languages, paragraphs."""

from functools import cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from responses import languages, moments
from responses.rules import deadlines
from responses.status import label_of

register = template.Library()


@register.filter
def in_round(moment, review):
    """A moment in the round's zone: 14 December 2026, 18:00 Geneva time."""
    return moments.in_round(moment, review)


@register.filter
def in_round_exactly(moment, review):
    """A moment in the round's zone, to the second."""
    return moments.in_round(moment, review, seconds=True)


@register.filter
def in_utc_exactly(moment):
    """A moment in UTC, to the second."""
    return moments.in_utc(moment, seconds=True)


@register.filter
def in_utc(moment):
    """A moment in UTC."""
    return moments.in_utc(moment)


@register.filter
def day_of(moment, review):
    """The day of a moment in the round's zone."""
    return moments.day(moment, review)


@register.filter
def days_left(moment, review):
    """Whole days until a deadline, negative when it has passed; None without a deadline."""
    return None if moment is None else deadlines.days_left(moment, timezone.now(), review.tzinfo)


@register.filter
def absolute(number):
    """A number without its sign."""
    return abs(number)


@register.filter
def language_name(code):
    """The name of a language."""
    return languages.name(code)


@register.filter
def names(memberships):
    """The names of some members, in a line."""
    return ", ".join(str(one.user) for one in memberships)


@register.filter
def label(response):
    """The words for where a response stands."""
    return label_of(response.status, response.returned_for)


@register.filter
def target(field):
    """Where a link to a field of a form leads: its input, or the first button of a group."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def paragraphs(text):
    """The paragraphs of a plain text: parts between empty lines."""
    return [part for part in text.split("\n\n") if part.strip()]


@register.filter
def receipt(submission, review):
    """When a submission came: the moment on this site; of a document the day, and how it came."""
    return moments.receipt(submission, review)


@register.filter
def in_a_line(person):
    """Who a record says stands for a text: name, title, authority or capacity; what it does not say is left out."""
    said = (person.get(part) for part in ("name", "title", "authority", "capacity"))
    return ", ".join(part for part in said if part)


@register.filter
def in_groups(code):
    """An integrity code in groups of eight, to be read aloud and compared."""
    return " ".join(code[at : at + 8] for at in range(0, len(code), 8))


@register.simple_tag
def same_for_everyone(name):
    """A part of a page, by the name of its template, that is the same for everyone who reads in this language.

    It is given nothing, and rendered once: twenty translated sentences take longer than a query.
    """
    part = _rendered.__wrapped__ if settings.DEBUG else _rendered
    return part(name, get_language())


@cache
def _rendered(name, _language):
    return render_to_string(name)


@register.simple_tag
def language_of(translated, field):
    """The language in which a translated text stands here: the page's, or English where it falls back."""
    current = (get_language() or "en").split("-")[0]
    return current if getattr(translated, f"{field}_{current}", None) else "en"
