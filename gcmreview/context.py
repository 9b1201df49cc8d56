"""What every page needs to know about the site."""

from django.conf import settings


def site(request):
    """``demo``: whether this is a demonstration; ``site_logo``: a static path, or nothing."""
    return {"demo": settings.DEMO, "site_logo": settings.SITE_LOGO}
