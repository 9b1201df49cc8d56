"""What people read who have tried too often: a sentence, and when to come back."""

from django.shortcuts import render

RETRY_AFTER = 15 * 60
"""Seconds; the longest window of the limits in the settings."""


def too_many(request, exception=None):
    """The page for too many attempts; the same whether or not the address is known."""
    response = render(request, "account/too_many.html", {"minutes": RETRY_AFTER // 60}, status=429)
    response["Retry-After"] = str(RETRY_AFTER)
    return response
