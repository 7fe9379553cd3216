"""Sign-in, by allauth."""

from tests.addresses.roles import EVERYBODY, NOBODY, SIGNED_IN

# "PAGE" marks what is read as a page and has a budget of queries.
ROWS = [
    (EVERYBODY, "GET POST", ["account_login", "account_reset_password"]),
    (EVERYBODY, "GET", ["account_reset_password_done", "account_reset_password_from_key"]),
    (EVERYBODY, "GET", ["account_reset_password_from_key_done", "account_inactive", "account_logout"]),
    (SIGNED_IN, "GET POST", ["account_change_password", "account_set_password"]),
    (EVERYBODY, "", ["account_confirm_login_code"]),
    (NOBODY, "", ["account_signup", "account_email", "account_email_verification_sent"]),
    (NOBODY, "", ["account_confirm_email", "account_reauthenticate", "demo_roles", "demo_sign_in"]),
]
