"""The addresses of signing in and out. What is not listed here of django-allauth does not exist on this site."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path

from . import codes, naming, passwords, staff

urlpatterns = [
    path("sign-in/", codes.ask, name="account_login"),
    path("sign-in/", codes.ask, name="account_request_login_code"),  # allauth's second name for the same page
    path("sign-in/code/", codes.enter, name="account_confirm_login_code"),
    path("sign-in/secretariat/", staff.sign_in, name="account_staff_login"),
    path("who/", naming.who, name="account_who"),
    path("sign-out/", account.logout, name="account_logout"),
    path("password/<uuid:public_id>/send/", passwords.send_link, name="account_send_password_link"),
    path("password/<uuid:uidb64>/<token>/", passwords.SetPassword.as_view(), name="account_password_link"),
    path("password/again/", staff.for_staff(account.reauthenticate), name="account_reauthenticate"),
    path("second-factor/", staff.for_staff(mfa.index), name="mfa_index"),
    path("second-factor/code/", mfa.authenticate, name="mfa_authenticate"),
    path("second-factor/again/", staff.for_staff(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("second-factor/activate/", staff.for_staff(totp.activate_totp), name="mfa_activate_totp"),
    path("second-factor/activate/qr.svg", staff.qr_code, name="mfa_qr_code"),
    path("second-factor/deactivate/", staff.for_staff(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "second-factor/recovery-codes/",
        staff.for_staff(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "second-factor/recovery-codes/new/",
        staff.for_staff(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
]
