"""Headers that every answer of the site carries, errors included."""

from django.utils.cache import patch_cache_control


def careful_headers(get_response):
    """Keeps signed-in pages out of every cache, and browser features out of every page."""

    def middleware(request):
        response = get_response(request)
        response.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # Touching request.user would cost a query on pages that never asked who is there;
        # a session cookie is enough of a reason for care.
        if request.COOKIES.get("sessionid") or "Set-Cookie" in response or response.cookies:
            patch_cache_control(response, no_store=True, private=True)
        return response

    return middleware
