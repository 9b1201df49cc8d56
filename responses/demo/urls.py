"""The addresses of the demonstration; they exist in its mode only."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.index, name="demo_index"),
    path("sign-in/<slug:slug>/", views.sign_in, name="demo_sign_in"),
    path("mail/", views.mails, name="demo_mail"),
]
