"""Sign-in by django-allauth, only the pages we use; people and permissions are ours."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from accounts.views import people, refusals
from accounts.views.account import MyAccount, OtherSessionsEnd, PermissionMatrix
from accounts.views.sign_in import SessionExtend, SignIn

ours = [
    path("account/", MyAccount.as_view(), name="my-account"),
    path("account/other-sessions/end/", OtherSessionsEnd.as_view(), name="other-sessions-end"),
    path("session/extend/", SessionExtend.as_view(), name="session-extend"),
    path("permissions/", PermissionMatrix.as_view(), name="permission-matrix"),
    path("refusals/", refusals.RefusalList.as_view(), name="refusal-list"),
    path("people/", people.PersonList.as_view(), name="person-list"),
    path("people/add/", people.PersonAdd.as_view(), name="person-add"),
    path("people/<uuid:pk>/", people.PersonDetail.as_view(), name="person-detail"),
    path("people/<uuid:pk>/change/", people.PersonChange.as_view(), name="person-change"),
    path("people/<uuid:pk>/access/", people.AccessOpen.as_view(), name="access-open"),
    path("people/<uuid:pk>/access/end/", people.AccessEnd.as_view(), name="access-end"),
    path("people/<uuid:pk>/invitation/", people.Invitation.as_view(), name="person-invite"),
    path(
        "people/<uuid:pk>/second-factor/reset/",
        people.SecondFactorReset.as_view(),
        name="second-factor-reset",
    ),
    path("people/<uuid:pk>/teams/add/", people.MembershipAdd.as_view(), name="membership-add"),
    path(
        "people/<uuid:pk>/teams/<int:row>/end/",
        people.MembershipEnd.as_view(),
        name="membership-end",
    ),
    path("people/<uuid:pk>/answers-to/add/", people.LineAdd.as_view(), name="line-add"),
    path("people/<uuid:pk>/answers-to/<int:row>/end/", people.LineEnd.as_view(), name="line-end"),
    path("people/<uuid:pk>/deputies/add/", people.DeputyAdd.as_view(), name="deputy-add"),
    path("people/<uuid:pk>/deputies/<int:row>/end/", people.DeputyEnd.as_view(), name="deputy-end"),
]

urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="account_login"),
    path("sign-in/code/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/not-now/", account.account_inactive, name="account_inactive"),
    path("sign-out/", account.logout, name="account_logout"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path(
        "password/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"
    ),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "account/second-factor/",
        RedirectView.as_view(pattern_name="accounts:my-account"),
        name="mfa_index",
    ),
    path("account/second-factor/on/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "account/recovery-codes/",
        recovery_codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/recovery-codes/new/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/recovery-codes/download/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("", include((ours, "accounts"))),
]
