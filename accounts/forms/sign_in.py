"""allauth's forms in our words and markup; what they check stays theirs."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest
from django.utils import timezone

from accounts.actions import ask_password_link
from govuk.forms import Form, TextInput

CODE_ATTRIBUTES = {"autocomplete": "one-time-code", "inputmode": "numeric"}


def password_rules() -> str:
    """The rules as one hint; a long phrase is the easiest way to keep them."""
    rules = " ".join(str(text) for text in password_validators_help_texts())
    return f"Three or four random words make a good password. {rules}"


class OurWords:
    """Labels, hints and messages of a form that somebody else wrote, and its button."""

    button: ClassVar[str] = "Continue"
    labels: ClassVar[dict[str, str]] = {}
    required: ClassVar[dict[str, str]] = {}
    hints: ClassVar[dict[str, str]] = {}
    says_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            if name in self.required:
                field.error_messages["required"] = self.required[name]
        self.helper = FormHelper()
        self.helper.add_input(Submit("", self.button))


class SignInForm(OurWords, account.LoginForm):
    button = "Sign in"
    labels = {"login": "E-mail address", "password": "Password"}
    required = {"login": "Enter your e-mail address", "password": "Enter your password"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].error_messages["invalid"] = (
            "Enter an e-mail address in the right form, like name@example.com"
        )
        self.fields["login"].widget = forms.EmailInput(attrs={"autocomplete": "username"})


class PasswordLinkForm(OurWords, Form):
    """Asks for a link to set a new password. Known and unknown addresses are answered alike."""

    button = "Send the link"
    email = forms.EmailField(label="E-mail address", help_text="The one you sign in with.")
    hints = {"email": "The one you sign in with."}

    def save(self, request: HttpRequest) -> str:
        ask_password_link(email=self.cleaned_data["email"], at=timezone.now())
        return self.cleaned_data["email"]


class _NewPassword(OurWords):
    labels = {
        "oldpassword": "Your password now",
        "password1": "New password",
        "password2": "The new password again",
    }
    required = {
        "oldpassword": "Enter your password as it is now",
        "password1": "Enter a new password",
        "password2": "Enter the new password again",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = password_rules()  # type: ignore[attr-defined]


class ChangePasswordForm(_NewPassword, account.ChangePasswordForm):
    button = "Change my password"


class SetPasswordForm(_NewPassword, account.ResetPasswordKeyForm):
    button = "Set this password"


class ReauthenticateForm(OurWords, account.ReauthenticateForm):
    labels = {"password": "Password"}
    required = {"password": "Enter your password"}


class _Code(OurWords):
    labels = {"code": "Six-digit code"}
    required = {"code": "Enter the code"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget = TextInput(CODE_ATTRIBUTES, width=10)  # type: ignore[attr-defined]


class CodeForm(_Code, mfa.AuthenticateForm):
    hints = {"code": "From the app on your telephone, or one of your recovery codes."}


class CodeAgainForm(_Code, mfa.ReauthenticateForm):
    hints = {"code": "From the app on your telephone, or one of your recovery codes."}


class SwitchOnForm(_Code, ActivateTOTPForm):
    button = "Switch it on"
    hints = {"code": "The app shows a new one every 30 seconds."}


class SwitchOffForm(OurWords, DeactivateTOTPForm):
    button = "Switch it off"


class NewRecoveryCodesForm(OurWords, GenerateRecoveryCodesForm):
    button = "Make new codes"
