"""What every answer of the site carries, errors included; and how pages are sent over slow lines."""

from django.conf import settings
from django.http import JsonResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from whitenoise.middleware import WhiteNoiseFileResponse


def careful_headers(get_response):
    """Keeps signed-in pages out of every cache, and browser features out of every page."""

    def middleware(request):
        response = get_response(request)
        response.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # Touching request.user would cost a query on pages that never asked who is there;
        # a session cookie is enough of a reason for care. Sheets and scripts are the same for everyone.
        cookies = request.COOKIES.get("sessionid") or "Set-Cookie" in response or response.cookies
        if cookies and not isinstance(response, WhiteNoiseFileResponse):
            patch_cache_control(response, no_store=True, private=True)
        return response

    return middleware


def bounded_bodies(get_response):
    """Refuses what is larger altogether than ``LARGEST_BODY``, before anything of it is read; with a sentence."""

    def middleware(request):
        said = request.META.get("CONTENT_LENGTH") or "0"
        if not said.isdecimal() or int(said) <= settings.LARGEST_BODY:
            return get_response(request)
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"outcome": "too_large"}, status=413)
        most = {"largest": settings.LARGEST_BODY // (1024 * 1024)}
        return render(request, "errors/413.html", most, status=413)

    return middleware


class CompressedPages(GZipMiddleware):
    """Compresses the pages of delegations and of the public, to a third or so.

    Not the secretariat's desk: it shows again what was searched for, beside the words that were found, and from the
    size of such a page somebody who listens on the line could guess the words (BREACH). Downloads are left as they are.
    """

    def process_response(self, request, response):
        """The answer, compressed where it is such a page and the browser says that it can read it."""
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        route = request.resolver_match
        if is_page and not (route and "admin" in route.namespaces):
            return super().process_response(request, response)
        return response
