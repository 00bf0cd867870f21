"""The pages of the sign-in library, for `places.py`."""

from __future__ import annotations

PLAIN = [
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reauthenticate",
    "account_email",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_from_key_done",
    "account_reset_password_done",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_connections",
]
NO_PAGE = {
    "account_email_verification_sent": "one gets there while signing up only; a walk does",
    "account_confirm_login_code": "signing in by a code is off",
    "mfa_authenticate": "one gets there while signing in only, with a code of an app; a walk does and looks at it",
    "mfa_download_recovery_codes": "for somebody with recovery codes; they stand on mfa_view_recovery_codes",
    "mfa_edit_webauthn": "for a passkey, which needs a device; a walk has one and looks at it",
    "mfa_reauthenticate_webauthn": "for a passkey, which needs a device; a walk has one and looks at it",
    "mfa_login_webauthn": "what the sign-in page asks for in the background, for a passkey",
    "mfa_remove_webauthn": "for a passkey, which needs a device; a walk has one and looks at it",
    "socialaccount_signup": "one comes there from another service that signs people in",
    "openid_connect_login": "leads to another service that signs people in",
    "openid_connect_callback": "one comes there from another service that signs people in",
}
