"""The addresses of the site, room by room."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from responses.accounts import staff

urlpatterns = [
    path("admin/login/", staff.admin_door),
    path("admin/", admin.site.urls),
    path("account/", include("responses.accounts.urls")),
    path("", include("responses.public.urls")),
    path("", include("responses.delegation.urls")),
]
if settings.DEMO:
    urlpatterns.insert(0, path("demo/", include("responses.demo.urls")))

handler400 = "responses.public.errors.bad_request"
handler403 = "responses.public.errors.forbidden"
handler404 = "responses.public.errors.not_found"
handler500 = "responses.public.errors.server_error"
handler429 = "responses.accounts.throttled.too_many"  # asked for by django-allauth
