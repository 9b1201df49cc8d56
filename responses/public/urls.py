"""The addresses of the public pages."""

from django.urls import path

from responses import addresses  # noqa: F401 (its words stand in the patterns below)

from . import verifying, views

urlpatterns = [
    path("", views.start, name="start"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("verify/", verifying.verify, name="verify"),
    path("health/", views.health, name="health"),
    path("<session:slug>/", views.session_start, name="session_start"),
    path("<session:slug>/questionnaire/", views.questionnaire, name="questionnaire"),
    path("<session:slug>/published/", views.published, name="published"),
]
