"""What people type to come in."""

import secrets
import unicodedata

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from responses.models.people import UserManager

WRONG_CODE = _("This code is not valid, or not any more. Check what you typed, or have a new one sent.")


def helper():
    """Fields as crispy-bootstrap5 writes them, without a form of their own."""
    form_helper = FormHelper()
    form_helper.form_tag = False
    form_helper.disable_csrf = True
    return form_helper


def digits_of(text):
    """The digits of a text in any script, as ASCII; whatever else a code was pasted with falls away."""
    return "".join(str(unicodedata.decimal(sign)) for sign in text if sign.isdecimal())


class CodeInput(forms.TextInput):
    """A field for a code. It comes back empty: what is pasted into it next would stand beside what was wrong."""

    def __init__(self):
        super().__init__(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True})

    def get_context(self, name, value, attrs):
        """What the field is drawn from, without what was typed before."""
        return super().get_context(name, None, attrs)


class AddressForm(forms.Form):
    """The address to which a code is sent."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )

    helper = helper()

    def clean_email(self):
        """The address as accounts are stored."""
        return UserManager.clean_email(self.cleaned_data["email"])


class CodeForm(forms.Form):
    """The code from the mail. Whatever is wrong with it, the sentence is the same."""

    code = forms.CharField(
        label=_("Code"),
        max_length=200,
        help_text=_("Nine digits. You can paste them as they stand in the mail."),
        error_messages=dict.fromkeys(("required", "max_length", "null_characters_not_allowed"), WRONG_CODE),
        widget=CodeInput,
    )

    helper = helper()

    def __init__(self, *args, expected, **kwargs):
        """``expected``: the code that was sent; "" when none is valid."""
        super().__init__(*args, **kwargs)
        self.expected = digits_of(expected)

    def clean_code(self):
        """The digits typed. Raises ValidationError unless they are the code that was sent."""
        typed = digits_of(self.cleaned_data["code"])
        if not self.expected or not secrets.compare_digest(typed, self.expected):
            raise forms.ValidationError(WRONG_CODE)
        return typed


class StaffForm(LoginForm):
    """Address and password of a member of staff."""

    helper = helper()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget = forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
        _plain(self.fields["password"], _("Password"))
        self.fields["password"].help_text = ""


class PasswordAgainForm(ReauthenticateForm):
    """The password once more, before something that matters."""

    helper = helper()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain(self.fields["password"], _("Password"), autofocus=True)


class AppCode:
    """The field for a code of the app, in the words of this house; mixed into the forms of allauth."""

    helper = helper()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget = CodeInput()


class SecondFactorForm(AppCode, mfa.AuthenticateForm):
    """A code of the app, or a recovery code, to complete a sign-in."""


class SecondFactorAgainForm(AppCode, mfa.ReauthenticateForm):
    """A code of the app, or a recovery code, before something that matters."""


class ActivateForm(AppCode, ActivateTOTPForm):
    """The first code of an app that is being set up."""


def _plain(field, label, *, autofocus=False):
    """Give a field of allauth a label of ours, and no placeholder."""
    field.label = label
    field.widget.attrs.pop("placeholder", None)
    if autofocus:
        field.widget.attrs["autofocus"] = True
