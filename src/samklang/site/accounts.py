"""Addresses of staff's accounts: the pages of allauth that we have written, and no other."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.usersessions.views import list_usersessions
from django.urls import path, re_path

urlpatterns = [
    path("logga-in/", account.login, name="account_login"),
    path("logga-ut/", account.logout, name="account_logout"),
    path("ny/", account.signup, name="account_signup"),
    path("stangt/", account.account_inactive, name="account_inactive"),
    path("bekrafta/", account.reauthenticate, name="account_reauthenticate"),
    path("losenord/", account.password_change, name="account_change_password"),
    path("losenord/forsta/", account.password_set, name="account_set_password"),
    path("losenord/glomt/", account.password_reset, name="account_reset_password"),
    path("losenord/brev/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^losenord/nytt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "losenord/klart/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("inloggningar/", list_usersessions, name="usersessions_list"),
    path("", mfa.index, name="mfa_index"),
    path("kod/", mfa.authenticate, name="mfa_authenticate"),
    path("kod/bekrafta/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("kod/pa/", totp.activate_totp, name="mfa_activate_totp"),
    path("kod/av/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("reservkoder/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("reservkoder/nya/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "reservkoder/hamta/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"
    ),
]
