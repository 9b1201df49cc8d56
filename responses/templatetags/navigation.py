"""The main navigation: where somebody is among the pages of a delegation, and the ways to the others."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from responses.rules import permissions

register = template.Library()

COLLEAGUES = {"delegation", "invite_colleague", "member", "end_member", "hand_over"}
WORD = {"word", "word_file", "word_text", "word_outside"}
"""The pages of two of the places, by the names of their addresses; all others of a State belong to its response."""


@register.simple_tag(takes_context=True)
def places(context):
    """The places of a delegation as (words, address, whether and how this is it): of the response on the page.

    Whoever is not of its delegation, and a page without a response, get the way to their own pages alone. It asks
    the database nothing that the page has not asked before.
    """
    user, response = context["user"], context.get("response")
    if not response or not permissions.is_member(user, response):
        return [(_("Response"), reverse("home"), "")]
    top, here = response.get_absolute_url(), _place(context["request"])
    return [
        (_("Response"), top, here.get("response", "")),
        (_("Colleagues"), f"{top}delegation/", here.get("colleagues", "")),
        (_("Work in Word"), f"{top}word/", here.get("word", "")),
    ]


def _place(request):
    """Which place this is, with the value of ``aria-current``: the page itself, or one that belongs to it."""
    match = request.resolver_match
    if match is None or not {"alpha3", "reference"} & set(match.kwargs):
        return {}
    name = match.url_name
    place = "colleagues" if name in COLLEAGUES else "word" if name in WORD else "response"
    return {place: "page" if name in {"task_list", "delegation", "word"} else "true"}
