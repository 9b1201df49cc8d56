"""Differences between texts, for the templates that show them."""

from django import template

from responses.differences import laid_out

register = template.Library()

register.filter("laid_out", laid_out)
