"""Differences between texts, for the templates that show them."""

from django import template

from responses.differences import in_short, laid_out

register = template.Library()


@register.simple_tag(takes_context=True)
def stretches(context):
    """The ``pieces`` of the context as stretches of paragraphs: whole, or ``short`` where the context says how long."""
    most = context.get("short")
    return in_short(context["pieces"], most) if most else laid_out(context["pieces"])
